// One search: a query, filters and an order, answered page by page.
const PAGE = 10; // results a page
const PATIENCE = 4; // pages read at most until a quoted phrase is found
const PARAMETERS = { section: "chuyen-muc", source: "nguon", tag: "the", author: "tac-gia" };

// What the address asks for: {q, from, to, order, section, source, tag, author}.
const readState = (search) => {
  const get = (name) => (new URLSearchParams(search).get(name) || "").trim();
  const [, from, to] = /^(\d{4})?(?:(?=-)-(\d{4})?)?$/.exec(get("nam").replace(/[–—]/g, "-")) || [];
  const single = from && !get("nam").includes("-");
  const order = get("sap-xep");
  const state = { q: new URLSearchParams(search).get("q") || "", from: +from || 0, to: single ? +from : +to || 0,
    order: order === "moi" || order === "cu" ? order : "" };
  for (const facet of Object.keys(PARAMETERS)) state[facet] = get(PARAMETERS[facet]);
  return state;
};
const writeState = (state) => {
  const out = new URLSearchParams();
  if (state.q) out.set("q", state.q);
  if (state.from || state.to) out.set("nam", state.from === state.to ? state.from : `${state.from || ""}-${state.to || ""}`);
  for (const facet of Object.keys(PARAMETERS)) if (state[facet]) out.set(PARAMETERS[facet], state[facet]);
  if (state.order) out.set("sap-xep", state.order);
  return `${out}` ? `?${out}` : "";
};

// [first, end) of the articles of the years wanted.
const yearRange = (index, from, to) => {
  const { years, slots } = index.info;
  const first = years.find(([year]) => year >= from), after = to ? years.find(([year]) => year > to) : null;
  return [from ? (first ? first[1] : slots) : 0, after ? after[1] : slots];
};

// Test of one article (a number) against all filters but `except`.
const makeFilter = async (index, state, except = "") => {
  const [first, end] = except === "year" ? [0, index.info.slots] : yearRange(index, state.from, state.to);
  const wanted = await Promise.all(Object.keys(PARAMETERS).filter((f) => state[f] && f !== except).map(async (facet) => {
    const column = await index.column(facet), slug = slugOf(state[facet]);
    const numbers = column.names.map((name, i) => i).filter((i) => column.names[i] && slugOf(column.names[i]) === slug);
    return { column, numbers: new Set(numbers) };
  }));
  const has = ({ column, numbers }, article) => {
    for (let i = column.begin[article]; i < column.begin[article + 1]; i++) if (numbers.has(column.values[i])) return true;
    return false;
  };
  return (article) => article >= first && article < end && wanted.every((w) => has(w, article));
};

class Search {
  constructor(index, state) { this.index = index; this.state = state; this.at = 0; }

  async run() {
    this.query = readQuery(this.index.model, this.state.q);
    const { words, numbers, dates } = this.query;
    this.asks = words.length + numbers.length + dates.length > 0;
    const allowed = await makeFilter(this.index, this.state);
    if (this.asks) {
      this.scores = await gather(this.index, this.query);
      this.list = rank(this.index, this.scores, this.query, allowed, this.state.order);
      this.values = this.scores.value;
    } else this.list = (await this.everything()).filter(allowed);
    this.count = this.list.length;
    if (this.state.order || !this.asks) this.undated = this.byYear();
    if (this.undated) this.list = [];
    return this;
  }
  // Every article, in no order; the column of sections tells the free ids.
  async everything() {
    const { begin } = await this.index.column("section");
    return Array.from({ length: begin.length - 1 }, (_, i) => i).filter((i) => begin[i + 1] > begin[i]);
  }
  // Articles found, by year, the first year to be shown first: the order inside a year is fetched when it is reached.
  byYear() {
    const years = new Map();
    for (const article of this.list) {
      const year = this.index.yearOf(article);
      if (!years.has(year)) years.set(year, new Set());
      years.get(year).add(article);
    }
    const sign = this.state.order === "cu" ? 1 : -1;
    return [...years].sort(([a], [b]) => sign * (a - b));
  }
  async dated(wanted) {
    while (this.undated?.length && this.list.length < wanted) {
      const [year, some] = this.undated.shift(), { order } = await this.index.year(year);
      const found = Array.from(order).filter((article) => some.has(article));
      this.list.push(...(this.state.order === "cu" ? found : found.reverse()));
    }
  }
  get more() { return this.at < this.list.length || Boolean(this.undated?.length); }

