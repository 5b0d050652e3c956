// Document numbers as readers type them, compared with the terms of plugins/core/document_numbers.py.
const KINDS = { "nghi dinh": "nd", "nghi quyet": "nq", "quyet dinh": "qd", "thong tu lien tich": "ttlt", "thong tu": "tt",
  "chi thi": "ct", "ke hoach": "kh", "cong dien": "cd", "thong bao": "tb", "bao cao": "bc", "huong dan": "hd", "ket luan": "kl",
  "to trinh": "ttr", "quy dinh": "qd", "phap lenh": "pl", luat: "qh", "cong van": "cv", "van ban": "cv" };
const CODES = "nd|nq|qd|ttlt|ttr|tt|ct|kh|tb|bc|hd|kl";
const NUMBERED = /^(?:kh|tb|bc|hd|kl|qh|cv|cd)$/; // kinds whose names are common words too
const DASH = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212";
const SIGN = `\\s*[/.${DASH}_]\\s*`;
const REFERENCE = new RegExp(`(?:(^|[^a-z0-9])(${Object.keys(KINDS).join("|")}|${CODES})[\\s.:/${DASH}]*(so[\\s.:]*)?)?` + // kind
  `(\\d{1,5}[a-z]{0,2})(?![a-z0-9])` + // number
  `(?:(?:${SIGN}|\\s+)((?:19|20)\\d\\d)(?![0-9]))?` + // year
  `(?:(\\s*[/${DASH}_]\\s*|\\.|\\s+(?=(?:${CODES})(?:[\\s/${DASH}]|$)))([a-z][a-z0-9]*(?:[/&${DASH}][a-z0-9]+|\\s+[/${DASH}]\\s*[a-z][a-z0-9]*|[/${DASH}]\\s+[a-z][a-z0-9]*|\\s(?:cp|ttg|tw|ubnd)(?![a-z0-9]))*)[/${DASH}]?)?` + // codes
  `(?:,?\\s+nam\\s+((?:19|20)\\d\\d)(?![0-9]))?`, "g");
const FRACTION = /(^|[^0-9/.,-])(\d{1,3})\/(\d{1,4})(?![0-9/]|[a-z])/g;
// Behind a number without codes: nothing, or a word that goes on about the document.
const ABOUT = /^\s*(?:$|[^a-z0-9\s]|(?:cua|ve|nam|ngay|va|tai|cho|huong|quy|trong|co|tu|la|thay|sua)(?![a-z]))/;

// Lower-case text without marks, letter for letter.
const bareLetters = (text) => Array.from(text.normalize("NFC"), (char) => (char > "\x7f" ? bareText(char)[0] || " " : char.toLowerCase())).join("");

// Documents named in a text: [{at, end, number, year, codes, kind, typed}].
const readReferences = (text) => {
  const bare = bareLetters(text), out = [];
  for (const m of bare.matchAll(REFERENCE)) {
    const [all, before, kindName, so, numberText, year, sign, codesText, late] = m;
    const at = m.index + (kindName ? before.length : 0), digits = m.index + all.indexOf(numberText, kindName ? before.length + kindName.length : 0);
    const plain = !kindName && /[a-z0-9/.,_-]/.test(bare.slice(Math.max(0, digits - 1), digits)); // inside a longer number
    const measure = sign && !year && !kindName && !/[/\-\u2010-\u2015]/.test(codesText || "") && !/[/\-\u2010-\u2015]/.test(sign);
    const known = codesText && / /.test(codesText) && new RegExp(`^(?:${CODES})\\s`).test(codesText); // "48 nq cp"
    const codes = codesText ? codesText.split(/[^a-z0-9]+/).filter(Boolean) : [];
    const kind = kindName ? KINDS[kindName] || kindName : "";
    if (plain || (measure && !known) || (!codes.length && !year && !late && !namedAlone(kind, so, numberText, bare.slice(m.index + all.length)))) continue;
    if (!codes.length && year && !kindName && !/[/]/.test(bare.slice(digits, m.index + all.length))) continue; // "5 2016", "10-2016"
    if (!codes.length && !kindName && /thang\s*$/.test(bare.slice(Math.max(0, digits - 8), digits))) continue; // "tháng 6/2017"
    const number = numberText.replace(/^0+(?=\d)/, "");
    out.push({ at, end: m.index + all.length, number, year: year || late || "", codes, kind, typed: text.slice(at, m.index + all.length) });
  }
  return out;
};
const namedAlone = (kind, so, number, after) => {
  if (/^\d+[a-e]$/.test(number)) return true; // 30c
  if (!kind) return false;
  return NUMBERED.test(kind) ? Boolean(so) : Boolean(so) || number.length > 1 || ABOUT.test(after);
};

