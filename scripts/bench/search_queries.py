"""Known-item queries drawn from an archive itself, by kind: who looks for this article may well type that."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from plugins.core.text import fold, tidy, words

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b\d+[a-z]?/(?:\d{4}/)?[A-ZĐ]{2,}(?:-[A-ZĐ]+)*\b")
_DEFINED = re.compile(r"((?:[^\W\d_]+ ){1,8}[^\W\d_]+) \(([A-ZĐ]{2,7})\)")
_TONE_PAIRS = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("õa", "oã"),
    ("ọa", "oạ"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ụy", "uỵ"),
    ("ùy", "uỳ"),
)
_Y_PAIRS = (("ý", "í"), ("ỹ", "ĩ"), ("ỳ", "ì"), ("ỷ", "ỉ"))


@dataclass(frozen=True)
class Text:
    """One article: `key` is its file's stem."""

    key: str
    title: str
    body: str

    @property
    def title_words(self) -> list[str]:
        """Words of the title as written."""
        return _WORD.findall(self.title)


@dataclass(frozen=True)
class Query:
    """What is typed, and the articles that count as found (usually one)."""

    kind: str
    text: str
    wanted: frozenset[str]


def read(paths: Sequence[Path]) -> list[Text]:
    """The articles of a folder of texts (title, lead, body)."""
    texts = []
    for path in paths:
        title, _, body = path.read_text(encoding="utf-8").partition("\n")
        texts.append(Text(path.stem, tidy(title), tidy(body)))
    return texts


def _run(chance: random.Random, items: Sequence[str], low: int, high: int) -> list[str] | None:
    size = chance.randint(low, high)
    if len(items) < size:
        return None
    at = chance.randrange(len(items) - size + 1)
    return list(items[at : at + size])


