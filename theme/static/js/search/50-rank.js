// Which articles answer a query, the best first. The weights were set on known-item queries drawn from an archive
// (scripts/bench/search.py).
const OTHER_FORM = 0.15; // a word typed with marks, met with others
const PLAIN_FORM = 0.7; // a word typed without marks among words with marks, met with marks
const KIND = { [WEAK]: 1, [TITLE]: 1.6, [STRONG]: 1.15, [IMPLIED]: 0.8 };
const KIND_LONG = { ...KIND, [TITLE]: 1.2, [STRONG]: 1.05 }; // long queries are sentences, at home in a body too
const LONG = 6; // words
const COMPLETION = 0.6; // a word that only begins like the one being typed
const ALONE = 0.8; // a single word beside the pair it should be part of
const CUT = 0.4; // weight of a frequent pair in a long query: who lacks it in its short list may well have it
const FIRM = 0.4; // a feature met with less is not really there: its words are looked for alone
const PAIRS = 5; // pairs looked up for one query,
const FIRST = 3; // of them at first
const ENOUGH = 20; // articles with all of these: reading the best of them decides
const SINGLE = 4; // words looked up alone beside pairs

const affinity = (word, number, query) => {
  if (number === word.number) return 1;
  if (word.marked) return OTHER_FORM;
  return query.marked ? PLAIN_FORM : 1;
};

