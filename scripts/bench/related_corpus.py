"""Corpus and samples of the related-articles benchmark: texts as documents, halves of articles, reports of one event.

A corpus is a folder of ``.txt`` files (title, lead, and the body on the third line).
"""

from __future__ import annotations

import hashlib
import random
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from plugins.core.dates import HANOI, Moment
from plugins.core.documents import Document
from plugins.core.text import words

Pair = tuple[str, str]

_FIRST = datetime(2005, 3, 1, 1, 0, tzinfo=HANOI)
_SECTIONS = 8
_NAME = re.compile(r"\b[^\W\d_a-zà-ỹ]\w*(?: [^\W\d_a-zà-ỹ]\w*)+")  # two capitalised syllables or more
WAYS = ("middle", "every other", "unequal", "snippet")  # of cutting an article, in turn: see `cut`
HALVES = (
    "middle",
    "every other",
    "long → short",
    "short → long",
    "snippet",
    "→ snippet",
)  # what is asked of them
SHORTEST, FEWEST = 200, 8  # syllables and sentences of an article that is cut
SNIPPET = 3  # sentences
TITLED = 0.5  # of the articles that are cut
SHARED_SYLLABLES, ALIKE = 5, (0.4, 0.95)  # of two titles: shared ÷ all; above, it is the same title
SHARED_NAMES, RARE_NAME = 4, 12  # names shared by two reports, each in at most so many articles
NEIGHBOURS = 1500  # reports of one event stand this close in the corpus, which is in order of time