class Drawer:
    """Draws queries of every kind from `texts`; equal seeds give equal queries."""

    def __init__(self, texts: Sequence[Text], seed: int = 20261122) -> None:
        self.texts = texts
        self.chance = random.Random(seed)  # noqa: S311  # a reproducible draw, nothing secret
        self.titles = Counter(t.title.lower() for t in texts)
        self.folded = [fold(f" {' '.join(t.title_words)} ") for t in texts]
        self.accents: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            low = words(text.title)
            for one, two in pairwise(low):
                self.accents[fold(f"{one} {two}")].add(f"{one} {two}")

    def draw(self, each: int) -> list[Query]:
        """`each` queries of every kind."""
        kinds: dict[str, Callable[[Text], str | None]] = {
            "title": lambda t: self._title(t, 4, 6),
            "title, words apart": self._apart,
            "without marks": lambda t: self._map(self._title(t, 4, 6), fold),
            "đ as d": lambda t: self._map(self._with(t, "đ"), fold),
            "NFD": lambda t: self._map(self._title(t, 4, 6), lambda q: unicodedata.normalize("NFD", q)),
            "tone placement": lambda t: self._swapped(t, _TONE_PAIRS),
            "i/y": lambda t: self._swapped(t, _Y_PAIRS),
            "capitals": lambda t: self._map(self._title(t, 4, 6), str.upper),
            "accents": self._accents,
            "phrase in the body": self._phrase,
            "the same without marks": lambda t: self._map(self._phrase(t), fold),
            "prefix": self._prefix,
        }
        out = [q for kind, make in kinds.items() for q in self._known(kind, make, each)]
        return out + list(self._numbers(each)) + list(self._acronyms(each))

    def _known(self, kind: str, make: Callable[[Text], str | None], each: int) -> Iterator[Query]:
        found = 0
        for _ in range(each * 400):
            text = self.chance.choice(self.texts)
            query = make(text) if self.titles[text.title.lower()] == 1 else None
            if query:
                yield Query(kind, query, frozenset([text.key]))
                found += 1
                if found == each:
                    return

    @staticmethod
    def _map(query: str | None, change: Callable[[str], str]) -> str | None:
        return change(query) if query else None

    def _title(self, text: Text, low: int, high: int) -> str | None:
        """Words of the title side by side, such as no other title has."""
        run = _run(self.chance, text.title_words, low, high)
        if not run:
            return None
        wanted = fold(f" {' '.join(run)} ")
        return " ".join(run).lower() if sum(wanted in title for title in self.folded) == 1 else None

    def _with(self, text: Text, letter: str) -> str | None:
        query = self._title(text, 4, 6)
        return query if query and letter in query else None

    def _apart(self, text: Text) -> str | None:
        items = text.title_words
        if len(items) < 7:
            return None
        picked = sorted(self.chance.sample(range(len(items)), 4))
        return " ".join(items[i] for i in picked).lower()

    def _swapped(self, text: Text, pairs: Sequence[tuple[str, str]]) -> str | None:
        query = self._title(text, 4, 6) or ""
        for one, two in pairs:
            for a, b in ((one, two), (two, one)):
                changed = re.sub(rf"(?<=[hklmst]){a}\b" if len(a) == 1 else rf"{a}\b", b, query)
                if changed != query:
                    return changed
        return None

    def _accents(self, text: Text) -> str | None:
        low = text.title.lower()
        items = _WORD.findall(low)
        places = [
            i for i in range(len(items) - 1) if len(self.accents[fold(f"{items[i]} {items[i + 1]}")]) > 1
        ]
        if not places:
            return None
        at = max(0, self.chance.choice(places) - 1)
        run = items[at : at + 3]
        folded = fold(" ".join(run))
        return " ".join(run) if len(run) == 3 and folded != " ".join(run) else None

    def _phrase(self, text: Text) -> str | None:
        run = _run(self.chance, _WORD.findall(text.body.lower()), 6, 9)
        return " ".join(run) if run else None

    def _prefix(self, text: Text) -> str | None:
        run = _run(self.chance, text.title_words, 4, 6)
        if not run or len(run[-1]) < 4:
            return None
        return " ".join([*run[:-1], run[-1][: self.chance.randint(2, len(run[-1]) - 1)]]).lower()

    def _numbers(self, each: int) -> Iterator[Query]:
        where: dict[str, set[str]] = defaultdict(set)
        for text in self.texts:
            for number in _NUMBER.findall(f"{text.title} {text.body}"):
                where[number].add(text.key)
        for number in self.chance.sample(sorted(where), min(each, len(where))):
            yield Query(
                "document number", self.chance.choice([number, number.lower()]), frozenset(where[number])
            )
        for number in self.chance.sample(sorted(where), min(each, len(where))):
            head = number[: number.index("/") + 3]
            wanted = {k for n, keys in where.items() if n.startswith(head) for k in keys}
            yield Query("document number begun", head, frozenset(wanted))

    def _acronyms(self, each: int) -> Iterator[Query]:
        pairs = Counter(
            (name.lower(), short) for t in self.texts for name, short in self._definitions(t.body)
        )
        table = {short: name for (name, short), n in sorted(pairs.items(), key=lambda p: p[1]) if n > 1}
        short_first = self._known("acronym for full name", lambda t: self._spelled(t, table, False), each)
        yield from short_first
        yield from self._known("full name for acronym", lambda t: self._spelled(t, table, True), each)

    @staticmethod
    def _definitions(body: str) -> Iterator[tuple[str, str]]:
        for match in _DEFINED.finditer(body):
            name, short = match[1].split(), match[2]
            tail = name[-len(short) :]
            if fold("".join(w[0] for w in tail)) == fold(short):
                yield " ".join(tail), short

    def _spelled(self, text: Text, table: dict[str, str], shorten: bool) -> str | None:
        """A stretch of the title with an acronym spelled out (``full name for acronym``), or the reverse."""
        title = " ".join(text.title_words)
        for short, name in sorted(table.items()):
            wanted, where = (re.escape(short), title) if shorten else (re.escape(name), title.lower())
            found = re.search(rf"\b{wanted}\b", where)
            if found:
                before, after = title[: found.start()].split()[-2:], title[found.end() :].split()[:3]
                query = [*before, name if shorten else short, *after]
                return " ".join(query) if len(before) + len(after) >= 2 else None
        return None
