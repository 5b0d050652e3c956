"""Word bigram statistics for spelling correction: which word stands beside which, in the archive's titles and leads.

The browser draws "Có phải bạn muốn tìm …?" from these rows (theme/static/js/search/72-spelling.js): a guess is made of
words that stand side by side in the archive, and of no dictionary. A row holds what follows a word, another (its key
begins with ``<``) what stands before it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.facets import Compress, compress
from plugins.search.folding import fold_word
from plugins.search.running_words import RunningWords
from plugins.search.shards import IndexFiles, cut_shards

BEFORE = "<"  # begins the key of a row of words that stand before the row's


@dataclass(frozen=True)
class _Forms:
    """For each surface the number of its form; the forms in order of keys, as they are written mostly."""

    numbers: Ints
    keys: list[str]
    shown: list[str]


def _forms(running: RunningWords) -> _Forms:
    uses = np.bincount(running.numbers, minlength=len(running.names))
    ways: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    used = np.flatnonzero(uses).tolist()
    for i, count in zip(used, uses[used].tolist(), strict=True):
        ways[fold_word(running.names[i])][running.names[i].lower()] += count
    rows = [(key, max(some, key=lambda way: (some[way], way)), form) for (key, form), some in ways.items()]
    rows.sort()
    number = {(key, form): i for i, (key, _, form) in enumerate(rows)}
    numbers = np.zeros(len(running.names), np.int64)
    numbers[used] = [number[fold_word(running.names[i])] for i in used]
    return _Forms(numbers, [key for key, *_ in rows], [shown for _, shown, _ in rows])


def _pairs(running: RunningWords, forms: _Forms) -> tuple[Ints, Ints, Ints]:
    """One form, the form behind it, how often side by side, of all pairs met often enough."""
    words, follows, count = forms.numbers[running.numbers], running.joined[1:], len(forms.keys)
    pairs, counts = np.unique(words[:-1][follows] * count + words[1:][follows], return_counts=True)
    kept = counts >= 1 + min(2, len(words) // tuned.WORDS_PER_PAIR)
    return pairs[kept] // count, pairs[kept] % count, counts[kept]


def _rows(forms: _Forms, ones: Ints, others: Ints, counts: Ints, begin: str) -> dict[str, str]:
    """Key → row; forms are numbered in order of keys and of how they are written."""
    order = np.lexsort((others, counts, ones))
    ones = ones[order]
    shown = forms.shown
    columns = others[order].tolist(), counts[order].tolist()
    pieces = [f" {shown[other]} {count}" for other, count in zip(*columns, strict=True)]
    starts = np.flatnonzero(np.append(True, ones[1:] != ones[:-1])[: len(ones)]).tolist()
    rows: dict[str, str] = {}
    for first, end in pairwise([*starts, len(ones)]):
        one = int(ones[first])
        key = begin + forms.keys[one]
        rows[key] = f"{rows.get(key, key)}\t{shown[one]}{''.join(pieces[first:end])}"
    return rows


def pair_files(running: RunningWords, pack: Compress = compress) -> tuple[IndexFiles, list[str]]:
    """The rows in order of keys, some to a file: key, then for each way of writing it the neighbours with counts.

    And the first key of each file.
    """
    forms = _forms(running)
    before, behind, counts = _pairs(running, forms)
    rows = _rows(forms, before, behind, counts, "") | _rows(forms, behind, before, counts, BEFORE)
    keys = sorted(rows)
    sizes = np.array([len(rows[key].encode()) + 1 for key in keys], np.int64)
    ranks = np.array([zlib.crc32(key.encode()) for key in keys], np.int64)
    cuts = cut_shards(sizes, ranks, tuned.PAIR_BYTES).tolist() if keys else []
    shards = [
        pack("\n".join(rows[key] for key in keys[a:b]).encode()) for a, b in pairwise([*cuts, len(keys)])
    ]
    return IndexFiles("p", shards), [keys[a] for a in cuts]