@dataclass(frozen=True)
class Corpus:
    """Documents, and where their bodies are: a file (third line), or the text itself for what the bench made up."""

    documents: tuple[Document, ...]
    bodies: dict[str, Path | str]

    def texts(self, digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Bodies by digest, read when asked for."""
        for digest in digests:
            body = self.bodies[digest]
            yield digest, body if isinstance(body, str) else _lines(body)[2]

    def body(self, document: Document) -> str:
        """Body of one document."""
        return next(iter(self.texts([document.digest])))[1]


def _lines(path: Path) -> list[str]:
    return [*path.read_text(encoding="utf-8").split("\n"), "", "", ""][:3]


def names(text: str) -> tuple[str, ...]:
    """Proper names of a text, as far as capitals show them, each once, in order."""
    return tuple(dict.fromkeys(match.group() for match in _NAME.finditer(text)))


def read_corpus(folder: Path, count: int | None = None) -> Corpus:
    """The first `count` files as documents, two hours apart; sections dealt out, tags made of the names in titles."""
    rng = random.Random(1)  # noqa: S311  # dealing out sections, not keys
    documents, bodies = [], dict[str, Path | str]()
    for number, path in enumerate(sorted(folder.rglob("*.txt"))[:count]):
        title, lead, _ = _lines(path)
        digest = hashlib.sha256(path.name.encode()).hexdigest()
        bodies[digest] = path
        documents.append(
            Document(
                key=path.stem,
                url="",
                title=title,
                summary=lead,
                digest=digest,
                source="",
                authors=(),
                date=Moment(_FIRST + timedelta(hours=2 * number)),
                section=str(rng.randrange(_SECTIONS)),
                tags=names(title),
            )
        )
    return Corpus(tuple(documents), bodies)


def cut(sentences: Sequence[str], way: str, rng: random.Random) -> tuple[list[str], list[str]]:
    """Two parts of a text: at the middle of its length, at four fifths, every other sentence, or three and the rest."""
    if way == "every other":
        return list(sentences[::2]), list(sentences[1::2])
    if way == "snippet":
        start = rng.randrange(1, max(2, len(sentences) - SNIPPET))
        return [*sentences[:start], *sentences[start + SNIPPET :]], list(sentences[start : start + SNIPPET])
    share = {"middle": 0.5, "unequal": 0.8 if rng.random() < 0.5 else 0.2}[way]
    ends = list(accumulate(map(len, sentences)))
    at = min(max(1, bisect_left(ends, share * ends[-1])), len(sentences) - 1)
    return list(sentences[:at]), list(sentences[at:])


def with_halves(
    corpus: Corpus, number: int, seed: int, spared: set[str]
) -> tuple[Corpus, dict[str, list[Pair]]]:
    """The corpus with `number` articles (none of the spared) replaced by two parts; pairs of these by what is asked.

    Title and summary are in the first part alone, and of half of the articles in neither.
    """
    # Not the order in which reports of one event were drawn: what that spared would be the first here, too, and only
    # articles without a second report would be cut, whose parts are easily found.
    rng = random.Random(f"halves {seed}")  # noqa: S311  # a sample, not keys
    order = list(corpus.documents)
    rng.shuffle(order)
    made: dict[str, list[Document]] = {}
    asked: dict[str, list[Pair]] = {name: [] for name in HALVES}
    bodies = dict(corpus.bodies)
    for document in order:
        body = corpus.body(document) if len(made) < number and document.key not in spared else ""
        sentences = re.split(r"(?<=[.!?…]) +", body)
        if len(words(body)) < SHORTEST or len(sentences) < FEWEST:
            continue
        way = WAYS[len(made) % len(WAYS)]
        parts = cut(sentences, way, rng)
        titled = rng.random() < TITLED
        made[document.key] = []
        for name, part in zip("ab", parts, strict=True):
            title, summary = (document.title, document.summary) if titled and name == "a" else ("", "")
            digest = hashlib.sha256(f"{document.key}{name}".encode()).hexdigest()
            bodies[digest] = " ".join(part)
            made[document.key].append(
                replace(document, key=document.key + name, digest=digest, title=title, summary=summary)
            )
        for name, pair in _asked(way, document.key, parts):
            asked[name].append(pair)
    documents = [half for d in corpus.documents for half in made.get(d.key, [d])]
    return Corpus(tuple(documents), bodies), asked


def _asked(way: str, key: str, parts: tuple[Sequence[str], Sequence[str]]) -> list[tuple[str, Pair]]:
    """What is looked for with what, by the name of the set."""
    there, back = (f"{key}a", f"{key}b"), (f"{key}b", f"{key}a")
    if way == "snippet":
        return [("snippet", back), ("→ snippet", there)]
    if way == "unequal":
        longer_first = sum(map(len, parts[0])) > sum(map(len, parts[1]))
        long, short = (there, back) if longer_first else (back, there)
        return [("long → short", long), ("short → long", short)]
    return [(way, there), (way, back)]


def title_pairs(corpus: Corpus, number: int, seed: int) -> list[Pair]:
    """Articles close in time whose titles are nearly the same: two reports of one event, drawn by chance of several."""
    rng = random.Random(f"titles {seed}")  # noqa: S311  # a sample, not keys
    sets = [set(words(document.title)) for document in corpus.documents]
    having: dict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(sets):
        for word in found:
            having[word].append(i)

    def best(i: int) -> int | None:
        shared = Counter(j for word in sets[i] for j in having[word] if 0 < abs(i - j) < NEIGHBOURS)
        alike = [
            (n / len(sets[i] | sets[j]), rng.random(), j)
            for j, n in _most_common(shared)
            if n >= SHARED_SYLLABLES
        ]
        return max(alike)[2] if alike and ALIKE[0] <= max(alike)[0] < ALIKE[1] else None

    return _draw(corpus, best, number, seed)


def name_pairs(corpus: Corpus, number: int, seed: int) -> list[Pair]:
    """Articles close in time that share four names hardly any other article has, drawn by chance of several."""
    rng = random.Random(f"names {seed}")  # noqa: S311  # a sample, not keys
    sets = [set(names(corpus.body(document))) for document in corpus.documents]
    having: dict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(sets):
        for name in found:
            having[name].append(i)

    def best(i: int) -> int | None:
        rare = (j for name in sets[i] if len(having[name]) <= RARE_NAME for j in having[name])
        shared = Counter(j for j in rare if 0 < abs(i - j) < NEIGHBOURS)
        top = max(((n, rng.random(), j) for j, n in _most_common(shared)), default=(0, 0.0, 0))
        return top[2] if top[0] >= SHARED_NAMES else None

    return _draw(corpus, best, number, seed)


def _most_common(shared: Counter[int]) -> list[tuple[int, int]]:
    """The twenty that share most, in an order that no hash seed changes."""
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:20]


def _draw(corpus: Corpus, best: Callable[[int], int | None], number: int, seed: int) -> list[Pair]:
    """Up to `number` pairs (i, best(i)) of texts that are no near-duplicates, no article twice, in a seeded order."""
    documents, order = corpus.documents, list(range(len(corpus.documents)))
    random.Random(seed).shuffle(order)  # noqa: S311  # a sample, not keys
    pairs: list[Pair] = []
    used: set[int] = set()
    for i in order:
        j = best(i) if len(pairs) < number and i not in used else None
        if j is not None and j not in used and not near_duplicates(corpus, documents[i], documents[j]):
            pairs.append((documents[i].key, documents[j].key))
            used |= {i, j}
    return pairs


def shingles(corpus: Corpus, document: Document) -> set[tuple[str, ...]]:
    """Five syllables in a row of the body alone: the plain definition, apart from the engine's arrays."""
    found = words(corpus.body(document))
    return set(zip(*(found[step:] for step in range(5)), strict=False))


def near_duplicates(corpus: Corpus, one: Document, two: Document) -> bool:
    """Whether two articles are near-duplicates: half of all their shingles shared, or seven tenths of the shorter's."""
    a, b = shingles(corpus, one), shingles(corpus, two)
    shared = len(a & b)
    return bool(shared) and (shared >= 0.5 * len(a | b) or shared >= 0.7 * min(len(a), len(b)))


def without_titles(corpus: Corpus, keys: set[str]) -> Corpus:
    """The corpus with the titles of some articles taken away."""
    documents = (replace(d, title="") if d.key in keys else d for d in corpus.documents)
    return Corpus(tuple(documents), corpus.bodies)
