"""The record of an archive: the digests of what it keeps, judged by its seal before anything is judged by it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from plugins.core.problems import Problem
from plugins.system.fixity import (
    MANIFEST,
    digests,
    files_of,
    format_manifest,
    parse_manifest,
    read_manifest,
    record_of,
)
from plugins.system.seals import read_seal, seal_of_record, write_seal
from scripts.support.bag import Part
from scripts.support.preserved_files import backed_up_files, is_remade, kept_files

_FROM_BACKUP = "hãy lấy lại từ bản sao lưu hoặc từ git"
_ANEW = "nếu không có thì xem kỹ các tệp rồi ghi nhận lại bằng --record --accept"
_REMEDY = f"{_FROM_BACKUP}; {_ANEW}"


class FixityRecord(NamedTuple):
    """Path → digest as recorded, and what is wrong with the record itself; both empty where none was ever made."""

    digests: dict[str, str]
    faults: list[Problem]


class DamagedRecordError(Exception):
    """A record that must not be built on; `faults` names every reason."""

    def __init__(self, faults: list[Problem]) -> None:
        super().__init__(str(faults[0]))
        self.faults = faults


def manifest_faults(path: Path, faults: Iterable[tuple[int, str]], remedy: str = _REMEDY) -> list[Problem]:
    """What `parse_manifest` found wrong with a manifest, named for a person."""
    return [Problem(str(path), line, "ban-ghi", f"{fault}; {remedy}") for line, fault in faults]


def read_record(root: Path) -> FixityRecord:
    """The record of a folder people work in, and whether it is the one that was made."""
    manifest, seal = record_of(root), seal_of_record(root)
    sealed = read_seal(seal)
    if not os.path.lexists(manifest):
        lost = Problem(str(manifest), 0, "ban-ghi", f"bản ghi nhận đã mất; {_REMEDY}")
        return FixityRecord({}, [] if sealed is None else [lost])
    if manifest.is_symlink() or not manifest.is_file():
        return FixityRecord({}, [Problem(str(manifest), 0, "ban-ghi", f"không phải tệp thường; {_REMEDY}")])
    data = manifest.read_bytes()
    found = parse_manifest(data)
    faults = manifest_faults(manifest, found.faults or ([] if data else [(0, "bản ghi nhận rỗng")]))
    if fault := _seal_fault(manifest, seal, sealed, data):
        faults.append(fault)
    return FixityRecord(found.digests, faults)


def _seal_fault(manifest: Path, seal: Path, sealed: list[str] | None, data: bytes) -> Problem | None:
    if sealed is None:
        return Problem(str(seal), 0, "niem-phong", f"bản ghi nhận không có niêm phong; {_REMEDY}")
    if not sealed:
        return Problem(str(seal), 0, "niem-phong", f"niêm phong của bản ghi nhận đã hỏng; {_REMEDY}")
    if sha256(data).hexdigest() not in sealed:
        return Problem(str(manifest), 0, "niem-phong", f"không còn như khi ghi nhận; {_REMEDY}")
    return None


def _write_record(root: Path, recorded: Mapping[str, str]) -> None:
    """Replace the record and its seal; killed at any moment, the manifest that stands is one the seal accepts."""
    target, seal = record_of(root), seal_of_record(root)
    data = format_manifest(recorded).encode("utf-8", "surrogateescape")
    target.parent.mkdir(exist_ok=True)
    before = [sha256(target.read_bytes()).hexdigest()] if target.is_file() else []
    write_seal(seal, [*before, sha256(data).hexdigest()], target.parent)
    part = target.with_suffix(".part")
    part.write_bytes(data)
    part.replace(target)
    write_seal(seal, [sha256(data).hexdigest()], target.parent)


def _edited_since(root: Path, path: str) -> bool:
    """Whether a file was written after the record was made: bytes that go bad on a disk leave its time alone."""
    try:
        return (root / path).stat().st_mtime > record_of(root).stat().st_mtime
    except FileNotFoundError:
        return False


def record(root: Path, *, accept: bool = False, forget: bool = True) -> list[str]:
    """Record the digest of everything kept under `root`; paths of files that look damaged.

    A file with other bytes but a time before the record was not edited: it keeps the digest on record. So does one
    that is gone, unless `forget` says that people may have removed it. With `accept` all is well as it is now.

    Raises `DamagedRecordError`, and writes nothing, where the record that stands is damaged (never with `accept`).
    """
    standing = read_record(root)
    if standing.faults and not accept:
        raise DamagedRecordError(standing.faults)
    before = {} if accept else {p: d for p, d in standing.digests.items() if not is_remade(p)}
    now = {path: digest for path, digest in digests(root, kept_files(root)).items() if digest}
    if not now and not before:  # nothing is kept here: there is nothing to record
        record_of(root).unlink(missing_ok=True)
        seal_of_record(root).unlink(missing_ok=True)
        return []
    changed = [p for p, d in now.items() if p in before and before[p] != d and not _edited_since(root, p)]
    lost = [] if forget and now else [path for path in before if path not in now]
    _write_record(root, now | {path: before[path] for path in (*changed, *lost)})
    return sorted((*changed, *lost))


def binding(root: Path) -> dict[str, str]:
    """The recorded digests that still hold: those of files nobody has edited since.

    Raises `DamagedRecordError` where the record cannot be trusted.
    """
    recorded = read_record(root)
    if recorded.faults:
        raise DamagedRecordError(recorded.faults)
    return {path: digest for path, digest in recorded.digests.items() if not _edited_since(root, path)}


def archive_parts(captures: Path, content: Path, output: Path | None = None) -> Iterator[tuple[str, Part]]:
    """The folders of an archive as parts of a bag, by the name each has in it; folders that are not there are not.

    Raises `DamagedRecordError` where a record cannot be trusted.
    """
    roots = {name: root for name, root in (("captures", captures), ("content", content)) if root.is_dir()}
    if faults := [fault for root in roots.values() for fault in read_record(root).faults]:
        raise DamagedRecordError(faults)
    for name, root in roots.items():
        yield name, Part(root, tuple(backed_up_files(root)), binding(root))
    if output is not None and output.is_dir():
        yield "output", Part(output, tuple(sorted(files_of(output))), read_manifest(output / MANIFEST))
