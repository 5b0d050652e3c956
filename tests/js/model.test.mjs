import assert from "node:assert/strict";
import test from "node:test";
import { asked, host, declared, expected, openIndex } from "./support.mjs";

const [Bits, Huffman, readVarint, readStrings] = declared("Bits", "Huffman", "readVarint", "readStrings");

test("bits are read the highest first", () => {
  const bits = new Bits(Uint8Array.of(0b10110010, 0b01000000, 0, 0, 0));
  assert.equal(bits.take(3), 0b101);
  assert.equal(bits.take(0), 0);
  assert.equal(bits.gamma(), 1);
  assert.equal(bits.gamma(), 4);
});

test("Rice codes: a quotient in ones, k low bits; a far gap is written in full", () => {
  assert.equal(new Bits(Uint8Array.of(0b11001000, 0, 0, 0)).rice(3), 2 << 3 | 0b010);
  const escaped = new Bits(Uint8Array.of(0xff, 0xfe, 0, 0, 0b00001110, 0, 0, 0));
  assert.equal(escaped.rice(2), 7);
});

test("canonical Huffman codes: shorter first, then in order", () => {
  const codes = new Huffman([2, 0, 1, 2]); // 2: 0, 0: 10, 3: 11
  const bits = new Bits(Uint8Array.of(0b01011000, 0, 0, 0));
  assert.deepEqual([codes.read(bits), codes.read(bits), codes.read(bits)], [2, 0, 3]);
  assert.throws(() => new Huffman([2, 2]).read(new Bits(Uint8Array.of(0xff, 0xff, 0xff, 0xff))), /damaged/);
});

test("variable-length integers and front-coded strings", () => {
  assert.equal(readVarint({ bytes: Uint8Array.of(0xac, 0x02), at: 0 }), 300);
  const text = new TextEncoder();
  const bytes = Uint8Array.of(0, 3, ...text.encode("bao"), 2, 1, ...text.encode("n"));
  assert.deepEqual(readStrings({ bytes, at: 0 }, 2), ["bao", "ban"]);
});

test("the model has the keys and forms the builder numbers by", async () => {
  const { model } = await openIndex(), { keys, forms } = expected();
  assert.deepEqual(model.keys, keys);
  for (const [key, some] of Object.entries(forms)) assert.deepEqual(model.forms.get(key), some, key);
});

test("every text is read back letter by letter", async () => {
  const index = await openIndex(), { articles } = expected();
  for (const [id, { url, text, kind }] of Object.entries(articles)) {
    assert.equal((await index.article(Number(id))).kind, kind);
    const article = await index.article(Number(id));
    assert.equal(article.url, url);
    assert.equal(`${article.text}\n${article.terms}`, text);
  }
});

test("a host that knows no range requests is asked once for each file", async () => {
  host.ranges = false;
  const index = await openIndex(), { articles } = expected();
  asked.length = 0;
  for (const [id, { url }] of Object.entries(articles)) assert.equal((await index.article(Number(id))).url, url);
  assert.equal(asked.length, new Set(asked).size);
  host.ranges = true;
});
