"""The four families of posting lists: pairs of neighbouring words, single words, words of titles, numbers."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from plugins.search.bits import Ints, Words
from plugins.search.corpus import Corpus, Slab, Vocabulary
from plugins.search.expand import Found, Patterns, find, implied_pairs, implied_singles
from plugins.search.flags import TITLE
from plugins.search.model import Model
from plugins.search.postings import IN_BODY, IN_TITLE, KEYS, Lists, code, collect, occurrences, write
from plugins.search.shards import Family, cut, scatter
from plugins.search.strings import front_coded, varints

PAIR_BITS, WORD_BITS, TITLE_BITS, NUMBER_BITS = (
    8 * 9400,
    8 * 9000,
    8 * 4000,
    8 * 6000,
)  # wanted size of a shard
LEAST_PAIR = 5  # articles with a pair; single words and the text itself find the others
OFTEN_PAIR, OFTEN_WORD = 3, 6  # occurrences in a body that make an article STRONG for a pair, a word
PARTS = 12  # the pairs are sorted in parts, to bound memory
DIVIDERS = (
    "b",
    "c",
    "co",
    "d",
    "di",
    "g",
    "k",
    "m",
    "n",
    "nh",
    "p",
    "t",
    "th",
    "ti",
    "v",
)  # single words likewise
AHEAD = 1  # parts waiting while one is taken back


def _kinds(slab: Slab) -> Ints:
    return np.where(slab.flags & TITLE, IN_TITLE, IN_BODY)


def _pairs(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary, common: int) -> Words:
    """Occurrences of pairs of common words side by side, written or implied, sorted."""
    key = vocabulary.common[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    good = (
        np.flatnonzero(slab.joined & (key[1:] >= 0) & (key[:-1] >= 0)) if len(key) else np.zeros(0, np.int64)
    )
    both = form[good] * 32 + form[good + 1]
    article = slab.article[good].astype(np.int64)
    rows = [occurrences(key[good] * common + key[good + 1], both, article, _kinds(slab)[good])]
    rows += [occurrences(*implied_pairs(slab, f, vocabulary, common)) for f in found]
    return np.sort(np.concatenate(rows))


def _singles(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary) -> Words:
    """Occurrences of single words, written or implied, sorted."""
    key = vocabulary.single[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    rows = [occurrences(key, form, slab.article.astype(np.int64), _kinds(slab))]
    rows += [occurrences(*implied_singles(slab, f)) for f in found]
    whole = np.sort(np.concatenate(rows))
    more = np.zeros(len(whole), bool)  # so many equal ones decide a list's class; more would only take memory
    more[OFTEN_WORD:] = whole[OFTEN_WORD:] == whole[:-OFTEN_WORD]
    return whole[~more]


def _part_bounds(model: Model) -> Ints:
    """First words that divide the pairs into parts of about equal weight, from the model's code lengths."""
    weight = np.array([sum(model.folded[key].values()) for key in model.keys], np.float64)
    share = np.cumsum(weight) / weight.sum()
    return np.concatenate([[0], np.searchsorted(share, np.arange(1, PARTS) / PARTS), [len(weight)]])


def _parts(slabs: Iterable[Words], keys: Ints) -> list[list[Words]]:
    """Occurrences of each slab (sorted) divided at the given first keys, the pieces of a part together."""
    bounds = keys.astype(np.uint64) << np.uint64(36)
    parts: list[list[Words]] = [[] for _ in range(len(keys) - 1)]
    for whole in slabs:
        edges = np.searchsorted(whole, bounds)
        for part, (a, b) in enumerate(pairwise(edges)):
            parts[part].append(whole[a:b])
    return parts


Written = tuple[list[bytes], list[Any]]
"""Shards and the first key of each."""


def _ahead(
    pool: ProcessPoolExecutor,
    work: Callable[..., Sequence[Written]],
    parts: list[list[Words]],
    more: Sequence[Any],
) -> Iterator[Sequence[Written]]:
    """`work`(occurrences of a part, *`more`[part]) for each part in order, few parts ahead, to bound memory."""
    waiting: deque[Future[Sequence[Written]]] = deque()
    for part, arguments in zip(parts, more, strict=True):
        whole = np.concatenate([np.zeros(0, np.uint64), *part])
        part.clear()
        waiting.append(pool.submit(work, whole, *arguments))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _write_pairs(raw: Words, size: int) -> Sequence[Written]:
    lists = collect(raw, size, OFTEN_PAIR, LEAST_PAIR)
    if not len(lists.keys):
        return [([], [])]
    coded = code(lists, size, 2, True)
    cuts = cut(coded.sizes, scatter(lists.keys), PAIR_BITS)
    counts = np.diff(np.append(cuts, len(lists.keys))).tolist()
    shards = [n.to_bytes(2, "little") + data for n, data in zip(counts, write(coded, cuts), strict=True)]
    return [(shards, lists.keys[cuts].tolist())]


