"""Validation of a BagIt bag (RFC 8493) before anything of it is used: its form, its paths, its sums.

Only what `scripts.backup` writes is a good bag, and what bagit-python makes of the same folders: manifests of SHA-256
and perhaps of SHA-512 beside it, each complete. Manifests of other algorithms are refused, not passed over: MD5 and
SHA-1 prove nothing about a bag that somebody tampered with, and what is not judged must not look as if it were.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.problems import Problem
from plugins.system.fixity import compare, digests, parse_manifest
from scripts.support.bag_paths import PAYLOAD, open_below, payload_rule

ALGORITHMS = {"sha256": 64, "sha512": 128}  # hexadecimal digits of a digest
_FIRST = "sha256"  # the one every bag must have
_MANIFESTS = tuple(f"manifest-{name}.txt" for name in ALGORITHMS)
_TAG_MANIFESTS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
_DESCRIBED = ("bagit.txt", "bag-info.txt", *_MANIFESTS)  # what tag manifests tell of
_NEEDED = ("bagit.txt", "bag-info.txt", f"manifest-{_FIRST}.txt", f"tagmanifest-{_FIRST}.txt")
_DECLARATION = re.compile(rb"BagIt-Version: (?:1\.0|0\.97)\r?\nTag-File-Character-Encoding: UTF-8(?:\r?\n)?")
_OXUM = re.compile(rb"^Payload-Oxum[ \t]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_TAG_LIMIT = 1 << 28  # bytes of one tag file: a manifest of a million files
_CHANGED = "không còn như khi sao lưu; hãy dùng bản sao lưu khác"
_MISSING = "có tên trong gói mà không còn hoặc không đọc được; hãy dùng bản sao lưu khác"
_STRANGE = "không có tên trong gói"


@dataclass(slots=True)
class Judged:
    """A bag that was looked over: path → SHA-256 of its payload, and everything wrong with it."""

    folder: Path
    payload: dict[str, str] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def fault(self, path: str, rule: str, message: str, line: int = 0) -> None:
        """Name a fault of one file of the bag."""
        self.faults.append(Problem(str(self.folder / path), line, rule, message))


def judge_bag(folder: Path, progress: Callable[[int], None] = lambda _: None) -> Judged:
    """Look a bag over; nothing is written, no link is followed, and nothing outside `folder` is read."""
    judged = Judged(folder)
    sizes = {}
    for path, status in _walk(folder, judged):
        if stat.S_ISREG(status.st_mode):
            sizes[path] = status.st_size
        else:
            judged.fault(path, "loai-tep", "không phải tệp thường (liên kết, ống, thiết bị); gói bị từ chối")
    _judge_form(judged, sizes)
    for algorithm in ALGORITHMS:
        _judge_sums(judged, algorithm, sizes, progress)
    return judged


def _walk(root: Path, judged: Judged) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below a folder that is no folder; without recursion: a path may be deeper than Python's stack."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(root / prefix) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            judged.fault(prefix, "khong-doc-duoc", f"không mở được thư mục: {error.strerror}")
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, entry.stat(follow_symlinks=False)


def _judge_form(judged: Judged, sizes: Mapping[str, int]) -> None:
    """The tag files: those there must be, no others, the declaration, and the count and size of the payload."""
    for name in _NEEDED:
        if name not in sizes:
            judged.fault(name, "mat-tep", "gói không có tệp này; hãy dùng bản sao lưu khác")
    known = {*_DESCRIBED, *_TAG_MANIFESTS}
    for path in sizes:
        if not path.startswith(PAYLOAD) and path not in known:
            judged.fault(path, "tep-la", "không bản sao lưu nào có tệp này; gói bị từ chối")
    if "bagit.txt" in sizes and not _DECLARATION.fullmatch(_read(judged, "bagit.txt", sizes)):
        judged.fault("bagit.txt", "khai-bao", "không phải khai báo của một gói BagIt 1.0 (0.97), UTF-8")
    if "bag-info.txt" in sizes:
        _judge_oxum(judged, sizes)


def _judge_oxum(judged: Judged, sizes: Mapping[str, int]) -> None:
    payload = [size for path, size in sizes.items() if path.startswith(PAYLOAD)]
    right = f"{sum(payload)}.{len(payload)}"
    told = [
        text.strip().decode("ascii", "replace")
        for text in _OXUM.findall(_read(judged, "bag-info.txt", sizes))
    ]
    if told != [right]:
        said = ", ".join(told) or "không có"
        message = f"Payload-Oxum ({said}) khác với {right} (số byte.số tệp) đang có"
        judged.fault("bag-info.txt", "dung-luong", message)


def _read(judged: Judged, name: str, sizes: Mapping[str, int]) -> bytes:
    """The bytes of a tag file; none of one too large, whose name is told."""
    if sizes[name] > _TAG_LIMIT:
        judged.fault(name, "qua-lon", f"lớn hơn {_TAG_LIMIT >> 20} MB")
        return b""
    with open(open_below(judged.folder, name), "rb") as file:
        return file.read(_TAG_LIMIT)


def _judge_sums(
    judged: Judged, algorithm: str, sizes: Mapping[str, int], progress: Callable[[int], None]
) -> None:
    """Every file of the bag against the two manifests of one algorithm, where the bag has them."""
    manifest, tag_manifest = f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"
    payload = _named(judged, manifest, sizes, payload_rule())
    tags = _named(judged, tag_manifest, sizes, _tag_fault)
    if algorithm == _FIRST:
        judged.payload = payload or {}
    present = {
        *(path for path in sizes if payload is not None and path.startswith(PAYLOAD)),
        *(path for path in sizes if tags is not None and path in _DESCRIBED),
    }
    recorded = {**(payload or {}), **(tags or {})}
    found = digests(judged.folder, sorted(present), progress, algorithm)
    result = compare(recorded, found)
    for paths, rule, message in (
        (result.changed, "toan-ven", _CHANGED),
        (result.missing, "mat-tep", _MISSING),
        (result.unrecorded, "tep-la", _STRANGE),
    ):
        for path in paths:
            judged.fault(path, rule, f"{message} ({algorithm})")


def _named(
    judged: Judged, name: str, sizes: Mapping[str, int], refuse: Callable[[str], str]
) -> dict[str, str] | None:
    """What a manifest names, its faults told; None where the bag has no such manifest."""
    algorithm = name.rpartition("-")[2].removesuffix(".txt")
    if name not in sizes:
        return None
    found = parse_manifest(_read(judged, name, sizes), ALGORITHMS[algorithm], refuse)
    for line, fault in found.faults:
        judged.fault(name, "ban-ghi", f"{fault}; gói bị từ chối", line)
    return found.digests


def _tag_fault(path: str) -> str:
    return "" if path in _DESCRIBED else f"“{path}” không phải tệp mô tả của một bản sao lưu"
