"""Known-item queries drawn from an archive itself, by kind: who looks for this article may well type that."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from plugins.core.text import fold, words
from scripts.bench import search_mined, search_spelling
from scripts.bench.search_texts import TUNING, UNTOUCHED, Haystack, Query, SearchedText


class Drawer:
    """Draws queries of every kind from `texts`; equal seeds give equal queries."""

    def __init__(self, texts: Sequence[SearchedText], seed: int = 20261122) -> None:
        self.texts = texts
        self.chance = random.Random(seed)  # noqa: S311  # a reproducible draw, nothing secret
        self.titles = Counter(t.title.lower() for t in texts)
        self.shaped = Haystack([" ".join(words(t.title)) for t in texts])
        self.folded = Haystack([fold(" ".join(words(t.title))) for t in texts])
        self.accents: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for one, two in pairwise(words(text.title)):
                self.accents[fold(f"{one} {two}")].add(f"{one} {two}")

    @cached_property
    def with_word(self) -> dict[str, set[int]]:
        """Folded word → numbers of the titles that have it."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, text in enumerate(self.texts):
            for word in words(text.title):
                found[fold(word)].add(number)
        return found

    @cached_property
    def bodies(self) -> Haystack:
        """Words of titles, leads and bodies."""
        return Haystack([" ".join([*words(t.title), *words(t.body)]) for t in self.texts])

    def draw(self, each: int) -> list[Query]:
        """`each` queries of every kind; every second one belongs to the half that no weight was set on."""
        out: list[Query] = []
        for kind, make in self._kinds().items():
            out += self._known(kind, make, each)
        out += search_mined.numbers(self.texts, self.chance, each)
        out += search_mined.named_documents(self.texts, self.chance, each)
        out += search_mined.dates(self.texts, self.chance, each)
        out += self._known_acronyms(each)
        return [Query(q.kind, q.text, q.wanted, UNTOUCHED if i % 2 else TUNING) for i, q in enumerate(out)]

    def _kinds(self) -> dict[str, Callable[[SearchedText], str | Query | None]]:
        return {
            "title": self._title,
            "title, words apart": self._apart,
            "without marks": lambda t: self._as(t, fold),
            "đ as d": lambda t: self._as(t, lambda q: fold(q) if "đ" in q else None),
            "mixed": lambda t: self._as(t, lambda q: search_spelling.mixed(q, self.chance)),
            "NFD": lambda t: self._as(t, search_spelling.decomposed),
            "tone placement": lambda t: self._as(t, search_spelling.other_tone_place),
            "i/y": lambda t: self._as(t, search_spelling.other_i),
            "capitals": lambda t: self._as(t, str.upper),
            "Telex left over": lambda t: self._as(t, search_spelling.telex),
            "accents, three words": self._accents,
            "accents, twin titles": self._twins,
            "phrase in the body": lambda t: self._phrase(t, "phrase in the body", str),
            "the same without marks": lambda t: self._phrase(t, "the same without marks", fold),
            "phrase in quotes": lambda t: self._phrase(t, "phrase in quotes", lambda q: f'"{q}"'),
            "prefix": self._prefix,
        }

    def _known(
        self, kind: str, make: Callable[[SearchedText], str | Query | None], each: int
    ) -> Iterator[Query]:
        found = 0
        for _ in range(each * 400):
            text = self.chance.choice(self.texts)
            query = make(text) if self.titles[text.title.lower()] == 1 else None
            if query:
                yield query if isinstance(query, Query) else Query(kind, query, frozenset([text.key]))
                found += 1
                if found == each:
                    return

    def _keys(self, numbers: set[int]) -> frozenset[str]:
        return frozenset(self.texts[i].key for i in numbers)

    def run(self, items: Sequence[str], low: int, high: int) -> list[str] | None:
        """A run of `low` to `high` neighbouring items; None of too few."""
        size = self.chance.randint(low, high)
        if len(items) < size:
            return None
        at = self.chance.randrange(len(items) - size + 1)
        return list(items[at : at + size])

    def _title(self, text: SearchedText) -> str | None:
        """Words of the title side by side, such as no other title has."""
        run = self.run(text.title_words, 4, 6)
        query = " ".join(run).lower() if run else ""
        return query if query and self.unique(query) else None

    def unique(self, run: str) -> bool:
        """Whether one title alone has these words side by side, marks aside."""
        return len(self.folded.texts_with(fold(run), 3)) == 1

    def _as(self, text: SearchedText, change: Callable[[str], str | None]) -> str | None:
        query = self._title(text)
        return change(query) if query else None

    def _apart(self, text: SearchedText) -> str | None:
        items = text.title_words
        if len(items) < 7:
            return None
        picked = sorted(self.chance.sample(range(len(items)), 4))
        query = [items[i].lower() for i in picked]
        having = set.intersection(*(self.with_word[fold(word)] for word in query))
        return " ".join(query) if len(having) == 1 else None

    def _accents(self, text: SearchedText) -> Query | None:
        """Three words of a title, two of them written with other marks elsewhere; whoever has them so is right."""
        items = words(text.title)
        pairs = [fold(f"{a} {b}") for a, b in pairwise(items)]
        places = [i for i, pair in enumerate(pairs) if len(self.accents[pair]) > 1]
        if not places:
            return None
        at = max(0, self.chance.choice(places) - 1)
        run = " ".join(items[at : at + 3])
        if len(items) < at + 3 or fold(run) == run:
            return None
        return Query("accents, three words", run, self._keys(self.shaped.texts_with(run, 99)))

    def _twins(self, text: SearchedText) -> Query | None:
        """Two to four words that other titles have with other marks only."""
        run = " ".join(self.run(words(text.title), 2, 4) or [])
        same, alike = self.shaped.texts_with(run, 99), self.folded.texts_with(fold(run), 99)
        if not run or fold(run) == run or not alike - same or len(same) > 3:
            return None
        return Query("accents, twin titles", run, self._keys(same))

    def _phrase(self, text: SearchedText, kind: str, change: Callable[[str], str]) -> Query | None:
        run = " ".join(self.run(words(text.body), 6, 9) or [])
        having = self.bodies.texts_with(run, 4) if run else set()
        return Query(kind, change(run), self._keys(having)) if 0 < len(having) < 4 else None

    def _prefix(self, text: SearchedText) -> str | None:
        run = self.run(text.title_words, 4, 6)
        if not run or len(run[-1]) < 4:
            return None
        return " ".join([*run[:-1], run[-1][: self.chance.randint(2, len(run[-1]) - 1)]]).lower()

    def _known_acronyms(self, each: int) -> Iterator[Query]:
        table = search_mined.acronyms(self.texts)

        def query(text: SearchedText, shorten: bool) -> str | None:
            written, typed = search_mined.respelled(text, table, shorten) or ("", "")
            return typed if typed and self.unique(written) else None

        yield from self._known("acronym for full name", lambda t: query(t, False), each)
        yield from self._known("full name for acronym", lambda t: query(t, True), each)
