"""Query autocompletion from the archive itself: suggestions as a sorted suffix list, cut into files.

What is offered stands in the archive: phrases of titles, bodies named there, tags, sections, sources, authors,
documents, acronyms, each with the number of articles. A suggestion is listed under each of its words (keys of
`folding`, as one string), so that what a reader typed, with or without marks, is a prefix of the right lines; the best
lines of prefixes that would span several files stand in files of their own.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from plugins.core.document_numbers import KINDS
from plugins.core.text import tidy
from plugins.search import weights as tuned
from plugins.search.acronyms import SynonymGroup, curated_acronyms, learn_acronyms
from plugins.search.bit_codes import Ints
from plugins.search.facets import Compress, Facets, compress
from plugins.search.folding import WORD, fold_word
from plugins.search.phrases import body_name, is_body, mine_phrases
from plugins.search.running_words import RunningWords
from plugins.search.shards import IndexFiles, cut_shards

PHRASE, TAG, SECTION, SOURCE, AUTHOR, DOCUMENT, ACRONYM, BODY = (
    "ptcnavkb"  # kinds; the browser has a word for each
)
_FACETS = {"tag": TAG, "section": SECTION, "source": SOURCE, "author": AUTHOR}
_KIND_NAMES = {code: name.capitalize() for name, code in reversed(KINDS.items()) if code != "cv"}
_CODES = {
    "nd": "NĐ",
    "qd": "QĐ",
    "ttg": "TTg",
    "hdnd": "HĐND",
    "bgddt": "BGDĐT",
    "bldtbxh": "BLĐTBXH",
    "ttr": "TTr",
}


@dataclass(frozen=True)
class Suggestion:
    """What is offered and searched for, its kind, the number of articles, other words that lead to it."""

    text: str
    kind: str
    count: int
    also: str = ""


def document_name(term: str) -> str:
    """A document as people write it: ``61/2018/nd-cp`` → ``Nghị định 61/2018/NĐ-CP``; "" for other terms."""
    *number, codes = term.split("/")
    parts = codes.split("-")
    if term.startswith("~") or not number or len(parts) < 2:
        return ""
    shown = "-".join(_CODES.get(part, part.upper()) for part in parts)
    party = parts[-1] == "tw" and len(number) == 1
    written = f"{number[0]}-{shown.replace('-', '/')}" if party else "/".join([*number, shown])
    return f"{_KIND_NAMES.get(parts[0], '')} {written}".strip()


def gather(
    running: RunningWords, facets: Facets, documents: Counter[str], definitions: Iterable[tuple[str, str]]
) -> list[Suggestion]:
    """Everything that can be offered; of one spelling the first kind, in the order of use to readers."""
    found = [Suggestion(name, kind, count) for name, kind, count in _facet_values(facets)]
    named = ((document_name(term), n) for term, n in documents.items())
    found += [Suggestion(name, DOCUMENT, n) for name, n in named if name and n >= tuned.MIN_DOCUMENT_ARTICLES]
    phrases = mine_phrases(running)
    found += list(_acronyms(Counter(definitions), {key_of(text): n for text, n in phrases.items()}))
    bodies = Counter[str]()
    for text, count in phrases.items():
        if name := body_name(text):
            bodies[name] = max(bodies[name], count)
    found += [Suggestion(name, BODY, count) for name, count in bodies.items()]
    found += [Suggestion(text, PHRASE, count) for text, count in phrases.items() if not is_body(text)]
    first: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        first.setdefault((tidy(one.text).lower(), one.also), one)
    return list(first.values())


def _facet_values(facets: Facets) -> Iterator[tuple[str, str, int]]:
    for facet, kind in _FACETS.items():
        counts = np.bincount(
            list(chain.from_iterable(facets[facet].by_id)), minlength=len(facets[facet].numbers)
        ).tolist()
        for name, number in facets[facet].numbers.items():
            if WORD.search(name) and counts[number]:
                yield name, kind, counts[number]


def _acronyms(definitions: Counter[tuple[str, str]], titles: dict[str, int]) -> Iterator[Suggestion]:
    """Full names under their acronyms, as often as titles or definitions have them."""
    learnt: list[SynonymGroup] = list(learn_acronyms(definitions.elements()))
    for acronym, name in dict.fromkeys([*learnt, *curated_acronyms()]):
        count = max(definitions[acronym, name], titles.get(key_of(name), 0))
        if count:
            yield Suggestion(name, ACRONYM, count, acronym)


@lru_cache(maxsize=1 << 16)
def key_of(text: str) -> str:
    """The keys of a text's words, as one string."""
    return " ".join(fold_word(word)[0] for word in WORD.findall(text))


