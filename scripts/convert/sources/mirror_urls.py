"""URLs of mirrored files: names by wget and HTTrack, ``urls.csv``, marks that programs leave in saved pages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from scripts.convert.sources.records import SourceError
from scripts.convert.sources.temp_tables import Lookup

MIRROR_MARKERS = ("urls.csv", "hts-log.txt", "hts-cache")  # what makes a folder a mirror of its own
_HEAD = 4096  # bytes of a page in which the marks stand
_HTTRACK = re.compile(rb"<!-- Mirrored from (\S+) by HTTrack([^>]*)-->")
_HTTRACK_LINK = re.compile(r"(\w+://[^?]+[0-9a-f]{4}\.html?)\?")
_SAVED = re.compile(rb"<!-- saved from url=\(\d+\)(\S+?)\s*-->")
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n(]+))?", re.IGNORECASE
)
_LAUNCHED = re.compile(r"launched on (.+?) at\b")
_HOST = re.compile(
    r"(?:[a-z0-9_-]+\.)+(?:[a-z]{2}|com|net|org|info|edu|gov|biz|name|example)(?:[:+_]\d+)?", re.I
)
_LOOPBACK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|localhost)(?:[:+_]\d+)?")
_HOST_IN_PATH = re.compile(rf"(?:^|/)(?=(?:{_HOST.pattern}|{_LOOPBACK.pattern})/)", re.IGNORECASE)
_DYNAMIC = re.compile(r"\.(?:aspx?|php\d?|jsp|cfm|cgi|pl|do|ashx)$", re.IGNORECASE)
_QUERIED = re.compile(r"(?:\.(?:aspx?|php\d?|jsp|cfm|cgi|pl|do|ashx)|index\.html?)[?@][^/]*$", re.IGNORECASE)
_ADDED = re.compile(r"\.html$", re.IGNORECASE)  # what `wget -E` appends
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_HTTRACK_DATE = "%a, %d %b %Y %H:%M:%S"
_BROWSER_DATE = "%a %b %d %Y %H:%M:%S GMT%z"
_CACHED_COLUMNS = 9  # of hts-cache/new.txt; the eighth is the address, the ninth the file


@dataclass(slots=True)
class Mirror:
    """A folder of saved pages and what is known of the addresses of its files."""

    folder: Path
    table: Lookup  # file → (address, moment)
    launched: str = ""  # when HTTrack made it
    httrack: bool = False

    @classmethod
    def of(cls, folder: Path) -> Mirror:
        """What a folder says of itself; raises SourceError for a ``urls.csv`` that cannot be used."""
        log, cached = folder / "hts-log.txt", folder / "hts-cache" / "new.txt"
        launched = _launched(log) if log.is_file() and not leads_outside(log, folder) else ""
        table = Lookup()
        if cached.is_file() and cached.resolve().is_relative_to(folder.resolve()):
            _read_cached(cached, table)
        _read_addresses(folder / "urls.csv", table)
        return cls(folder, table, launched, log.is_file() or (folder / "hts-cache").is_dir())

    def address(self, path: Path) -> tuple[str, str, str]:
        """(address, moment of capture, alias) of a file; each empty where nothing tells it.

        The alias is the address other pages of the mirror lead to when their links were rewritten to file names.
        """
        name = path.relative_to(self.folder).as_posix()
        place = _place(self.folder, PurePosixPath(name))
        listed = name.encode("utf-8", "backslashreplace").decode()  # bytes that are no text are in no list
        url, captured = self.table.get(listed) or ("", "")
        if not url:
            url, captured = self._cached_address(listed) or _marked(path)
        if not url:
            return _from_name(place, name), captured or self.launched, ""
        return url, captured or self.launched, f"http://{place}" if place and self.httrack else ""

    def _cached_address(self, name: str) -> tuple[str, str] | None:
        return self.table.get(f"//{name}") or self.table.get(f"//{self.folder.name}/{name}")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of a ``urls.csv`` with the numbers of their lines; raises SourceError where it cannot be used."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        try:
            if not rows.fieldnames or not {"file", "url"} <= set(rows.fieldnames):
                raise SourceError(f"{path}: cần hai cột “file” và “url” ở dòng đầu")
            for row in rows:
                yield rows.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            where = f"{path}:{rows.line_num + 1}"
            raise SourceError(f"{where}: không đọc được ({error}); hãy lưu lại thành CSV mã UTF-8") from error


def _read_addresses(path: Path, table: Lookup) -> None:
    """``urls.csv`` with the columns file, url and perhaps captured, where the folder has one."""
    if not path.is_file():
        return
    if leads_outside(path, path.parent):
        raise SourceError(f"{path}: là liên kết ra ngoài thư mục; hãy thay bằng chính tệp đó")
    for _, row in _rows(path):
        if row["file"]:
            table.put(row["file"].removeprefix("./"), row["url"] or "", row.get("captured") or "")


def stray_rows(path: Path) -> Iterator[tuple[int, str]]:
    """Line and file of each row of a ``urls.csv`` that names a file outside its folder: it is never looked for."""
    for line, row in _rows(path):
        if (file := row["file"]) and _OUTSIDE.search(file):
            yield line, file


def leads_outside(path: Path, folder: Path) -> bool:
    """Whether a path is a link to something outside `folder`."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _read_cached(path: Path, table: Lookup) -> None:
    """HTTrack's own list of what it saved: ``//host/path`` → address."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= _CACHED_COLUMNS and (host := _HOST_IN_PATH.search(columns[8])):
                url = columns[7] if "://" in columns[7] else f"http://{columns[7]}"
                table.put(f"//{columns[8][host.end() :]}", url)


def _moment(text: str) -> str:
    """HTTrack's ``Sun, 21 Oct 2018 01:30:00 GMT`` as ISO 8601; empty where it is something else."""
    try:
        when = datetime.strptime(text.removesuffix("GMT").strip(), _HTTRACK_DATE)  # noqa: DTZ007  # said to be GMT
    except ValueError:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%S}Z"


