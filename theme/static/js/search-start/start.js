/* eslint-disable no-var */
// The search itself is fetched when a reader turns to it: at once where the address asks for something, else at the
// first sign of life (a key, a touch, the pointer), so that who only passes by pays for a small page. Written for any
// browser: what one lacks is found out here, and said.
(function () {
  "use strict";
  var form = document.querySelector("form[data-script]");
  var signs = ["keydown", "pointerdown", "pointermove", "touchstart", "focusin"];
  var told = false;
  // Syntax cannot be tried out under our security policy; these came with it or after it.
  function isAble() {
    try {
      return Boolean(window.Promise && window.fetch && window.URLSearchParams && window.TextDecoder && window.Intl && new RegExp("\\p{L}", "u")
        && String.prototype.matchAll && Array.prototype.flatMap && Object.fromEntries && Element.prototype.append && Element.prototype.closest);
    } catch (error) {
      return !error;
    }
  }
  function giveUp(reason) {
    var notice = document.querySelector("[data-notice]"), list = document.querySelector("[data-results]");
    if (told || form.hasAttribute("data-started")) return;
    told = true;
    form.q.removeEventListener("input", keep);
    notice.textContent = reason + " Xin tìm bài theo năm hoặc theo chuyên mục ở bên dưới.";
    list.setAttribute("data-state", "error");
    document.querySelector("[data-browse]").hidden = false;
  }
  // What is typed while the search is on its way waits in the address, where the search looks first.
  function keep(event) {
    if (event.type === "submit") event.preventDefault();
    history.replaceState(null, "", location.pathname + "?q=" + encodeURIComponent(form.q.value));
  }
  // What the script asks for first comes along with it.
  function preload(name) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = form.getAttribute(name);
    document.head.appendChild(link);
  }
  function begin() {
    var script = document.createElement("script");
    signs.forEach(function (sign) { removeEventListener(sign, begin); });
    if (!isAble()) { giveUp("Trình duyệt này quá cũ nên chưa tìm được theo từ khóa."); return; }
    if (location.protocol !== "file:") ["data-manifest", "data-model"].forEach(preload);
    script.src = form.getAttribute("data-script");
    script.addEventListener("load", function () {
      form.q.removeEventListener("input", keep);
      form.removeEventListener("submit", keep);
      giveUp("Trình duyệt này không chạy được phần tìm theo từ khóa.");
    });
    script.addEventListener("error", function () { giveUp("Chưa tải được phần tìm theo từ khóa; xin kiểm tra mạng rồi mở lại trang."); });
    document.head.appendChild(script);
  }
  if (location.search || location.protocol === "file:") { begin(); return; }
  form.q.addEventListener("input", keep);
  form.addEventListener("submit", keep);
  signs.forEach(function (sign) { addEventListener(sign, begin, { passive: true }); });
})();
