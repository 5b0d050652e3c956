// From what a reader types to what is looked for: words, quoted phrases, documents, dates.
const DATES = /(^|[^\d./-])(?:(\d{1,2})([./-])(\d{1,2})\3(\d{4})|(\d{1,2})[/-](\d{4}))(?![\d/])/g;

const readWord = (model, surface) => {
  let [key, form] = foldWord(surface);
  if (!model.forms.has(key)) {
    const guess = untelex(surface), pair = guess && foldWord(guess);
    if (pair && (model.forms.get(pair[0]) || []).includes(pair[1])) [key, form] = pair;
  }
  const capital = surface.length > 1 && surface === surface.toUpperCase() && surface !== surface.toLowerCase();
  return { surface, key, form, marked: form !== key, capital, number: formNumber(model, key, form),
    common: model.number.has(key) ? model.number.get(key) : -1, joined: true, rare: !model.number.has(key) };
};

// [{at, end, from, to, term}]: a day has a term of its own, a month has none.
const readDates = (text) => Array.from(text.matchAll(DATES), (m) => {
  const [year, month, day] = m[5] ? [+m[5], +m[4], +m[2]] : [+m[7], +m[6], 0], at = m.index + m[1].length;
  if (month < 1 || month > 12 || day > 31 || year < 1000) return null;
  const from = dayNumber(year, month, day || 1);
  return { at, end: m.index + m[0].length, from, to: day ? from : dayNumber(year, month + 1, 1) - 1, term: day ? `~${day}/${month}/${year}` : "" };
}).filter(Boolean);

// Text with stretches made blank, letter for letter.
const blanked = (text, stretches) => stretches.reduce((left, { at, end }) => left.slice(0, at) + ";".padStart(end - at, " ") + left.slice(end), text);

// {words, phrases: [[first, end)] of words in quotes, references, dates, terms: of numbers, open: the last word may go on}.
// With `plain` the numbers of documents are read as words.
const readQuery = (model, typed, plain = false) => {
  const text = composed(typed), dates = readDates(text), days = dates.filter((d) => d.term);
  const left = blanked(text, days), references = plain ? [] : readReferences(left);
  const query = { typed, words: [], phrases: [], dates, references, terms: days.map((d) => d.term), open: !/[\s"”]$/.test(typed) };
  for (const m of bareLetters(blanked(left, references)).matchAll(FRACTION)) query.terms.push(`${+m[2]}/${+m[3]}`);
  const months = dates.filter((d) => !d.term);
  blanked(left, references.concat(months)).split(/["“”]/).forEach((part, i) => {
    const first = query.words.length;
    query.words.push(...readPart(model, part));
    if (i % 2 && query.words.length > first) query.phrases.push([first, query.words.length]);
    if (query.words.length > first) query.words[first].joined = i % 2 === 0 && first > 0;
  });
  query.marked = query.words.some((word) => word.marked);
  query.begun = query.open && references.some((r) => r.end === text.length);
  if (!query.words.length || query.words[query.words.length - 1].last !== true) query.open = false;
  return query;
};
const readPart = (model, part) => {
  const words = [];
  for (const piece of part.split(";")) {
    const some = wordsOf(piece).map((surface) => readWord(model, surface));
    if (some.length && words.length) some[0].joined = false;
    words.push(...some);
  }
  if (words.length && /[\p{L}\p{N}]$/u.test(part.trimEnd())) words[words.length - 1].last = true;
  return words;
};
