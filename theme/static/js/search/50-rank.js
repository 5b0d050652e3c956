// Which articles answer a query, the best first. The weights were set on known-item queries drawn from an archive
// (scripts/bench/search.py).
const OTHER_FORM = 0.15; // accent match: a word typed with marks, met with others
const PLAIN_FORM = 0.7; // a word typed without marks among words with marks, met with marks
const TIER_WEIGHTS = { [LOW_IMPACT]: 1, [TITLE]: 1.6, [HIGH_IMPACT]: 1.15 };
const LONG_QUERY_WEIGHTS = Object.assign({}, TIER_WEIGHTS, { [TITLE]: 1.2, [HIGH_IMPACT]: 1.05 });
const LONG_QUERY = 6; // words
const COMPLETION = 0.6; // a word that only begins like the one being typed
const ALONE = 0.8; // a single word beside the pair it should be part of
const PRUNED = 0.4; // weight of a pruned pair in a long query: who lacks it in its short list may well have it
const MATCHED = 0.4; // a feature met with less is not matched as typed: its words are looked for alone
const PAIRS = 5; // pairs looked up for one query,
const FIRST_PAIRS = 3; // of them at first
const ENOUGH = 20; // articles with all of these: reading the best of them decides
const SINGLE = 4; // words looked up alone beside pairs

// How well the accents of a form found match those of a word typed.
const accentMatch = (word, number, query) => {
  if (number === word.number) return 1;
  if (word.marked) return OTHER_FORM;
  return query.marked ? PLAIN_FORM : 1;
};

// Evidence gathered for a query: a score for each document id, and which features it has.
class ScoreAccumulator {
  constructor(articles) {
    this.score = new Float32Array(articles);
    this.mask = new Int32Array(articles);
    this.matched = new Int32Array(articles); // features met as typed, not only begun so or with other marks
    this.touched = [];
    this.features = [];
    this.cut = false; // whether a list was read in part
    this.required = []; // sets of articles, of which every result must be a member
  }
  admits(article) { return this.required.every((some) => some.has(article)); }
  // A feature: words it stands for, weight, lists of {factor, articles}; the best list counts for each article.
  add(words, weight, lists, pruned) {
    const bit = 1 << Math.min(this.features.length, 30);
    lists.sort((a, b) => b.factor - a.factor);
    for (const { factor, articles } of lists) {
      for (const article of articles) {
        if (this.mask[article] & bit) continue;
        if (!this.mask[article]) this.touched.push(article);
        this.mask[article] |= bit;
        if (factor >= MATCHED) this.matched[article] |= bit;
        this.score[article] += weight * factor;
      }
    }
    this.features.push({ words, bit, pruned, weight, found: lists.length > 0 });
  }
  // Words of the query an article has, as bits.
  covered(article) {
    let words = 0;
    for (const f of this.features) if (f.pruned || this.mask[article] & f.bit) for (const w of f.words) words |= 1 << w;
    return words;
  }
  best() {
    let best = -1;
    for (const article of this.touched) if (best < 0 || this.score[article] > this.score[best]) best = article;
    return best;
  }
}

const rarity = (index, df) => Math.log2(1 + index.info.articles / Math.max(df, 1));
const sumOf = (entries) => entries.reduce((sum, e) => sum + e.df, 0);

const addWord = (index, scores, query, place, entries, share, df) => {
  const word = query.words[place], lists = [];
  scores.cut = scores.cut || entries.some((e) => e.cut);
  for (const entry of entries) {
    const whole = entry.key === word.key;
    if (!whole && !(query.open && place === query.words.length - 1)) continue;
    for (const list of entry.lists) {
      lists.push({ articles: list.articles, factor: TIER_WEIGHTS[list.tier] * (whole ? accentMatch(word, list.f, query) : COMPLETION) });
    }
  }
  scores.add([place], share * rarity(index, df), lists, entries.some((e) => e.pruned));
};

const addPair = (index, scores, query, place, entries, known) => {
  const [one, two] = [query.words[place], query.words[place + 1]], lists = [];
  const weights = query.words.length < LONG_QUERY ? TIER_WEIGHTS : LONG_QUERY_WEIGHTS;
  let df = 0;
  scores.cut = scores.cut || entries.some((e) => e.cut);
  for (const entry of entries) {
    const whole = entry.key === known;
    if (whole) df = entry.df;
    for (const { tier, f, g, articles } of entry.lists) {
      const second = whole ? accentMatch(two, g, query) : COMPLETION;
      lists.push({ articles, factor: weights[tier] * accentMatch(one, f, query) * second });
    }
  }
  const pruned = entries.some((e) => e.pruned && e.key === known), share = pruned && query.words.length > 3 ? PRUNED : 1;
  scores.add([place, place + 1], share * rarity(index, df || sumOf(entries) || 2), lists, pruned);
};