def _browser_moment(text: str) -> str:
    """``Tue Nov 28 2017 10:05:00 GMT+0700`` of a browser as ISO 8601; empty where it is something else."""
    try:
        return datetime.strptime(text.strip(), _BROWSER_DATE).isoformat()  # noqa: DTZ007  # it has %z
    except ValueError:
        return ""


def _launched(log: Path) -> str:
    with log.open(encoding="utf-8", errors="replace") as stream:
        match = _LAUNCHED.search(stream.read(_HEAD))
    return _moment(match[1]) if match else ""


def _marked(path: Path) -> tuple[str, str]:
    """What HTTrack or a browser wrote into the page it saved: (address, moment)."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if match := _HTTRACK.search(head):
        date = match[2].decode("ascii", "replace").partition("], ")[2]
        return f"http://{match[1].decode('utf-8', 'replace')}", _moment(date.strip())
    if match := _SINGLE_FILE.search(head):
        return match[1].decode("utf-8", "replace"), _browser_moment(
            (match[2] or b"").decode("ascii", "replace")
        )
    if match := _SAVED.search(head):
        return match[1].decode("utf-8", "replace"), ""
    return "", ""


def _is_host(name: str) -> bool:
    return bool(_HOST.fullmatch(name) or _LOOPBACK.fullmatch(name)) and not _DYNAMIC.search(name)


def _place(folder: Path, name: PurePosixPath) -> str:
    """``host/path`` of a file: from the first folder that is named like a host, the mirror's own included; the
    name alone where there is none.
    """
    for at, part in enumerate(name.parts[:-1]):
        if _is_host(part):
            return "/".join(name.parts[at:])
    return f"{folder.name}/{name}" if _is_host(folder.name) else ""


def url_of_mirror_path(path: str) -> str:
    """``host/name@id=5.html`` or ``host/name?id=5.html`` of wget → ``host/name?id=5``.

    wget escapes the slashes of a query, writes ``@`` for ``?`` and ``+`` for the colon of a port where Windows
    asks for it (HTTrack ``_`` everywhere), and with -E appends .html.
    """
    host, _, rest = path.partition("/")
    folder, _, last = rest.rpartition("/")
    last = last.replace("%3F", "?", 1).replace("%3f", "?", 1) if "?" not in last else last
    if "?" not in last and _QUERIED.search(last):
        last = last.replace("@", "?", 1)
    name, mark, query = last.partition("?")
    if mark:
        query = re.sub("%2F", "/", _ADDED.sub("", query), flags=re.IGNORECASE)
    elif _DYNAMIC.search(stem := _ADDED.sub("", name)):
        name = stem
    if name.lower() in ("index.html", "index.htm"):
        name = ""
    port = re.sub(r"[+_](?=\d+$)", ":", host)
    return f"{port}/{folder}{'/' if folder else ''}{name}{mark}{query}"


def _from_name(place: str, name: str) -> str:
    if place:
        return f"http://{url_of_mirror_path(place)}"
    return url_of_mirror_path(f"/{name}")[1:] if _QUERIED.search(name) else ""


def url_of_rewritten_link(url: str) -> str:
    """A link that wget or HTTrack rewrote to a file name, as the address other records know it by; any other as it
    is. HTTrack leaves the query behind the file's name: ``tin9a1b.html?id=5``.
    """
    if match := _HTTRACK_LINK.match(url):
        return match[1]
    scheme, mark, rest = url.partition("://")
    if mark and re.search(r"%3F|%40|\.\w+\.html$", rest, re.IGNORECASE):
        return f"{scheme}://{url_of_mirror_path(unquote(rest) if '%25' in rest or '%3F' in rest.upper() else rest)}"
    return url
