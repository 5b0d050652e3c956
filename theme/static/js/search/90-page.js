// The search page: address → search → results, built with DOM methods alone.
const $ = (selector) => document.querySelector(selector);
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
};
const number = new Intl.NumberFormat("vi-VN");
const marked = (list) => list.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));

class Page {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[name=q]");
    this.list = $("[data-results]");
    this.status = $("[data-status]");
    this.notice = $("[data-notice]");
    this.more = $("[data-more]");
    this.filters = $("[data-filters]");
    this.root = form.dataset.root || "";
    this.index = new SearchIndex(new URL(form.dataset.manifest, document.baseURI));
    this.turn = 0;
  }
  start() {
    if (location.protocol === "file:") { this.explainFile(); return; }
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.go({ q: this.input.value }, true); });
    this.filters.hidden = false;
    let timer = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.go({ q: this.input.value }, false), 300);
    });
    addEventListener("popstate", () => this.show());
    this.more.addEventListener("click", () => this.append(true));
    for (const control of this.filters.querySelectorAll("select")) {
      control.addEventListener("change", () => this.go({ [control.name]: ["from", "to"].includes(control.name) ? +control.value : control.value }, true));
    }
    this.filters.addEventListener("toggle", () => this.fillFilters());
    $("[data-clear]").addEventListener("click", () => this.go({ from: 0, to: 0, order: "", section: "", source: "", tag: "", author: "" }, true));
    new Completions(this).start();
    this.show();
  }
  explainFile() {
    this.notice.replaceChildren(make("p", {}, "Trang này đang được mở thẳng từ đĩa (địa chỉ bắt đầu bằng file://); trình duyệt không cho phép đọc chỉ mục tìm kiếm theo cách ấy. Hãy chạy lệnh ", make("code", {}, "make serve"), " rồi mở địa chỉ lệnh ấy in ra, hoặc tìm bài theo năm và chuyên mục ở bên dưới."));
    this.list.dataset.state = "error";
    $("[data-browse]").hidden = false;
  }
  // Change the address, then show what it asks for.
  go(change, push) {
    const target = writeState({ ...readState(location.search), ...change });
    if (target === location.search && !push) return;
    const url = location.pathname + target;
    const same = target === location.search;
    history[push && !same && !this.typing ? "pushState" : "replaceState"](null, "", url);
    this.typing = !push;
    this.show();
  }
  async show() {
    const turn = ++this.turn, state = readState(location.search);
    if (this.input.value.trim() !== state.q.trim()) this.input.value = state.q;
    this.list.dataset.state = "loading";
    this.more.hidden = true;
    const filtered = state.from || state.to || state.section || state.source || state.tag || state.author;
    $("[data-browse]").hidden = Boolean(state.q.trim() || filtered);
    if (!state.q.trim() && !filtered) { this.clear(); return; }
    this.status.textContent = "Đang tìm…";
    try {
      await this.index.open();
      const search = await new Search(this.index, state).run();
      const found = await search.next();
      if (turn !== this.turn) return;
      this.search = search;
      this.notice.replaceChildren();
      this.list.replaceChildren(...found.map((a) => this.result(a)));
      this.finish();
      this.fillFilters();
    } catch (error) { if (turn === this.turn) this.fail(error); }
  }
  clear() {
    this.search = null;
    this.list.replaceChildren();
    this.notice.replaceChildren();
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
      if (focus) this.list.children[before]?.querySelector("a").focus();
    } catch (error) { if (turn === this.turn) this.fail(error, () => this.append(focus)); } finally { this.more.disabled = false; }
  }
  finish() {
    const shown = this.list.children.length, { count } = this.search;
    this.more.hidden = !this.search.more;
    this.status.textContent = shown ? `Tìm thấy ${number.format(Math.max(count, shown))} bài, đang hiện ${number.format(shown)}.` : "Không tìm thấy bài nào.";
    if (!shown) this.explainNothing();
    this.list.dataset.state = "ready";
  }
  fail(error, again = () => this.show()) {
    console.warn(error);
    this.status.textContent = "Chưa tìm được.";
    const retry = make("button", { type: "button", "data-retry": true }, "Thử lại");
    retry.addEventListener("click", () => { this.notice.replaceChildren(); this.index.forget(); again(); });
    this.notice.replaceChildren(make("p", {}, "Không tải được một phần chỉ mục tìm kiếm; có thể mạng bị ngắt hoặc trang vừa được cập nhật. "), retry);
    this.list.dataset.state = "error";
  }
  explainNothing() {
    const { state, query } = this.search, hints = [], guess = propose(this.index, query);
    const link = (change, text) => make("a", { href: writeState({ ...state, ...change }) || "?" }, text);
    if (guess) hints.push(make("li", {}, "Có phải bạn muốn tìm ", link({ q: guess }, guess), "?"));
    if (state.from || state.to || state.section || state.source || state.tag || state.author) {
      hints.push(make("li", {}, link({ from: 0, to: 0, section: "", source: "", tag: "", author: "" }, "Bỏ các điều kiện lọc"), "."));
    }
    if (query.phrases.length) hints.push(make("li", {}, "Bỏ dấu ngoặc kép: ", link({ q: state.q.replace(/["“”]/g, "") }, state.q.replace(/["“”]/g, "")), "."));
    else if (query.words.length > 2) {
      const fewer = query.words.slice(0, -1).map((w) => w.surface).join(" ");
      hints.push(make("li", {}, "Dùng ít từ hơn: ", link({ q: fewer }, fewer), "."));
    }
    hints.push(make("li", {}, "Kiểm tra lại chính tả, hoặc gõ không dấu; tìm theo năm và chuyên mục ở bên dưới."));
    this.notice.replaceChildren(make("ul", { class: "hints" }, ...hints));
    $("[data-browse]").hidden = false;
  }
  result(article) {
    const text = excerpt(article), { date, section } = article;
    return make("li", {},
      make("a", { href: this.root + article.url }, ...marked(titlePieces(article))),
      make("p", { class: "meta" }, make("time", { datetime: date.iso }, date.shown), section ? make("span", {}, section) : ""),
      text.length ? make("p", { class: "excerpt" }, ...marked(text)) : "");
  }
  // Filters: values with their counts, once the reader opens them or the address uses them.
  async fillFilters() {
    const state = readState(location.search), turn = this.turn;
    const used = state.from || state.to || state.order || Object.keys(PARAMETERS).some((f) => state[f]);
    if (used && !this.filters.open && !this.opened) { this.opened = this.filters.open = true; }
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
    select.replaceChildren(make("option", { value: "" }, "Tất cả"), ...options);
    select.closest("label").hidden = !options.length;
  }
  fillYears(counts, state) {
    for (const name of ["from", "to"]) {
      const options = counts.map(([year, n]) => make("option", { value: year, selected: year === state[name] }, `${year} (${number.format(n)})`));
      this.filters.querySelector(`[name=${name}]`).replaceChildren(make("option", { value: "0" }, "Bất kỳ"), ...options);
    }
  }
}

