import assert from "node:assert/strict";
import test from "node:test";
import { asked, declared, expected, openIndex } from "./support.mjs";

const [TITLE] = declared("TITLE");
// A document stands in one list for each form of a word that it has.
const documents = (entry, tiers) => [...new Set(entry.lists.filter((l) => tiers(l.tier)).flatMap((l) => [...l.articles]))].sort((a, b) => a - b);
const written = () => true;

test("the list of a word holds the articles that have it", async () => {
  const index = await openIndex();
  for (const [key, ids] of Object.entries(expected().unigrams)) {
    const [entry] = await index.uncut("s", key, key);
    assert.deepEqual(documents(entry, written), ids, key);
    assert.equal(entry.pruned, entry.cut);
  }
});

test("the list of a pair holds the articles where the words stand side by side", async () => {
  const index = await openIndex(), { keys, number } = index.model;
  for (const [pair, ids] of Object.entries(expected().bigrams)) {
    const [one, two] = pair.split(" ").map((key) => number.get(key)), term = one * keys.length + two;
    const [entry] = await index.uncut("b", term, term);
    assert.deepEqual(documents(entry, written), ids, pair);
  }
});

test("titles have a tier of their own", async () => {
  const index = await openIndex();
  for (const [key, ids] of Object.entries(expected().titles)) {
    const [entry] = await index.uncut("s", key, key);
    assert.deepEqual(documents(entry, (tier) => tier === TITLE), ids, key);
  }
});

test("a number is found whole or begun, and what is not there is not", async () => {
  const index = await openIndex();
  const [whole] = await index.range("n", "35/nq-cp", "35/nq-cp");
  assert.deepEqual(documents(whole, written), expected().documents["35/nq-cp"]);
  assert.ok((await index.range("n", "35/", "35/\uffff")).some((entry) => entry.key === "35/nq-cp"));
  assert.deepEqual(await index.range("s", "khongcotunay", "khongcotunay"), []);
});

test("a file is fetched once", async () => {
  const index = await openIndex();
  asked.length = 0;
  await index.range("s", "cong", "cong");
  await index.range("s", "cong", "cong");
  assert.equal(asked.length, new Set(asked).size);
});

test("every article has its values of a facet, whatever columns are read", async () => {
  const index = await openIndex(), { names, begin, values } = await index.column("section"), n = index.info.slots;
  const of = (column, id) => Array.from(column.values.slice(column.begin[id], column.begin[id + 1]), (value) => column.names[value]);
  assert.equal(values.length, index.info.articles);
  assert.ok(names.length > 2 && begin.length === n + 1);
  const [, first, articles] = index.info.years[1], part = await index.column("section", first, first + articles);
  for (let id = first; id < first + articles; id++) assert.deepEqual(of(part, id), of({ names, begin, values }, id));
});
