"""What the last build leaves to the next: postings, coded entries, texts, and from which articles they were made.

Everything lies in one folder of the cache under one seal: a state that is damaged, incomplete or of other code is
no state, and the index is made from the articles alone.
"""

from __future__ import annotations

import functools
import hashlib
import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.core import text as core_text
from plugins.search.acronyms import Table
from plugins.search.bits import Words
from plugins.search.entries import Entries
from plugins.search.rows import Names, Rows

FILE = "state"
SEAL = 32  # bytes of a SHA-256


@dataclass
class State:
    """The index as the cache knows it; slots are numbered as in `slots.Places`.

    `signs` and `faces` tell for each slot what its words and its record were made of (zeros: free); `defined`
    holds (acronym, full name, slot).
    """

    rounded: int
    signs: npt.NDArray[np.uint64]
    faces: npt.NDArray[np.uint64]
    words: Names
    numbers: Names
    rows: dict[str, Rows]
    entries: dict[str, Entries]
    blocks: list[bytes]
    defined: list[tuple[str, str, int]]
    table: Table


@functools.cache
def code_digest() -> bytes:
    """Digest of this package, the rules of text and the versions: other code never reads this one's state."""
    digest = hashlib.sha256(repr((sys.version_info[:2], np.__version__)).encode())
    here = (p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".json", ".txt"))
    for path in [*sorted(here), Path(core_text.__file__)]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


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
    arrays: dict[str, Any] = {
        "rounded": np.array([state.rounded]),
        "signs": state.signs,
        "faces": state.faces,
        "words": _joined(state.words.names),
        "numbers": _joined(state.numbers.names),
        "defined": _joined(f"{a}={n}" for a, n, _ in state.defined),
        "defined_at": np.array([slot for *_, slot in state.defined], np.int64),
        "table": _joined(f"{' '.join(a)}={' '.join(n)}" for a, n in state.table.items()),
        **_pack("blocks", state.blocks),
    }
    for name, rows in state.rows.items():
        arrays |= {f"{name}.added": rows.added, f"{name}.void": rows.void}
        arrays[f"{name}.seals"] = np.frombuffer(b"".join(seals[name]), np.uint8)
    for letter, entries in state.entries.items():
        strings = entries.labels.dtype == object
        arrays[f"{letter}.labels"] = _joined(entries.labels) if strings else entries.labels
        arrays[f"{letter}.sizes"] = entries.sizes.astype(np.int32)
        arrays[f"{letter}.counts"] = np.array(entries.counts, np.int32)
        arrays[f"{letter}.heads"] = np.array(entries.heads, np.int32)
        arrays |= _pack(letter, entries.shards)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    data = buffer.getbuffer()
    part = folder / f"{FILE}.part"
    with part.open("wb") as file:
        file.write(hashlib.sha256(code_digest() + data).digest())
        file.write(data)
    part.replace(folder / FILE)


def _joined(strings: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Strings without line feeds as bytes, each with a line feed after it."""
    return np.frombuffer("".join(f"{s}\n" for s in strings).encode("utf-8", "surrogatepass"), np.uint8)


def _lines(raw: npt.NDArray[np.uint8]) -> list[str]:
    return raw.tobytes().decode("utf-8", "surrogatepass").split("\n")[:-1]


def _pack(name: str, parts: Sequence[bytes]) -> dict[str, Any]:
    lengths = np.array([len(p) for p in parts], np.int64)
    return {f"{name}.bytes": np.frombuffer(b"".join(parts), np.uint8), f"{name}.lengths": lengths}


def _unpack(name: str, held: Any) -> list[bytes]:
    raw, ends = held[f"{name}.bytes"].tobytes(), np.cumsum(held[f"{name}.lengths"]).tolist()
    return [raw[a:b] for a, b in zip([0, *ends], ends, strict=False)]


def load(folder: Path) -> tuple[State, dict[str, list[bytes]]] | None:
    """The state and the seals of its parts; None when there is none to be trusted."""
    try:
        sealed = (folder / FILE).read_bytes()
    except OSError:
        return None
    data = memoryview(sealed)[SEAL:]
    if hashlib.sha256(code_digest() + bytes(data)).digest() != sealed[:SEAL]:
        return None
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        return _restored(held, folder)


def _restored(held: Any, folder: Path) -> tuple[State, dict[str, list[bytes]]] | None:
    names = sorted(key.removesuffix(".seals") for key in held.files if key.endswith(".seals"))
    seals = {name: _cut(held[f"{name}.seals"].tobytes()) for name in names}
    rows = {}
    for name in names:
        parts = [_part(part_path(folder, name, i), seal) for i, seal in enumerate(seals[name])]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        rows[name] = Rows(known, held[f"{name}.added"], held[f"{name}.void"])
    slots, defined = held["defined_at"].tolist(), [_pair(line) for line in _lines(held["defined"])]
    state = State(
        rounded=int(held["rounded"][0]),
        signs=held["signs"],
        faces=held["faces"],
        words=Names(_lines(held["words"])),
        numbers=Names(_lines(held["numbers"])),
        rows=rows,
        entries={letter: _entries(letter, held) for letter in "bstn"},
        blocks=_unpack("blocks", held),
        defined=[(a, n, slot) for (a, n), slot in zip(defined, slots, strict=True)],
        table={tuple(a.split()): tuple(n.split()) for a, n in map(_pair, _lines(held["table"]))},
    )
    return state, seals


def _entries(letter: str, held: Any) -> Entries:
    raw = held[f"{letter}.labels"]
    labels = raw
    if raw.dtype == np.uint8:
        lines = _lines(raw)
        labels = np.empty(len(lines), object)
        labels[:] = lines
    counts, heads = (held[f"{letter}.{name}"].tolist() for name in ("counts", "heads"))
    return Entries(labels, held[f"{letter}.sizes"].astype(np.int64), _unpack(letter, held), counts, heads)


def _part(path: Path, seal: bytes) -> Words | None:
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(raw).digest() != seal:
        return None
    return np.frombuffer(raw, np.uint64)


def _cut(raw: bytes) -> list[bytes]:
    return [raw[i : i + SEAL] for i in range(0, len(raw), SEAL)]


def _pair(line: str) -> tuple[str, str]:
    first, _, second = line.partition("=")
    return first, second
