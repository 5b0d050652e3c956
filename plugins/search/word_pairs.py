"""Word bigram statistics for spelling correction: which word stands beside which, in the archive's titles and leads.

The browser draws "Có phải bạn muốn tìm …?" from these rows (theme/static/js/search/72-spelling.js): a guess is made of
words that stand side by side in the archive, and of no dictionary. A row holds what follows a word, another (its key
begins with ``<``) what stands before it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.facets import compress
from plugins.search.folding import fold_word
from plugins.search.front_coding import front_coded
from plugins.search.running_words import RunningWords
from plugins.search.shards import IndexFiles, cut_shards

BEFORE = "<"  # begins the key of a row of words that stand before the row's


def _forms(names: list[str]) -> tuple[Ints, list[tuple[str, str]]]:
    """For each surface the number of its form, and of each form (key, how it is written)."""
    numbers: dict[str, int] = {}
    shown: list[tuple[str, str]] = []
    out = []
    for name in names:
        key, form = fold_word(name)
        if form not in numbers:
            numbers[form] = len(shown)
            shown.append((key, name.lower()))
        out.append(numbers[form])
    return np.array(out, np.int64), shown


def _pairs(running: RunningWords) -> Iterable[tuple[tuple[str, str], tuple[str, str], int]]:
    """((key, word), (key, word), how often side by side) of all pairs met often enough."""
    if not running.names:
        return
    forms, shown = _forms(running.names)
    words, follows = forms[running.numbers], np.flatnonzero(running.joined[1:])
    pairs, counts = np.unique(words[follows] * len(shown) + words[follows + 1], return_counts=True)
    kept = counts >= 1 + min(2, len(words) // tuned.WORDS_PER_PAIR)
    for pair, count in zip(pairs[kept].tolist(), counts[kept].tolist(), strict=True):
        yield shown[pair // len(shown)], shown[pair % len(shown)], count


def pair_files(running: RunningWords) -> IndexFiles:
    """The rows in order of keys, some to a file: key, then for each way of writing it the neighbours with counts."""
    rows: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for (key_1, one), (key_2, two), count in _pairs(running):
        rows[key_1][one].append((count, two))
        rows[BEFORE + key_2][two].append((count, one))
    keys = sorted(rows)
    lines = [
        f"{key}\t" + "\t".join(_row(word, rows[key][word]) for word in sorted(rows[key])) for key in keys
    ]
    sizes = np.array([len(line.encode()) + 1 for line in lines], np.int64)
    ranks = np.array([zlib.crc32(key.encode()) for key in keys], np.int64)
    cuts = cut_shards(sizes, ranks, tuned.PAIR_BYTES).tolist() if lines else []
    shards = [compress("\n".join(lines[a:b]).encode()) for a, b in pairwise([*cuts, len(lines)])]
    return IndexFiles("p", shards, front_coded(keys[a] for a in cuts))


def _row(word: str, neighbours: list[tuple[int, str]]) -> str:
    return " ".join([word, *(f"{other} {count}" for count, other in sorted(neighbours))])