// Where the terms of a document may stand in the index: [[low, high]].
const termRanges = ({ number, year, codes, kind }) => {
  const from = (start) => [start, `${start}\uffff`], code = codes[0] || kind;
  if (!year) return [from(`${number}/`)];
  return code && code !== "cv" ? [from(`${number}/${year}`), from(`${number}/${code}`)] : [from(`${number}/${year}`)];
};
// {number, year, codes} of a term of the index.
const readTerm = (term) => {
  const [number, ...rest] = term.split("/"), year = /^(?:19|20)\d\d$/.test(rest[0] || "") ? rest.shift() : "";
  return { number, year, codes: rest.length ? rest[0].split("-") : [] };
};
const ABBREVIATED = 0.92;
// How well a document answers what was typed, 0 to 1; `open`: the last code may go on.
const numberFit = (found, wanted, open) => {
  if (found.number !== wanted.number || (found.year && wanted.year && found.year !== wanted.year)) return 0;
  const codes = wanted.codes.length ? wanted.codes : wanted.kind ? [wanted.kind] : [];
  let fit = found.year === wanted.year || !wanted.year ? 1 : 0.45;
  if (!codes.length) return fit * (found.codes.length ? 0.9 : 0.3); // without a kind: documents before fractions
  if (!found.codes.length) return wanted.year ? fit * 0.2 : 0; // "5/2017" is no "05/NQ"
  if (wanted.kind === "cv" && !wanted.codes.length) return fit;
  const alike = (one, two, last) => one === two || (last && open && one.startsWith(two)) || (two.length > 1 && /\d/.test(one) && one.startsWith(two));
  const same = codes.filter((code, i) => found.codes[i] && alike(found.codes[i], code, i === codes.length - 1)).length;
  if (!same) return found.codes.includes(codes[0]) ? fit * 0.5 : 0;
  if (same < codes.length) fit *= found.codes.length < codes.length ? (found.year && wanted.year ? 0.7 : 0.45) : 0.35;
  // Named in full it is this document; an abbreviation may be another's: "Nghị định 94" of some year.
  return fit * (found.codes.length < 2 ? ABBREVIATED : found.codes.length > codes.length && wanted.codes.length ? 0.95 : 1);
};

const NUMBER_WEIGHTS = { [LOW_IMPACT]: 1, [TITLE]: 3, [HIGH_IMPACT]: 2 }; // a document named in a title, in a lead // long queries are sentences, at home in a body too
// A document named in the query: lists of the articles that name it, the best place counting.
const addReference = (index, scores, query, reference, entries) => {
  const lists = [];
  for (const { key, lists: some } of entries) {
    const fit = numberFit(readTerm(key), reference, query.begun);
    for (const { tier, articles } of fit > 0 ? some : []) lists.push({ articles, factor: fit * NUMBER_WEIGHTS[tier] });
  }
  scores.add([], rarity(index, lists.reduce((sum, l) => sum + l.articles.length, 0)), lists, false);
  reference.found = lists.length > 0;
};

// A date, or a fraction that may be a date without its year.
const termEntries = async (index, term) => {
  if (term.startsWith("~")) return index.range("n", term, term);
  const [fractions, days] = await Promise.all([index.range("n", term, term), index.range("n", `~${term}/`, `~${term}/\uffff`)]);
  return fractions.concat(days);
};
