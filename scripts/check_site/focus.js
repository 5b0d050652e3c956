// What can be focused but does not show it: no outline of the width asked for, nor another border or shadow.
(width) => {
  const shown = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= width;
  const silent = new Set();
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (element.getClientRects().length === 0) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    if (!shown(getComputedStyle(element))) silent.add(`${element.localName} ${element.className || element.textContent.trim().slice(0, 40)}`);
  }
  return [...silent];
}
