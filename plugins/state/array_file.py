"""Named arrays in one file: written whole in one step, mapped when read, with a checksum for each."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_PAGE = 4096  # bytes whose sum is made at a time
_SUM = 32  # bytes of the head's checksum, at the beginning of the file; then the head's length, in eight


@dataclass(frozen=True)
class Filed:
    """A file's `name` (the checksum of its head, and so of everything), what is said of it, and its arrays."""

    name: str
    about: dict[str, Any]
    arrays: Arrays

    def sound(self, *names: str) -> bool:
        """Whether these arrays, or all, are as they were written."""
        sums = self.about["arrays"]
        return all(checksum(self.arrays[name].data) == sums[name][2] for name in names or sums)


def write(path: Path, about: Mapping[str, Any], arrays: Arrays) -> str:
    """Write a file in one step, and tell its name: a build that is stopped leaves the old file or the new one."""
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    sums = {name: [a.dtype.str, list(a.shape), checksum(a.data)] for name, a in whole.items()}
    head = _padded(json.dumps({**about, "arrays": sums}).encode())
    digest = hashlib.sha256(head)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.writelines([digest.digest(), len(head).to_bytes(8, "little"), head])
        for array in whole.values():
            file.write(array.data)
            file.write(b" " * (-array.nbytes % 8))
    draft.replace(path)
    return digest.hexdigest()


def checksum(data: memoryview) -> int:
    """A sum of the sums of all pages, against damage, not malice: nine times as fast as a CRC of everything."""
    octets = np.frombuffer(data, np.uint8)
    whole = len(octets) // _PAGE * _PAGE
    sums = octets[:whole].view(np.uint64).reshape(-1, _PAGE // 8).sum(axis=1, dtype=np.uint64)
    return zlib.crc32(octets[whole:].data, zlib.crc32(sums.data))


def _padded(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 8)  # arrays begin where the processor reads them fastest


def opened(path: Path) -> Filed | None:
    """The file, mapped; None if there is none, or its beginning is damaged or it ends too early."""
    try:
        data = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError):  # no file; an empty one
        return None
    begin = _SUM + 8
    end = begin + int.from_bytes(data[_SUM:begin].tobytes(), "little")
    head = data[begin:end].tobytes()
    digest = hashlib.sha256(head)
    if len(head) < end - begin or digest.digest() != data[:_SUM].tobytes():
        return None
    about = json.loads(head)
    arrays = _mapped(about["arrays"], data[end:])
    return None if arrays is None else Filed(digest.hexdigest(), about, arrays)


def _mapped(sums: Mapping[str, Any], data: NDArray[np.uint8]) -> Arrays | None:
    """The arrays by name; None if the file ends before them."""
    arrays: Arrays = {}
    at = 0
    for name, (kind, shape, _) in sums.items():
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        if at + size > len(data):
            return None
        arrays[name] = np.frombuffer(data[at : at + size], kind).reshape(shape)
        at += size + -size % 8
    return arrays
