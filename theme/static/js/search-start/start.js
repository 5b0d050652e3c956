// The search itself is fetched when a reader turns to it: at once where the address asks for something, else at the
// first sign of life (a key, a touch, the pointer), so that who only passes by pays for a small page.
(() => {
  "use strict";
  const form = document.querySelector("form[data-script]");
  const signs = ["keydown", "pointerdown", "pointermove", "touchstart", "focusin"];
  // What is typed while the search is on its way waits in the address, where the search looks first.
  const keep = () => history.replaceState(null, "", `${location.pathname}?q=${encodeURIComponent(form.q.value)}`);
  // What the script asks for first comes along with it.
  const preload = () => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: form.dataset.manifest });
    document.head.append(link);
  };
  const begin = () => {
    for (const sign of signs) removeEventListener(sign, begin);
    const script = document.createElement("script");
    if (location.protocol !== "file:") preload();
    script.src = form.dataset.script;
    script.addEventListener("load", () => form.q.removeEventListener("input", keep));
    document.head.append(script);
  };
  if (location.search || location.protocol === "file:") return begin();
  form.q.addEventListener("input", keep);
  for (const sign of signs) addEventListener(sign, begin, { passive: true });
})();