def _lines(suggestions: Iterable[Suggestion]) -> list[tuple[str, str, int]]:
    """(key, line, weight) of each suggestion under each of its words, in order of keys.

    A line: kind, number of articles, number of the word the key begins with (or the other words that lead here), text.
    """
    lines = []
    for one in suggestions:
        words = key_of(one.text).split()
        weight = one.count * tuned.SUGGESTION_WEIGHTS.get(one.kind, 1)
        places: list[tuple[int | str, str]] = [(i, " ".join(words[i:])) for i in range(len(words))]
        if one.also:
            places = [(key_of(one.also), key_of(one.also))]
        for place, key in places:
            lines.append(
                (
                    key,
                    f"{one.kind}{one.count}\t{place}\t{tidy(one.text)}",
                    weight * (2 if place == 0 or one.also else 1),
                )
            )
    return sorted(lines)


def _files(
    letter: str, keys: Sequence[str], lines: Sequence[str], pack: Compress
) -> tuple[IndexFiles, list[str]]:
    """Lines in files of some size, each compressed; and the first key of each."""
    sizes = np.array([len(line.encode()) + 1 for line in lines], np.int64)
    cut_by = (f"{key}\t{line}".encode() for key, line in zip(keys, lines, strict=True))
    ranks = np.array([zlib.crc32(some) for some in cut_by], np.int64)
    cuts = cut_shards(sizes, ranks, tuned.SUGGESTION_BYTES).tolist() if lines else []
    shards = [pack("\n".join(lines[a:b]).encode()) for a, b in pairwise([*cuts, len(lines)])]
    firsts = [keys[a] for a in cuts]
    return IndexFiles(letter, shards), firsts


def _common_prefix(one: str, two: str) -> str:
    size = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    return one[:size]


def _wide_prefixes(firsts: Sequence[str]) -> list[str]:
    """Prefixes with which two files or more begin."""
    wide = set[str]()
    for one, two in pairwise(firsts):
        common = _common_prefix(one, two)
        wide.update(common[: size + 1] for size in range(len(common)))
    return sorted(wide)


def _best(lines: Sequence[str], weights: Ints) -> str:
    """The lines of highest weight, one a text."""
    best: dict[str, str] = {}
    for number in np.argsort(-weights, kind="stable")[: 4 * tuned.SUGGESTIONS].tolist():
        best.setdefault(lines[number].rsplit("\t", 1)[1].lower(), lines[number])
    return "\n".join(list(best.values())[: tuned.SUGGESTIONS])


def suggestion_lines(suggestions: Iterable[Suggestion]) -> bytes:
    """All lines of some few suggestions, for one file."""
    return "\n".join(line for _, line, _ in _lines(suggestions)).encode()


def suggestion_files(
    suggestions: Iterable[Suggestion], pack: Compress = compress
) -> list[tuple[IndexFiles, list[str]]]:
    """The files ``g`` (all lines) and ``t`` (a wide prefix and its best lines, a blank line behind them).

    And the first key of each file.
    """
    rows = _lines(suggestions)
    keys, lines = [key for key, *_ in rows], [line for _, line, _ in rows]
    weights = np.array([weight for *_, weight in rows], np.int64)
    everything, firsts = _files("g", keys, lines, pack)
    wide, best = _wide_prefixes(firsts), list[str]()
    for prefix in wide:
        low, high = bisect_left(keys, prefix), bisect_left(keys, prefix + "\uffff")
        best.append(f"{prefix}\n{_best(lines[low:high], weights[low:high])}\n")
    return [(everything, firsts), _files("t", wide, best, pack)]
