// An address of the old portal leads to its article, by the number it carries: on the page for missing addresses, and
// on the one that stands at the portal's own address. The same form is read by `legacy_key` in plugins/core/addresses.py.
// So does an address of the archive that is gone, as when the file of an article was given another name, and those of
// pages that are part of another now: a day is a place on its month's page, a long list goes on by year.
(() => {
  "use strict";
  const note = document.querySelector("[data-legacy]");
  if (!note) return;
  const day = /\/ngay\/(\d{4})-(\d\d)-(\d\d)\.html$/.exec(location.pathname);
  const part = /\/((?:chuyen-muc|the|tac-gia|nguon|van-ban|ngay-nay)\/[a-z\d-]+|\d{4}\/\d\d)\/trang-\d+\.html$/.exec(location.pathname);
  if (day || part) {
    const list = day ? `${day[1]}/${day[2]}/index.html#ngay-${day[3]}` : `${part[1]}${/^\d/.test(part[1]) ? "/index" : ""}.html`;
    location.replace(note.dataset.root + list);
    return;
  }
  const form = /PortalPlus\.aspx\/?(?:index\.html)?(?:\?|%3F)\/?[\w-]+\/News\/(?:[\d/]*\/)?(\d+)\/?(?:[#&].*)?$/i;
  const typed = new URLSearchParams(location.search).get("bai") || "";
  const renamed = /\/(?:19|20)\d\d\/[01]\d\/[a-z\d-]*-(\d+)(?:\.html|\/)?$/i.exec(location.pathname);
  const found = form.exec(location.href) || renamed || form.exec(typed) || /^\s*(\d+)\s*$/.exec(typed);
  if (!found) {
    if (typed) note.textContent = "Không nhận ra số bài trong địa chỉ vừa gõ.";
    return;
  }
  const key = found[1];
  const origin = renamed ? "" : " của trang tin cũ";
  const fail = () => { note.textContent = `Không tìm thấy bài mang mã ${key}${origin} trong kho.`; };
  note.textContent = "Đang tìm bài của địa chỉ cũ này…";
  fetch(`${note.dataset.legacy}${key.slice(0, -2) || "0"}.json`)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((table) => {
      // Never to where the reader is: a server that misses the page would send them round for ever.
      if (Object.hasOwn(table, key) && !location.pathname.endsWith(`/${table[key]}`)) {
        location.replace(note.dataset.root + table[key]);
      } else fail();
    })
    .catch(fail);
})();
