// The search page: address → search → results, built with DOM methods alone.
const $ = (selector) => document.querySelector(selector);
const fill = (node, ...children) => { // replaceChildren is younger than the phones that search here
  while (node.firstChild) node.removeChild(node.firstChild);
  node.append(...children);
};
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
};
const ARTICLE_KINDS = ["", "Bài biên soạn", "Bài tóm lược"]; // of articles (plugins/search/stored_fields.py); news needs no word
const number = new Intl.NumberFormat("vi-VN");
const marked = (list) => list.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));
const NO_FILTERS = { from: 0, to: 0, section: "", source: "", tag: "", author: "" };
const LOOKED_AT = 1000; // ms after which a search that was typed is a step of the history
const FOLDED = 640; // CSS pixels up to which filters stay folded: the first result stands in the first screen
const TYPING = 300; // ms without a key before what stands in the box is searched

class Page {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[name=q]");
    this.list = $("[data-results]");
    this.status = $("[data-status]");
    this.notice = $("[data-notice]");
    this.more = $("[data-more]");
    this.filters = $("[data-filters]");
    this.exports = $("[data-exports]");
    this.root = form.dataset.root || "";
    this.index = new SearchIndex(new URL(form.dataset.manifest, document.baseURI), form.dataset.model);
    this.turn = 0;
    this.settled = true; // the search shown is a step of the history
  }
  start() {
    this.form.dataset.started = "";
    if (location.protocol === "file:") { this.explainFile(); return; }
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.go({ q: this.input.value }, true); this.open(this.input.value); });
    this.filters.hidden = false;
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go({ q: this.input.value }, false), TYPING);
    });
    this.input.addEventListener("paste", () => setTimeout(() => this.open(this.input.value)));
    this.more.addEventListener("click", () => this.append(true));
    for (const control of this.filters.querySelectorAll("select")) {
      control.addEventListener("change", () => this.go({ [control.name]: ["from", "to"].includes(control.name) ? +control.value : control.value }, true));
    }
    for (const button of this.exports.querySelectorAll("button")) button.addEventListener("click", () => this.export(button.value));
    this.filters.addEventListener("toggle", () => this.fillFilters());
    $("[data-clear]").addEventListener("click", () => this.go(Object.assign({ order: "" }, NO_FILTERS), true));
    this.completions = new Completions(this);
    this.completions.start();
    this.keepPlace();
    this.show(history.state);
    this.open(readState(location.search).q);
  }
  // Where a reader was in the list is kept with the step of the history: Back from an article returns there.
  keepPlace() {
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => { clearTimeout(this.timer); this.settled = true; this.show(event.state); });
    addEventListener("pagehide", () => this.save());
    let waiting = 0;
    addEventListener("scroll", () => { clearTimeout(waiting); waiting = setTimeout(() => this.save(), 150); }, { passive: true });
    addEventListener("pointerdown", () => { this.settled = this.settled || this.list.dataset.state === "ready"; });
  }
  save() { if (this.list.dataset.state === "ready") history.replaceState({ shown: this.list.children.length, y: scrollY }, ""); }
  explainFile() {
    fill(this.notice, make("p", {}, "Trang này đang được mở thẳng từ đĩa (địa chỉ bắt đầu bằng file://); trình duyệt không cho phép đọc chỉ mục tìm kiếm theo cách ấy. Hãy chạy lệnh ", make("code", {}, "make serve"), " rồi mở địa chỉ lệnh ấy in ra, hoặc tìm bài theo năm và chuyên mục ở bên dưới."));
    this.list.dataset.state = "error";
    $("[data-browse]").hidden = false;
  }
  // Change the address, then show what it asks for. What was only typed past is no step of the history.
  go(change, push) {
    clearTimeout(this.timer);
    const target = writeState(Object.assign(readState(location.search), change));
    if (target === location.search) { if (push) this.settled = true; return; }
    const step = this.settled;
    if (step) this.save();
    history[step ? "pushState" : "replaceState"](null, "", location.pathname + target);
    this.settled = push;
    this.show(null);
  }
  // The article whose address or number was typed.
  async open(text) {
    const found = await articleAt(text, this.root, this.form.dataset.legacy || "").catch(() => null);
    if (!found || this.input.value !== text) return;
    if (found.sure) { this.save(); location.assign(found.url); return; }
    this.notice.prepend(make("p", { "data-opens": true }, make("a", { href: found.url }, `Mở bài mang số ${text.trim()}`)));
  }
  async show(place) {
    const turn = ++this.turn, state = readState(location.search);
    if (this.input.value.trim() !== state.q.trim()) this.input.value = state.q;
    this.list.dataset.state = "loading";
    this.more.hidden = this.exports.hidden = true;
    const filtered = Object.keys(NO_FILTERS).some((name) => state[name]);
    $("[data-browse]").hidden = Boolean(state.q.trim() || filtered);
    document.documentElement.classList.toggle("searching", Boolean(state.q.trim() || filtered));
    if (!state.q.trim() && !filtered) { this.clear(); return; }
    this.status.textContent = "Đang tìm…";
    try {
      await this.index.open();
      const search = await new Search(this.index, state).run();
      const found = await search.next();
      for (const wanted = place ? place.shown : 0; search.at < wanted && search.more;) found.push(...await search.next());
      if (turn !== this.turn) return;
      this.search = search;
      fill(this.notice, ...this.lostNumbers(search));
      fill(this.list, ...found.map((a) => this.result(a)));
      this.finish();
      if (place) scrollTo(0, place.y || 0);
      this.fillFilters();
      this.completions.addTitles(found, this.input.value);
      setTimeout(() => { if (turn === this.turn) this.settled = true; }, LOOKED_AT);
      await this.propose(search, found, turn);
    } catch (error) { if (turn === this.turn) this.fail(error); }
  }
  lostNumbers({ lost }) {
    return lost.length ? [make("p", { "data-lost": true }, `Không có bài nào nhắc đến văn bản số ${lost.join(", ")}; dưới đây là những bài có các từ ấy.`)] : [];
  }
  async propose(search, found, turn) {
    const guess = await proposal(search, found);
    if (!guess || turn !== this.turn) return;
    const link = make("a", { href: writeState(Object.assign({}, search.state, { q: guess })) }, guess);
    this.notice.prepend(make("p", { "data-guess": true }, "Có phải bạn muốn tìm ", link, "?"));
  }
  clear() {
    this.search = null;
    fill(this.list);
    fill(this.notice);
    this.status.textContent = "";
    this.list.dataset.state = "ready";
    this.index.open().catch(() => {}); // ahead of the first letter; a search tells the reader what failed
    this.fillFilters();
  }
  async append(focus) {
    const turn = this.turn, before = this.list.children.length;
    this.more.disabled = true;
    try {
      const found = await this.search.next();
      if (turn !== this.turn) return;
      this.list.append(...found.map((a) => this.result(a)));
      this.finish();
      this.save();
      if (focus && this.list.children[before]) this.list.children[before].querySelector("a").focus();
    } catch (error) { if (turn === this.turn) this.fail(error, () => this.append(focus)); } finally { this.more.disabled = false; }
  }
  finish() {
    const shown = this.list.children.length, { count, rough } = this.search;
    this.more.hidden = !this.search.more;
    this.exports.hidden = !shown;
    const found = this.search.more ? Math.max(count, shown) : rough ? shown : count;
    this.status.textContent = shown ? `Tìm thấy ${rough && this.search.more ? "khoảng " : ""}${number.format(found)} bài, đang hiện ${number.format(shown)}.` : "Không tìm thấy bài nào.";
    if (!shown) this.explainNothing();
    this.list.dataset.state = "ready";
  }
  fail(error, again = () => this.show(null)) {
    console.warn(error);
    this.status.textContent = "Chưa tìm được.";
    const retry = make("button", { type: "button", "data-retry": true }, "Thử lại");
    retry.addEventListener("click", () => { fill(this.notice); this.index.forget(); again(); });
    fill(this.notice, make("p", {}, "Không tải được một phần chỉ mục tìm kiếm; có thể mạng bị ngắt hoặc trang vừa được cập nhật. "), retry);
    this.list.dataset.state = "error";
  }
  explainNothing() {
    const { state, query } = this.search, hints = [];
    const link = (change, text) => make("a", { href: writeState(Object.assign({}, state, change)) || "?" }, text);
    if (Object.keys(NO_FILTERS).some((name) => state[name])) hints.push(make("li", {}, link(NO_FILTERS, "Bỏ các điều kiện lọc"), "."));
    if (query.phrases.length) hints.push(make("li", {}, "Bỏ dấu ngoặc kép: ", link({ q: state.q.replace(/["“”]/g, "") }, state.q.replace(/["“”]/g, "")), "."));
    else if (query.words.length > 2) {
      const fewer = query.words.slice(0, -1).map((w) => w.surface).join(" ");
      hints.push(make("li", {}, "Dùng ít từ hơn: ", link({ q: fewer }, fewer), "."));
    }
    hints.push(make("li", {}, "Kiểm tra lại chính tả, hoặc gõ không dấu; tìm theo năm và chuyên mục ở bên dưới."));
    this.notice.append(make("ul", { class: "hints" }, ...hints));
    $("[data-browse]").hidden = false;
  }
  result(article) {
    const text = excerpt(article), { date, section } = article;
    const link = make("a", { href: this.root + article.url }, ...marked(titlePieces(article)));
    // The address in the list is the article's own; who turns to a link is led to the place that the excerpt shows.
    for (const sign of ["pointerover", "pointerdown", "focus"]) link.addEventListener(sign, () => { link.href = this.root + article.url + textFragment(article); });
    return make("li", {}, link,
      make("p", { class: "meta" }, make("time", { datetime: date.iso }, date.shown), section ? make("span", {}, section) : "", ARTICLE_KINDS[article.kind] ? make("b", { class: "kind" }, ARTICLE_KINDS[article.kind]) : ""),
      text.length ? make("p", { class: "excerpt" }, ...marked(text)) : "");
  }
  async export(ending) {
    const { search } = this;
    try {
      await exportFound(search, this.root, ending, (done, all) => { this.status.textContent = `Đang ghi tệp: ${number.format(done)}/${number.format(all)} bài…`; });
      if (search === this.search) this.finish();
    } catch (error) { this.fail(error, () => this.export(ending)); }
  }
  // Filters: values with their counts, once the reader opens them or the address uses them.
  async fillFilters() {
    const state = readState(location.search), turn = this.turn;
    const used = Boolean(state.order) || Object.keys(NO_FILTERS).some((name) => state[name]);
    this.filters.classList.toggle("used", used);
    if (used && innerWidth > FOLDED && !this.filters.open && !this.opened) { this.opened = this.filters.open = true; }
    this.filters.querySelector("[name=order]").value = state.order; // before a reader can change another filter
    if (!this.filters.open) return;
    try {
      await this.index.open();
      const search = this.search || await new Search(this.index, state).run();
      for (const facet of ["year", ...Object.keys(PARAMETERS)]) {
        const counts = await search.counts(facet);
        if (turn !== this.turn) return;
        if (facet === "year") this.fillYears(counts, state);
        else this.fill(facet, counts, state[facet]);
      }
    } catch (error) { if (turn === this.turn) this.fail(error); }
  }
  fill(facet, counts, chosen) {
    const select = this.filters.querySelector(`[name=${facet}]`), slug = slugOf(chosen);
    const options = counts.slice(0, 200).map(([name, n]) => make("option", { value: slugOf(name), selected: slugOf(name) === slug }, `${name} (${number.format(n)})`));
    if (chosen && !options.some((o) => o.value === slug)) options.unshift(make("option", { value: chosen, selected: true }, chosen));
    fill(select, make("option", { value: "" }, "Tất cả"), ...options);
    select.closest("label").hidden = !options.length;
  }
  fillYears(counts, state) {
    for (const name of ["from", "to"]) {
      const options = counts.map(([year, n]) => make("option", { value: year, selected: year === state[name] }, `${year} (${number.format(n)})`));
      fill(this.filters.querySelector(`[name=${name}]`), make("option", { value: "0" }, "Bất kỳ"), ...options);
    }
  }
}

const searchForm = document.querySelector("form[data-manifest]");
if (searchForm) new Page(searchForm).start();
