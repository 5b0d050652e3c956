// Spelling correction: words that stand side by side in the archive (plugins/search/word_pairs.py) instead of those typed.
const CORRECTIONS = 3; // words put right in one query
const OTHER_LETTER = 3; // cost of a letter typed for another
const COMMONER = 6; // bits by which a guess must be commoner than what one article writes as typed

// 0, 1 or 2 (more than one letter apart, neighbours exchanged counting as one).
const distance = (a, b) => {
  if (a === b) return 0;
  let i = 0, j = 0;
  while (i < a.length && a[i] === b[i]) i++;
  while (j < Math.min(a.length, b.length) - i && a[a.length - 1 - j] === b[b.length - 1 - j]) j++;
  const [x, y] = [a.slice(i, a.length - j), b.slice(i, b.length - j)];
  if (x.length <= 1 && y.length <= 1) return 1;
  return x.length === 2 && x === y[1] + y[0] ? 1 : 2;
};

const spoken = (surface) => { const [key, form] = foldWord(surface); return { surface, key, form, marked: form !== key }; };

// What stands behind a word, or with "<" before it: [{one, other, count}] of all ways of writing its key.
const rowOf = async (index, key) => {
  const at = index.shardOf("p", key);
  if (at < 0) return [];
  const text = `\n${utf8.decode(await index.shard("p", at))}\n`, begin = text.indexOf(`\n${key}\t`);
  if (begin < 0) return [];
  return text.slice(begin + key.length + 2, text.indexOf("\n", begin + 1)).split("\t").flatMap((group) => {
    const [one, ...rest] = group.split(" "), out = [];
    for (let i = 0; i + 1 < rest.length; i += 2) out.push({ one, other: rest[i], count: +rest[i + 1] });
    return out;
  });
};
const sameWord = (word, surface) => { const [key, form] = foldWord(surface); return key === word.key && (!word.marked || form === word.form); };

// How often two words stand side by side, as log2; 0 where never.
const beside = async (index, one, two) => {
  const row = await rowOf(index, one.key);
  return Math.log2(1 + row.reduce((sum, pair) => sum + (sameWord(one, pair.one) && sameWord(two, pair.other) ? pair.count : 0), 0));
};

// Cost of typing `word` where `surface` was meant; Infinity where nobody would.
const slip = (word, surface) => {
  const [key, form] = foldWord(surface);
  if (key === word.key) return form === word.form ? Infinity : 1;
  const undone = untelex(word.surface);
  if (undone && foldWord(undone)[1] === form) return 0.5;
  const [typed, meant] = [bareText(word.surface), bareText(surface)];
  const near = distance(key, word.key) === 1 || distance(meant, typed) === 1;
  if (!near || Math.max(key.length, word.key.length) < 3) return Infinity;
  // A letter lost, doubled or exchanged with its neighbour is likelier than another letter.
  const other = typed.length === meant.length && Array.from(typed).sort().join("") !== Array.from(meant).sort().join("");
  return other ? OTHER_LETTER : 1.5;
};

// Words that may be meant at a place: [{at, size, words, cost}], found beside its neighbours.
const candidates = async (index, words, at) => {
  const word = words[at], [before, after] = [words[at - 1], words[at + 1]], out = [];
  const rows = await Promise.all([before ? rowOf(index, before.key) : [], after ? rowOf(index, `<${after.key}`) : []]);
  const seen = new Set();
  for (const [i, row] of rows.entries()) {
    for (const { one, other } of row) {
      const cost = sameWord(i ? after : before, one) && !seen.has(other) ? slip(word, other) : Infinity;
      if (cost < Infinity) { seen.add(other); out.push({ at, size: 1, words: [spoken(other)], cost }); }
    }
  }
  for (let cut = 1; cut < word.surface.length; cut++) { // a space lost
    const [left, right] = [word.surface.slice(0, cut), word.surface.slice(cut)].map(spoken);
    if (index.model.forms.has(left.key) && index.model.forms.has(right.key) && await beside(index, left, right) > 0) out.push({ at, size: 1, words: [left, right], cost: 1 });
  }
  if (after) { // a space too many
    const whole = spoken(word.surface + after.surface), [left, right] = [words[at - 1], words[at + 2]];
    const known = index.model.forms.has(whole.key) && ((left && await beside(index, left, whole) > 0) || (right && await beside(index, whole, right) > 0));
    if (known) out.push({ at, size: 2, words: [whole], cost: 1 });
  }
  return out;
};

