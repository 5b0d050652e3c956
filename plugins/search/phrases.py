"""Phrase mining (n-gram counting with closedness and branching tests): the collocations that titles and leads repeat.

A phrase is kept when it is neither part of a longer one that is nearly always meant, nor cut where its words go on in
one way. Nothing is looked up in a dictionary: what an archive writes about is what they say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints, Words
from plugins.search.folding import fold_word
from plugins.search.running_words import RunningWords

# Words with which no name of a thing begins or ends.
_FUNCTION = frozenset(
    [
        "và",
        "của",
        "các",
        "cho",
        "với",
        "về",
        "là",
        "được",
        "có",
        "trong",
        "từ",
        "đến",
        "để",
        "những",
        "này",
        "tại",
        "ở",
        "theo",
        "trên",
        "do",
        "bị",
        "đã",
        "sẽ",
        "đang",
        "không",
        "vì",
        "như",
        "thì",
        "mà",
        "nhiều",
        "khi",
        "sau",
        "trước",
        "phải",
        "cần",
        "vẫn",
        "rất",
        "cũng",
        "hơn",
        "gì",
        "ai",
        "ra",
        "vào",
        "lên",
        "xuống",
        "qua",
        "đi",
        "lại",
        "còn",
        "nếu",
        "nào",
        "người",
    ]
)
_SEEN = 40  # places looked at for the commonest way of writing a phrase
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class _Titles:
    """Words of all titles: numbers of their keys, of their surfaces, and whether each follows the one before."""

    keys: Ints
    shown: Ints
    joined: npt.NDArray[np.bool_]
    names: list[str]


def _titles(words: RunningWords) -> _Titles:
    """The first word of a text is taken in lower case where texts write it so elsewhere."""
    number = {name: i for i, name in enumerate(words.names)}
    key_ids: dict[str, int] = {}
    keys = [key_ids.setdefault(fold_word(name)[0], len(key_ids) + 1) for name in words.names]
    lower = [number.get(name.lower(), i) for i, name in enumerate(words.names)]
    if not keys:
        return _Titles(words.numbers, words.numbers, words.joined, [])
    shown = np.where(words.first, np.array(lower, np.int64)[words.numbers], words.numbers)
    return _Titles(np.array(keys, np.int64)[words.numbers], shown, words.joined, words.names)


def _hashes(values: Ints, size: int) -> Words:
    """A hash of every run of `size` values."""
    total = np.zeros(max(0, len(values) - size + 1), np.uint64)
    for step in range(size):
        total = (total ^ values[step : step + len(total)].astype(np.uint64)) * _PRIME
        total ^= total >> np.uint64(29)
    return total


@dataclass(frozen=True)
class _Grams:
    """Distinct runs of one length: hash, how often, where first met, all places in order of hashes."""

    hashes: Words
    counts: Ints
    places: Ints
    starts: Ints


def _grams(titles: _Titles, size: int, places: Ints, least: int) -> _Grams:
    """The runs met `least` times at some places; a longer run that is frequent begins like a shorter one that is."""
    hashes = _hashes(titles.keys, size)
    places = places[places + size <= len(titles.keys)]
    places = places[titles.joined[places + size - 1]]
    order = places[np.argsort(hashes[places], kind="stable")]
    _, counts = np.unique(hashes[order], return_counts=True)
    kept = counts >= least
    order = order[np.repeat(kept, counts)]
    counts = counts[kept]
    starts = np.cumsum(counts) - counts
    return _Grams(hashes[order[starts]], counts, order, starts)


def _all_grams(titles: _Titles, least: int) -> dict[int, _Grams]:
    places, by_size = np.arange(len(titles.keys)), dict[int, _Grams]()
    for size in range(2, tuned.PHRASE_WORDS + 2):
        by_size[size] = _grams(titles, size, places, least)
        places = np.sort(by_size[size].places)
    return by_size


def _largest_share(grams: _Grams, longer: _Grams, size: int, titles: _Titles, before: int) -> Ints:
    """For each run the count of the commonest run one word longer, at its end or (`before` 1) at its beginning."""
    most = np.zeros(len(grams.hashes), np.int64)
    if not len(longer.hashes):
        return most
    inner = _hashes(titles.keys, size)[longer.places[longer.starts] + before]
    at = np.searchsorted(grams.hashes, inner)
    fits = (at < len(grams.hashes)) & (grams.hashes[np.minimum(at, len(grams.hashes) - 1)] == inner)
    np.maximum.at(most, at[fits], longer.counts[fits])
    return most


def _shown(titles: _Titles, grams: _Grams, number: int, size: int) -> str:
    """The commonest way of writing a run."""
    first = grams.starts[number]
    places = grams.places[first : first + min(_SEEN, int(grams.counts[number]))].tolist()
    ways = Counter(tuple(titles.shown[at : at + size].tolist()) for at in places)
    return " ".join(titles.names[i] for i in max(ways, key=lambda way: (ways[way], way)))


def _usable(phrase: str) -> bool:
    words = phrase.lower().split()
    return not ({words[0], words[-1]} & _FUNCTION) and not words[-1].isdigit() and len(words[-1]) > 1


def mine_phrases(running: RunningWords) -> dict[str, int]:
    """Phrase → number of places, of those that stand in enough of them."""
    words = _titles(running)
    found: dict[str, int] = {}
    least = 2 + len(words.keys) // tuned.WORDS_PER_PHRASE
    by_size = _all_grams(words, max(2, int(least * tuned.PHRASE_SHARE)))
    for size in range(2, tuned.PHRASE_WORDS + 1):
        grams = by_size[size]
        most = np.maximum(
            *(_largest_share(grams, by_size[size + 1], size, words, before) for before in (0, 1))
        )
        kept = (grams.counts >= least) & (most <= tuned.PHRASE_SHARE * grams.counts)
        for number in np.flatnonzero(kept).tolist():
            phrase = _shown(words, grams, number, size)
            if _usable(phrase):
                found[phrase] = int(grams.counts[number])
    return found
