"""Places of sources and stores: local paths, and the addresses that fsspec reaches (``s3://``, ``https://``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast


class PlaceError(ValueError):
    """An address that this machine cannot reach; the message (Vietnamese) says what to install or mend."""


def place(name: str) -> Path:
    """The path of a name; an address is a path of universal_pathlib, which answers as `Path` does.

    Raises PlaceError where the libraries for addresses, or for this kind of them, are not installed.
    """
    if "://" not in name:
        return Path(name)
    try:
        from upath import UPath  # type: ignore[import-not-found, unused-ignore]  # installed apart

        # No listing is remembered: what another process has put there meanwhile is there.
        return cast("Path", UPath(name, use_listings_cache=False))
    except (ImportError, ValueError) as error:
        raise PlaceError(
            f"không đọc được địa chỉ “{name}” ({error}); hãy cài: .venv/bin/pip install --require-hashes "
            "--only-binary :all: -r requirements-cluster.txt"
        ) from error


def forked(path: Path) -> Path:
    """The path for a process that was forked: connections are not shared with the one it comes from."""
    return place(str(path)) if is_remote(path) else path


def is_remote(path: Path) -> bool:
    """True for an address, which is written whole or not at all by its store, and has no links."""
    return "://" in str(path)


def stamp_of(path: Path) -> str:
    """What changes with a file, whatever tool replaces it: size, times, place on the disk; of an address its tag."""
    try:
        if is_remote(path):
            remote = cast("Any", path)
            return str(remote.fs.ukey(remote.path))
        status = path.stat()
    except (OSError, NotImplementedError):
        return "?"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
