"""Training of the text model: ``python -m scripts.bench.train_text_model CORPUS_DIR``, a folder of .txt files.

Counts only enter the model: how often words, signs and phrases occur in the folder. Every index made with another
model is rebuilt by itself, since the model is part of the cache's key.
"""

from __future__ import annotations

import argparse
import heapq
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np

from plugins.search.bit_codes import Ints
from plugins.search.folding import SPLIT
from plugins.search.text_codec import UNKNOWN, find_repeats, replace_pairs
from plugins.search.text_model import CONTEXTS, DATA, END, MAX_BITS, RAW, Model, context, save

LEVELS = (2600, 1600, 1000, 600)  # new phrases a level; more of them cost readers more bytes than they save
RARE = 1 / 200_000  # share of the words below which a word is spelled out


def huffman_lengths(counts: Iterable[int]) -> list[int]:
    """Code length for each count (0 for count 0), at most MAX_BITS: the counts are flattened until it fits."""
    counts = list(counts)
    while True:
        heap = [(c, i, ()) for i, c in enumerate(counts) if c]
        lengths = [0] * len(counts)
        groups: dict[int, list[int]] = {i: [i] for _, i, _ in heap}
        heapq.heapify(heap)
        fresh = len(counts)
        while len(heap) > 1:
            (ca, a, _), (cb, b, _) = heapq.heappop(heap), heapq.heappop(heap)
            members = groups.pop(a) + groups.pop(b)
            for i in members:
                lengths[i] += 1
            groups[fresh] = members
            heapq.heappush(heap, (ca + cb, fresh, ()))
            fresh += 1
        if max(lengths) <= MAX_BITS:
            return lengths
        counts = [c and c // 2 + 1 for c in counts]


def read(folder: Path) -> tuple[list[str], Ints, Ints]:
    """(surfaces, stream of surface numbers, text number of each) of every .txt file, single spaces left out."""
    index: dict[str, int] = {}
    streams, sizes = [], []
    for path in sorted(folder.glob("*.txt")):
        parts = SPLIT.split(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
        ids = [index.setdefault(p, len(index)) for p in parts if p and p != " "]
        streams.append(np.array(ids, np.int32))
        sizes.append(len(ids))
    text = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return list(index), np.concatenate(streams).astype(np.int64), text.astype(np.int64)


def best_pairs(stream: Ints, text: Ints, symbols: int, wanted: int) -> Ints:
    """The `wanted` pairs of symbols < UNKNOWN that save most bits as one symbol, sorted."""
    usable = (text[1:] == text[:-1]) & (stream[1:] < UNKNOWN) & (stream[:-1] < UNKNOWN)
    joint, count = np.unique((stream[:-1] * symbols + stream[1:])[usable], return_counts=True)
    single = np.bincount(np.minimum(stream, symbols)).astype(float)
    gain = count * np.log2(count * len(stream) / (single[joint // symbols] * single[joint % symbols]))
    best = np.sort(joint[np.argsort(-gain, kind="stable")[:wanted]])
    return np.stack([best // symbols, best % symbols], axis=1)


def train(folder: Path) -> Model:
    """Count a folder and fit words, phrases and code lengths to it."""
    surfaces, raw, text = read(folder)
    counts = np.bincount(raw)
    common = sorted(surfaces[i] for i in np.flatnonzero(counts >= max(2, len(raw) * RARE)))
    number = {w: i for i, w in enumerate(common)}
    renumber = np.array([number.get(s, UNKNOWN + i) for i, s in enumerate(surfaces)], np.int64)
    stream = renumber[raw]
    letters = count_letters(
        (surfaces[i], int(counts[i])) for i in np.flatnonzero(renumber >= UNKNOWN).tolist()
    )
    levels, symbols = [], len(common)
    for wanted in LEVELS:
        pairs = best_pairs(stream, text, symbols, wanted)
        levels.append(tuple((int(a), int(b)) for a, b in pairs))
        stream, text = replace_pairs(stream, text, pairs, symbols)
        symbols += len(pairs)
    used = count_after_repeats(stream, text, symbols)
    return Model(tuple(common), tuple(levels), tuple(huffman_lengths(used)), tuple(letters))


def count_letters(words: Iterable[tuple[str, int]]) -> list[dict[str, int]]:
    """Code lengths of the letters in each context, from (word, times spelled out)."""
    counts = [Counter({END: 1, RAW: 1}) for _ in range(CONTEXTS)]
    for word, times in words:
        for before, char in pairwise(["", *word, END]):
            counts[context(before)][char] += times
    out = []
    for some in counts:
        kept = {c: n for c, n in some.items() if n > 20 or c in (END, RAW)}
        kept[RAW] += sum(n for n in some.values() if n <= 20)
        chars = sorted(kept)
        out.append(dict(zip(chars, huffman_lengths(kept[c] for c in chars), strict=True)))
    return out


def count_after_repeats(stream: Ints, text: Ints, symbols: int) -> list[int]:
    """How often each symbol, MATCH and SPELL are written, on every fifth text."""
    sample = text % 5 == 0
    stream, text = stream[sample], text[sample]
    single = np.bincount(np.minimum(stream, symbols), minlength=symbols + 1)
    cost = np.ceil(-np.log2((single + 1) / len(stream))).astype(np.int64)[np.minimum(stream, symbols)]
    cost[stream >= UNKNOWN] += 30
    repeats = find_repeats(stream, text, cost, 4)
    written = np.ones(len(stream), bool)
    for at, n in zip(repeats.at.tolist(), repeats.length.tolist(), strict=True):
        written[at : at + n] = False
    counts = np.bincount(np.minimum(stream[written], symbols), minlength=symbols + 1)
    words = np.maximum(counts[:symbols], 1)  # an unused word stays writable: other archives may need it
    return [*words.tolist(), len(repeats.at), int(counts[symbols])]


def main() -> int:
    """Write data/model.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    save(train(parser.parse_args().corpus), DATA)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