  // The next results, read and put in order.
  async next() {
    const out = [];
    for (let batch = 0; batch < PATIENCE && this.more && !out.length; batch++) {
      await this.dated(this.at + PAGE);
      const some = this.list.slice(this.at, this.at + PAGE);
      const read = (await Promise.all(some.map((n) => this.index.article(n)))).map((a) => scoreText(a, this.query));
      this.at += some.length;
      const kept = this.query.phrases.length ? read.filter((a) => a.phrases) : read;
      this.count -= read.length - kept.length;
      if (this.asks && !this.state.order) this.sort(kept);
      out.push(...kept);
    }
    return out;
  }
  sort(articles) {
    const value = (a) => this.values.get(a.number) * a.textScore;
    articles.sort((a, b) => value(b) - value(a) || (a.date.iso < b.date.iso ? 1 : -1));
  }

  // How many of the found articles each value of a facet has, if chosen: [[name, count]], the most first.
  async counts(facet) {
    const allowed = await makeFilter(this.index, this.state, facet);
    const some = this.asks ? rank(this.index, this.scores, this.query, allowed, "") : (await this.everything()).filter(allowed);
    if (facet === "year") return this.yearCounts(some);
    const column = await this.index.column(facet), counts = new Int32Array(column.names.length);
    for (const a of some) for (let i = column.begin[a]; i < column.begin[a + 1]; i++) counts[column.values[i]]++;
    return column.names.map((name, i) => [name, counts[i]]).filter(([name, n]) => name && n).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
  yearCounts(some) {
    const counts = this.index.info.years.map(([year]) => [year, 0]);
    for (const article of some) counts[this.index.yearOf(article)][1]++;
    return counts;
  }
}

// Nearest known words to those of a query that the archive hardly knows; null when there is nothing to propose.
const propose = (index, query) => {
  const { model } = index;
  let changed = false;
  const words = query.words.map((word) => {
    if (model.forms.has(word.key) || /\d/.test(word.key)) return word.surface;
    let best = null;
    for (const [key, sum] of model.sums) {
      if (Math.abs(key.length - word.key.length) > 1 || distance(key, word.key) > 1) continue;
      if (!best || sum > best.sum) best = { key, sum };
    }
    if (!best) return word.surface;
    changed = true;
    return model.shown.get(model.forms.get(best.key)[0]);
  });
  return changed ? words.join(" ") : null;
};
// 0, 1 or 2 (more than one letter apart, neighbours exchanged counting as one).
const distance = (a, b) => {
  if (a === b) return 0;
  let i = 0, j = 0;
  while (i < a.length && a[i] === b[i]) i++;
  while (j < Math.min(a.length, b.length) - i && a.at(-1 - j) === b.at(-1 - j)) j++;
  const [x, y] = [a.slice(i, a.length - j), b.slice(i, b.length - j)];
  if (x.length <= 1 && y.length <= 1) return 1;
  return x.length === 2 && x === y[1] + y[0] ? 1 : 2;
};

// Ways the last one to four words may go on, from the phrases of the model: for the list under the query box.
const complete = (model, typed) => {
  if (!/[\p{L}\p{N}]$/u.test(typed)) return [];
  const words = [...typed.matchAll(WORD)], out = new Set();
  for (let size = Math.min(4, words.length); size > (words.length > 1 ? 0 : 1) && out.size < 6; size--) {
    const tail = words.slice(-size), before = typed.slice(0, tail[0].index);
    const wanted = tail.map((m) => foldWord(m[0]));
    for (const text of continued(model, wanted)) {
      if (out.size < 6 && text !== typed.slice(before.length).toLowerCase()) out.add(before + text);
    }
  }
  return [...out];
};
// Phrases that begin with some words, the last of them perhaps unfinished; marks count where they were typed.
const continued = (model, wanted) => {
  const last = wanted.length - 1, out = [];
  const fits = ([key, form], i) => {
    const [typed, shape] = wanted[i];
    return (i < last || !last ? key === typed : key.startsWith(typed)) && (shape === typed || key !== typed || form === shape);
  };
  for (let i = model.words.length; i < model.parts.length; i++) {
    const part = model.parts[i];
    if (part.length <= Math.max(last, 1) || !part.every((w) => model.folds[w])) continue;
    if (wanted.every((_, j) => fits(model.folds[part[j]], j))) out.push(part.map((w) => model.words[w].toLowerCase()).join(" "));
  }
  return out;
};