def pairs(corpus: Corpus, patterns: Patterns, model: Model, size: int, pool: ProcessPoolExecutor) -> Family:
    """Family ``b``: pairs of common words; the directory tells the first key (first * common + second) of each."""
    common = len(model.keys)
    slabs = (
        _pairs(s, find(s, corpus.vocabulary, patterns), corpus.vocabulary, common) for s in corpus.slabs()
    )
    parts = _parts(slabs, _part_bounds(model) * common)
    done = list(_ahead(pool, _write_pairs, parts, [(size,)] * PARTS))
    firsts = [key for ((_, keys),) in done for key in keys]
    return Family(
        "b", [s for ((some, _),) in done for s in some], varints(np.diff(firsts, prepend=0).tolist())
    )


def _write_words(lists: Lists, keys: Sequence[str], size: int, wanted: int, forms: int) -> Written:
    """Lists under strings (`keys`[key]): each shard is its number of keys (2 bytes), the keys, the bits."""
    if not len(lists.keys):
        return [], []
    names = [keys[i] for i in lists.keys.tolist()]
    coded = code(lists, size, forms, False)
    ranks = np.array([zlib.crc32(n.encode()) for n in names], np.int64)
    cuts = cut(coded.sizes + 8 * np.array([len(n) for n in names], np.int64), ranks, wanted)
    shards = []
    for first, last, data in zip(
        cuts.tolist(), [*cuts[1:].tolist(), len(names)], write(coded, cuts), strict=True
    ):
        shards.append((last - first).to_bytes(2, "little") + front_coded(names[first:last]) + data)
    return shards, [names[i] for i in cuts.tolist()]


def _write_singles(raw: Words, keys: Sequence[str], first: int, size: int) -> Sequence[Written]:
    """Every word, and the words of titles alone; `keys`[0] is the key numbered `first`."""
    raw -= np.uint64(first) << np.uint64(36)
    titles = collect(raw[(raw & np.uint64(3)) == IN_TITLE], KEYS, KEYS)
    return [
        _write_words(collect(raw, size, OFTEN_WORD), keys, size, WORD_BITS, 1),
        _write_words(titles, keys, size, TITLE_BITS, 1),
    ]


def singles(
    corpus: Corpus, patterns: Patterns, size: int, pool: ProcessPoolExecutor
) -> tuple[Family, Family]:
    """Families ``s`` (every word) and ``t`` (words of titles alone)."""
    keys = corpus.vocabulary.keys
    inner = [bisect_left(keys, letter) for letter in DIVIDERS]
    edges = [0, *inner, len(keys)]
    slabs = (_singles(s, find(s, corpus.vocabulary, patterns), corpus.vocabulary) for s in corpus.slabs())
    parts = _parts(slabs, np.array(edges, np.int64))
    more = [(keys[a:b], a, size) for a, b in pairwise(edges)]
    done = list(_ahead(pool, _write_singles, parts, more))
    everything, titles = _joined("s", [part[0] for part in done]), _joined("t", [part[1] for part in done])
    return everything, titles


def _joined(letter: str, written: Sequence[Written]) -> Family:
    return Family(
        letter, [s for some, _ in written for s in some], front_coded(k for _, keys in written for k in keys)
    )


def numbers(found: Iterable[tuple[str, int]], size: int) -> Family:
    """Family ``n``: document numbers and dates; `found` are (number, article)."""
    rows = list(found)
    keys = sorted({n for n, _ in rows})
    place = {n: i for i, n in enumerate(keys)}
    key = np.array([place[n] for n, _ in rows], np.int64)
    article = np.array([a for _, a in rows], np.int64)
    nothing = np.zeros(len(rows), np.int64)
    lists = collect(occurrences(key, nothing, article, nothing + IN_BODY), KEYS, KEYS)
    return _joined("n", [_write_words(lists, keys, size, NUMBER_BITS, 0)])