// The list under the query box (ARIA combobox): ways the last words may go on.
class Completions {
  constructor(page) { this.page = page; this.input = page.input; this.box = $("[data-completions]"); this.active = -1; }
  start() {
    const { input, box } = this;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id })) input.setAttribute(name, value);
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", "Gợi ý");
    input.addEventListener("input", () => this.offer());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => { const o = event.target.closest("[role=option]"); if (o) this.choose(o); });
    // This script comes at the first key: on a slow line whole words stand in the box by then.
    if (document.activeElement === input && input.value) this.offer();
  }
  async offer() {
    try { await this.page.index.open(); } catch { return; } // the search itself tells the reader what failed
    const options = complete(this.page.index.model, this.input.value);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.box.replaceChildren(...options.map((text, i) => make("li", { role: "option", id: `go-y-${i}`, "aria-selected": "false" }, text)));
    this.toggle(options.length > 0 && document.activeElement === this.input);
  }
  toggle(open) { this.box.hidden = !open; this.input.setAttribute("aria-expanded", String(open)); }
  close() { this.toggle(false); this.active = -1; this.input.removeAttribute("aria-activedescendant"); }
  key(event) {
    const options = [...this.box.children];
    if (event.key === "Escape" && !this.box.hidden) { event.preventDefault(); this.close(); return; }
    if (event.key === "Enter") {
      if (this.active >= 0 && !this.box.hidden) { event.preventDefault(); this.choose(options[this.active]); } else this.close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.box.hidden) return;
    event.preventDefault();
    this.active = (this.active + step + options.length + (this.active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((o, i) => o.setAttribute("aria-selected", String(i === this.active)));
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }
  choose(option) {
    this.input.value = option.textContent;
    this.close();
    this.page.go({ q: this.input.value }, true);
  }
}

const searchForm = document.querySelector("form[data-manifest]");
if (searchForm) new Page(searchForm).start();
