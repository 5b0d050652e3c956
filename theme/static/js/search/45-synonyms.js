// Query expansion: the other ways in which a query may be written, from the index's table of acronyms and synonyms.
const ALTERNATIVES = 4; // other ways at most: each costs a reader a few lists
const SHORT_ACRONYM = 2; // letters of an acronym that counts only in capitals: "tp", but "DH" is no "dh"

// Lines of "cchc|cải cách hành chính" → first key → [{words: [[key, form]], others: [text]}].
const readSynonyms = (bytes) => {
  const table = new Map();
  for (const line of utf8.decode(bytes).split("\n").filter(Boolean)) {
    const group = line.split("|");
    for (const spelling of group) {
      const words = wordsOf(spelling).map(foldWord), first = words[0][0];
      if (!table.has(first)) table.set(first, []);
      table.get(first).push({ words, others: group.filter((other) => other !== spelling) });
    }
  }
  return table;
};

const stretchFits = (query, at, words) => words.every(([key, form], i) => {
  const word = query.words[at + i];
  return word && word.key === key && (i === 0 || word.joined) && (!word.marked || word.form === form)
    && !query.phrases.some(([first, end]) => first <= at + i && at + i < end);
});
// {at, size, others} of every stretch of a query that can be written otherwise, the longest at each place.
const stretches = (index, query) => {
  const out = [];
  for (let at = 0; at < query.words.length; at++) {
    const word = query.words[at];
    const some = (index.synonyms.get(word.key) || []).filter((s) => stretchFits(query, at, s.words)
      && (s.words.length > 1 || word.capital || s.words[0][0].length > SHORT_ACRONYM || !index.model.forms.has(word.key)));
    if (!some.length) continue;
    const size = Math.max(...some.map((s) => s.words.length));
    out.push({ at, size, others: Array.from(new Set(some.filter((s) => s.words.length === size).flatMap((s) => s.others))) });
    at += size - 1;
  }
  return out;
};

const rewritten = (index, query, chosen) => {
  const words = [], shift = [];
  for (let i = 0; i < query.words.length; i++) {
    shift[i] = words.length;
    const stretch = chosen.find(({ at }) => at === i);
    if (!stretch) { words.push(Object.assign({}, query.words[i])); continue; }
    const other = wordsOf(stretch.text).map((surface) => readWord(index.model, surface));
    other[0].joined = query.words[i].joined;
    words.push(...other);
    i += stretch.size - 1;
  }
  const last = query.words.length - 1, open = query.open && !chosen.some(({ at, size }) => at + size > last);
  return Object.assign({}, query, { rewritten: true, words, open, phrases: query.phrases.map(([a, b]) => [shift[a], shift[a] + b - a]), marked: true });
};

// The query, then the same written in other ways: each stretch alone, then all of them.
const readings = (index, query) => {
  const found = stretches(index, query), out = [query], n = query.words.length;
  // One thing is meant, by quotes or as a term of the table: what only begins so is another ("một cửa hàng").
  query.concept = query.phrases.some(([first, end]) => !first && end === n) || found.some(({ size }) => size === n);
  for (const { at, size, others } of found) for (const text of others) out.push(rewritten(index, query, [{ at, size, text }]));
  if (found.length > 1) out.splice(1 + found.length, 0, rewritten(index, query, found.map(({ at, size, others }) => ({ at, size, text: others[0] }))));
  return out.slice(0, 1 + ALTERNATIVES);
};