// Articles that hold a pair of a quoted phrase, marks as typed; null where the lists do not tell.
const docsWithPair = (query, place, entries, known) => {
  const entry = entries.find((e) => e.key === known), [one, two] = [query.words[place], query.words[place + 1]];
  const quoted = query.phrases.some(([first, end]) => first <= place && place + 1 < end);
  if (!entry || entry.pruned || !quoted) return null;
  const accentsFit = (word, form) => !word.marked || word.number === form;
  return new Set(entry.lists.filter((l) => accentsFit(one, l.f) && accentsFit(two, l.g)).flatMap((l) => [...l.articles]));
};

// Pairs of neighbouring common words, the rarest first: of long queries only those.
const planPairs = (index, query) => {
  const { model } = index, places = [];
  for (let i = 0; i + 1 < query.words.length; i++) {
    const [one, two] = [query.words[i], query.words[i + 1]];
    if (two.joined && one.common >= 0 && (two.common >= 0 || isOpen(query, i + 1))) places.push(i);
  }
  const frequency = (i) => {
    const [one, two] = [query.words[i].key, query.words[i + 1].key];
    const apart = (model.sums.get(one) || 1) * (model.sums.get(two) || 1) / model.total;
    return Math.max(apart, model.ties.get(`${one} ${two}`) || 0);
  };
  return places.sort((a, b) => frequency(a) - frequency(b)).slice(0, PAIRS);
};
// Whether the word at a place may go on.
const isOpen = (query, place) => query.open && place === query.words.length - 1 && query.words[place].key.length > 1;

const lookUp = (index, query, letter, low, high, second) => (query.whole ? index.uncut(letter, low, high, second) : index.range(letter, low, high, second));

// Of neighbouring pairs those that are to be looked up under their second word, which the next has too; of others those whose
// second word is the rarer: less stands under it.
const underSecond = (index, query, places) => {
  const out = new Set(), uses = (i) => index.model.sums.get(query.words[i].key) || 0;
  for (const place of places.slice().sort((a, b) => a - b)) {
    const shared = places.includes(place + 1), led = out.has(place - 1) && places.includes(place - 1);
    if (!led && !isOpen(query, place + 1) && (shared || uses(place + 1) < uses(place))) out.add(place);
  }
  return out;
};

const lookUpPair = async (index, query, place, second) => {
  const { keys, number } = index.model, [one, two] = [query.words[place], query.words[place + 1]];
  const row = one.common * keys.length, known = two.common < 0 ? -1 : row + two.common;
  const read = (from, to) => lookUp(index, query, "b", from, to, second);
  if (!isOpen(query, place + 1)) return { place, known, entries: await read(known, known) };
  let low = 0, high = keys.length;
  while (low < high) { const middle = low + high >> 1; if (keys[middle] < two.key) low = middle + 1; else high = middle; }
  let end = low;
  while (end < keys.length && keys[end].startsWith(two.key)) end++;
  if (number.has(two.key) && end === low) end = low + 1;
  return { place, known, entries: end > low ? await read(row + low, row + end - 1) : [] };
};

const lookUpWord = (index, query, place) => {
  const { key } = query.words[place];
  return lookUp(index, query, "s", key, isOpen(query, place) ? key + "\uffff" : key);
};
// Articles with a word as typed, or else with one that it begins.
const spread = (word, entries) => {
  const exact = entries.filter((e) => e.key === word.key);
  return sumOf(exact.length ? exact : entries);
};

// Pairs just fetched, as features of the scores.
const addPairs = (index, scores, query, found) => {
  for (const { place, known, entries } of found) {
    addPair(index, scores, query, place, entries, known);
    const some = docsWithPair(query, place, entries, known);
    if (some) scores.required.push(some);
  }
};

// Whether more pairs would tell little: so few articles have all that were looked up that reading them decides.
const decided = (scores) => {
  const pairs = scores.features.filter((f) => f.found && !f.pruned && f.words.length === 2);
  const all = pairs.reduce((mask, f) => mask | f.bit, 0);
  return pairs.length > 1 && scores.touched.filter((a) => (scores.matched[a] & all) === all).length <= ENOUGH;
};

