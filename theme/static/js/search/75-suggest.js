// Suggestions from the archive's own titles, tags, sections, people, documents (plugins/search/suggestions.py).
const OFFERED = 8;
const KIND_NAMES = { p: "cụm từ", b: "cơ quan", t: "thẻ", c: "chuyên mục", n: "nguồn", a: "tác giả", v: "văn bản", k: "viết tắt", d: "đầu đề" };

// Lines of a file: [{kind, count, place, text}].
const readLines = (text) => text.split("\n").map((line) => {
  const [head, place, shown] = line.split("\t");
  return shown ? { kind: head[0], count: +head.slice(1), place: /^\d+$/.test(place) ? +place : 0, also: /^\d+$/.test(place) ? "" : place, text: shown, keys: wordsOf(shown).map((w) => foldWord(w)) } : null;
}).filter(Boolean);

// What the articles newer than the base add (plugins/search/recent_tier.py).
const recentLines = async (index) => { const { info } = index; return info && info.suggested ? readLines(utf8.decode(await index.file(info.suggested, true))) : []; };
// What stands in the lists under a prefix: the best of a wide one, else everything there is.
const linesUnder = async (index, prefix) => {
  const [base, recent] = await Promise.all([baseLines(index, prefix), recentLines(index)]);
  return base.concat(recent);
};
const baseLines = async (index, prefix) => {
  const { firsts } = index.indexes.g;
  if (firsts.filter((first) => first.startsWith(prefix)).length > 1) {
    const bytes = await index.shard("t", Math.max(0, index.shardOf("t", prefix)));
    const at = `\n\n${utf8.decode(bytes)}\n`, begin = at.indexOf(`\n\n${prefix}\n`);
    if (begin >= 0) return readLines(at.slice(begin + prefix.length + 3, at.indexOf("\n\n", begin + 3)));
  }
  const first = Math.max(0, index.shardOf("g", prefix)), last = Math.min(index.shardOf("g", `${prefix}\uffff`), first + 1), out = [];
  for (let i = first; i <= last; i++) out.push(index.shard("g", i));
  return (await Promise.all(out)).flatMap((bytes) => readLines(utf8.decode(bytes)));
};

// Whether a line goes on from typed words: marks count where they were typed, the last word may be unfinished.
const goesOn = (line, typed, open) => {
  if (line.also) return open ? line.also.startsWith(typed.map((w) => w.key).join(" ")) : line.also === typed.map((w) => w.key).join(" ");
  return typed.every(({ key, form, bare, shaped }, i) => {
    const found = line.keys[line.place + i];
    if (!found) return false;
    const last = open && i === typed.length - 1;
    if (last) return (found[0].startsWith(bare) || found[0].startsWith(key)) && (shaped === bare || found[1] === form || bareStart(found[1], shaped));
    return found[0] === key && (form === key || found[1] === form);
  });
};
const typedWords = (text) => wordsOf(text).map((surface) => {
  const [key, form] = foldWord(surface), [bare, shaped, tones] = letters(surface);
  return { surface, key, form, bare, shaped: shaped + tones };
});
const byUse = (one, two) => weightOf(two) - weightOf(one) || (one.text < two.text ? -1 : 1);
const KIND_WEIGHTS = { p: 10, b: 20, t: 12, c: 30, n: 6, a: 12, v: 10, k: 20 }; // as in plugins/search/weights.py
const weightOf = ({ kind, count, place }) => count * KIND_WEIGHTS[kind] * (place > 0 ? 1 : 2);

// Suggestions for what stands in the box: [{text, kind, count}].
const suggest = async (index, text) => {
  const typed = text.normalize("NFC").replace(/^[\s"“”]+/, ""), open = /[\p{L}\p{N}]$/u.test(typed);
  const reference = readReferences(typed)[0];
  if (reference) {
    const lines = await linesUnder(index, reference.number);
    const unfinished = open && !reference.year && !reference.codes.length && reference.end === typed.length;
    const begun = (r) => (unfinished && r.number.startsWith(reference.number) ? Object.assign({}, reference, { number: r.number }) : reference);
    const fits = lines.filter((line) => line.kind === "v" && readReferences(line.text).some((r) => numberFit(r, begun(r), true) > 0.3));
    if (fits.length) return unique(fits.sort(byUse));
  }
  const words = typedWords(typed);
  for (let from = 0; from < words.length && from < 8; from++) {
    const tail = words.slice(from), size = tail.length;
    if (from && size < 2) break;
    const heads = tail.slice(0, -1).map((w) => `${w.key} `).join(""), last = tail[size - 1];
    const prefixes = Array.from(new Set(open ? [heads + last.bare, heads + last.key] : [`${heads}${last.key} `]));
    const lines = (await Promise.all(prefixes.map((p) => linesUnder(index, p)))).reduce((all, some) => all.concat(some), []);
    // Behind other words only names: that a phrase of titles stands behind them nobody has seen.
    const fits = lines.filter((line) => goesOn(line, tail, open) && (from ? !line.also && !line.place && line.kind !== "p" : !line.also || last.bare.length > 1));
    const before = words.slice(0, from).map((w) => `${w.surface} `).join("");
    if (fits.length) return unique(fits.sort(byUse).map((line) => Object.assign({}, line, { text: before + line.text })));
  }
  return [];
};
const unique = (lines) => {
  const seen = new Map();
  for (const line of lines) if (!seen.has(line.text.toLowerCase())) seen.set(line.text.toLowerCase(), line);
  return Array.from(seen.values()).slice(0, OFFERED);
};

// Titles among the results that hold what is typed, as further suggestions.
const suggestTitles = (found, text) => {
  const typed = typedWords(text), open = /[\p{L}\p{N}]$/u.test(text);
  if (!typed.length) return [];
  return found.filter(({ title }) => {
    const keys = wordsOf(title).map((w) => foldWord(w));
    return keys.some((_, place) => goesOn({ place, keys }, typed, open));
  }).map(({ title }) => ({ kind: "d", text: title, count: 1 }));
};
