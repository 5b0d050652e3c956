// Two indexes of the same articles, one of them in two tiers: every query has the same answer. Prints how many found something.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { declared, indexIn } from "./support.mjs";

const folder = process.argv[2], [Search, readState] = declared("Search", "readState");
const [one, two] = await Promise.all(["one", "two"].map((name) => indexIn(path.join(folder, name))));
const answer = async (index, search) => {
  const found = await new Search(index, readState(search)).run();
  return { list: found.list, values: Array.from(found.values || []).sort(([a], [b]) => a - b), count: found.count, urls: (await found.next()).map((a) => a.url) };
};
let some = 0;
for (const query of JSON.parse(readFileSync(path.join(folder, "queries.json"), "utf8"))) {
  for (const more of ["", "&nam=2020", "&sap-xep=moi"]) {
    const search = `?q=${encodeURIComponent(query)}${more}`, expected = await answer(one, search);
    assert.deepEqual(await answer(two, search), expected, search);
    if (!more && expected.urls.length) some++;
  }
}
console.log(some);
