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
    const column = await index.column(facet, first, end), slug = slugOf(state[facet]);
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
  constructor(index, state) { this.index = index; this.state = state; this.at = 0; this.lost = []; }

  async run() {
    this.read(false);
    const allowed = await makeFilter(this.index, this.state);
    if (this.asks) {
      await this.gather();
      const { list, value } = rank(this.gathered, allowed);
      this.list = list;
      this.values = value;
      await this.addFacet(allowed);
    } else this.list = (await this.everything()).filter(allowed);
    this.count = this.list.length;
    if (this.state.order || !this.asks) this.undated = this.byYear();
    if (this.undated) this.list = [];
    return this;
  }
  // What passes through filters, or stands in order of time, is drawn from lists that are whole.
  read(plain) {
    this.query = readQuery(this.index.model, this.state.q, plain);
    this.query.whole = Boolean(this.state.order || this.state.from || this.state.to || Object.keys(PARAMETERS).some((name) => this.state[name]));
  }
  get asks() { return this.query.words.length + this.query.references.length + this.query.dates.length + this.query.terms.length > 0; }
  // The query in every way in which it may be written; documents that no article names are looked for as words.
  async gather() {
    let first = await gather(this.index, this.query);
    const lost = this.query.references.filter((r) => !r.found);
    if (lost.length) {
      this.lost = lost.map((r) => r.typed.trim());
      this.read(true);
      first = await gather(this.index, this.query);
    }
    const others = readings(this.index, this.query).slice(1);
    const rest = await Promise.all(others.map((query) => gather(this.index, query)));
    this.gathered = [first, ...rest].map((scores, i) => ({ scores, query: i ? others[i - 1] : this.query }));
  }
  // The articles of a section or a source whose name is the query.
  async addFacet(allowed) {
    const slug = slugOf(this.state.q), { sections, sources } = this.index.info;
    for (const [facet, names] of [["section", sections], ["source", sources]]) {
      if (!slug || !names.some((name) => name && slugOf(name) === slug)) continue;
      const test = await makeFilter(this.index, { [facet]: slug, from: 0, to: 0 }), best = this.list.length ? this.values.get(this.list[0]) : 1;
      for (const article of (await this.everything()).filter((a) => test(a) && allowed(a))) {
        if (!this.values.has(article)) this.list.push(article);
        this.values.set(article, Math.max(this.values.get(article) || 0, best * LEAST));
      }
    }
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
    return Array.from(years).sort(([a], [b]) => sign * (a - b));
  }
  async dated(wanted) {
    while (this.undated && this.undated.length && this.list.length < wanted) {
      const [year, some] = this.undated.shift(), { order } = await this.index.year(year);
      const found = Array.from(order).filter((article) => some.has(article));
      this.list.push(...(this.state.order === "cu" ? found : found.reverse()));
    }
  }
  get more() { return this.at < this.list.length || Boolean(this.undated && this.undated.length); }
  // Whether the count is not what the texts themselves will bear out: a phrase of several words is seen there, and long
  // lists were read in part.
  get rough() { return (this.query.phrases.length > 0 && (this.more || this.dropped > 0)) || this.cut; }
  get cut() { return !this.query.whole && (this.gathered || []).some(({ scores }) => scores.cut); }

  // The next results, read and put in order.
  async next() {
    const out = [], queries = this.gathered ? this.gathered.map((g) => g.query) : [this.query];
    for (let batch = 0; batch < PATIENCE && this.more && !out.length; batch++) {
      await this.dated(this.at + PAGE);
      const some = this.list.slice(this.at, this.at + PAGE);
      const read = (await Promise.all(some.map((n) => this.index.article(n)))).map((a) => scoreText(this.index.model, a, queries));
      this.at += some.length;
      const kept = this.query.phrases.length ? read.filter((a) => a.phrases) : read;
      this.dropped = (this.dropped || 0) + read.length - kept.length;
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
    const some = this.asks ? rank(this.gathered, allowed).list : (await this.everything()).filter(allowed);
    if (facet === "year") return this.yearCounts(some);
    const column = await this.index.column(facet), counts = new Int32Array(column.names.length);
    for (const a of some) for (let i = column.begin[a]; i < column.begin[a + 1]; i++) counts[column.values[i]]++;
    return column.names.map((name, i) => [name, counts[i]]).filter(([name, n]) => name && n).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
  yearCounts(some) {
    const { years } = this.index.info, counts = new Map(years.map(([year]) => [year, 0])); // the last may stand there twice
    for (const article of some) { const [year] = years[this.index.yearOf(article)]; counts.set(year, counts.get(year) + 1); }
    return Array.from(counts);
  }
}
