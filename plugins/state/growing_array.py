"""Growing array: appended to, in memory or in a file without a name, of which the system keeps what is looked at."""

from __future__ import annotations

import mmap
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.system.files import MAPPED


class GrowingArray:
    """An array that grows at its end: what is appended may go at once, where joining parts holds everything twice.

    With a `folder` it lies in a file there, which has no name and goes with it; its pages are mapped.
    """

    def __init__(self, dtype: type[np.generic], folder: Path | None = None) -> None:
        self._dtype = dtype
        self._bytes = bytearray()
        self._file = tempfile.TemporaryFile(dir=folder) if folder and MAPPED else None  # noqa: SIM115  # it goes with the array

    def append(self, values: NDArray[Any]) -> None:
        """Put values at the end."""
        data = np.ascontiguousarray(values, self._dtype).reshape(-1).view(np.uint8).data
        if self._file:
            self._file.write(data)
        else:
            self._bytes += data

    @property
    def array(self) -> NDArray[Any]:
        """All values; nothing can be appended any more."""
        if not self._file:
            return np.frombuffer(self._bytes, self._dtype)
        with self._file as file:  # it is closed; what is mapped stays
            file.flush()
            return np.asarray(np.memmap(file, self._dtype, "r")) if file.tell() else np.zeros(0, self._dtype)


def unload(*arrays: NDArray[Any]) -> None:
    """Let the pages of mapped arrays go, which are read again where somebody looks: until then they are no memory."""
    for array in arrays:
        base: object = array
        while isinstance(base, np.ndarray):
            base = base.base
        if isinstance(base, mmap.mmap):
            base.madvise(mmap.MADV_DONTNEED)
