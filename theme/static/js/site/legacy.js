// On the page for missing addresses: an address of the old portal leads to its article, by the id it carries.
// The same form is read by `legacy_key` in plugins/core/addresses.py.
(() => {
  "use strict";
  const note = document.querySelector("[data-legacy]");
  const found = /PortalPlus\.aspx(?:\?|%3F)\/?[\w-]+\/News\/(?:[\d/]*\/)?(\d+)\/?(?:[#&].*)?$/i.exec(location.href);
  if (!note || !found) return;
  const fail = () => { note.textContent = `Không tìm thấy bài mang mã ${found[1]} của trang tin cũ trong kho.`; };
  note.textContent = "Đang tìm bài của địa chỉ cũ này…";
  fetch(note.dataset.legacy)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((table) => {
      if (Object.hasOwn(table, found[1])) location.replace(note.dataset.root + table[found[1]]);
      else fail();
    })
    .catch(fail);
})();
