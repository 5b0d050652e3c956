// Reading an article against a query: how well it really answers, and what to show of it.
const WINDOW = 42; // words of an excerpt
const BEFORE = 8; // of them before the first match
const BEGUN = 0.8; // a text with a longer word than the last one typed
const LEAD_LETTERS = 700; // of a first paragraph that are a lead at most, as in plugins/search/analysis.py
const NUMBER_BONUS = { title: 2.5, lead: 1.6, body: 0.5 }; // a document named there

// Words of a text: {key, form, at, end, places: numbers of the query's words it matches, exact}.
const tokensOf = (text) => Array.from(text.matchAll(WORD), (m) => {
  const [key, form] = foldWord(m[0]);
  return { surface: m[0], key, form, at: m.index, end: m.index + m[0].length, places: null, exact: false };
});

const matchWords = (tokens, query) => {
  const byKey = new Map();
  query.words.forEach((word, i) => byKey.set(word.key, (byKey.get(word.key) || []).concat(i)));
  const lastOne = query.open ? query.words[query.words.length - 1] : null;
  for (const token of tokens) {
    let places = byKey.get(token.key);
    if (!places && lastOne && lastOne.key.length > 1 && token.key.startsWith(lastOne.key)) { places = [query.words.length - 1]; token.begun = true; }
    if (!places) continue;
    token.places = places;
    token.exact = places.some((i) => !query.words[i].marked || (token.begun ? bareStart(token.form, query.words[i].form) : query.words[i].form === token.form));
  }
  // A text that has the last word as it stands is not asked for longer ones: "quốc gia", not "giải".
  if (lastOne && tokens.some((t) => t.exact && t.key === lastOne.key)) for (const t of tokens) if (t.begun) t.exact = false;
};

// Documents named in the query: tokens of their numbers are marked; returns the bonus of the best place.
const matchNumbers = (tokens, query, article) => {
  if (!query.references.length && !query.terms.length) return 0;
  const { text, summary } = article, end = text.indexOf("\n", article.title.length + 2), whole = end < 0 ? text.length : end;
  const lead = summary ? whole : Math.min(whole, article.title.length + LEAD_LETTERS);
  let bonus = 0;
  const mark = (at, end, fit) => {
    bonus = Math.max(bonus, fit * NUMBER_BONUS[at < article.title.length ? "title" : at < lead ? "lead" : "body"]);
    for (const t of tokens) if (t.at >= at && t.end <= end) Object.assign(t, { number: Math.max(fit, t.number || 0), exact: true });
  };
  const { references } = query, named = references.length ? readReferences(text) : [];
  for (const found of named) {
    const codes = found.codes.length ? found.codes : found.kind ? [found.kind] : [];
    const fit = Math.max(...references.map((wanted) => numberFit({ number: found.number, year: found.year, codes }, wanted, query.begun)));
    if (fit >= 0.3) mark(found.at, found.end, fit);
  }
  for (const { at, end, term } of query.terms.length ? readDates(text) : []) if (query.terms.some((t) => term === t || term.startsWith(`~${t}/`))) mark(at, end, 1);
  return bonus;
};

// Longest run of the query's words in order, side by side: {length, exact} over all starts.
const longestRun = (tokens, first, end) => {
  let best = 0, exact = 0, last = -1;
  for (let i = 0; i < tokens.length; i++) {
    if (!tokens[i].places) continue;
    for (const start of tokens[i].places) {
      if (start < first || start >= end) continue;
      let n = 0, same = 0;
      for (let k = i; start + n < end && tokens[k] && tokens[k].places && tokens[k].places.includes(start + n); k++) {
        if (tokens[k].exact) same++;
        n++;
      }
      if (n > best || (n === best && same > exact)) { best = n; exact = same; last = i + n; }
    }
  }
  return { length: best, exact, last };
};

