"""What the engine remembers between builds: one file, written whole, trusted only with its checksums and its code.

The file is mapped, not read: a build without changes looks at the digests of its sources and at the lists, two
megabytes of some two hundred; the rest is checked when it is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.core import text
from plugins.related.table import Table
from plugins.related.terms import Terms
from plugins.related.vectors import Vectors

_NAME = "related.bin"
_SUM = 32  # bytes of the head's checksum, at the beginning of the file; then the head's length, in eight


@dataclass(frozen=True)
class State:
    """One build's outcome; arrays are indexed by article, in the order of `keys` (ascending)."""

    keys: list[str]
    sources: NDArray[np.uint8]  # (n, 16): digest of what the article was read from
    marks: NDArray[np.uint8]  # (n, 16): see `Counts.marks`
    base: NDArray[np.bool_]  # (n,): whether the table is counted on it
    table: Table
    terms: Terms
    vectors: Vectors
    lists: NDArray[np.int32]  # (n, 10): related articles, best first, filled with -1
    scores: NDArray[np.int64]  # (n, 10): their scores, filled with 0
    copies: NDArray[np.int32]  # (pairs, 2)


def code_fingerprint() -> str:
    """Digest of the code that decides about lists, and of NumPy's version."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(text.__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _arrays(state: State) -> dict[str, NDArray[Any]]:
    return {
        "sources": state.sources, "lists": state.lists, "scores": state.scores, "marks": state.marks,
        "base": state.base, "copies": state.copies,
        "table_codes": state.table.codes, "table_counts": state.table.counts,
        "offsets": state.vectors.offsets, "codes": state.vectors.codes, "weights": state.vectors.weights,
        "term_offsets": state.terms.offsets, "term_codes": state.terms.codes, "term_times": state.terms.times,
    }  # fmt: skip


def save(state: State, folder: Path) -> None:
    """Write the state in one step: a build that is stopped leaves the old file or the new one."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _arrays(state).items()}
    about = {name: [a.dtype.str, list(a.shape), _checksum(a.data)] for name, a in arrays.items()}
    head = _padded(
        json.dumps(
            {"code": code_fingerprint(), "keys": state.keys, "size": state.table.size, "arrays": about}
        ).encode()
    )
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{_NAME}.{os.getpid()}"
    with draft.open("wb") as file:
        file.writelines([hashlib.sha256(head).digest(), len(head).to_bytes(8, "little"), head])
        for array in arrays.values():
            file.write(array.data)
            file.write(b" " * (-array.nbytes % 8))
    draft.replace(folder / _NAME)


def _checksum(data: memoryview) -> str:
    return hashlib.sha256(data).hexdigest()


def _padded(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 8)  # arrays begin where the processor reads them fastest


@dataclass(frozen=True)
class Stored:
    """The last build's file: its keys, and its arrays as they lie on disk, with the checksums they should have."""

    head: dict[str, Any]
    arrays: dict[str, NDArray[Any]]

    @property
    def keys(self) -> list[str]:
        """Keys of the articles, ascending."""
        return list(self.head["keys"])

    @property
    def sources(self) -> NDArray[np.uint8]:
        """See `State.sources`."""
        return self.arrays["sources"]

    @property
    def lists(self) -> NDArray[np.int32]:
        """See `State.lists`."""
        return self.arrays["lists"]

    def sound(self, *names: str) -> bool:
        """Whether these arrays, or all, are as they were written."""
        about = self.head["arrays"]
        return all(_checksum(self.arrays[name].data) == about[name][2] for name in names or about)

    def state(self) -> State | None:
        """Everything; None if any of it is damaged."""
        if not self.sound():
            return None
        a = self.arrays
        table = Table(self.head["size"], a["table_codes"], a["table_counts"])
        return State(
            keys=self.keys, sources=a["sources"], marks=a["marks"], base=a["base"],
            table=table,
            terms=Terms(a["term_offsets"], a["term_codes"], a["term_times"]),
            vectors=Vectors(a["offsets"], a["codes"], a["weights"], table.rare),
            lists=a["lists"], scores=a["scores"], copies=a["copies"],
        )  # fmt: skip


def load(folder: Path) -> Stored | None:
    """The file of the last build; None if there is none, its beginning is damaged, or other code made it."""
    try:
        data = np.memmap(folder / _NAME, np.uint8, "r")
    except (OSError, ValueError):  # no file; an empty one
        return None
    begin = _SUM + 8
    end = begin + int.from_bytes(data[_SUM:begin].tobytes(), "little")
    head = data[begin:end].tobytes()
    if len(head) < end - begin or hashlib.sha256(head).digest() != data[:_SUM].tobytes():
        return None
    about = json.loads(head)
    if about["code"] != code_fingerprint() or (arrays := _map(about, data[end:])) is None:
        return None
    stored = Stored(about, arrays)
    return stored if stored.sound("sources", "lists") else None


def _map(head: dict[str, Any], data: NDArray[np.uint8]) -> dict[str, NDArray[Any]] | None:
    """The arrays by name; None if the file ends before them."""
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, (kind, shape, _) in head["arrays"].items():
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        if at + size > len(data):
            return None
        arrays[name] = np.frombuffer(data[at : at + size], kind).reshape(shape)
        at += size + -size % 8
    return arrays
