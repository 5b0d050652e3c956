// The list under the query box (ARIA combobox): what the archive has that goes on from what is typed.
class Completions {
  constructor(page) { this.page = page; this.input = page.input; this.box = $("[data-completions]"); this.active = -1; this.turn = 0; }
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
    const turn = ++this.turn, text = this.input.value;
    let offered = [];
    try { offered = await suggest(await this.page.index.directory(), text); } catch { return; } // the search tells the reader what failed
    if (turn !== this.turn) return;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.typed = text;
    this.texts = new Set();
    fill(this.box);
    this.add(offered);
  }
  // Titles of results that came meanwhile stand behind what is offered already: nothing moves under a reader's finger.
  addTitles(found, text) { if (text === this.typed && this.input.value === text) this.add(suggestTitles(found, text)); }
  add(lines) {
    for (const { kind, count, text } of lines) {
      const key = text.toLowerCase();
      if (this.texts.has(key) || key === this.typed.trim().toLowerCase() || this.box.children.length >= OFFERED) continue;
      this.texts.add(key);
      const note = kind === "d" ? KIND_NAMES[kind] : `${KIND_NAMES[kind]} · ${number.format(count)} bài`;
      this.box.append(make("li", { role: "option", id: `go-y-${this.box.children.length}`, "aria-selected": "false", "data-note": note }, text));
    }
    this.toggle(this.box.children.length > 0 && document.activeElement === this.input && !this.closed);
  }
  toggle(open) { this.box.hidden = !open; this.input.setAttribute("aria-expanded", String(open)); }
  close() { this.turn++; this.typed = null; this.toggle(false); this.active = -1; this.input.removeAttribute("aria-activedescendant"); }
  key(event) {
    const options = Array.from(this.box.children);
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