// Share of the query found in a stretch of tokens, words with the right marks counting full.
const coverage = (tokens, query) => {
  const found = new Map();
  for (const t of tokens) for (const i of t.places || []) found.set(i, Math.max(found.get(i) || 0, t.exact ? 1 : OTHER_FORM));
  let sum = 0;
  for (const value of found.values()) sum += value;
  return query.words.length ? sum / query.words.length : 0;
};

// The window of words that covers most of the query, nearest together: [first, last] token.
const bestWindow = (tokens) => {
  const hits = tokens.map((t, i) => i).filter((i) => tokens[i].places || tokens[i].number);
  let best = null;
  hits.forEach((first, h) => {
    const found = new Map();
    let last = first, run = 0;
    for (let k = h; k < hits.length && hits[k] < first + WINDOW - BEFORE; k++) {
      const token = tokens[hits[k]], value = token.number ? 2 : token.exact ? 1 : OTHER_FORM;
      for (const place of token.places || ["number"]) {
        if ((found.get(place) || 0) < value) { found.set(place, value); last = hits[k]; }
      }
      if (k > h && hits[k] === hits[k - 1] + 1) run++;
    }
    let value = run * 0.3 - (last - first) * 0.01;
    for (const v of found.values()) value += v;
    if (!best || value > best.value + 1e-9) best = { value, first, last };
  });
  return best;
};

// A short query that a word before or behind turns into something else: "một cửa" in "một cửa hàng".
const partOfAnother = (model, query, tokens) => {
  const { words } = query, n = words.length;
  if (n < 2 || n > 3 || !query.concept) return false;
  const tie = (one, two) => model.ties.get(`${one} ${two}`) || 0;
  let found = false;
  for (let i = 0; i + n <= tokens.length; i++) {
    if (!words.every((word, k) => tokens[i + k].key === word.key)) continue;
    const next = tokens[i + n];
    if (!next || tie(words[n - 1].key, next.key) <= 2 * tie(words[n - 2].key, words[n - 1].key)) return false;
    found = true;
  }
  return found;
};

// Reads an article's text against a query: `textScore` is what its score is multiplied by.
const readAgainst = (model, article, query) => {
  const cut = article.title.length, size = article.text.length;
  const tokens = tokensOf(`${article.text}\n${article.terms}`);
  matchWords(tokens, query);
  const bonus = matchNumbers(tokens, query, article);
  const title = tokens.filter((t) => t.end <= cut), rest = tokens.slice(title.length), n = query.words.length || 1;
  const body = rest.filter((t) => t.end <= size), terms = rest.slice(body.length);
  const inTitle = longestRun(title, 0, n), inBody = longestRun(body, 0, n), inTerms = longestRun(terms, 0, n), window = bestWindow(body);
  const near = window ? Math.min(1, window.value / (n * 1.3)) : 0;
  const whole = (run) => (run.length / n) ** 2 * 0.6 + (run.exact / n) ** 2 * 0.4;
  const filled = title.length ? Math.min(1, n / title.length) : 0;
  const phrase = n > 3 && Math.max(inTitle.length, inBody.length) >= n ? 0.8 : 0; // long and word for word: hardly another
  const score = 1 + 0.9 * whole(inTitle) + 0.6 * whole(inBody) + 0.5 * whole(inTerms) + phrase + 0.5 * coverage(title, query) + 0.3 * near
    + 0.25 * filled * coverage(title, query) + bonus;
  const phrases = query.phrases.every(([first, end]) => [title, body, terms].some((part) => {
    const run = longestRun(part, first, end), marked = query.words.slice(first, end).some((w) => w.marked);
    return run.length >= end - first && (!marked || run.exact >= end - first);
  }));
  const other = partOfAnother(model, query, title) || (!inTitle.length && partOfAnother(model, query, body)) ? 0.45 : 1;
  // Where some text has the last word as it stands, one that only has a longer one is not what was meant.
  const all = query.words.length, ended = (part) => part.filter((t) => !t.begun), longest = (runs) => Math.max(...runs.map((run) => run.length));
  const begun = query.open && longest([inTitle, inBody, inTerms]) > longest([title, body, terms].map((part) => longestRun(ended(part), 0, n)));
  const exactly = all > 0 && [body, terms].some((part) => longestRun(ended(part), 0, n).exact >= all), titled = all > 0 && coverage(ended(title), query) >= 1;
  return { exactly, titled, textScore: score * other * (begun ? BEGUN : 1) * (query.rewritten ? OTHER_READING : 1), tokens: tokens.slice(0, title.length + body.length), window, titleWords: title.length, phrases };
};
// Of several ways to read a query the one that the text answers best is shown.
const scoreText = (model, article, queries) => {
  const read = queries.map((query) => readAgainst(model, article, query));
  return Object.assign(article, read.reduce((best, one) => (one.textScore > best.textScore ? one : best)));
};

