"""What the engine remembers between builds: one file, written whole, trusted only with its checksum and its code."""

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
from plugins.related.vectors import Vectors

_NAME = "related.bin"
_SUM = 32  # bytes of the checksum at the beginning of the file


@dataclass(frozen=True)
class State:
    """One build's outcome; arrays are indexed by article, in the order of `keys` (ascending)."""

    keys: list[str]
    sources: NDArray[np.uint8]  # (n, 16): digest of what the article was read from
    marks: NDArray[np.uint8]  # (n, 16): see `Read.marks`
    table_marks: NDArray[np.uint8]  # (16,): digest of the marks of the sampled articles
    table: Table
    vectors: Vectors
    lists: NDArray[np.int32]  # (n, 10): related articles, best first, filled with -1
    lasts: NDArray[np.int64]  # (n,): score of the tenth, 0 where there are fewer
    copies: NDArray[np.int32]  # (pairs, 2)


def code_fingerprint() -> str:
    """Digest of the code that decides about lists, and of NumPy's version."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(text.__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _arrays(state: State) -> dict[str, NDArray[Any]]:
    return {
        "sources": state.sources, "marks": state.marks, "table_marks": state.table_marks,
        "table_codes": state.table.codes, "table_steps": state.table.steps,
        "offsets": state.vectors.offsets, "codes": state.vectors.codes, "weights": state.vectors.weights,
        "crowding": state.vectors.crowding,
        "lists": state.lists, "lasts": state.lasts, "copies": state.copies,
    }  # fmt: skip


def save(state: State, folder: Path) -> None:
    """Write the state in one step: a build that is stopped leaves the old file or the new one."""
    arrays = _arrays(state)
    shapes = {name: [array.dtype.str, list(array.shape)] for name, array in arrays.items()}
    head = json.dumps(
        {"code": code_fingerprint(), "keys": state.keys, "size": state.table.size, "arrays": shapes}
    )
    parts = [_padded(head.encode()), *(_padded(array.tobytes()) for array in arrays.values())]
    parts.insert(0, len(parts[0]).to_bytes(8, "little"))
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{_NAME}.{os.getpid()}"
    with draft.open("wb") as file:
        file.writelines([digest.digest(), *parts])
    draft.replace(folder / _NAME)


def _padded(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 8)  # arrays begin where the processor reads them fastest


def load(folder: Path) -> State | None:
    """The state of the last build; None if there is none, it is damaged, or other code made it."""
    try:
        data = memoryview((folder / _NAME).read_bytes())
    except OSError:
        return None
    if len(data) < _SUM + 8 or hashlib.sha256(data[_SUM:]).digest() != bytes(data[:_SUM]):
        return None
    begin = _SUM + 8
    end = begin + int.from_bytes(data[_SUM:begin], "little")
    head = json.loads(bytes(data[begin:end]))
    return _restore(head, data[end:]) if head["code"] == code_fingerprint() else None


def _restore(head: dict[str, Any], data: memoryview) -> State:
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, (kind, shape) in head["arrays"].items():
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(data[at : at + size], kind).reshape(shape)
        at += size + -size % 8
    return State(
        keys=head["keys"], sources=arrays["sources"], marks=arrays["marks"], table_marks=arrays["table_marks"],
        table=Table(head["size"], arrays["table_codes"], arrays["table_steps"]),
        vectors=Vectors(arrays["offsets"], arrays["codes"], arrays["weights"], arrays["crowding"]),
        lists=arrays["lists"], lasts=arrays["lasts"], copies=arrays["copies"],
    )  # fmt: skip
