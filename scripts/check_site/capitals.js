// Texts whose line is lower than the ink of Vietnamese capitals with two marks, as their own font draws them.
() => {
  const pen = document.createElement("canvas").getContext("2d");
  const low = new Set();
  for (const element of document.querySelectorAll("h1, h2, h3, h4, p, li, a, summary, dt, dd, th, td, button, label")) {
    const style = getComputedStyle(element);
    if (!element.textContent.trim() || element.getClientRects().length === 0) continue;
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText("ẪỂỘỮgjy");
    const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
    const line = style.lineHeight === "normal" ? height : parseFloat(style.lineHeight);
    if (height > line + 0.01) low.add(`${element.localName}.${element.className} ${height.toFixed(1)} > ${line.toFixed(1)}`);
  }
  return [...low];
}