// Evidence gathered for a query: a score for each article, and which features it has.
class Board {
  constructor(articles) {
    this.score = new Float32Array(articles);
    this.mask = new Int32Array(articles);
    this.firm = new Int32Array(articles); // features met as typed, not only begun so or with other marks
    this.touched = [];
    this.features = [];
    this.required = []; // sets of articles, of which every result must be a member
  }
  admits(article) { return this.required.every((some) => some.has(article)); }
  // A feature: words it stands for, weight, lists of {factor, articles}; the best list counts for each article.
  add(words, weight, lists, cut) {
    const bit = 1 << Math.min(this.features.length, 30);
    lists.sort((a, b) => b.factor - a.factor);
    for (const { factor, articles } of lists) {
      for (const article of articles) {
        if (this.mask[article] & bit) continue;
        if (!this.mask[article]) this.touched.push(article);
        this.mask[article] |= bit;
        if (factor >= FIRM) this.firm[article] |= bit;
        this.score[article] += weight * factor;
      }
    }
    this.features.push({ words, bit, cut, found: lists.length > 0 });
  }
  // Words of the query an article has, as bits.
  covered(article) {
    let words = 0;
    for (const f of this.features) if (f.cut || this.mask[article] & f.bit) for (const w of f.words) words |= 1 << w;
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

const addWord = (index, board, query, place, entries, share, df) => {
  const word = query.words[place], lists = [];
  for (const entry of entries) {
    const whole = entry.key === word.key;
    if (!whole && !(query.open && place === query.words.length - 1)) continue;
    for (const list of entry.lists) {
      const implied = list.kind === IMPLIED && word.key.length < 3 && !word.capital ? 0.3 : 1;
      lists.push({ articles: list.articles,
        factor: KIND[list.kind] * implied * (whole ? affinity(word, list.f, query) : COMPLETION) });
    }
  }
  board.add([place], share * rarity(index, df), lists, entries.some((e) => e.cut));
};

const addPair = (index, board, query, place, entries, known) => {
  const [one, two] = [query.words[place], query.words[place + 1]], lists = [];
  const kinds = query.words.length < LONG ? KIND : KIND_LONG;
  let df = 0;
  for (const entry of entries) {
    const whole = entry.key === known;
    if (whole) df = entry.df;
    for (const { kind, f, g, articles } of entry.lists) {
      const second = whole ? affinity(two, g, query) : COMPLETION;
      lists.push({ articles, factor: kinds[kind] * affinity(one, f, query) * second });
    }
  }
  const cut = entries.some((e) => e.cut && e.key === known), share = cut && query.words.length > 3 ? CUT : 1;
  board.add([place, place + 1], share * rarity(index, df || sumOf(entries) || 2), lists, cut);
};

// Articles that hold a pair of a quoted phrase, marks as typed; null where the lists do not tell.
const holders = (query, place, entries, known) => {
  const entry = entries.find((e) => e.key === known), [one, two] = [query.words[place], query.words[place + 1]];
  const quoted = query.phrases.some(([first, end]) => first <= place && place + 1 < end);
  if (!entry || entry.cut || !quoted) return null;
  const fits = (word, form) => !word.marked || word.number === form;
  return new Set(entry.lists.filter((l) => l.kind !== IMPLIED && fits(one, l.f) && fits(two, l.g)).flatMap((l) => [...l.articles]));
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

const lookUpPair = async (index, query, place) => {
  const { keys, number } = index.model, [one, two] = [query.words[place], query.words[place + 1]];
  const row = one.common * keys.length, known = two.common < 0 ? -1 : row + two.common;
  if (!isOpen(query, place + 1)) return { place, known, entries: await index.range("b", known, known) };
  let low = 0, high = keys.length;
  while (low < high) { const middle = low + high >> 1; if (keys[middle] < two.key) low = middle + 1; else high = middle; }
  let end = low;
  while (end < keys.length && keys[end].startsWith(two.key)) end++;
  if (number.has(two.key) && end === low) end = low + 1;
  return { place, known, entries: end > low ? await index.range("b", row + low, row + end - 1) : [] };
};

const lookUpWord = (index, query, place) => {
  const { key } = query.words[place];
  return index.range("s", key, isOpen(query, place) ? key + "\uffff" : key);
};
// Articles with a word as typed, or else with one that it begins.
const spread = (word, entries) => {
  const exact = entries.filter((e) => e.key === word.key);
  return sumOf(exact.length ? exact : entries);
};

// How well a number answers one that was typed, whole or begun: documents before days and fractions.
const numberFit = (key, typed) => (key === typed ? 1 : /\/.*\p{L}/u.test(key) ? 0.7 : 0.2);

// Pairs just fetched, as features of a board.
const addPairs = (index, board, query, found) => {
  for (const { place, known, entries } of found) {
    addPair(index, board, query, place, entries, known);
    const some = holders(query, place, entries, known);
    if (some) board.required.push(some);
  }
};

// Whether more pairs would tell little: so few articles have all that were looked up that reading them decides.
const decided = (board) => {
  const telling = board.features.filter((f) => f.found && !f.cut && f.words.length === 2);
  const all = telling.reduce((mask, f) => mask | f.bit, 0);
  return telling.length > 1 && board.touched.filter((a) => (board.firm[a] & all) === all).length <= ENOUGH;
};

const gather = async (index, query) => {
  const board = new Board(index.info.slots), { words } = query;
  const last = words.length - 1;
  const pairs = planPairs(index, query);
  const paired = new Set(pairs.flatMap((i) => [i, i + 1]));
  const lone = words.map((_, i) => i).filter((i) => !paired.has(i) || (words[i].rare && !(query.open && i === last)));
  const lookUp = (places) => Promise.all(places.map((i) => lookUpPair(index, query, i)));
  const [foundPairs, foundLone, foundNumbers, ranges] = await Promise.all([
    lookUp(pairs.slice(0, FIRST)),
    Promise.all(lone.map((i) => lookUpWord(index, query, i))),
    Promise.all(query.numbers.map((n) => index.range("n", n, n + "\uffff"))),
    Promise.all(query.dates.map(({ from, to }) => index.between(from, to))),
  ]);
  addPairs(index, board, query, foundPairs);
  if (pairs.length > FIRST && !decided(board)) addPairs(index, board, query, await lookUp(pairs.slice(FIRST)));
  lone.forEach((place, i) => addWord(index, board, query, place, foundLone[i], 1, spread(words[place], foundLone[i])));
  query.numbers.forEach((number, i) => {
    const lists = foundNumbers[i].flatMap((e) => e.lists.map((l) => ({ articles: l.articles, factor: numberFit(e.key, number) })));
    board.add([], rarity(index, sumOf(foundNumbers[i])), lists, false);
  });
  for (const articles of ranges) board.add([], 1 + rarity(index, articles.length), [{ factor: 1, articles }], false);
  await fillGaps(index, board, query, new Set(lone));
  return board;
};

// Words that the best article has in no pair may stand apart: look for each alone, the rarest of many, in titles first.
const fillGaps = async (index, board, query, done) => {
  const { words } = query;
  if (words.length < 2) return;
  const best = board.best();
  const pairs = board.features.filter((f) => f.words.length === 2 && !f.cut);
  const gaps = pairs.filter((f) => best < 0 || !(board.firm[best] & f.bit));
  if (!gaps.length) return;
  // Mostly in place: a phrase with a word or two changed. Otherwise words picked here and there: weigh each alone.
  const phrase = best >= 0 && words.length >= LONG && gaps.length * 2 <= pairs.length;
  const covered = phrase ? board.covered(best) : 0;
  const common = (i) => index.model.sums.get(words[i].key) || 0;
  const places = words.map((_, i) => i).filter((i) => !done.has(i) && !(covered & 1 << i)).sort((a, b) => common(a) - common(b)).slice(0, SINGLE);
  const found = await Promise.all(places.map((i) => lookUpWord(index, query, i)));
  const titles = found.map((entries) => entries.map(inTitles).filter((e) => e.df));
  places.forEach((place, i) => addWord(index, board, query, place, titles[i], ALONE, sumOf(titles[i]) * 3));
  const top = board.best(), reached = top < 0 ? 0 : board.covered(top);
  places.forEach((place, i) => { if (!(reached & 1 << place)) addWord(index, board, query, place, found[i], ALONE, spread(words[place], found[i])); });
};
// What an entry says of titles alone.
const inTitles = ({ key, lists }) => {
  const some = lists.filter((l) => l.kind === TITLE);
  return { key, lists: some, df: some.reduce((sum, l) => sum + l.articles.length, 0), cut: false };
};

// Articles, the best first. `allowed` (article → boolean) is what the filters let through; with `order`, the ones that
// have most of the query, in no order (see Search.dated).
const LEAST = 0.5; // of the best score: below it, an article has too little of the query
const rank = (index, board, query, allowed, order) => {
  const count = (mask) => { let n = 0; for (let m = mask; m; m &= m - 1) n++; return n; };
  const some = board.touched.filter((a) => allowed(a) && board.admits(a)), parts = query.words.length + query.numbers.length + query.dates.length;
  const extra = board.features.filter((f) => !f.words.length).reduce((mask, f) => mask | f.bit, 0);
  const found = (a) => count(board.covered(a)) + count(board.mask[a] & extra);
  let best = 0, most = 0;
  for (const a of some) best = Math.max(best, board.score[a]);
  const good = some.filter((a) => board.score[a] >= best * LEAST * 0.5);
  board.value = new Map();
  best = 0;
  for (const a of good) {
    const n = found(a), value = board.score[a] * (0.4 + 0.6 * (n / parts) ** 2);
    board.value.set(a, value);
    best = Math.max(best, value);
    most = Math.max(most, n);
  }
  if (order) return good.filter((a) => found(a) === most);
  const least = board.required.length ? 0 : best * LEAST;
  return good.filter((a) => board.value.get(a) >= least).sort((a, b) => board.value.get(b) - board.value.get(a) || b - a);
};
