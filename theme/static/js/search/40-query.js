// From what a reader types to what is looked for: words, quoted phrases, numbers, dates.
const DATES = /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/])|(?<![\d./-])(\d{1,2})[/-](\d{4})(?![\d/])/gu;

const readWord = (model, surface) => {
  let [key, form] = foldWord(surface);
  if (!model.forms.has(key)) {
    const guess = untelex(surface), pair = guess && foldWord(guess);
    if (pair && model.forms.get(pair[0])?.includes(pair[1])) [key, form] = pair;
  }
  const capital = surface.length > 1 && surface === surface.toUpperCase() && surface !== surface.toLowerCase();
  return { surface, key, form, marked: form !== key, capital, number: formNumber(model, key, form),
    common: model.number.get(key) ?? -1, joined: true, rare: !model.number.has(key) };
};

const readDates = (text) => [...text.matchAll(DATES)].map((m) => {
  const [year, month, day] = m[4] ? [+m[4], +m[3], +m[1]] : [+m[6], +m[5], 0];
  if (month < 1 || month > 12 || day > 31 || year < 1000) return null;
  const from = dayNumber(year, month, day || 1);
  return { from, to: day ? from : dayNumber(year, month + 1, 1) - 1 };
}).filter(Boolean);

// {words, phrases: [[first, end)] of words in quotes, numbers, dates, open: the last word may go on}.
const readQuery = (model, typed) => {
  const text = typed.normalize("NFC").replace(/\s*\/\s*/g, "/").trim();
  const query = { typed, words: [], phrases: [], numbers: [], dates: readDates(text), open: !/[\s"”]$/.test(typed) };
  text.split(/["“”]/).forEach((part, i) => {
    const first = query.words.length;
    query.words.push(...readPart(model, part, query));
    if (i % 2 && query.words.length > first) query.phrases.push([first, query.words.length]);
    if (query.words.length > first) query.words[first].joined = i % 2 === 0 && first > 0;
  });
  query.marked = query.words.some((word) => word.marked);
  if (query.words.length && query.words.at(-1).last !== true) query.open = false;
  return query;
};
const readPart = (model, part, query) => {
  const numbers = [...part.matchAll(NUMBER), ...part.matchAll(/(?<![\d./-])\d{1,2}([.-])\d{1,2}\1\d{4}(?!\d)/g)];
  for (const [number] of numbers) { query.numbers.push(canonicalNumber(number)); part = part.replace(number, " ; "); }
  const words = wordsOf(part).map((surface) => readWord(model, surface));
  const end = wordsOf(part).length && /[\p{L}\p{N}]$/u.test(part.trimEnd());
  if (end) words.at(-1).last = true;
  for (const word of words) if (/^\d+\p{L}{1,2}$/u.test(word.surface)) query.numbers.push(bareText(word.surface) + "/");
  return words;
};
