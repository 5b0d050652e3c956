// The contrast control works without this script, for one page; with it, the choice is kept for the next ones.
// Nothing is stored until a reader asks for it.
(() => {
  "use strict";
  const box = document.getElementById("tuong-phan");
  const key = "tuong-phan";
  try {
    if (localStorage.getItem(key)) box.checked = true;
  } catch {
    return; // storage is refused: the control still serves this page
  }
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  });
})();
