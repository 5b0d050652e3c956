// Reading an article against a query: how well it really answers, and what to show of it.
const WINDOW = 42; // words of an excerpt
const BEFORE = 8; // of them before the first match

// Words of a text: {key, form, at, end, places: numbers of the query's words it matches, exact}.
const tokensOf = (text, from = 0) => Array.from(text.matchAll(WORD), (m) => {
  const [key, form] = foldWord(m[0]);
  return { surface: m[0], key, form, at: m.index + from, end: m.index + from + m[0].length, places: null, exact: false };
});

const matchWords = (tokens, query) => {
  const byKey = new Map();
  query.words.forEach((word, i) => byKey.set(word.key, [...(byKey.get(word.key) || []), i]));
  const lastOne = query.open ? query.words.at(-1) : null;
  for (const token of tokens) {
    let places = byKey.get(token.key);
    if (!places && lastOne && lastOne.key.length > 1 && token.key.startsWith(lastOne.key)) places = [query.words.length - 1];
    if (!places) continue;
    token.places = places;
    token.exact = places.some((i) => !query.words[i].marked || query.words[i].form === token.form);
  }
};

// Acronyms: "CCHC" in the text for four words of the query, or four words of the text for "CCHC" in the query.
const matchAcronyms = (tokens, query) => {
  const initials = query.words.map((w) => w.key[0]).join("");
  const seen = new Set(tokens.flatMap((t) => t.places || []));
  query.words.forEach((word, place) => {
    if ((seen.has(place) && !word.capital) || word.key.length < 2 || word.key.length > 8 || !/^\p{L}+$/u.test(word.key)) return;
    for (let i = 0; i + word.key.length <= tokens.length; i++) {
      let n = 0;
      while (n < word.key.length && tokens[i + n].key[0] === word.key[n] && !tokens[i + n].places) n++;
      if (n === word.key.length) for (let j = i; j < i + n; j++) Object.assign(tokens[j], { places: [place], exact: true, spelt: i + n - j });
    }
  });
  for (const token of tokens) {
    if (token.places || token.key.length < 2 || token.surface !== token.surface.toUpperCase() || /\d/.test(token.key)) continue;
    const at = initials.indexOf(token.key);
    if (at >= 0) Object.assign(token, { places: Array.from({ length: token.key.length }, (_, i) => at + i), exact: true, covers: true });
  }
};

const matchNumbers = (tokens, query, text) => {
  for (const wanted of query.numbers) {
    for (const m of [...text.matchAll(NUMBER), ...text.matchAll(/\d{1,2}([.-])\d{1,2}\1\d{4}/g)]) {
      const found = canonicalNumber(m[0]);
      if (!found.startsWith(wanted)) continue;
      const number = numberFit(found, wanted);
      for (const t of tokens) if (t.at >= m.index && t.end <= m.index + m[0].length) Object.assign(t, { number: Math.max(number, t.number || 0), exact: true });
    }
  }
};

const stands = (token, place) => (token?.covers ? token.places[0] === place : token?.places?.includes(place));

// Longest run of the query's words in order, side by side: {length, exact} over all starts.
const longestRun = (tokens, first, end) => {
  let best = 0, exact = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (!tokens[i].places) continue;
    for (const start of tokens[i].places) {
      if (start < first || start >= end) continue;
      let n = 0, same = 0;
      for (let k = i; start + n < end && stands(tokens[k], start + n);) {
        const step = tokens[k].covers ? tokens[k].places.length : 1; // an acronym stands for several words of the query
        if (tokens[k].exact) same += step;
        n += step;
        k += tokens[k].spelt || 1; // a full name stands for one
      }
      if (n > best || (n === best && same > exact)) { best = n; exact = same; }
    }
  }
  return { length: best, exact };
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

// Reads an article's text against a query: `textScore` is what its score is multiplied by.
const scoreText = (article, query) => {
  const cut = article.title.length;
  const tokens = tokensOf(article.text);
  matchWords(tokens, query);
  matchAcronyms(tokens, query);
  matchNumbers(tokens, query, article.text);
  const title = tokens.filter((t) => t.end <= cut), body = tokens.slice(title.length), n = query.words.length || 1;
  const inTitle = longestRun(title, 0, n), inBody = longestRun(body, 0, n), window = bestWindow(body);
  const near = window ? Math.min(1, window.value / (n * 1.3)) : 0;
  const whole = (run) => (run.length / n) ** 2 * 0.6 + (run.exact / n) ** 2 * 0.4;
  const filled = title.length ? Math.min(1, n / title.length) : 0;
  const phrase = n > 3 && Math.max(inTitle.length, inBody.length) >= n ? 0.8 : 0; // long and word for word: hardly another
  article.textScore = 1 + 0.9 * whole(inTitle) + 0.6 * whole(inBody) + phrase + 0.5 * coverage(title, query) + 0.3 * near
    + 0.25 * filled * coverage(title, query) + 0.5 * Math.max(0, ...tokens.map((t) => t.number || 0));
  article.tokens = tokens;
  article.window = window;
  article.titleWords = title.length;
  article.phrases = query.phrases.every(([first, end]) => {
    for (const part of [title, body]) {
      const run = longestRun(part, first, end);
      const marked = query.words.slice(first, end).some((w) => w.marked);
      if (run.length >= end - first && (!marked || run.exact >= end - first)) return true;
    }
    return false;
  });
  return article;
};

// Pieces of text for display: [{text, hit}].
const pieces = (text, from, to, tokens) => {
  const out = [];
  let at = from;
  for (const token of tokens) {
    if (token.at < from || token.end > to || !(token.places || token.number)) continue;
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
    const [gap, before] = [out.at(-1), out.at(-2)];
    if (piece.hit && gap && !gap.hit && before?.hit && /^[ /-]$/.test(gap.text)) {
      out.pop();
      before.text += gap.text + piece.text;
    } else out.push({ ...piece });
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
