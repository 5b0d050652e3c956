"""What the last build leaves to the next: postings, coded entries, texts, and from which articles they were made.

Everything lies in one folder of the cache: one file under one seal, with the sums of what lies beside it. A state that
is damaged, incomplete or of other code is no state, and the index is made from the articles alone. The rows of a
full build are never written again, and shards are only added (`packs`).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search import shard_store
from plugins.search.acronyms import Table
from plugins.search.bit_codes import Ints, Words
from plugins.search.dictionary import Entries
from plugins.search.doc_ids import Seats
from plugins.search.raw_postings import Names, Rows
from plugins.search.shard_store import Shard
from plugins.search.shards import FileNames
from plugins.state import snapshot_file
from plugins.state.array_file import checksum
from plugins.state.code_fingerprint import code_fingerprint

FILE = "state"


@dataclass
class State:
    """The index as the cache knows it; slots are numbered as in `slots.Places`.

    `seats` says where the articles sit, `signs` and `homes` (2, slots) what the words of each slot were made of
    (zeros: free) and the numbers of its section and its source; `defined`
    holds (acronym, full name, slot), `lengths` the length of the record of each slot, `bounds`
    the first slots of the blocks and where the last ends; `names` are those of the files written, see `shards.Names`.
    """

    rounded: int
    seats: Seats
    signs: npt.NDArray[np.uint64]
    homes: npt.NDArray[np.int32]
    words: Names
    numbers: Names
    rows: dict[str, Rows]
    entries: dict[str, Entries]
    blocks: list[Shard]
    lengths: Ints
    bounds: Ints
    defined: list[tuple[str, str, int]]
    table: Table
    names: dict[str, FileNames] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(
        default_factory=dict
    )  # of other files what they are made of; names
    seals: dict[str, list[int]] = field(default_factory=dict)  # sums of the parts of the rows, by kind
    pack: str = ""  # the file of the shards, and where they lie in it
    places: dict[str, shard_store.Places] = field(default_factory=dict)

    def shards(self) -> dict[str, list[Shard]]:
        """Every list of shards."""
        return {"x": self.blocks, **{letter: entries.shards for letter, entries in self.entries.items()}}


def code_digest() -> str:
    """Digest of the code that makes the index, and of its data: other code never reads this one's state."""
    return code_fingerprint("plugins.search.index", files=(Path(__file__).parent / "data").iterdir())


def begin(folder: Path) -> Path:
    """An empty folder for a new state; returns it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def part_path(folder: Path, name: str, number: int) -> Path:
    """Where a part of the rows of a kind lies."""
    return folder / f"{name}-{number:02}.rows"


def save_part(path: Path, rows: Words) -> int:
    """Write one part of rows; returns its seal."""
    path.write_bytes(rows.data)
    return checksum(rows.data)


def save(state: State, folder: Path) -> None:
    """Write everything but the parts of the rows."""
    pack, places = shard_store.closed(state.shards(), folder, state.pack, state.places)
    plain: dict[str, Any] = {
        "rounded": state.rounded,
        "seats": state.seats,
        "signs": state.signs.tobytes(),
        "homes": state.homes.tobytes(),
        "lengths": state.lengths.tobytes(),
        "bounds": state.bounds.tobytes(),
        "names": (state.words.names, state.numbers.names),
        "rows": {name: (r.added.tobytes(), r.void.tobytes()) for name, r in state.rows.items()},
        "seals": state.seals,
        "entries": {letter: _plain(entries) for letter, entries in state.entries.items()},
        "defined": state.defined,
        "table": state.table,
        "files": (state.names, state.files),
        "pack": pack,
        "places": places,
    }
    snapshot_file.store(folder / FILE, code_digest(), plain)
    if state.pack not in ("", pack):
        (folder / state.pack).unlink()


def _plain(entries: Entries) -> tuple[Any, ...]:
    strings = entries.labels.dtype == object
    labels = entries.labels.tolist() if strings else entries.labels.tobytes()
    sizes = entries.sizes.astype(np.int32).tobytes()
    return labels, sizes, entries.facts.tobytes(), entries.counts, entries.heads


def load(folder: Path) -> State | None:
    """The state; None when there is none to be trusted. Shards are looked at where they are needed."""
    plain = snapshot_file.load(folder / FILE, code_digest())
    if plain is None:
        return None
    seals: dict[str, list[int]] = plain["seals"]
    rows = {}
    for name, (added, void) in plain["rows"].items():
        parts = [_part(part_path(folder, name, i), seal) for i, seal in enumerate(seals[name])]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        rows[name] = Rows(known, np.frombuffer(added, np.uint64), np.frombuffer(void, bool))
    words, numbers = map(Names, plain["names"])
    pack = shard_store.mapped(folder / plain["pack"])
    shards = {letter: shard_store.opened(pack, some) for letter, some in plain["places"].items()}
    return State(
        rounded=plain["rounded"],
        words=words,
        numbers=numbers,
        rows=rows,
        entries={letter: _entries(shards[letter], *some) for letter, some in plain["entries"].items()},
        blocks=shards["x"],
        defined=plain["defined"],
        table=plain["table"],
        seats=plain["seats"],
        signs=np.frombuffer(plain["signs"], np.uint64),
        homes=np.frombuffer(plain["homes"], np.int32).reshape(2, -1),
        lengths=np.frombuffer(plain["lengths"], np.int64),
        bounds=np.frombuffer(plain["bounds"], np.int64),
        names=plain["files"][0],
        files=plain["files"][1],
        seals=seals,
        pack=plain["pack"],
        places=plain["places"],
    )


def _entries(
    shards: list[Shard],
    labels: list[str] | bytes,
    sizes: bytes,
    facts: bytes,
    counts: list[int],
    heads: list[int],
) -> Entries:
    if isinstance(labels, bytes):
        keys = np.frombuffer(labels, np.int64)
    else:
        keys = np.empty(len(labels), object)
        keys[:] = labels
    known = np.frombuffer(facts, np.int64)
    return Entries(keys, np.frombuffer(sizes, np.int32).astype(np.int64), shards, counts, heads, known)


def _part(path: Path, seal: int) -> Words | None:
    """A part of rows, left on the disk: a build looks at a small share of them."""
    try:
        raw = np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.zeros(0, np.uint8)
    except OSError:
        return None
    if checksum(raw.data) != seal:
        return None
    return raw.view(np.uint64)
