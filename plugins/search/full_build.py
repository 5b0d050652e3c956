"""The state of an archive made from its articles alone, in several processes and within bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search.acronym_expansion import Patterns, prepare
from plugins.search.acronyms import learn
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import Corpus, gather
from plugins.search.dictionary import Entries, empty, gathered, replaced
from plugins.search.incremental import FAMILIES, Now, Records
from plugins.search.indexes import coded, labels, numbers, post
from plugins.search.postings import rounded
from plugins.search.raw_postings import KEY, NONE, Names, Rows
from plugins.search.state import State, part_path, save_part
from plugins.search.text_model import Model, load
from plugins.search.tokens import GROUP, Group, read_group

AHEAD = 4  # groups read before they are needed
PARTS = 12  # the rows of a kind are sorted and coded in parts, to bound memory


def make(now: Now, cache: Path, pool: ProcessPoolExecutor) -> State:
    """The state; the parts of its rows are written into `cache`."""
    model, size = load(), rounded(len(now.places.slots))
    documents = {slot: d for slot, d in enumerate(now.places.slots) if d}
    aside, words, other = Quarantine(list(documents)), Names(), Names()
    groups = aside.keep(_groups(list(documents.values()), now.texts, pool))
    corpus = gather(groups, np.array(aside.slots, np.int64), words, model)
    table = learn((a, n) for a, n, _ in aside.defined)
    parts = _posted(corpus, prepare(table, corpus.vocabulary, words, model), model)
    parts["numbers"] = [[numbers(aside.numbers, other)]]
    del corpus  # a tenth of a gigabyte, while the workers need theirs
    names = {"pairs": None, "words": words.names, "numbers": other.names}
    rows, seals, entries = {}, {}, {}
    for name, some in parts.items():
        done = list(_ahead(pool, name, some, size, cache))
        seals[name] = [seal for _, seal in done]
        rows[name] = Rows([NONE] * len(done), NONE, np.zeros(len(now.places.slots), bool))
        for number, kind in enumerate(FAMILIES[name]):
            entries[kind.letter] = _joined([part[number] for part, _ in done], names[name], kind.wanted)
    records = _records(now, aside)
    lengths = np.array([len(r) for r in records], np.int64)
    bounds = stored_fields.bounds(lengths)
    return State(
        size, now.seats, now.words, now.homes, words, other, rows, entries,
        blocks=[stored_fields.block(records[a:b]) for a, b in pairwise(bounds.tolist())],
        lengths=lengths, bounds=bounds, defined=aside.defined, table=table, seals=seals,
    )  # fmt: skip


def _joined(parts: Sequence[Entries], names: Sequence[str] | None, wanted: int) -> Entries:
    some = [replace(part, labels=labels(part.labels, names)) for part in parts]
    dtype = "int64" if names is None else "object"
    nothing = empty(dtype)
    return replaced(nothing, nothing.labels, gathered(some, dtype), wanted)


@dataclass
class Quarantine:
    """What is kept of each group besides its words: texts, (number, slot), (acronym, full name, slot)."""

    slots: list[int]
    texts: list[bytes] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    defined: list[tuple[str, str, int]] = field(default_factory=list)

    def keep(self, groups: Iterable[Group]) -> Iterator[Group]:
        """Pass groups on, keeping the small things."""
        for group in groups:
            slots = self.slots[len(self.texts) :]
            self.numbers.extend((n, slots[d]) for n, d in group.numbers)
            self.defined.extend((a, n, slots[d]) for a, n, d in group.definitions)
            self.texts.extend(group.texts)
            yield group


def _groups(documents: Sequence[Document], texts: Texts, pool: ProcessPoolExecutor) -> Iterator[Group]:
    """Articles read in order; the texts are asked for here, since they may come from a database of this process."""
    waiting: deque[Future[Group]] = deque()
    for first in range(0, len(documents), GROUP):
        part = documents[first : first + GROUP]
        bodies = texts([d.digest for d in part])
        waiting.append(pool.submit(read_group, [(d, b) for d, (_, b) in zip(part, bodies, strict=True)]))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _posted(corpus: Corpus, patterns: Patterns, model: Model) -> dict[str, list[list[Words]]]:
    """Rows of pairs and of words, those of each part of the keys together."""
    common = len(model.keys)
    edges = {"pairs": _even(_weights(model)) * common, "words": _even(_uses(corpus))}
    parts: dict[str, list[list[Words]]] = {name: [[] for _ in range(PARTS)] for name in edges}
    for posted in post(corpus, patterns, common):
        for name, rows in (("pairs", posted.pairs), ("words", posted.words)):
            cuts = np.searchsorted(rows, edges[name].astype(np.uint64) << KEY)
            for part, (a, b) in enumerate(pairwise([0, *cuts.tolist(), len(rows)])):
                parts[name][part].append(rows[a:b])
    return parts


def _weights(model: Model) -> Ints:
    return np.array([sum(model.folded[key].values()) for key in model.keys], np.int64)


def _uses(corpus: Corpus) -> Ints:
    return np.bincount(corpus.vocabulary.single[corpus.words], minlength=1)


def _even(weights: Ints) -> Ints:
    """First keys of all parts but the first, so that the parts have about equal weight."""
    share = np.cumsum(weights) / max(1, weights.sum())
    return np.searchsorted(share, np.arange(1, PARTS) / PARTS).astype(np.int64)


Part = tuple[list[Entries], int]
"""The entries of a part for each family made of its rows, and its seal."""


def _ahead(
    pool: ProcessPoolExecutor, name: str, parts: list[list[Words]], size: int, cache: Path
) -> Iterator[Part]:
    """Every part sorted, saved and coded, few parts ahead."""
    waiting: deque[Future[Part]] = deque()
    for number, part in enumerate(parts):
        rows = np.concatenate([NONE, *part])
        part.clear()
        waiting.append(pool.submit(_part, rows, name, size, part_path(cache, name, number)))
        if len(waiting) > 1:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _part(rows: Words, name: str, size: int, path: Path) -> Part:
    rows.sort()
    return [coded(rows, kind, size, None) for kind in FAMILIES[name]], save_part(path, rows)


def _records(now: Now, aside: Quarantine) -> list[bytes]:
    texts, records = dict(zip(aside.slots, aside.texts, strict=True)), Records(now)
    return [records.make(slot, texts.get(slot, b"")) for slot in range(len(now.places.slots))]
