"""Captures on disk, one record at a time: saved pages, mirror folders, WARC, WARC.gz, WACZ.

A record is light: its bytes are read by `load`, in whatever process needs them.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

PAGE_LIMIT = 24 * 1024 * 1024  # bytes of one page or file; more is a bomb, not a page
_PAGES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".aspx", ".asp", ".php", ".jsp", ".cfm", ".mht"))
_NOT_PAGES = frozenset(
    (
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".bmp", ".css", ".js", ".json",
        ".jsonl", ".xml", ".txt", ".csv", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
        ".zip", ".rar", ".mp3", ".mp4", ".flv", ".swf", ".avi", ".wmv", ".woff", ".woff2", ".ttf",
        ".eot", ".md", ".toml", ".py", ".warc", ".gz", ".wacz", ".cdx", ".cdxj", ".log",
    )
)  # fmt: skip
_ARCHIVES = (".warc", ".warc.gz", ".wacz")
_LOOKS_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)
_HTTRACK = re.compile(rb"<!-- Mirrored from (\S+) by HTTrack")


class SourceError(ValueError):
    """A source that cannot be read; the message (Vietnamese) names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Record:
    """One captured page. `source` names it in reports; `path`, `member`, `offset` say where its bytes are."""

    source: str
    path: Path
    url: str = ""
    captured: str = ""  # ISO 8601 as the capture says, empty where unknown
    content_type: str = ""
    status: int = 200
    member: str = ""  # inside a WACZ
    offset: int = -1  # inside a WARC; -1 for a file of its own
    root: Path | None = None  # the mirror folder the page belongs to


@dataclass(slots=True)
class Assets:
    """Pictures and attachments of archives by address: where each can be read again."""

    places: dict[str, Record] = field(default_factory=dict)

    def find(self, url: str, record: Record) -> Record | None:
        """The capture of an address, in the archives or in the page's own mirror folder; None where there
        is none.
        """
        if (place := self.places.get(url)) is not None:
            return place
        if record.root is None:
            return None
        split = urlsplit(url)
        path = unquote(split.path)
        tries = [
            record.root / split.netloc / path.lstrip("/"),
            record.root / path.lstrip("/"),
            record.path.parent / path.lstrip("/"),
        ]
        root = record.root.resolve()
        for path_tried in tries:
            if _is_file(path_tried) and path_tried.resolve().is_relative_to(root):
                return Record(url, path_tried)
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names the file system cannot hold
        return False


@contextmanager
def _opened(path: Path, member: str) -> Iterator[IO[bytes]]:
    if member:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def load(record: Record) -> bytes:
    """The bytes of a record: the body of its response, at most `PAGE_LIMIT` of them."""
    with _opened(record.path, record.member) as stream:
        if record.offset < 0:
            return stream.read(PAGE_LIMIT)
        stream.seek(record.offset)
        found = next(iter(ArchiveIterator(stream)), None)
        return bytes(found.content_stream().read(PAGE_LIMIT)) if found is not None else b""


def is_archive(path: Path) -> bool:
    """True for a file name of a web archive."""
    return path.name.lower().endswith(_ARCHIVES)


def _addresses(folder: Path) -> dict[str, str]:
    """File → address from ``urls.csv``, empty where the folder has none."""
    table = folder / "urls.csv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not rows.fieldnames or not {"file", "url"} <= set(rows.fieldnames):
            raise SourceError(f"{table}: cần hai cột “file” và “url” ở dòng đầu")
        return {row["file"]: row["url"] for row in rows if row["file"]}


def _mirror_address(path: Path, root: Path) -> str:
    """The address a mirror's file name stands for (wget: ``host/path``), or HTTrack's own note; empty if
    neither.
    """
    with path.open("rb") as stream:
        if match := _HTTRACK.search(stream.read(4096)):
            return f"http://{match[1].decode('utf-8', 'replace')}"
    parts = path.relative_to(root).parts
    if (
        len(parts) > 1
        and re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", parts[0])
        and Path(parts[0]).suffix not in _PAGES
    ):
        return (
            f"http://{'/'.join(parts)}".replace("@", "?", 1)
            if "@" in parts[-1]
            else f"http://{'/'.join(parts)}"
        )
    return ""


def _is_page(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _PAGES:
        return True
    if suffix in _NOT_PAGES or path.name.startswith("."):
        return False
    with path.open("rb") as stream:
        return bool(_LOOKS_HTML.search(stream.read(2048)))


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder in the order of names; hidden folders and links out of it are left alone."""
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file():
            yield path


def _archive_members(path: Path) -> list[str]:
    if path.suffix.lower() != ".wacz":
        return [""]
    with zipfile.ZipFile(path) as archive:
        return sorted(n for n in archive.namelist() if n.lower().endswith((".warc", ".warc.gz")))


def _archived(path: Path, name: str) -> Iterator[Record]:
    """The responses of an archive, pages and other files alike."""
    try:
        for member in _archive_members(path):
            with _opened(path, member) as stream:
                archive = ArchiveIterator(stream)
                for found in archive:
                    if found.rec_type in ("response", "resource"):
                        yield _archive_record(found, path, name, member, archive.get_record_offset())
    except (ArchiveLoadFailed, zipfile.BadZipFile, EOFError, OSError) as error:
        raise SourceError(
            f"{name}: không đọc được kho lưu ({error}); hãy kiểm tra tệp có bị cắt không"
        ) from error


def _archive_record(found: object, path: Path, name: str, member: str, offset: int) -> Record:
    headers = found.rec_headers  # type: ignore[attr-defined]  # warcio ships no types
    http = found.http_headers  # type: ignore[attr-defined]
    kind = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    status = int(http.get_statuscode() or 0) if http and (http.get_statuscode() or "").isdigit() else 200
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    label = f"{name}{'!' + member if member else ''}#{offset}"
    return Record(label, path, url, headers.get_header("WARC-Date") or "", kind, status, member, offset)


def _of_folder(folder: Path, prefix: str) -> Iterator[Record]:
    addresses = _addresses(folder)
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if is_archive(path):
            yield from _archived(path, prefix + name)
        elif path.name != "urls.csv" and _is_page(path):
            url = addresses.get(name) or _mirror_address(path, folder)
            yield Record(prefix + name, path, url, root=folder)


def records(sources: list[Path]) -> Iterator[Record]:
    """Every record of the sources in a fixed order; call again to go through them again."""
    for source in sources:
        prefix = f"{source.name}/" if len(sources) > 1 else ""
        if source.is_dir():
            yield from _of_folder(source, prefix)
        elif is_archive(source):
            yield from _archived(source, source.name)
        elif source.is_file():
            yield Record(source.name, source, _mirror_address(source, source.parent), root=source.parent)
        else:
            raise SourceError(f"{source}: không có tệp hay thư mục này")


def is_page(record: Record) -> bool:
    """True for a record that may be a page: a file of a folder, or a response that says it is HTML."""
    if record.offset < 0:
        return True
    kind = record.content_type.lower()
    return "html" in kind or (not kind and record.status == 200)
