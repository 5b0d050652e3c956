"""BagIt bags (RFC 8493), written: the form in which archives hand over and keep files; `bagit-python` reads them.

`scripts.support.bag_rules` judges what others may have made of them.

The library itself is not used: it makes a bag by moving files and digests whatever it finds. Here files are copied,
and a file whose digest is already on record is copied under that digest or not at all, so that a byte gone bad on
disk does not enter a backup as the truth.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.core.problems import Problem
from plugins.system.fixity import MANIFEST, digest_file, format_manifest
from plugins.system.versions import sync_tree
from scripts.support.bag_paths import PAYLOAD, open_below, payload_rule

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAG_MANIFEST = "tagmanifest-sha256.txt"
_BLOCK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of a bag: where it comes from, which files of it, and the digests on record for them."""

    root: Path
    files: tuple[str, ...]
    recorded: Mapping[str, str]


class Damaged(Exception):  # noqa: N818  # the name says what happened
    """Files that are not what is on record for them; `paths` names each."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(", ".join(paths[:5]))
        self.paths = paths


class Unfit(Exception):  # noqa: N818  # the name says what happened
    """Files that no bag may hold; `faults` names each."""

    def __init__(self, faults: list[Problem]) -> None:
        super().__init__(str(faults[0]))
        self.faults = faults


def copy_file(root: Path, path: str, target: Path) -> str:
    """Copy a regular file below `root`, with its time and its plain rights; the digest of what was copied.

    Raises OSError where a link stands on the way, or `target` is there already.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open(open_below(root, path), "rb") as file, target.open("xb") as copy:
        while block := file.read(_BLOCK):
            digest.update(block)
            copy.write(block)
        copy.flush()
        status = os.fstat(file.fileno())
        # Not `shutil.copystat`: a file from elsewhere brings no set-user-id, no capabilities along.
        os.fchmod(copy.fileno(), stat.S_IMODE(status.st_mode) & 0o777)
        os.utime(copy.fileno(), ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def _unfit(parts: Mapping[str, Part]) -> Iterator[Problem]:
    """What of the parts cannot come back from a bag."""
    refuse = payload_rule()
    for name, part in parts.items():
        for path in part.files:
            if fault := refuse(f"{PAYLOAD}{name}/{path}"):
                yield Problem(str(part.root / path), 0, "ten-tep", fault)
            elif not stat.S_ISREG((part.root / path).lstat().st_mode):
                message = "không phải tệp thường (liên kết, ống, thiết bị); hãy thay bằng chính tệp đó"
                yield Problem(str(part.root / path), 0, "lien-ket", message)


def _fill(
    folder: Path, parts: Mapping[str, Part], progress: Callable[[int], None]
) -> tuple[dict[str, str], list[str]]:
    """Copy all parts; path in the bag → digest, and the files that differ from their record."""
    payload, damaged = dict[str, str](), list[str]()
    for name, part in parts.items():
        for path in part.files:
            digest = copy_file(part.root, path, folder / PAYLOAD / name / path)
            if part.recorded.get(path, digest) != digest:
                damaged.append(str(part.root / path))
            payload[f"{PAYLOAD}{name}/{path}"] = digest
            progress(1)
    return payload, damaged


def write_bag(
    target: Path,
    parts: Mapping[str, Part],
    info: Mapping[str, str],
    day: date,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write a bag at `target`, whole or not at all; returns the number of files in it.

    `parts` are the folders under ``data/`` by name; `info` goes into ``bag-info.txt`` beside the day and the size.
    Raises `Damaged` when files differ from their record, `Unfit` when some cannot stand in a bag, FileExistsError
    when `target` is there already.
    """
    if target.exists():
        raise FileExistsError(17, "đã có rồi", str(target))
    if faults := list(_unfit(parts)):
        raise Unfit(faults)
    folder = target.with_name(f".{target.name}.next")
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    (folder / "data").mkdir(parents=True)
    try:
        payload, damaged = _fill(folder, parts, progress)
        if damaged:
            raise Damaged(damaged)
        size = sum((folder / path).stat().st_size for path in payload)
        lines = {**info, "Bagging-Date": day.isoformat(), "Payload-Oxum": f"{size}.{len(payload)}"}
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in lines.items()),
            MANIFEST: format_manifest(payload),
        }
        for name, text in tags.items():
            (folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")
        (folder / TAG_MANIFEST).write_text(
            format_manifest({n: digest_file(folder / n) for n in tags}), encoding="utf-8"
        )
        sync_tree(folder)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return len(payload)


def is_bag(folder: Path) -> bool:
    """Whether a folder says of itself that it is a bag."""
    return os.path.lexists(folder / "bagit.txt")
