import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { declared, openIndex } from "./support.mjs";

const [suggest, suggestTitles, inflate, readSynonyms, readings, readQuery] = declared("suggest", "suggestTitles", "inflate", "readSynonyms", "readings", "readQuery");
const offered = async (typed) => (await suggest(await openIndex(), typed)).map(({ text }) => text);

test("a tag, an author and a section are offered under any of their words, with or without marks", async () => {
  for (const typed of ["kiem", "kiểm t", "KIEM TR", "tra", "trong kiem t"]) assert.ok((await offered(typed)).some((t) => t.endsWith("kiểm tra")), typed);
  assert.deepEqual((await offered("thu h")).slice(0, 1), ["Thu Hà"]);
  assert.deepEqual((await offered("mục 2")).slice(0, 1), ["Mục 2"]);
});

test("a document is offered by number and by kind", async () => {
  for (const typed of ["35/", "35/nq", "nghị quyết 3", "nq 35"]) assert.ok((await offered(typed)).includes("Nghị quyết 35/NQ-CP"), typed);
});

test("behind words that lead nowhere only names are offered, not pieces of phrases", async () => {
  const files = { "qq kiem t": [], "kiem t": ["p9\t0\tkiểm toán", "t2\t0\tkiểm tra", "b5\t1\tBộ kiểm tra"] };
  const lines = Object.values(files).flat().join("\n");
  const index = { indexes: { g: { firsts: [""], count: 1 } }, shardOf: () => 0, shard: async () => new TextEncoder().encode(lines) };
  assert.deepEqual((await suggest(index, "qq kiem t")).map(({ text }) => text), ["qq kiểm tra"]);
});

test("a number begun offers the documents that go on from it", async () => {
  const lines = "v2\t1\tNghị định 116/2017/NĐ-CP\nv9\t1\tThông tư 11/2017/TT-BNV";
  const index = { indexes: { g: { firsts: [""], count: 1 } }, shardOf: () => 0, shard: async () => new TextEncoder().encode(lines) };
  for (const typed of ["nghị định 1", "ND 11", "nghị định 116"]) assert.deepEqual((await suggest(index, typed)).map(({ text }) => text), ["Nghị định 116/2017/NĐ-CP"], typed);
});

test("what nothing goes on from offers nothing, and other marks are not what was typed", async () => {
  for (const typed of ["", "  ", "qqzz", "!"]) assert.deepEqual(await offered(typed), [], typed);
  assert.ok(!(await offered("kiêm t")).includes("kiểm tra"));
});

test("titles among the results are offered where they go on from what is typed", () => {
  const found = [{ title: "Bộ phận một cửa ở phường Bến Nghé" }, { title: "Người dân bán nhà" }];
  assert.deepEqual(suggestTitles(found, "mot cua o ph").map((s) => s.text), [found[0].title]);
  assert.deepEqual(suggestTitles(found, "cửa một"), []);
});

test("a query is read in the other ways in which it may be written", async () => {
  const { model } = await openIndex(), synonyms = readSynonyms(new TextEncoder().encode("cchc|cải cách hành chính\nsổ đỏ|giấy chứng nhận"));
  const ways = (typed) => readings({ model, synonyms }, readQuery(model, typed)).map((q) => q.words.map((w) => w.surface).join(" "));
  assert.deepEqual(ways("đẩy mạnh CCHC"), ["đẩy mạnh CCHC", "đẩy mạnh cải cách hành chính"]);
  assert.deepEqual(ways("cai cach hanh chinh"), ["cai cach hanh chinh", "cchc"]);
  assert.deepEqual(ways("sổ đỏ và CCHC"), ["sổ đỏ và CCHC", "giấy chứng nhận và CCHC", "sổ đỏ và cải cách hành chính", "giấy chứng nhận và cải cách hành chính"]);
  assert.deepEqual(ways("số đo"), ["số đo"]);
  assert.deepEqual(ways('"sổ đỏ"'), ['sổ đỏ']);
});

test("gzip is unpacked without the browser's help", () => {
  const noise = Uint8Array.from({ length: 70000 }, (_, i) => (i * 2654435761 >>> 13) & 255), text = new TextEncoder().encode("cải cách hành chính ".repeat(3000));
  for (const data of [new Uint8Array(0), Uint8Array.of(7), text, noise]) {
    for (const level of [0, 1, 6, 9]) assert.deepEqual(inflate(new Uint8Array(gzipSync(data, { level }))), data);
  }
});
