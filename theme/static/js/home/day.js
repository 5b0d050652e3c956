// "Ngày này năm xưa" on the home page: the day is the reader's, in Vietnam. Without it the link to all days stands.
(() => {
  "use strict";
  const block = document.querySelector("[data-days]");
  if (!block) return;
  const day = new Date(Date.now() + 7 * 3600e3).toISOString().slice(5, 10);
  const [month, date] = day.split("-");
  fetch(`${block.dataset.days}${month}.json`).then((answer) => answer.json()).then((days) => {
    const [exact, found] = days[date];
    if (!found.length) return;
    const list = document.createElement("ol"), said = document.createElement("p");
    list.className = "list";
    said.className = "small";
    said.textContent = `${exact ? "Ngày" : "Quanh ngày"} ${date}/${month}`;
    for (const [url, title, when] of found) {
      const entry = document.createElement("li"), link = document.createElement("a"), time = document.createElement("time");
      link.href = block.dataset.root + url;
      link.textContent = title;
      time.textContent = when;
      entry.append(link, " ", time);
      list.append(entry);
    }
    block.querySelector(".all").before(said, list);
  }).catch(() => {}); // from a file, or offline
})();
