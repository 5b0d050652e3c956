// The archivist's strip: problems, drafts, and the page reloaded when what it shows has changed.
"use strict";
(() => {
  let text = null; // this page as it was served, to tell whether a change concerns it
  const strip = document.createElement("aside");
  strip.className = "xem-thu";
  strip.setAttribute("aria-label", "Xem thử");
  strip.setAttribute("aria-live", "polite");

  const line = (name, words, cls) => {
    const element = document.createElement(name);
    element.textContent = words;
    if (cls) element.className = cls;
    return element;
  };
  const list = (heading, items, make) => {
    if (!items.length) return [];
    const ul = document.createElement("ul");
    items.forEach((item) => ul.append(make(item)));
    return [line("p", heading), ul];
  };
  const link = ({ url, title, state }) => {
    const li = document.createElement("li");
    const a = line("a", title || url);
    a.href = url;
    li.append(a, state ? ` (${state})` : "");
    return li;
  };

  const show = ({ building, problems, drafts }) => {
    strip.replaceChildren(
      ...(building ? [line("p", "Đang dựng lại cả trang…")] : []),
      ...list(`${problems.length} chỗ phải sửa:`, problems, (p) => line("li", p, "loi")),
      ...list(`${drafts.length} bài chưa đăng:`, drafts, link),
    );
    if (strip.childNodes.length) document.body.append(strip);
    else strip.remove();
  };

  // The versions in the addresses of scripts differ from one answer to the next, the page does not.
  const served = async () => {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    return (await answer.text()).replace(/data-version="\d+"/, "");
  };

  const news = new EventSource("/xem-thu/tin");
  const mine = Number(document.currentScript?.dataset.version ?? 0);
  news.onmessage = async ({ data }) => {
    const told = JSON.parse(data);
    show(told);
    const now = await served();
    const stale = text === null ? told.version > mine && differs(now) : now !== text;
    text = now;
    if (stale) location.reload();
  };

  // At the first news the page itself may be older than what is served by now.
  const differs = (now) => {
    const title = new DOMParser().parseFromString(now, "text/html");
    return title.querySelector("main")?.textContent !== document.querySelector("main")?.textContent;
  };
})();