const replaced = (words, { at, size, words: others }) => words.slice(0, at).concat(others, words.slice(at + size));
// {sum, least} of the ties of all neighbours from one place to another.
const ties = async (index, words, first, end) => {
  const all = [];
  for (let i = Math.max(0, first); i + 1 < words.length && i < end; i++) {
    const strange = [words[i], words[i + 1]].some((word) => !index.model.forms.has(word.key) && !word.fresh);
    if (!strange) all.push(beside(index, words[i], words[i + 1])); // a neighbour that is no word is put right in its turn
  }
  const found = await Promise.all(all);
  return { sum: found.reduce((a, b) => a + b, 0), least: found.length ? Math.min(...found) : 0 };
};

// Places whose word stands beside a neighbour as nowhere in the archive's titles nor in the results.
const doubtful = async (index, words, known) => {
  const bad = new Set();
  for (let i = 0; i + 1 < words.length; i++) {
    if (known(words[i], words[i + 1]) || await beside(index, words[i], words[i + 1]) > 0) continue;
    bad.add(i).add(i + 1);
  }
  if (words.length === 1 && !(await rowOf(index, words[0].key)).some(({ one }) => sameWord(words[0], one))) bad.add(0);
  return Array.from(bad);
};

const bestCorrection = async (index, words, places, wanted) => {
  const all = (await Promise.all(places.map((at) => candidates(index, words, at)))).flatMap((some) => some);
  let best = null;
  for (const one of all) {
    for (const word of one.words) word.fresh = true;
    const next = replaced(words, one), end = one.at + one.words.length;
    const { sum, least } = await ties(index, next, one.at - 1, end), before = await ties(index, words, one.at - 1, one.at + one.size);
    const letters = words.slice(one.at, one.at + one.size).some((w) => !/[aeiouy]/.test(w.key)) ? 3 : 0; // no word at all
    const value = sum - before.sum - one.cost + letters;
    if (least > 0 && value > wanted && (!best || value > best.value)) best = { value, next };
  }
  return best && best.next;
};

// Whether two words stand side by side in what was found, marks as typed.
const standTogether = (found) => (one, two) => found.some(({ tokens }) => tokens.some((t, i) => {
  const next = tokens[i + 1];
  return next && t.key === one.key && next.key === two.key && (!one.marked || t.form === one.form) && (!two.marked || next.form === two.form);
}));

// The query as it may have been meant, or null where what was typed is right as far as the archive tells.
const proposal = async ({ index, query, state }, found) => {
  if (query.references.length || query.dates.length || /["“”]/.test(state.q)) return null;
  const right = found.filter((a) => a.exactly), undone = query.words.some((w) => foldWord(w.surface)[1] !== w.form);
  const typed = wordsOf(composed(state.q)).slice(0, 12).map((surface, i) => {
    const word = query.words[i];
    return word && word.surface === surface && foldWord(surface)[1] !== word.form ? spoken(index.model.shown.get(word.form) || untelex(surface).normalize("NFC")) : spoken(surface);
  });
  if (!typed.length || ((right.length || found.some((a) => a.titled)) && undone)) return undone ? typed.map((w) => w.surface).join(" ") : null;
  if (found.some((a) => a.titled) || right.length > 1 || (right.length && typed.length > 3)) return null;
  const known = right.length ? () => false : standTogether(found), wanted = right.length ? COMMONER : 0;
  let words = typed, changed = undone;
  for (let n = 0; n < CORRECTIONS; n++) {
    const places = await doubtful(index, words, known);
    const next = places.length ? await bestCorrection(index, words, places, wanted) : null;
    if (!next) break;
    words = next;
    changed = true;
  }
  const guess = changed ? (await dressed(index, words)).join(" ") : null;
  return guess && (undone || await stands(index, state, guess)) ? guess : null;
};
// Whether some article has the guess as it is.
const stands = async (index, state, guess) => {
  const search = await new Search(index, Object.assign({}, state, { q: guess, order: "" })).run();
  return (await search.next()).some((a) => a.exactly || a.titled);
};
// Words with their marks as the archive writes them beside one another, where a reader typed none.
const dressed = async (index, words) => Promise.all(words.map(async (word, i) => {
  if (word.marked) return word.surface.toLowerCase();
  const row = words[i - 1] ? (await rowOf(index, words[i - 1].key)).filter((p) => foldWord(p.other)[0] === word.key).map((p) => [p.other, p.count])
    : words[1] ? (await rowOf(index, word.key)).filter((p) => foldWord(p.other)[0] === words[1].key).map((p) => [p.one, p.count]) : [];
  return row.reduce((best, one) => (one[1] > best[1] ? one : best), [word.surface.toLowerCase(), 0])[0];
}));
