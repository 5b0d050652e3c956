"use strict";
// Inflate (RFC 1951, 1952) for browsers without DecompressionStream: Safari before 16.4.
const INFLATE_BASES = (first, extra) => {
  const out = [];
  let base = first;
  for (const bits of extra) { out.push([base, bits]); base += 1 << bits; }
  return out;
};
const INFLATE_LENGTHS = INFLATE_BASES(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]);
const INFLATE_DISTANCES = INFLATE_BASES(1, [0, 0, 0, 0, ...Array.from({ length: 26 }, (_, i) => 1 + (i >> 1))]);
const INFLATE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// Canonical codes by their lengths: how many of each length, and the symbols in order.
const inflateTable = (lengths) => {
  const count = new Array(16).fill(0), next = [0, 0], symbols = [];
  for (const n of lengths) count[n]++;
  count[0] = 0;
  for (let n = 1; n < 15; n++) next[n + 1] = next[n] + count[n];
  lengths.forEach((n, symbol) => { if (n) symbols[next[n]++] = symbol; });
  return { count, symbols };
};

const inflate = (packed) => {
  const size = new DataView(packed.buffer, packed.byteOffset + packed.length - 4).getUint32(0, true), out = new Uint8Array(size);
  let at = 10, held = 0, bits = 0, done = 0; // our builder writes no optional fields into the head
  const take = (n) => {
    while (bits < n) { held |= packed[at++] << bits; bits += 8; }
    const value = held & (1 << n) - 1;
    held >>>= n;
    bits -= n;
    return value;
  };
  const symbol = ({ count, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let n = 1; n < 16; n++) {
      code |= take(1);
      if (code - first < count[n]) return symbols[index + code - first];
      index += count[n];
      first = first + count[n] << 1;
      code <<= 1;
    }
    throw new Error("damaged file");
  };
  const fixed = () => [inflateTable(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), inflateTable(new Array(30).fill(5))];
  const dynamic = () => {
    const literals = take(5) + 257, distances = take(5) + 1, codes = take(4) + 4, lengths = new Array(19).fill(0);
    for (let i = 0; i < codes; i++) lengths[INFLATE_ORDER[i]] = take(3);
    const table = inflateTable(lengths), all = [];
    while (all.length < literals + distances) {
      const s = symbol(table);
      if (s < 16) all.push(s);
      else for (let n = s === 16 ? 3 + take(2) : s === 17 ? 3 + take(3) : 11 + take(7), value = s === 16 ? all[all.length - 1] : 0; n; n--) all.push(value);
    }
    return [inflateTable(all.slice(0, literals)), inflateTable(all.slice(literals))];
  };
  for (let last = 0; !last;) {
    last = take(1);
    const kind = take(2);
    if (!kind) {
      held = bits = 0;
      const n = packed[at] | packed[at + 1] << 8;
      out.set(packed.subarray(at + 4, at + 4 + n), done);
      at += 4 + n;
      done += n;
      continue;
    }
    const [literals, distances] = kind === 1 ? fixed() : dynamic();
    for (let s = symbol(literals); s !== 256; s = symbol(literals)) {
      if (s < 256) { out[done++] = s; continue; }
      const [length, more] = s === 285 ? [258, 0] : INFLATE_LENGTHS[s - 257], n = length + take(more);
      const [distance, further] = INFLATE_DISTANCES[symbol(distances)], from = done - distance - take(further);
      for (let i = 0; i < n; i++) out[done++] = out[from + i];
    }
  }
  return out;
};
