"""Memory-mapped arrays in one file by name, each with a checksum: written whole in one step, mapped when read."""

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

from plugins.system.files import MAPPED

Arrays = dict[str, NDArray[Any]]

_PAGE = 4096  # bytes whose sum is made at a time
_DIGEST = 32  # bytes of the header's digest, at the beginning of the file; then the header's length, in eight


@dataclass(frozen=True)
class ArrayFile:
    """A file's `digest` (of its header, which has the checksums, and so of everything), its header and its arrays."""

    digest: str
    header: dict[str, Any]
    arrays: Arrays

    def is_intact(self, *names: str) -> bool:
        """Whether these arrays, or all, are as they were written."""
        columns = self.header["arrays"]
        return all(checksum(self.arrays[name].data) == columns[name][2] for name in names or columns)


def write_array_file(path: Path, header: Mapping[str, Any], arrays: Arrays) -> str:
    """Write a file in one step, and return its digest: a build that is stopped leaves the old file or the new one."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    columns = {name: [a.dtype.str, list(a.shape), checksum(a.data)] for name, a in contiguous.items()}
    head = _padded(json.dumps({**header, "arrays": columns}).encode())
    digest = hashlib.sha256(head)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.writelines([digest.digest(), len(head).to_bytes(8, "little"), head])
        for array in contiguous.values():
            file.write(array.data)
            file.write(b" " * (-array.nbytes % 8))
    draft.replace(path)
    return digest.hexdigest()


def checksum(data: memoryview) -> int:
    """A sum of the sums of all pages, against damage, not malice: nine times as fast as a CRC of everything."""
    octets = np.frombuffer(data, np.uint8)
    end = len(octets) // _PAGE * _PAGE
    sums = octets[:end].view(np.uint64).reshape(-1, _PAGE // 8).sum(axis=1, dtype=np.uint64)
    return zlib.crc32(octets[end:].data, zlib.crc32(sums.data))


def _padded(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 8)  # arrays begin where the processor reads them fastest


def open_array_file(path: Path) -> ArrayFile | None:
    """The file, mapped; None if there is none, or its beginning is damaged or it ends too early."""
    try:
        data = np.memmap(path, np.uint8, "r") if MAPPED else np.fromfile(path, np.uint8)
    except (OSError, ValueError):  # no file; an empty one
        return None
    begin = _DIGEST + 8
    end = begin + int.from_bytes(data[_DIGEST:begin].tobytes(), "little")
    head = data[begin:end].tobytes()
    digest = hashlib.sha256(head)
    if len(head) < end - begin or digest.digest() != data[:_DIGEST].tobytes():
        return None
    header = json.loads(head)
    arrays = _mapped(header["arrays"], data[end:])
    return None if arrays is None else ArrayFile(digest.hexdigest(), header, arrays)


def _mapped(columns: Mapping[str, Any], data: NDArray[np.uint8]) -> Arrays | None:
    """The arrays by name; None if the file ends before them."""
    arrays: Arrays = {}
    at = 0
    for name, (dtype, shape, _) in columns.items():
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        if at + size > len(data):
            return None
        arrays[name] = np.frombuffer(data[at : at + size], dtype).reshape(shape)
        at += size + -size % 8
    return arrays
