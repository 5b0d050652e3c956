// Small conveniences of an article page. Each control is shown only where it works; without scripts nothing is missing.
(() => {
  "use strict";
  const said = document.querySelector(".said");
  const address = () => {
    const canonical = document.querySelector("link[rel=canonical]");
    return canonical ? canonical.href : location.href.split("#")[0];
  };
  const say = (text) => { if (said) said.textContent = text; };
  // Browsers keep the clipboard's own interface for HTTPS; a host without it still has the old command.
  const copyBySelection = async (text) => {
    const box = document.createElement("textarea"), back = document.activeElement;
    box.value = text;
    box.readOnly = true;
    box.style.position = "fixed"; // so that the page does not scroll to it
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    back?.focus();
    if (!done) throw new Error("copy");
  };
  const store = (text) => (navigator.clipboard ? navigator.clipboard.writeText(text) : copyBySelection(text));
  const copy = (text, done) => store(text).then(
    () => say(done),
    () => say("Trình duyệt không cho phép sao chép."),
  );
  const works = {
    print: typeof window.print === "function",
    copy: Boolean(navigator.clipboard || document.queryCommandSupported?.("copy")),
    share: typeof navigator.share === "function",
  };
  const acts = {
    print: () => window.print(),
    copy: () => copy(address(), "Đã sao chép liên kết của bài."),
    // A reader who closes the sheet has changed their mind; that is no fault to report.
    share: () => navigator.share({ title: document.title, url: address() }).catch(() => say("")),
  };
  for (const button of document.querySelectorAll("[data-do]")) {
    if (!works[button.dataset.do]) continue;
    button.closest("li").hidden = false;
    button.addEventListener("click", acts[button.dataset.do]);
  }
  if (!works.copy) return;
  for (const block of document.querySelectorAll(".cite pre")) {
    const name = block.previousElementSibling.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Sao chép";
    button.setAttribute("aria-label", `Sao chép: ${name}`);
    button.addEventListener("click", () => copy(block.textContent, `Đã sao chép trích dẫn (${name}).`));
    block.after(button);
  }
})();
