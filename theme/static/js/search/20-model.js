// The text model (plugins/search/text_model.py): words, phrases, codes; and what counts as a common word.
const MAX_BITS = 22, COMMON = 18000;

class Bits {
  constructor(bytes, start = 0) { this.bytes = bytes; this.at = start * 8; }
  peek() {
    const b = this.bytes, i = this.at >> 3;
    return (b[i] << 24 | b[i + 1] << 16 | b[i + 2] << 8 | b[i + 3]) << (this.at & 7);
  }
  take(n) { // n ≤ 24
    if (!n) return 0;
    const value = this.peek() >>> (32 - n);
    this.at += n;
    return value;
  }
  gamma() {
    const zeros = Math.clz32(this.peek()); // values are below 2 ** 24
    this.at += zeros;
    return this.take(zeros + 1);
  }
  rice(k) {
    const ones = Math.clz32(~this.peek());
    if (ones >= 15) { this.at += 15; return this.take(24); }
    this.at += ones + 1;
    return ones << k | this.take(k);
  }
}

// Canonical Huffman decoder for code lengths (0: no code).
class Huffman {
  constructor(lengths) {
    this.count = new Int32Array(MAX_BITS + 1);
    for (const n of lengths) if (n) this.count[n]++;
    const next = [0];
    for (let n = 1; n <= MAX_BITS; n++) next[n] = next[n - 1] + (n > 1 ? this.count[n - 1] : 0);
    this.symbols = new Int32Array(lengths.length);
    lengths.forEach((n, i) => { if (n) this.symbols[next[n]++] = i; });
  }
  read(bits) {
    let code = 0, first = 0, index = 0;
    for (let n = 1; n <= MAX_BITS; n++) {
      code |= bits.take(1);
      const count = this.count[n];
      if (code - first < count) return this.symbols[index + code - first];
      index += count;
      first = first + count << 1;
      code <<= 1;
    }
    throw new Error("damaged text");
  }
}

const utf8 = new TextDecoder();
const readVarint = (cursor) => {
  let value = 0, shift = 1, byte;
  do { byte = cursor.bytes[cursor.at++]; value += (byte & 127) * shift; shift *= 128; } while (byte & 128);
  return value;
};
// `count` front-coded strings at cursor.at (plugins/search/front_coding.py).
const readStrings = (cursor, count) => {
  const out = [], raw = new Uint8Array(512);
  for (let i = 0; i < count; i++) {
    const same = cursor.bytes[cursor.at], more = cursor.bytes[cursor.at + 1];
    raw.set(cursor.bytes.subarray(cursor.at + 2, cursor.at + 2 + more), same);
    cursor.at += 2 + more;
    out.push(utf8.decode(raw.subarray(0, same + more)));
  }
  return out;
};

const readModel = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [count, pairs, chars, size] = [0, 2, 4, 6].map((at) => view.getUint16(at, true));
  const cursor = { bytes, at: 8 };
  const words = readStrings(cursor, count);
  const plane = (n) => bytes.subarray(cursor.at, cursor.at += n);
  const [stepHigh, stepLow, high, low] = [0, 0, 0, 0].map(() => plane(pairs));
  const lengths = Array.from(plane(count + pairs + 2));
  const alphabet = [...utf8.decode(plane(size))];
  const spelling = [0, 1, 2, 3, 4].map(() => new Huffman(Array.from(plane(chars))));
  const parts = words.map((_, i) => [i]);
  for (let i = 0, first = 0; i < pairs; i++) {
    first = first + (stepHigh[i] << 8 | stepLow[i]) & 0xffff;
    parts.push([...parts[first], ...parts[high[i] << 8 | low[i]]]);
  }
  return { words, parts, codes: new Huffman(lengths), alphabet, spelling, match: count + pairs, spell: count + pairs + 1,
    ...readForms(words, parts, lengths) };
};

// Forms of each key by frequency, and the numbered common keys.
const readForms = (words, parts, lengths) => {
  const weight = new Array(words.length).fill(0), folds = words.map((word) => (/^[\p{L}\p{N}]+$/u.test(word) ? foldWord(word) : null));
  parts.forEach((part, i) => { if (lengths[i]) for (const w of part) weight[w] += 2 ** (MAX_BITS - lengths[i]); });
  const found = new Map(), shown = new Map(); // shown: form → how it is written
  let total = 0;
  words.forEach((word, i) => {
    if (!folds[i]) return;
    const [key, form] = folds[i];
    if (!found.has(key)) found.set(key, new Map());
    found.get(key).set(form, (found.get(key).get(form) || 0) + weight[i]);
    if (!shown.has(form) || word === word.toLowerCase()) shown.set(form, word.toLowerCase());
    total += weight[i];
  });
  const forms = new Map(), sums = new Map();
  for (const [key, some] of found) {
    forms.set(key, [...some.keys()].sort((a, b) => some.get(b) - some.get(a) || (a < b ? -1 : 1)));
    sums.set(key, [...some.values()].reduce((a, b) => a + b));
  }
  const keys = [...forms.keys()].filter((key) => sums.get(key) * COMMON >= total).sort();
  return { folds, forms, sums, shown, keys, number: new Map(keys.map((key, i) => [key, i])), total, ties: readTies(folds, parts, lengths) };
};
// How often two words stand side by side, as far as the phrases of the model tell: "key key" → weight.
const readTies = (folds, parts, lengths) => {
  const ties = new Map(), keys = folds.map((pair) => pair && pair[0]);
  parts.forEach((part, i) => {
    for (let j = 0; lengths[i] && j + 1 < part.length; j++) {
      const [one, two] = [keys[part[j]], keys[part[j + 1]]];
      if (one && two) ties.set(`${one} ${two}`, (ties.get(`${one} ${two}`) || 0) + 2 ** (MAX_BITS - lengths[i]));
    }
  });
  return ties;
};
const formNumber = (model, key, form) => {
  const known = model.forms.get(key) || [key];
  const at = known.indexOf(form);
  return Math.min(at < 0 ? known.length : at, 31);
};

// The text of one article: its lines are title, summary, paragraphs.
const readText = (model, bytes, start) => {
  const bits = new Bits(bytes, start), out = [];
  for (let left = bits.gamma() - 1; left > 0; left--) {
    const symbol = model.codes.read(bits);
    if (symbol === model.match) {
      const from = out.length - bits.take(out.length > 1 ? 32 - Math.clz32(out.length - 1) : 0) - 1;
      for (let i = 0, n = bits.gamma(); i < n; i++) out.push(out[from + i]);
    } else out.push(symbol === model.spell ? [readSpelled(model, bits)] : model.parts[symbol].map((i) => model.words[i]));
  }
  let text = "", afterWord = false;
  for (const surface of out.flat()) {
    const word = /^[\p{L}\p{N}]/u.test(surface);
    text += word && afterWord ? " " + surface : surface;
    afterWord = word;
  }
  return text;
};
// Which table of letters to use after a character, as in plugins/search/text_model.py.
const context = (before) => (!before ? 0 : /^[0-9]$/.test(before) ? 1 : /^[A-Z]$/.test(before) ? 2 : /^[aeiouy]$/.test(before) ? 3 : 4);
const readSpelled = (model, bits) => {
  for (let word = "", before = "";;) {
    before = model.alphabet[model.spelling[context(before)].read(bits)];
    if (before === "\0") return word;
    if (before === "\x01") before = String.fromCodePoint(bits.take(21));
    word += before;
  }
};
