import assert from "node:assert/strict";
import test from "node:test";
import { declared, expected, openIndex } from "./support.mjs";

const [ScoreAccumulator, Search, accentMatch, readQuery, readState, docsWithPair, distance, OTHER_FORM, PLAIN_FORM] =
  declared("ScoreAccumulator", "Search", "accentMatch", "readQuery", "readState", "docsWithPair", "distance", "OTHER_FORM", "PLAIN_FORM");
const found = async (search) => (await (await new Search(await openIndex(), readState(search)).run()).next()).map((a) => a.url);

test("of the lists of one feature the best counts for each document", () => {
  const scores = new ScoreAccumulator(4);
  scores.add([0], 2, [{ factor: 0.2, articles: [1, 2] }, { factor: 1, articles: [2] }], false);
  scores.add([1], 1, [{ factor: 1, articles: [2, 3] }], false);
  assert.deepEqual([...scores.score].map((n) => +n.toFixed(3)), [0, 0.4, 3, 1]);
  assert.equal(scores.best(), 2);
  assert.deepEqual([1, 2, 3].map((id) => scores.covered(id)), [0b01, 0b11, 0b10]);
  assert.deepEqual([...scores.matched], [0, 0, 0b11, 0b10]); // a factor of .2 is no match as typed
  scores.required.push(new Set([2]));
  assert.deepEqual([1, 2].map((id) => scores.admits(id)), [false, true]);
});

test("who lacks a pruned feature may have it", () => {
  const scores = new ScoreAccumulator(2);
  scores.add([0, 1], 1, [{ factor: 1, articles: [0] }], true);
  assert.equal(scores.covered(1), 0b11);
});

test("accents count where they were typed", () => {
  assert.equal(accentMatch({ number: 2, marked: true }, 2, { marked: true }), 1);
  assert.equal(accentMatch({ number: 2, marked: true }, 1, { marked: true }), OTHER_FORM);
  assert.equal(accentMatch({ number: 0, marked: false }, 1, { marked: true }), PLAIN_FORM);
  assert.equal(accentMatch({ number: 0, marked: false }, 1, { marked: false }), 1);
});

test("documents with a pair of a quoted phrase, its accents as typed", () => {
  const query = { phrases: [[0, 2]], words: [{ marked: true, number: 1 }, { marked: false, number: 0 }] };
  const lists = [{ tier: 0, f: 1, g: 3, articles: [4, 9] }, { tier: 0, f: 2, g: 3, articles: [5] }, { tier: 1, f: 3, g: 3, articles: [6] }];
  assert.deepEqual([...docsWithPair(query, 0, [{ key: 7, lists, pruned: false }], 7)], [4, 9]);
  assert.equal(docsWithPair(query, 0, [{ key: 7, lists, pruned: true }], 7), null);
  assert.equal(docsWithPair({ ...query, phrases: [] }, 0, [{ key: 7, lists, pruned: false }], 7), null);
});

test("a title is found first: whole, without marks, in capitals", async () => {
  const { title, url } = expected().wanted;
  for (const typed of [title, title.toUpperCase(), title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d")]) {
    assert.equal((await found(`?q=${encodeURIComponent(typed)}`))[0], url, typed);
  }
});

test("of titles that differ by accents alone the one typed comes first", async () => {
  for (const [typed, url] of expected().accents) assert.equal((await found(`?q=${encodeURIComponent(typed)}`))[0], url, typed);
});

test("a quoted phrase is required, a year and a section filter", async () => {
  const { phrase, url, year, section } = expected().wanted;
  assert.deepEqual(await found(`?q=${encodeURIComponent(`"${phrase}"`)}`), [url]);
  assert.deepEqual(await found(`?q=${encodeURIComponent(`"${phrase}"`)}&nam=${year - 1}`), []);
  assert.deepEqual(await found(`?q=${encodeURIComponent(`"${phrase}"`)}&nam=${year}&chuyen-muc=${section}`), [url]);
});

test("without a query the newest come first, or the oldest", async () => {
  const { byDate } = expected();
  assert.deepEqual(await found("?sap-xep=cu"), byDate.slice(0, 10));
  assert.deepEqual(await found("?sap-xep=moi"), byDate.slice(-10).reverse());
});

test("a query is read into words, phrases, numbers and dates", async () => {
  const { model } = await openIndex();
  const query = readQuery(model, 'cair cachs "một cửa" 30c/NQ-CP 6-5-2016 11/2017 ');
  assert.deepEqual(query.words.map((w) => w.key), ["cai", "cach", "mot", "cua"]);
  assert.ok(query.words.every((w) => w.marked));
  assert.deepEqual(query.phrases, [[2, 4]]);
  assert.ok(query.references.some((r) => r.number === "30c" && r.codes.join("-") === "nq-cp"));
  assert.equal(query.dates.length, 2);
  assert.equal(query.open, false);
  assert.equal(readQuery(model, "một cử").open, true);
});

test("one letter apart: changed, left out, or exchanged with its neighbour", () => {
  assert.deepEqual([["abc", "abc"], ["abc", "abd"], ["abc", "ac"], ["abc", "acb"], ["abc", "cba"]].map((p) => distance(...p)), [0, 1, 1, 1, 2]);
});
