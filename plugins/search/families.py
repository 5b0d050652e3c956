"""The four families of posting lists: pairs of neighbouring words, single words, words of titles, numbers."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import numpy as np

from plugins.search.bits import Ints, Words
from plugins.search.corpus import Corpus, Slab, Vocabulary
from plugins.search.expand import Found, Patterns, find, implied_pairs, implied_singles
from plugins.search.flags import TITLE
from plugins.search.model import Model
from plugins.search.postings import IN_BODY, IN_TITLE, KEYS, Lists, code, collect, occurrences, write
from plugins.search.shards import Family, cut, scatter
from plugins.search.strings import front_coded, varints

PAIR_BITS, WORD_BITS, TITLE_BITS, NUMBER_BITS = 8 * 9000, 8 * 9000, 8 * 3000, 8 * 4000  # wanted size of a shard
LEAST_PAIR = 3  # articles with a pair; single words and the text itself find the others
PARTS = 12  # the pairs are sorted in parts, to bound memory


def _kinds(slab: Slab) -> Ints:
    return np.where(slab.flags & TITLE, IN_TITLE, IN_BODY)


def _pairs(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary, common: int) -> Words:
    """Occurrences of pairs of common words side by side, written or implied, sorted."""
    key = vocabulary.common[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    good = np.flatnonzero(slab.joined & (key[1:] >= 0) & (key[:-1] >= 0)) if len(key) else np.zeros(0, np.int64)
    both = form[good] * 32 + form[good + 1]
    rows = [occurrences(key[good] * common + key[good + 1], both, slab.article[good], _kinds(slab)[good])]
    rows += [occurrences(*implied_pairs(slab, f, vocabulary, common)) for f in found]
    return np.sort(np.concatenate(rows))


def _singles(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary) -> Words:
    """Occurrences of single words, written or implied, sorted."""
    key = vocabulary.single[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    rows = [occurrences(key, form, slab.article.astype(np.int64), _kinds(slab))]
    rows += [occurrences(*implied_singles(slab, f)) for f in found]
    return np.sort(np.concatenate(rows))


def _part_bounds(model: Model) -> Ints:
    """First words that divide the pairs into parts of about equal weight, from the model's code lengths."""
    weight = np.array([sum(model.folded[key].values()) for key in model.keys], np.float64)
    share = np.cumsum(weight) / weight.sum()
    return np.concatenate([[0], np.searchsorted(share, np.arange(1, PARTS) / PARTS), [len(weight)]])


def _write_pairs(raw: Words, size: int) -> tuple[list[bytes], list[int]]:
    """Shards of one part and the first key of each."""
    lists = collect(raw, size, LEAST_PAIR)
    if not len(lists.keys):
        return [], []
    coded = code(lists, size, 2, True)
    cuts = cut(coded.sizes, scatter(lists.keys), PAIR_BITS)
    counts = np.diff(np.append(cuts, len(lists.keys))).tolist()
    shards = [n.to_bytes(2, "little") + data for n, data in zip(counts, write(coded, cuts), strict=True)]
    return shards, lists.keys[cuts].tolist()


def pairs(corpus: Corpus, patterns: Patterns, model: Model, size: int, pool: ProcessPoolExecutor) -> Family:
    """Family ``b``: pairs of common words; the directory tells the first key (first * common + second) of each."""
    common = len(model.keys)
    bounds = (_part_bounds(model) * common).astype(np.uint64) << np.uint64(36)
    parts: list[list[Words]] = [[] for _ in range(PARTS)]
    for slab in corpus.slabs():
        found = find(slab, corpus.vocabulary, patterns)
        whole = _pairs(slab, found, corpus.vocabulary, common)
        edges = np.searchsorted(whole, bounds)
        for part, (a, b) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
            parts[part].append(whole[a:b])
    shards: list[bytes] = []
    firsts: list[int] = []
    for some, keys in pool.map(_write_pairs, _joined(parts), repeat(size)):
        shards += some
        firsts += keys
    return Family("b", shards, varints(np.diff(firsts, prepend=0).tolist()))


def _joined(parts: list[list[Words]]) -> Iterator[Words]:
    """Each part as one array, freed as soon as it is handed on."""
    for part in parts:
        whole = np.concatenate(part) if part else np.zeros(0, np.uint64)
        part.clear()
        yield whole


def _write_words(letter: str, lists: Lists, keys: Sequence[str], size: int, wanted: int, forms: int) -> Family:
    """A family of lists under strings: each shard is its number of keys (2 bytes), the keys, the bits."""
    if not len(lists.keys):
        return Family(letter, [], b"")
    names = [keys[i] for i in lists.keys.tolist()]
    coded = code(lists, size, forms, False)
    ranks = np.array([zlib.crc32(n.encode()) for n in names], np.int64)
    weights = coded.sizes + np.array([8 * len(n) for n in names], np.int64)
    cuts = cut(weights, ranks, wanted)
    shards = []
    for first, last, data in zip(cuts.tolist(), [*cuts[1:].tolist(), len(names)], write(coded, cuts), strict=True):
        shards.append((last - first).to_bytes(2, "little") + front_coded(names[first:last]) + data)
    return Family(letter, shards, front_coded([names[i] for i in cuts.tolist()]))


def singles(corpus: Corpus, patterns: Patterns, size: int) -> tuple[Family, Family]:
    """Families ``s`` (every word) and ``t`` (words of titles alone)."""
    rows = []
    for slab in corpus.slabs():
        found = find(slab, corpus.vocabulary, patterns)
        rows.append(_thinned(_singles(slab, found, corpus.vocabulary)))
    whole = np.concatenate([np.zeros(0, np.uint64), *rows])
    rows.clear()
    titles = collect(whole[(whole & np.uint64(3)) == IN_TITLE], KEYS)
    everything = collect(whole, size)
    keys = corpus.vocabulary.keys
    return (
        _write_words("s", everything, keys, size, WORD_BITS, 1),
        _write_words("t", titles, keys, size, TITLE_BITS, 1),
    )


def _thinned(ordered: Words) -> Words:
    """At most three of equal occurrences: more would not change a list's class."""
    same = np.zeros(len(ordered), bool)
    same[3:] = ordered[3:] == ordered[:-3]
    return ordered[~same]


def numbers(found: Iterable[tuple[str, int]], size: int) -> Family:
    """Family ``n``: document numbers and dates; `found` are (number, article)."""
    rows = list(found)
    keys = sorted({n for n, _ in rows})
    place = {n: i for i, n in enumerate(keys)}
    key = np.array([place[n] for n, _ in rows], np.int64)
    article = np.array([a for _, a in rows], np.int64)
    nothing = np.zeros(len(rows), np.int64)
    lists = collect(occurrences(key, nothing, article, nothing + IN_BODY), KEYS)
    return _write_words("n", lists, keys, size, NUMBER_BITS, 0)