const gather = async (index, query) => {
  const scores = new ScoreAccumulator(index.info.slots), { words } = query;
  const last = words.length - 1;
  const pairs = planPairs(index, query);
  const paired = new Set(pairs.flatMap((i) => [i, i + 1]));
  const lone = words.map((_, i) => i).filter((i) => !paired.has(i) || (words[i].rare && !(query.open && i === last)));
  const pairsAt = (places) => { const second = underSecond(index, query, places); return Promise.all(places.map((i) => lookUpPair(index, query, i, second.has(i)))); };
  const [foundPairs, foundLone, foundReferences, foundTerms, ranges] = await Promise.all([
    pairsAt(pairs.slice(0, FIRST_PAIRS)),
    Promise.all(lone.map((i) => lookUpWord(index, query, i))),
    Promise.all(query.references.map(async (r) => (await Promise.all(termRanges(r).map(([low, high]) => index.range("n", low, high)))).reduce((all, some) => all.concat(some), []))),
    Promise.all(query.terms.map((term) => termEntries(index, term))),
    Promise.all(query.dates.map(({ from, to }) => index.between(from, to))),
  ]);
  addPairs(index, scores, query, foundPairs);
  if (pairs.length > FIRST_PAIRS && !decided(scores)) addPairs(index, scores, query, await pairsAt(pairs.slice(FIRST_PAIRS)));
  lone.forEach((place, i) => addWord(index, scores, query, place, foundLone[i], 1, spread(words[place], foundLone[i])));
  query.references.forEach((reference, i) => addReference(index, scores, query, reference, foundReferences[i]));
  query.terms.forEach((term, i) => {
    const lists = foundTerms[i].flatMap((e) => e.lists.map((l) => ({ articles: l.articles, factor: TIER_WEIGHTS[l.tier] })));
    scores.add([], rarity(index, sumOf(foundTerms[i])), lists, false);
  });
  for (const articles of ranges) scores.add([], 1 + rarity(index, articles.length), [{ factor: 1, articles }], false);
  await fillGaps(index, scores, query, new Set(lone));
  return scores;
};

// Words that the best article has in no pair may stand apart: look for each alone, the rarest of many, in titles first.
const fillGaps = async (index, scores, query, done) => {
  const { words } = query;
  if (words.length < 2) return;
  const best = scores.best();
  const pairs = scores.features.filter((f) => f.words.length === 2 && !f.pruned);
  const gaps = pairs.filter((f) => best < 0 || !(scores.matched[best] & f.bit));
  if (!gaps.length) return;
  // Mostly in place: a phrase with a word or two changed. Otherwise words picked here and there: weigh each alone.
  const phrase = best >= 0 && words.length >= LONG_QUERY && gaps.length * 2 <= pairs.length;
  const covered = phrase ? scores.covered(best) : 0;
  const common = (i) => index.model.sums.get(words[i].key) || 0;
  const places = words.map((_, i) => i).filter((i) => !done.has(i) && !(covered & 1 << i)).sort((a, b) => common(a) - common(b)).slice(0, SINGLE);
  const found = await Promise.all(places.map((i) => lookUpWord(index, query, i)));
  const titles = found.map((entries) => entries.map(inTitles).filter((e) => e.df));
  places.forEach((place, i) => addWord(index, scores, query, place, titles[i], ALONE, sumOf(titles[i]) * 3));
  const top = scores.best(), reached = top < 0 ? 0 : scores.covered(top);
  places.forEach((place, i) => { if (!(reached & 1 << place)) addWord(index, scores, query, place, found[i], ALONE, spread(words[place], found[i])); });
};
// What an entry says of titles alone.
const inTitles = ({ key, lists }) => {
  const some = lists.filter((l) => l.tier === TITLE);
  return { key, lists: some, df: some.reduce((sum, l) => sum + l.articles.length, 0), pruned: false };
};

// Article → value: how much of the query it has, weighed, as a share of all. `allowed` (article → boolean) is what the
// filters let through.
const OTHER_READING = 0.93; // weight of another way of writing
const LEAST = 0.5; // of the best value: below it, an article has too little of the query
const valuesOf = (scores, query, allowed) => {
  const count = (mask) => { let n = 0; for (let m = mask; m; m &= m - 1) n++; return n; };
  const some = scores.touched.filter((a) => allowed(a) && scores.admits(a));
  const parts = query.words.length + query.references.length + query.terms.length + query.dates.length;
  const extra = scores.features.filter((f) => !f.words.length).reduce((mask, f) => mask | f.bit, 0);
  const found = (a) => count(scores.covered(a)) + count(scores.mask[a] & extra);
  const whole = scores.features.reduce((sum, f) => sum + f.weight, 0) || 1, values = new Map();
  let best = 0;
  for (const a of some) best = Math.max(best, scores.score[a]);
  for (const a of some) {
    if (scores.score[a] >= best * LEAST * 0.5) values.set(a, scores.score[a] / whole * (0.4 + 0.6 * (found(a) / parts) ** 2));
  }
  return values;
};

// {list: articles, the best first, value: article → value} of a query read in one way or more.
const rank = (gathered, allowed) => {
  const value = new Map();
  let best = 0, required = false;
  gathered.forEach(({ scores, query }, i) => {
    required = required || scores.required.length > 0;
    for (const [a, v] of valuesOf(scores, query, allowed)) {
      const weighed = i ? v * OTHER_READING : v;
      if (weighed > (value.get(a) || 0)) value.set(a, weighed);
      best = Math.max(best, weighed);
    }
  });
  const least = required ? 0 : best * LEAST;
  const list = Array.from(value.keys()).filter((a) => value.get(a) >= least);
  return { list: list.sort((a, b) => value.get(b) - value.get(a) || b - a), value };
};
