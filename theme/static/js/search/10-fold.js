// How words are compared; the same rules as plugins/search/folding.py (a test holds the two equal).
const WORD = /[\p{L}\p{N}]+/gu;
const TONES = "\u0300\u0301\u0303\u0309\u0323";
const QUALITY = "\u0302\u0306\u031b";
const MARK = /\p{M}/u;

const letters = (word) => {
  let bare = "", shaped = "", tones = "";
  for (const char of word.toLowerCase().normalize("NFD")) {
    if (TONES.includes(char)) tones += char;
    else if (QUALITY.includes(char)) shaped += char;
    else if (char === "đ" || char === "ð") { bare += "d"; shaped += "đ"; } // ð: what old input methods wrote for đ
    else if (!MARK.test(char)) { bare += char; shaped += char; }
  }
  return [bare, shaped, tones];
};

const folded = new Map();
// [key, form] of one word.
const foldWord = (word) => {
  let pair = folded.get(word);
  if (!pair) {
    const [bare, shaped, tones] = letters(word);
    const key = bare.replace(/([hklmst]|qu)y$/, "$1i");
    pair = [key, (key === bare ? shaped : shaped.slice(0, -1) + "i") + tones];
    folded.set(word, pair);
  }
  return pair;
};
// A word begun with marks may get its tone later: "câ" and "cá" may become "cấp" and "cách", "cả" may not.
const bareStart = (form, shaped) => {
  const [, begun, tone] = /^(.*?)([\u0300\u0301\u0303\u0309\u0323]?)$/.exec(shaped);
  return form.startsWith(begun) && form.endsWith(tone);
};
// Marks in the order in which letters are composed: a tone typed before the circumflex would part a word in two.
const composed = (text) => text.normalize("NFD").replace(/([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])/g, "$2$1").normalize("NFC");
const bareText = (text) => letters(text)[0];
const wordsOf = (text) => text.match(WORD) || [];
const slugOf = (text) => bareText(text).split(/[^a-z0-9]+/).filter(Boolean).join("-");

// Vietnamese typed with Telex left undone: "cair" → cải, "dduowcj" → được. Null where it is none.
const TELEX_TONES = { f: "\u0300", s: "\u0301", x: "\u0303", r: "\u0309", j: "\u0323" };
const untelex = (word) => {
  let text = word.toLowerCase(), tone = "";
  if (!/^[a-z]+$/.test(text)) return null;
  const at = text.slice(1).search(/[fsxrj]/) + 1;
  const last = text.length - 1;
  for (const place of [last, at]) {
    if (place > 0 && TELEX_TONES[text[place]] && /[aeiouyw]/.test(text.slice(0, place))) {
      tone = TELEX_TONES[text[place]];
      text = text.slice(0, place) + text.slice(place + 1);
      break;
    }
  }
  const shaped = text.replace("dd", "đ").replace(/aa/, "â").replace(/ee/, "ê").replace(/oo/, "ô")
    .replace(/uow|uwow/, "ươ").replace(/aw/, "ă").replace(/ow/, "ơ").replace(/uw|w/, "ư");
  return shaped + tone === word.toLowerCase() ? null : shaped + tone;
};
