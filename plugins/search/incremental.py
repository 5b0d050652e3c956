"""From the last build's state to this one's: what changed, and the least that must be made again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search.acronym_expansion import prepare
from plugins.search.acronyms import Table, learn
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import gather
from plugins.search.dictionary import replaced
from plugins.search.doc_ids import Places, Seats, place, seats
from plugins.search.facets import Facets, gathered
from plugins.search.folding import fold_word
from plugins.search.indexes import NUMBERS, PAIRS, WORDS, Kind, coded, labels, numbers, post
from plugins.search.postings import frequent
from plugins.search.raw_postings import NONE, Names, Rows, keys_of
from plugins.search.shard_store import Shard, octets
from plugins.search.state import State
from plugins.search.text_model import load
from plugins.search.tokens import Group, read_group

FAMILIES: dict[str, tuple[Kind, ...]] = {"pairs": (PAIRS,), "words": (WORDS,), "numbers": (NUMBERS,)}
"""Kinds of rows and the families made of them."""
MOST = 3000  # articles to be read again because of an acronym; for more, all are

Mask = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.uint64]


def signs(places: Places) -> Signs:
    """For each slot what decides its words, 0 for a free slot."""
    marks = np.frombuffer(b"".join([d.mark if d else _FREE for d in places.slots]), np.uint64)[::2]
    return np.where(marks, marks | np.uint64(1), marks)


def homes(known: Facets) -> npt.NDArray[np.int32]:
    """The numbers of the section and the source of each slot, -1 for a free one; shape (2, slots)."""
    return np.array([[some[0] if some else -1 for some in known[name].slots] for name in HOMES], np.int32)


_FREE = bytes(16)
HOMES = "section", "source"


def changed(before: State, now: Signs) -> Mask:
    """Slots whose words are others than before, in the longer of both numberings."""
    size = max(len(before.signs), len(now))
    differ: Mask = stretched(before.signs, size) != stretched(now, size)
    return differ


def stretched(values: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """Values with zeros added up to a size."""
    return np.concatenate([values, np.zeros(size - len(values), values.dtype)])


@dataclass(frozen=True)
class Now:
    """The archive as it is: slots, facets, what `signs`, `homes` and `seats` say of them, texts on request."""

    places: Places
    known: Facets
    words: Signs
    homes: npt.NDArray[np.int32]
    seats: Seats
    texts: Texts


def look(documents: Sequence[Document], texts: Texts, before: Seats | None = None) -> Now:
    """What a build knows of an archive before it reads any text; see `place` of `before`."""
    places = place(documents, before)
    known = gathered(places.slots)
    return Now(places, known, signs(places), homes(known), seats(places), texts)


def _refaced(held: State, now: Now, size: int) -> Mask:
    """Slots of another address, section or source than before: what a record says beside the text."""
    addresses = [list(chain.from_iterable(some.values())) for some in (held.seats, now.seats)]
    differ: Mask = np.zeros(size, bool)
    if addresses[0] != addresses[1]:
        pairs = zip_longest(*addresses, fillvalue="")
        differ[: max(map(len, addresses))] = [one != two for one, two in pairs]
    for one, two in zip(held.homes, now.homes, strict=True):
        differ |= stretched(one + 1, size) != stretched(two + 1, size)
    return differ


def apply(held: State, now: Now, mask: Mask) -> int | None:
    """Bring a state up to date in the slots of `mask`; returns how many articles were read, None: better made anew."""
    size = max(len(mask), *(len(rows.void) for rows in held.rows.values()))
    mask, stale = stretched(mask, size), _refaced(held, now, size)
    for rows in held.rows.values():
        rows.void = stretched(rows.void, size)
    slots, group = _read(now, mask)
    held.defined = [item for item in held.defined if not mask[item[2]]]
    held.defined += [(a, n, int(slots[d])) for a, n, d in group.definitions]
    table = learn((a, n) for a, n, _ in held.defined)
    more = _concerned(held, table, size) & ~mask
    if more.sum() > MOST:
        return None
    held.table = table
    again, others = _read(now, more & (stretched(now.words, size) != 0))
    _post(held, mask | more, [group, others], np.concatenate([slots, again]), table)
    found = dict(zip(slots.tolist(), group.texts, strict=True))
    _reblock(held, now, stale | mask, found)
    held.signs, held.homes, held.seats = now.words, now.homes, now.seats
    return len(slots) + len(again)


def _read(now: Now, mask: Mask) -> tuple[Ints, Group]:
    """The articles in some slots."""
    slots = np.array(
        [i for i in np.flatnonzero(mask[: len(now.places.slots)]).tolist() if now.places.slots[i]], np.int64
    )
    some = [d for i in slots.tolist() if (d := now.places.slots[i])]
    bodies = now.texts([d.digest for d in some])
    return slots, read_group([(d, body) for d, (_, body) in zip(some, bodies, strict=True)])


def _concerned(held: State, table: Table, size: int) -> Mask:
    """Slots of the articles that may write an acronym or a full name of which the table says something new."""
    out = np.zeros(size, bool)
    for acronym in held.table.keys() | table.keys():
        names = held.table.get(acronym), table.get(acronym)
        if names[0] != names[1]:
            for words in (acronym, *filter(None, names)):
                out[_holders(words, held.words, held.rows["words"])] = True
    return out


def _holders(words: Sequence[str], names: Names, rows: Rows) -> Ints:
    """Slots of the articles that have all of some words."""
    keys = sorted({names.number.get(fold_word(word)[0], -1) for word in words})
    if keys[0] < 0:
        return np.zeros(0, np.int64)
    common: Ints | None = None
    for key in keys:
        found = np.unique(rows.of_keys(np.array([key])) & np.uint64((1 << 24) - 1)).astype(np.int64)
        common = found if common is None else np.intersect1d(common, found)
    return np.zeros(0, np.int64) if common is None else common


def _post(held: State, mask: Mask, groups: Sequence[Group], slots: Ints, table: Table) -> None:
    """Replace the rows of the slots of `mask` by those of the articles read, and every entry they concern."""
    model = load()
    corpus = gather(groups, slots, held.words, model)
    patterns = prepare(table, corpus.vocabulary, held.words, model)
    posted = list(post(corpus, patterns, len(model.keys)))
    first = np.cumsum([0, *(len(g.texts) for g in groups)])
    found = [(n, int(slots[at + d])) for at, g in zip(first, groups, strict=False) for n, d in g.numbers]
    fresh = {
        "pairs": np.concatenate([NONE, *(p.pairs for p in posted)]),
        "words": np.concatenate([NONE, *(p.words for p in posted)]),
        "numbers": numbers(found, held.numbers),
    }
    names = {"pairs": None, "words": held.words.names, "numbers": held.numbers.names}
    for name, rows in held.rows.items():
        keys = keys_of(np.concatenate([rows.of_slots(mask), fresh[name]]))
        rows.replace(mask, fresh[name])
        some = rows.of_keys(keys, frequent(held.rounded) if name == "words" else None)
        for kind in FAMILIES[name]:
            _recode(held, kind, keys, some, names[name])


def _recode(held: State, kind: Kind, keys: Ints, rows: Words, names: Sequence[str] | None) -> None:
    gone = labels(keys, names)
    gone.sort()
    fresh = coded(rows, kind, held.rounded, names)
    held.entries[kind.letter] = replaced(held.entries[kind.letter], gone, fresh, kind.wanted)


def _reblock(held: State, now: Now, stale: Mask, texts: dict[int, bytes]) -> None:
    """Bring the blocks of texts up to date; `stale` are the slots whose records are made anew."""
    count, old = len(now.places.slots), Standing(held)
    records, fresh = Records(now), {}
    for slot in np.flatnonzero(stale[:count]).tolist():
        fresh[slot] = records.make(slot, texts.get(slot) or old.text(slot))
    lengths: Ints = stretched(held.lengths[:count], count)
    lengths[list(fresh)] = [len(record) for record in fresh.values()]
    bounds, due = stored_fields.bounds(lengths), np.cumsum(np.append(0, stale[:count]))
    out: list[Shard] = []
    for first, end in pairwise(bounds.tolist()):
        whole = old.block(first, end) if due[first] == due[end] else None
        out.append(
            whole
            or stored_fields.block([fresh[i] if i in fresh else old.record(i) for i in range(first, end)])
        )
    held.blocks, held.lengths, held.bounds = out, lengths, bounds


class Standing:
    """The blocks of the last build, by slots."""

    def __init__(self, held: State) -> None:
        self.blocks = held.blocks
        self.bounds: list[int] = held.bounds.tolist()
        self.number = {first: i for i, first in enumerate(self.bounds)}
        self.read: dict[int, list[bytes]] = {}

    def block(self, first: int, end: int) -> Shard | None:
        """The block of exactly these slots, if there was one."""
        number = self.number.get(first, len(self.blocks))
        found = number < len(self.blocks) and self.bounds[number + 1] == end
        return self.blocks[number] if found else None

    def record(self, slot: int) -> bytes:
        """The record of a slot; empty beyond the last."""
        number = bisect_right(self.bounds, slot) - 1
        if number >= len(self.blocks):
            return b""
        if number not in self.read:
            self.read[number] = list(stored_fields.records(octets(self.blocks[number])))
        return self.read[number][slot - self.bounds[number]]

    def text(self, slot: int) -> bytes:
        """The coded text of a slot."""
        record = self.record(slot)
        return stored_fields.text_of(record) if record else b""


class Records:
    """Makes records of articles; free slots have empty ones."""

    def __init__(self, now: Now) -> None:
        self.slots = now.places.slots
        self.sections, self.sources = now.known["section"].slots, now.known["source"].slots

    def make(self, slot: int, text: bytes) -> bytes:
        """The record of a slot whose article has a coded text."""
        document = self.slots[slot]
        if document is None:
            return b""
        return stored_fields.record(document, self.sections[slot][0], self.sources[slot][0], text)
