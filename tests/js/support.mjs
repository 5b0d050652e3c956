// The scripts of the search page as the bundle joins them, and the small index that tests/theme/test_search_js.py made.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";

const SCRIPTS = fileURLToPath(new URL("../../theme/static/js/search/", import.meta.url));

// All scripts share one scope, as in a page; without a search form the last of them starts nothing.
globalThis.document = { querySelector: () => null };
const names = readdirSync(SCRIPTS).filter((name) => name.endsWith(".js")).sort();
const sources = process.env.SEARCH_BUNDLE ? [process.env.SEARCH_BUNDLE] : names.map((name) => path.join(SCRIPTS, name));
vm.runInThisContext(sources.map((name) => readFileSync(name, "utf8")).join("\n"), { filename: "search.js" });

// What a script declares at its top, by name.
export const declared = (...wanted) => wanted.map((name) => vm.runInThisContext(name));

const folder = process.env.SEARCH_FIXTURE;
export const expected = () => {
  if (!folder) throw new Error("no index to read: run `python -m pytest tests/theme/test_search_js.py`, which makes one");
  return JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8"));
};

// The index opened, its files read from the disk; `asked` lists them.
export const asked = [];
export const host = { ranges: true }; // whether it knows range requests
export const indexIn = async (index) => {
  globalThis.fetch = async (url, { headers = {} } = {}) => {
    asked.push(path.basename(String(url)));
    const whole = readFileSync(fileURLToPath(url)), range = host.ranges && /^bytes=(\d+)-(\d+)$/.exec(headers.Range || "");
    return range ? new Response(whole.subarray(+range[1], +range[2] + 1), { status: 206 }) : new Response(whole);
  };
  const [SearchIndex] = declared("SearchIndex");
  return new SearchIndex(pathToFileURL(path.join(index, "manifest.json"))).open();
};
export const openIndex = async () => {
  expected();
  return indexIn(path.join(folder, "tim-kiem"));
};
