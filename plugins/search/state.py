"""What the last build leaves to the next: postings, coded entries, texts, and from which articles they were made.

Everything lies in one folder of the cache under one seal: a state that is damaged, incomplete or of other code is
no state, and the index is made from the articles alone.
"""

from __future__ import annotations

import functools
import hashlib
import mmap
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins import blobs
from plugins.core import text as core_text
from plugins.search.acronyms import Table
from plugins.search.bits import Ints, Words
from plugins.search.entries import Entries
from plugins.search.rows import Names, Rows

FILE = "state"


@dataclass
class State:
    """The index as the cache knows it; slots are numbered as in `slots.Places`.

    `signs` and `faces` tell for each slot what its words and its record were made of (zeros: free); `defined`
    holds (acronym, full name, slot), `lengths` the length of the record of each slot, `bounds`
    the first slots of the blocks and where the last ends.
    """

    rounded: int
    signs: npt.NDArray[np.uint64]
    faces: npt.NDArray[np.uint64]
    words: Names
    numbers: Names
    rows: dict[str, Rows]
    entries: dict[str, Entries]
    blocks: list[bytes]
    lengths: Ints
    bounds: Ints
    defined: list[tuple[str, str, int]]
    table: Table


@functools.cache
def code_digest() -> str:
    """Digest of this package, the rules of text and the versions: other code never reads this one's state."""
    digest = hashlib.sha256(repr((sys.version_info[:2], np.__version__)).encode())
    here = (p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".json", ".txt"))
    for path in [*sorted(here), Path(core_text.__file__)]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def begin(folder: Path) -> Path:
    """An empty folder for a new state; returns it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def part_path(folder: Path, name: str, number: int) -> Path:
    """Where a part of the rows of a kind lies."""
    return folder / f"{name}-{number:02}.rows"


def save_part(path: Path, rows: Words) -> bytes:
    """Write one part of rows; returns its seal."""
    path.write_bytes(rows.data)
    return hashlib.sha256(rows.data).digest()


def save(state: State, folder: Path, seals: dict[str, list[bytes]]) -> None:
    """Write everything but the parts of the rows, whose `seals` by kind are kept with it."""
    plain: dict[str, Any] = {
        "rounded": state.rounded,
        "signs": state.signs.tobytes(),
        "faces": state.faces.tobytes(),
        "lengths": state.lengths.tobytes(),
        "bounds": state.bounds.tobytes(),
        "names": (state.words.names, state.numbers.names),
        "rows": {name: (r.added.tobytes(), r.void.tobytes()) for name, r in state.rows.items()},
        "seals": seals,
        "entries": {letter: _plain(entries) for letter, entries in state.entries.items()},
        "blocks": state.blocks,
        "defined": state.defined,
        "table": state.table,
    }
    blobs.store(folder / FILE, code_digest(), plain)


def _plain(entries: Entries) -> tuple[Any, ...]:
    strings = entries.labels.dtype == object
    labels = entries.labels.tolist() if strings else entries.labels.tobytes()
    sizes = entries.sizes.astype(np.int32).tobytes()
    return labels, sizes, entries.shards, entries.counts, entries.heads


def load(folder: Path) -> tuple[State, dict[str, list[bytes]]] | None:
    """The state and the seals of its parts; None when there is none to be trusted."""
    plain = blobs.load(folder / FILE, code_digest())
    if plain is None:
        return None
    seals: dict[str, list[bytes]] = plain["seals"]
    rows = {}
    for name, (added, void) in plain["rows"].items():
        parts = [_part(part_path(folder, name, i), seal) for i, seal in enumerate(seals[name])]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        rows[name] = Rows(known, np.frombuffer(added, np.uint64), np.frombuffer(void, bool))
    words, numbers = map(Names, plain["names"])
    state = State(
        rounded=plain["rounded"],
        words=words,
        numbers=numbers,
        rows=rows,
        entries={letter: _entries(*some) for letter, some in plain["entries"].items()},
        blocks=plain["blocks"],
        defined=plain["defined"],
        table=plain["table"],
        signs=np.frombuffer(plain["signs"], np.uint64),
        faces=np.frombuffer(plain["faces"], np.uint64),
        lengths=np.frombuffer(plain["lengths"], np.int64),
        bounds=np.frombuffer(plain["bounds"], np.int64),
    )
    return state, seals


def _entries(
    labels: list[str] | bytes, sizes: bytes, shards: list[bytes], counts: list[int], heads: list[int]
) -> Entries:
    if isinstance(labels, bytes):
        keys = np.frombuffer(labels, np.int64)
    else:
        keys = np.empty(len(labels), object)
        keys[:] = labels
    return Entries(keys, np.frombuffer(sizes, np.int32).astype(np.int64), shards, counts, heads)


def _part(path: Path, seal: bytes) -> Words | None:
    """A part of rows, left on the disk: a build looks at a small share of them."""
    try:
        with path.open("rb") as file:
            empty = not os.fstat(file.fileno()).st_size
            raw = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError:
        return None
    if hashlib.sha256(raw).digest() != seal:
        return None
    return np.frombuffer(raw, np.uint64)
