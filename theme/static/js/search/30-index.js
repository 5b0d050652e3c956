// The files of the index: where they are, how they are fetched and read (plugins/search/shards.py, postings.py).
const FORMAT = 7;
const FOLDER_FILES = 500; // plugins/search/shards.py
const REST = 1 << 23, REST_MARK = "|"; // where the rest of a list that was cut stands (plugins/search/postings.py, indexes.py)
const PAGE_BYTES = 1024, NO_RECORD = 0xffff; // pages of stored fields (plugins/search/stored_fields.py)
const [LOW_IMPACT, TITLE, HIGH_IMPACT] = [0, 1, 2]; // impact tiers of postings
const FORMS = { b: 2, s: 1, n: 0 }; // of a posting list, by the letters of the indexes

// Browsers without DecompressionStream (Safari before 16.4) unpack with 05-inflate.js.
const gunzip = async (response) => {
  if (typeof DecompressionStream === "undefined" || !response.body) return inflate(new Uint8Array(await response.arrayBuffer()));
  return new Uint8Array(await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
};

// Place of the last of ascending values that is not above `key`; -1 where all are.
const lastUpTo = (values, key) => {
  let low = 0, high = values.length;
  while (low < high) { const middle = low + high >> 1; if (values[middle] <= key) low = middle + 1; else high = middle; }
  return low - 1;
};

class SearchIndex {
  constructor(manifest, model = "") { this.manifest = manifest; this.base = new URL(".", manifest); this.files = new Map(); this.ahead = model.split("/").pop(); }

  // Bytes of a file; a failure is forgotten, so that a retry asks again.
  file(name, packed) {
    let job = this.files.get(name);
    if (!job) {
      job = fetch(new URL(name, this.base)).then(async (response) => {
        if (!response.ok) throw new Error(`${response.status} ${name}`);
        return packed ? gunzip(response) : new Uint8Array(await response.arrayBuffer());
      });
      job.catch(() => this.files.delete(name));
      this.files.set(name, job);
    }
    return job;
  }

  // Some bytes of a file, [first, end); a host that knows no range requests sends the whole, which is kept.
  async part(name, first, end) {
    if (this.whole) return (await this.file(name)).subarray(first, end);
    const key = `${name} ${first}-${end}`;
    if (!this.files.has(key)) {
      const job = fetch(new URL(name, this.base), { headers: { Range: `bytes=${first}-${end - 1}` } }).then(async (response) => {
        if (!response.ok) throw new Error(`${response.status} ${name}`);
        const bytes = new Uint8Array(await response.arrayBuffer());
        if (response.status === 206) return bytes;
        this.whole = true;
        this.files.set(name, Promise.resolve(bytes));
        return bytes.subarray(first, end);
      });
      job.catch(() => this.files.delete(key));
      this.files.set(key, job);
    }
    return this.files.get(key);
  }

  open() {
    if (!this.opened) {
      this.opened = this.load();
      this.opened.catch(() => { this.opened = null; });
    }
    return this.opened;
  }
  // After a failure: a stale manifest may name files that an update has removed, so ask the server anew.
  forget() { this.opened = this.listed = null; this.fresh = true; this.whole = false; this.files.clear(); this.columns = null; this.orders = null; }
  // The manifest and the directory: what suggestions need.
  directory() {
    if (!this.listed) {
      this.listed = this.list();
      this.listed.catch(() => { this.listed = null; });
    }
    return this.listed;
  }
  async list() {
    if (this.ahead && !this.fresh) this.file(this.ahead, true).catch(() => {}); // the model, on its way meanwhile
    const response = await fetch(this.manifest, { cache: this.fresh ? "reload" : "default" });
    if (!response.ok) throw new Error(`${response.status} manifest`);
    const info = await response.json();
    if (info.format !== FORMAT) throw new Error("the page is older than its index");
    this.info = info;
    this.file(info.model, true).catch(() => {});
    this.readDirectory(await gunzip(new Response(Uint8Array.from(atob(info.directory), (char) => char.charCodeAt(0)))));
    return this;
  }
  async load() {
    await this.directory();
    this.model = readModel(await this.file(this.info.model, true));
    return this;
  }
  // What stands first in every shard, and the hashes in their names (plugins/search/directory.py). A large index has leaves
  // for that, and the manifest says what stands first in each.
  readDirectory(bytes) {
    const cursor = { bytes, at: 0 };
    this.indexes = {};
    for (const letter of ["b", "s", "n", "g", "t", "p", "x", "rb", "rs", "rn", "rx"]) {
      const leaves = bytes[cursor.at++] > 1, together = letter[0] === "r" ? 1 : this.info.together[letter === "x" ? 1 : 0];
      const part = this.readPart(cursor, leaves ? `d${letter}` : letter, leaves ? 1 : together, 0);
      this.indexes[letter] = leaves ? { leaves: part, together, size: this.info.leaf * together, count: part.count } : part;
    }
    this.synonyms = readSynonyms(bytes.subarray(cursor.at));
  }
  // Some neighbouring shards, the first of number `base`.
  readPart(cursor, letter, together, base) {
    const { bytes } = cursor, view = new DataView(bytes.buffer, bytes.byteOffset);
    const count = view.getUint32(cursor.at, true), size = view.getUint32(cursor.at + 4, true), hashes = cursor.at + 8;
    cursor.at = hashes + 4 * Math.ceil(count / together);
    const end = cursor.at + size;
    const sums = (n) => { let sum = 0; return Array.from({ length: n }, () => (sum += readVarint(cursor))); };
    // First page of each block and where the last ends; of a pack of shards the same, and where each of these begins.
    const pages = /^(?:x|r.)$/.test(letter) ? [0].concat(sums(count)) : null, items = pages ? pages[count] : count;
    const begins = /^r[bsn]$/.test(letter) ? [0].concat(sums(items)) : null;
    const firsts = /^(?:[rd]?[bx])$/.test(letter) ? sums(items) : readStrings(cursor, items);
    cursor.at = end;
    const hash = (number) => view.getUint32(hashes + 4 * Math.floor((number - base) / together)).toString(16).padStart(8, "0");
    return { base, count, firsts, pages, begins, name: (number) => `${letter}/${Math.floor(number / FOLDER_FILES)}/${hash(number)}-${number}.bin` };
  }
  async leaf(letter, number) {
    const { leaves, together, size } = this.indexes[letter];
    return this.readPart({ bytes: await this.file(leaves.name(number), true), at: 0 }, letter, together, number * size);
  }
  // The part of the directory that tells of a shard, or of the one whose terms include `key`.
  partOf(letter, number) { const index = this.indexes[letter]; return index.leaves ? this.leaf(letter, Math.floor(number / index.size)) : index; }
  partWith(letter, key) { const index = this.indexes[letter]; return index.leaves ? this.leaf(letter, Math.max(0, lastUpTo(index.leaves.firsts, key))) : index; }
  shard(letter, number) { return this.file(this.indexes[letter].name(number), true); }
  // Number of the shard whose terms include `key`; -1 before the first. Of suggestions and word pairs: few, never in leaves.
  shardOf(letter, key) { return lastUpTo(this.indexes[letter].firsts, key); }

  // Lists of all keys from `low` up to and with `high` (at most two shards, of numbers four): [{key, lists, df, pruned}].
  // Of a pair the recent tier has them under the second word as well, which `second` asks for.
  async range(letter, low, high, second = false) {
    const [base, recent] = await Promise.all([this.baseRange(letter, low, high), letter === "b" ? recentPairs(this, low, high, second) : recentRange(this, letter, low, high)]);
    return recent.length ? mergeTiers(this, letter, base, recent) : base;
  }
  async baseRange(letter, low, high) {
    if (!this.indexes[letter].count) return [];
    const [first, end] = await Promise.all([low, high].map(async (key) => {
      const part = await this.partWith(letter, key);
      return part.base + Math.max(0, lastUpTo(part.firsts, key));
    }));
    const numbers = [];
    for (let i = first; i <= Math.min(end, first + (letter === "n" ? 3 : 1)); i++) numbers.push(i);
    const all = await Promise.all(numbers.map(async (i) => {
      const part = await this.partOf(letter, i);
      return this.readShard(await this.file(part.name(i)), letter, part.firsts[i - part.base], low, high);
    }));
    return all.reduce((found, some) => found.concat(some), []).map(({ key, lists }) => this.entry(letter, key, lists));
  }
  // Static pruning leaves a frequent term only its titles and high-impact lists, and a long list is cut: absence from what is
  // here says nothing.
  entry(letter, key, lists, wasCut = false) {
    const sum = (some) => some.reduce((n, { articles }) => n + articles.length, 0), forms = FORMS[letter];
    const kept = forms && sum(lists) > this.info.frequent ? lists.filter((l) => l.tier !== LOW_IMPACT) : lists, df = sum(kept);
    const cut = wasCut || (forms > 0 && df >= this.info.longest);
    const pruned = cut || (forms > 0 && kept.some((l) => l.tier === HIGH_IMPACT) && !kept.some((l) => l.tier === LOW_IMPACT));
    return { key, lists: kept, df: pruned ? Math.max(df, this.info.rounded[0] / 12) : df, pruned, cut };
  }
  // The same with the rest of lists that were cut.
  async uncut(letter, low, high, second) {
    const entries = await this.range(letter, low, high, second);
    await Promise.all(entries.filter((e) => e.cut).map(async (e) => {
      const key = letter === "b" ? e.key + REST : REST_MARK + e.key;
      for (const rest of await this.range(letter, key, key)) e.lists.push(...rest.lists);
    }));
    return entries;
  }
  readShard(bytes, letter, start, low, high, recent = false) {
    const count = bytes[0] | bytes[1] << 8, cursor = { bytes, at: 2 };
    const keys = letter === "b" ? this.readGaps(cursor, count, start) : readStrings(cursor, count);
    const bits = new Bits(bytes, cursor.at), out = [];
    for (const key of keys) {
      if (key > high) break;
      const lists = this.readLists(bits, FORMS[letter], this.info.rounded[recent ? 1 : 0]);
      if (recent) for (const list of lists) list.articles = fromRecent(this, list.articles);
      if (key >= low) out.push({ key, lists });
    }
    return out;
  }
  readGaps(cursor, count, start) {
    const bits = new Bits(cursor.bytes, cursor.at), keys = [];
    for (let i = 0, key = start; i < count; i++) {
      const gap = bits.gamma();
      keys.push(key += i ? gap : 0);
    }
    cursor.at = Math.ceil(bits.at / 8);
    return keys;
  }
  readLists(bits, forms, size) {
    const lists = [];
    for (let left = bits.gamma(); left > 0; left--) {
      const tier = !bits.take(1) ? LOW_IMPACT : bits.take(1) ? HIGH_IMPACT : TITLE;
      const f = forms ? bits.gamma() - 1 : 0, g = forms > 1 ? bits.gamma() - 1 : 0;
      const count = bits.gamma(), ratio = Math.floor(Math.floor(size * 11 / 16) / count);
      const k = Math.max(0, 31 - Math.clz32(ratio)), articles = new Int32Array(count);
      for (let i = 0, last = -1; i < count; i++) articles[i] = last += 1 + bits.rice(k);
      lists.push({ tier, f, g, articles });
    }
    return lists;
  }

  // Where the stored record of an article begins: {bytes, at}. Fetched are the pages from the one it begins in to the one
  // in which the next does.
  async record(number) {
    if (number >= this.info.base) return this.recordIn("rx", number - this.info.base);
    return this.recordIn("x", number);
  }
  async recordIn(letter, number) {
    const part = await this.partWith(letter, number), { firsts, pages } = part;
    const page = lastUpTo(firsts, number), block = lastUpTo(pages, page), base = pages[block];
    const last = Math.min(lastUpTo(firsts, number + 1), pages[block + 1] - 1);
    const raw = await this.part(part.name(part.base + block), (page - base) * PAGE_BYTES, (last + 1 - base) * PAGE_BYTES);
    const bytes = new Uint8Array(raw.length), cursor = { bytes, at: raw[0] | raw[1] << 8 };
    let size = 0;
    for (let at = 0; at < raw.length; at += PAGE_BYTES) {
      const some = raw.subarray(at + 2, at + PAGE_BYTES);
      bytes.set(some, size);
      size += some.length;
    }
    if (cursor.at === NO_RECORD) throw new Error("damaged pages");
    for (let i = firsts[page]; i < number; i++) { const skipped = readVarint(cursor); cursor.at += skipped; }
    readVarint(cursor);
    return cursor;
  }
  // What a result shows of an article, and its text (lines: title, summary, paragraphs).
  async article(number) {
    const { sections, sources } = this.info, cursor = await this.record(number), { bytes } = cursor;
    const stamp = new DataView(bytes.buffer, bytes.byteOffset + cursor.at).getUint32(0, true);
    cursor.at += 4;
    const section = sections[readVarint(cursor)], source = sources[readVarint(cursor)], kind = readVarint(cursor);
    const same = bytes[cursor.at++], rest = readVarint(cursor), more = rest >> 1;
    const ending = utf8.decode(bytes.subarray(cursor.at, cursor.at + more)) + (rest & 1 ? ".html" : "");
    const whole = readText(this.model, bytes, cursor.at + more), end = whole.lastIndexOf("\n");
    const text = whole.slice(0, end), terms = whole.slice(end + 1);
    const [title, summary] = text.split("\n", 2);
    const date = readStamp(stamp);
    const guess = new TextEncoder().encode(`${date.iso.slice(0, 4)}/${date.iso.slice(5, 7)}/${wordsOf(bareText(title)).join("-")}`);
    return { number, section, source, kind, title, summary, text, terms, date, url: utf8.decode(guess.subarray(0, same)) + ending };
  }
  // A facet's values at the document ids from `first` on, before `end`: {names, begin, values}. Its columns are cut between
  // years; of the other ids nothing is told.
  async column(facet, first = 0, end = this.info.slots) {
    const parts = this.info.facets[facet].filter(([a, b]) => a < end && b > first), key = `${facet} ${parts.map(([a]) => a)}`;
    if (!this.columns) this.columns = {};
    if (!this.columns[key]) this.columns[key] = this.joinColumns(parts, await Promise.all(parts.map(([, , name]) => this.file(name, true))));
    return this.columns[key];
  }
  joinColumns(parts, files) {
    const n = this.info.slots, begin = new Int32Array(n + 1), numbers = new Map(), values = [];
    parts.forEach(([first, end], part) => {
      const bytes = files[part], zero = bytes.indexOf(0), size = end - first, low = zero + 1 + size;
      const known = utf8.decode(bytes.subarray(0, zero)).split("\n").map((name) => {
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        return numbers.get(name);
      });
      let count = 0;
      for (let i = 0; i < size; i++) begin[first + i + 1] = count += bytes[zero + 1 + i];
      const before = values.length;
      for (let i = 0; i < count; i++) values.push(known[bytes[low + i] | bytes[low + count + i] << 8 | bytes[low + 2 * count + i] << 16]);
      for (let i = first; i < end; i++) begin[i + 1] += before;
    });
    for (let i = 0; i < n; i++) begin[i + 1] = Math.max(begin[i], begin[i + 1]); // ids of other years have none
    return { names: Array.from(numbers.keys()), begin, values };
  }
  // One year's articles in order: {order: their document ids, the oldest first, days: [[day, first, end)] of the order}.
  year(number) {
    const [, first, count, name] = this.info.years[number];
    if (!this.orders) this.orders = [];
    if (!this.orders[number]) this.orders[number] = this.file(name, true).then((bytes) => {
      const order = Int32Array.from({ length: count }, (_, i) => first + (bytes[i] | bytes[count + i] << 8 | bytes[2 * count + i] << 16));
      const days = [], cursor = { bytes, at: 3 * count };
      for (let day = 0, at = 0; cursor.at < bytes.length;) {
        day += readVarint(cursor);
        days.push([day, at, at += readVarint(cursor)]);
      }
      return { order, days };
    });
    return this.orders[number];
  }
  // Number of the year an article belongs to.
  yearOf(article) {
    const { years } = this.info;
    let low = 0, high = years.length;
    while (low < high) { const middle = low + high >> 1; if (years[middle][1] <= article) low = middle + 1; else high = middle; }
    return low - 1;
  }
  // Articles that appeared from one day to another (ordinals, see dayNumber).
  async between(from, to) {
    const [first, last] = [from, to].map((day) => new Date((day - 719163) * 864e5).getUTCFullYear());
    const numbers = this.info.years.map((_, i) => i).filter((i) => this.info.years[i][0] >= first && this.info.years[i][0] <= last);
    const all = await Promise.all(numbers.map((i) => this.year(i)));
    return all.flatMap(({ order, days }) => days.filter(([day]) => day >= from && day <= to).flatMap(([, a, b]) => [...order.subarray(a, b)]));
  }
}

// Days since 31 December of the year 0, as Python's date.toordinal().
const dayNumber = (year, month, day) => Math.round(Date.UTC(year, month - 1, day) / 864e5) + 719163;
const two = (n) => String(n).padStart(2, "0");
const readStamp = (stamp) => {
  const date = new Date(Date.UTC(1900, 0, 1) + Math.floor(stamp / 2) * 6e4);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const shown = day.split("-").reverse().join("/");
  return stamp % 2 ? { iso: `${day}T${time}:00+07:00`, shown: `${shown} ${time}` } : { iso: day, shown };
};
