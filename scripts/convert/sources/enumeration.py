"""Enumeration of sources as records: a page, a folder of pages, a mirror, web archives, lists of captures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.convert.limits import ADDRESS, PAGE_ERRORS
from scripts.convert.sources.archive_index import indexed_records
from scripts.convert.sources.captures import unwrap_wayback
from scripts.convert.sources.cdx import cdx_records, is_cdx
from scripts.convert.sources.mirror_urls import MIRROR_MARKERS, Mirror, leads_outside, stray_rows
from scripts.convert.sources.places import is_remote, stamp_of
from scripts.convert.sources.records import CaptureRecord, SourceError, is_page
from scripts.convert.sources.web_archives import SUFFIXES, EnumeratedRecord, is_archive
from scripts.convert.text.urls import has_page, percent_encoded_bytes, printable, url_fault

_PAGES = frozenset(
    (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".asp", ".php", ".jsp", ".cfm", ".mht", ".mhtml")
)
_NOT_PAGES = frozenset(
    (
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".bmp", ".css", ".js", ".json",
        ".jsonl", ".xml", ".txt", ".csv", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
        ".zip", ".rar", ".mp3", ".mp4", ".flv", ".swf", ".avi", ".wmv", ".woff", ".woff2", ".ttf",
        ".eot", ".md", ".toml", ".py", ".warc", ".gz", ".wacz", ".cdx", ".cdxj", ".log", ".part",
    )
)  # fmt: skip
_LOOKS_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)
_LINK = "là liên kết ra ngoài thư mục nguồn; hãy thay bằng chính tệp đó, hoặc nêu nơi ấy làm nguồn"
_STRAY = "cột file nêu “{}”, ngoài thư mục của urls.csv; hãy chép tệp ấy vào thư mục rồi sửa dòng này"
_ADDRESS_REMEDY = "hãy sửa bản ghi, hoặc lưu trang thành tệp và ghi địa chỉ vào urls.csv"
_UNIT = 1_000  # loose files that are listed together
_ORIG = ".orig"  # `wget -K` keeps the page as the server sent it beside the one whose links it rewrote


def _is_page(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _PAGES:
        return True
    if suffix in _NOT_PAGES or path.name.startswith("."):
        return False
    with path.open("rb") as stream:
        return bool(_LOOKS_HTML.search(stream.read(2048)))


def _files(top: Path) -> Iterator[Path]:
    """Every file below a folder in the order of names, and every link that leads out of it.

    Hidden folders are left alone, and links to folders inside: what they lead to is met at its own place.
    """
    if is_remote(top):
        found = sorted(top.rglob("*"), key=str)
        shown = (path for path in found if not any(p.startswith(".") for p in path.relative_to(top).parts))
        yield from (path for path in shown if path.is_file())
        return
    left = [top]  # a list of what is to do: folders stand deeper one in the other than calls may
    while left:
        path = left.pop()
        if path.is_dir() and (path == top or not path.is_symlink()):
            names = sorted(os.listdir(path), reverse=True)
            left += [path / name for name in names if not name.startswith(".")]
        elif path.is_file() or leads_outside(path, top):
            yield path


def _mirror_of(folder: Path, top: Path, known: dict[Path, Mirror]) -> Mirror:
    """The mirror a folder belongs to: the nearest one above that says so, else the whole source."""
    if folder not in known:
        own = folder == top or any((folder / mark).exists() for mark in MIRROR_MARKERS)
        known[folder] = Mirror.of(folder) if own else _mirror_of(folder.parent, top, known)
    return known[folder]


def _sanitised(record: CaptureRecord) -> CaptureRecord:
    """A record under a name that can be printed and an address that can be gone to, or with a fault."""
    url, captured = unwrap_wayback(percent_encoded_bytes(record.url))
    url = url if has_page(url) else ""
    fault = url_fault(url) if is_page(record) and not record.fault else ""
    return replace(
        record,
        source=printable(record.source),
        url=printable(url)[:ADDRESS],
        alias=printable(percent_encoded_bytes(record.alias))[:ADDRESS],
        captured=captured or record.captured,
        fault=f"{fault}; {_ADDRESS_REMEDY}" if fault else record.fault,
    )


def _as_sent(path: Path) -> Path:
    """The page as the server sent it, where wget kept it (``a.html.orig``, with -E ``a.orig``); else the page."""
    names = (path.name + _ORIG, path.name.removesuffix(".html") + _ORIG)
    beside = (path.with_name(name) for name in names)
    return next((kept for kept in beside if kept.is_file() and not kept.is_symlink()), path)


def _is_kept(path: Path) -> bool:
    """True for such a file beside the page it belongs to."""
    name = path.name.removesuffix(_ORIG)
    return name != path.name and any(path.with_name(name + more).is_file() for more in ("", ".html"))


def _page(mirror: Mirror, path: Path, source: str) -> CaptureRecord:
    url, captured, alias = mirror.address(path)
    sent = _as_sent(path)
    record = CaptureRecord(source, sent, url, captured, root=mirror.folder, alias=alias, stamp=stamp_of(sent))
    return _sanitised(record)


def _of_file(path: Path, name: str, folder: Path, mirrors: dict[Path, Mirror]) -> Iterator[EnumeratedRecord]:
    if leads_outside(path, folder):
        yield _faulty(path, name, _LINK)
    elif is_archive(path):
        yield from _of_archive(path, name)
    elif path.name == "urls.csv":
        for line, file in stray_rows(path):
            yield _faulty(path, f"{name}:{line}", _STRAY.format(printable(file)))
    elif not _is_kept(path) and _is_page(path):
        yield EnumeratedRecord(_page(_mirror_of(path.parent, folder, mirrors), path, name))


def _faulty(path: Path, name: str, fault: str) -> EnumeratedRecord:
    return EnumeratedRecord(_sanitised(CaptureRecord(name, path, fault=fault)))


def _of_archive(path: Path, name: str) -> Iterator[EnumeratedRecord]:
    stamp = stamp_of(path)
    for found in indexed_records(path, name, stamp):
        yield replace(found, record=replace(_sanitised(found.record), stamp=stamp))


def _of_list(path: Path, name: str) -> Iterator[EnumeratedRecord]:
    stamps: dict[Path, str] = {}
    for record in cdx_records(path, name):
        stamp = stamps.get(record.path) or stamps.setdefault(record.path, stamp_of(record.path))
        yield EnumeratedRecord(replace(_sanitised(record), stamp=stamp))


def _names(sources: list[Path]) -> Iterator[tuple[Path, str]]:
    """Each source and the name its records begin with: its own, unless another source has the same."""
    names = [source.name for source in sources]
    for source in sources:
        yield source, source.name if names.count(source.name) == 1 else source.as_posix()


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """What one task lists: an archive, a list of captures, a page, or some loose files of the folder `top`."""

    files: tuple[tuple[Path, str], ...]
    top: Path | None = None


def source_units(sources: list[Path]) -> Iterator[SourceUnit]:
    """The sources in a fixed order, none of their files opened; raises SourceError for one that is not there."""
    for source, name in _names(sources):
        if source.is_dir():
            yield from _units_of(source, f"{name}/" if len(sources) > 1 else "")
        elif source.is_file():
            yield SourceUnit(((source, name),))
        else:
            raise SourceError(f"{source}: không có tệp hay thư mục này")


def _units_of(folder: Path, prefix: str) -> Iterator[SourceUnit]:
    loose: list[tuple[Path, str]] = []
    for path in _files(folder):
        file = (path, prefix + path.relative_to(folder).as_posix())
        archive = path.name.lower().endswith(SUFFIXES)
        if loose and (archive or len(loose) == _UNIT):
            yield SourceUnit(tuple(loose), folder)
            loose = []
        if archive:
            yield SourceUnit((file,), folder)
        else:
            loose.append(file)
    if loose:
        yield SourceUnit(tuple(loose), folder)


def list_unit(unit: SourceUnit) -> Iterator[EnumeratedRecord]:
    """What a unit holds, in a fixed order; revisits are there too, as they are."""
    mirrors: dict[Path, Mirror] = {}
    for path, name in unit.files:
        try:
            yield from _of_named(path, name) if unit.top is None else _of_file(path, name, unit.top, mirrors)
        except SourceError:  # a list of addresses that cannot be used: nothing in the folder can
            raise
        except OSError as error:
            yield _faulty(path, name, f"không đọc được tệp ({error.strerror})")
        except PAGE_ERRORS as error:
            yield _faulty(path, name, f"không đọc được tệp ({type(error).__name__}: {str(error)[:120]})")


def _of_named(path: Path, name: str) -> Iterator[EnumeratedRecord]:
    """A file that is a source by itself."""
    if is_archive(path):
        yield from _of_archive(path, name)
    elif is_cdx(path):
        yield from _of_list(path, name)
    else:
        yield EnumeratedRecord(_page(Mirror.of(path.parent), path, name))


def enumerate_sources(sources: list[Path]) -> Iterator[EnumeratedRecord]:
    """What the sources hold, in a fixed order; revisits are there too, as they are."""
    for unit in source_units(sources):
        yield from list_unit(unit)


def records(sources: list[Path]) -> Iterator[CaptureRecord]:
    """Every record that has bytes of its own; a catalogue resolves the revisits."""
    return (found.record for found in enumerate_sources(sources) if not found.revisit)