// Pieces of text for display: [{text, hit}]. Of a word typed with marks only those marks are meant.
const isHit = (token) => token.number || (token.places && token.exact);
const pieces = (text, from, to, tokens) => {
  const out = [];
  let at = from;
  for (const token of tokens) {
    if (token.at < from || token.end > to || !isHit(token)) continue;
    if (token.at > at) out.push({ text: text.slice(at, token.at), hit: false });
    out.push({ text: text.slice(token.at, token.end), hit: true });
    at = token.end;
  }
  if (at < to) out.push({ text: text.slice(at, to), hit: false });
  return joinHits(out);
};
// Neighbouring hits are one mark.
const joinHits = (list) => {
  const out = [];
  for (const piece of list) {
    const gap = out[out.length - 1], before = out[out.length - 2];
    if (piece.hit && gap && !gap.hit && before && before.hit && /^(?:[ ./-]|\s?[/\u2010-\u2015-]\s?)$/.test(gap.text)) {
      out.pop();
      before.text += gap.text + piece.text;
    } else out.push(Object.assign({}, piece));
  }
  return out;
};

const excerpt = (article) => {
  const body = article.tokens.slice(article.titleWords), offset = article.titleWords;
  if (!body.length) return [];
  let first = 0;
  if (article.window) {
    first = Math.max(0, article.window.first - BEFORE);
    for (let i = article.window.first; i > first; i--) {
      if (/[.!?\n]/.test(article.text.slice(body[i - 1].end, body[i].at))) { first = i; break; }
    }
  }
  const last = Math.min(body.length - 1, first + WINDOW);
  const from = body[first].at, to = body[last].end;
  const list = pieces(article.text, from, to, article.tokens.slice(offset));
  for (const piece of list) piece.text = piece.text.replace(/\n+/g, " ");
  if (first > 0) list.unshift({ text: "… ", hit: false });
  if (last < body.length - 1) list.push({ text: " …", hit: false });
  return list;
};
const titlePieces = (article) => pieces(article.title, 0, article.title.length, article.tokens.slice(0, article.titleWords));

// The place in the article that the excerpt shows, as a text fragment (WICG scroll-to-text); "" where the title says all.
const FRAGMENT_WORDS = 8;
const textFragment = (article) => {
  const { window, tokens, titleWords, text } = article;
  if (!window) return "";
  const body = tokens.slice(titleWords);
  let first = window.first, last = Math.min(window.last, first + FRAGMENT_WORDS - 1);
  const parted = (a, b) => !/^[ /-]$/.test(text.slice(body[a].end, body[b].at));
  for (let i = first + 1; i <= last; i++) if (parted(i - 1, i)) last = i - 1;
  for (; last - first < 2 && last + 1 < body.length && !parted(last, last + 1);) last++;
  for (; last - first < 2 && first > 0 && !parted(first - 1, first);) first--;
  const said = text.slice(body[first].at, body[last].end);
  return `#:~:text=${encodeURIComponent(said).replace(/-/g, "%2D")}`;
};
