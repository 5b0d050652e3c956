// Export of what was found: CSV, RIS and BibTeX, made in the browser from the index's own records.
const EXPORT_AT_ONCE = 16; // files asked for at the same time
const csvField = (text) => (/^[=+\-@\t]/.test(text) ? `"'${text.replace(/"/g, '""')}"` : `"${text.replace(/"/g, '""')}"`);
const bibField = (text) => text.replace(/[\\{}]/g, "").replace(/([&%$#_])/g, "\\$1");

const EXPORTS = {
  csv: { type: "text/csv", head: "\ufeffTiêu đề,Ngày,Chuyên mục,Nguồn,Địa chỉ,Tóm tắt\r\n",
    row: (a) => [a.title, a.date.shown, a.section || "", a.source || "", a.address, a.summary].map(csvField).join(",") + "\r\n" },
  ris: { type: "application/x-research-info-systems", head: "",
    row: (a) => [["TY", "NEWS"], ["TI", a.title], ["DA", a.date.iso.slice(0, 10).replace(/-/g, "/")], ["PY", a.date.iso.slice(0, 4)], ["T2", a.source || ""], ["AB", a.summary], ["LA", "vi"], ["UR", a.address], ["ER", ""]]
      .filter(([tag, text]) => text || tag === "ER").map(([tag, text]) => `${tag}  - ${text}\r\n`).join("") + "\r\n" },
  bib: { type: "application/x-bibtex", head: "",
    row: (a) => `@misc{bai${a.number},\n  title = {{${bibField(a.title)}}},\n  date = {${a.date.iso.slice(0, 10)}},\n`
      + (a.source ? `  organization = {{${bibField(a.source)}}},\n` : "") + `  langid = {vietnamese},\n  url = {${a.address}}\n}\n\n` },
};

// Every article found, in the order of the results; `tell(done, all)` as they come.
const everyFound = async (search, root, tell) => {
  const whole = await new Search(search.index, search.state).run(), out = [];
  await whole.dated(Infinity);
  for (let at = 0; at < whole.list.length; at += EXPORT_AT_ONCE) {
    const some = await Promise.all(whole.list.slice(at, at + EXPORT_AT_ONCE).map((n) => search.index.article(n)));
    const queries = whole.gathered ? whole.gathered.map((g) => g.query) : [];
    const kept = whole.query.phrases.length ? some.filter((a) => scoreText(search.index.model, a, queries).phrases) : some;
    out.push(...kept.map((a) => Object.assign(a, { address: new URL(root + a.url, document.baseURI).href })));
    tell(Math.min(at + EXPORT_AT_ONCE, whole.list.length), whole.list.length);
  }
  return out;
};

const exportFound = async (search, root, ending, tell) => {
  const { type, head, row } = EXPORTS[ending], articles = await everyFound(search, root, tell);
  const link = make("a", { href: URL.createObjectURL(new Blob([head, ...articles.map(row)], { type })), download: `ket-qua.${ending}`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
