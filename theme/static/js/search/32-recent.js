// The recent tier (plugins/search/recent_tier.py): lists of the articles newer than the base, and those of both as one.
const MOST_SHARDS = 8; // read for a word that only begins so

// [{key, lists}] of the keys from `low` up to and with `high`; of each pack one stretch of shards is fetched.
const recentRange = async (index, letter, low, high) => {
  const { count, firsts, pages, begins, name } = index.indexes[`r${letter}`];
  if (!count) return [];
  const first = Math.max(0, lastUpTo(firsts, low)), jobs = [];
  const end = Math.min(lastUpTo(firsts, high), letter === "s" ? first + MOST_SHARDS - 1 : Infinity);
  for (let pack = lastUpTo(pages, first); pack < count && pages[pack] <= end; pack++) {
    const from = Math.max(first, pages[pack]), to = Math.min(end + 1, pages[pack + 1]), at = begins[pages[pack]];
    jobs.push(index.part(name(pack), begins[from] - at, begins[to] - at).then((bytes) => {
      const out = [];
      for (let i = from; i < to; i++) {
        const shard = bytes.subarray(begins[i] - begins[from], begins[i + 1] - begins[from]);
        out.push(...index.readShard(shard, letter, firsts[i], low, high, true));
      }
      return out;
    }));
  }
  return (await Promise.all(jobs)).reduce((found, some) => found.concat(some), []);
};

// The same of pairs of words, by the numbers that these have in the base. Each stands under both of its words.
const recentPairs = async (index, low, high, second) => {
  const words = index.model.keys.length, one = Math.floor(low / words), word = second ? low % words : one;
  if (one >= words) return []; // the rest of a list that was cut
  const start = 2 * words * word, out = [];
  for (const { key, lists } of await recentRange(index, "b", start, start + 2 * words - 1)) {
    const other = key - start, pair = other < words ? word * words + other : (other - words) * words + word;
    if (other < words !== second && pair >= low && pair <= high) out.push({ key: pair, lists });
  }
  return out;
};

// Numbers of articles as the recent tier counts them, its own first.
const fromRecent = ({ info: { base, slots } }, articles) => {
  const own = slots - base;
  return articles.map((n) => (n < own ? n + base : n - own)).sort();
};

// Lists of one term with those of like tier and forms in one, in the order in which an index has them.
const joinLists = (lists) => {
  const rank = ({ tier, f, g }) => tier << 10 | f << 5 | g, out = [];
  for (const list of lists.slice().sort((a, b) => rank(a) - rank(b))) {
    const last = out[out.length - 1];
    if (last && rank(last) === rank(list)) last.articles = Int32Array.from([...last.articles, ...list.articles]).sort();
    else out.push(Object.assign({}, list));
  }
  return out;
};

// Entries as one index of all articles would have them.
const mergeTiers = (index, letter, base, recent) => {
  const byKey = new Map(base.map((entry) => [entry.key, entry.lists])), keys = Array.from(byKey.keys());
  const cut = new Set(base.filter((entry) => entry.cut).map((entry) => entry.key));
  for (const { key, lists } of recent) {
    if (!byKey.has(key)) keys.push(key);
    byKey.set(key, joinLists((byKey.get(key) || []).concat(lists)));
  }
  return keys.sort((a, b) => (a < b ? -1 : 1)).map((key) => index.entry(letter, key, byKey.get(key), cut.has(key)));
};
