"""WACZ export of captures: the WARC files of a store, an index and a list of pages in one file that replays by itself.

    python -m scripts.wacz captures --output site.wacz [--main URL]

WACZ 1.1.1 (Webrecorder): ReplayWeb.page opens it from any static host that answers range requests, since the WARC files
lie in it uncompressed, each record a gzip member of its own. The same captures always give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END, BufferedReader, BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from plugins.core.exits import DONE, PROBLEMS
from scripts.convert.sources.archive_index import urlkey
from scripts.scrape.store import warc_files, whole_members
from scripts.support.command import UsageError, VietnameseParser, run

_KINDS = ("response", "resource", "revisit")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every member: the earliest that ZIP knows
_SOFTWARE = "scripts.wacz"


@dataclass(frozen=True, slots=True)
class IndexedCapture:
    """A record that replays: its address and moment, what the server said, and where it lies in its WARC file."""

    url: str
    captured: str
    mime: str
    status: str
    digest: str
    file: str
    offset: int
    length: int

    def cdxj(self) -> str:
        """Its line of the index."""
        fields = {
            "url": self.url, "mime": self.mime, "status": self.status, "digest": self.digest,
            "length": str(self.length), "offset": str(self.offset), "filename": self.file,
        }  # fmt: skip
        moment = "".join(c for c in self.captured if c.isdigit())[:14]
        return f"{urlkey(self.url)} {moment} {json.dumps(fields, ensure_ascii=False)}\n"

    @property
    def is_page(self) -> bool:
        """Whether a reader would open it."""
        return self.status == "200" and self.mime == "text/html"


def indexed_captures(path: Path) -> Iterator[IndexedCapture]:
    """The records of a WARC file that replay."""
    with path.open("rb") as file:
        for offset, end in whole_members(path):
            file.seek(offset)
            for record in ArchiveIterator(BytesIO(file.read(end - offset))):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type in _KINDS and urlkey(url):
                    yield _indexed(record, url, path.name, offset, end - offset)


def _indexed(record: Any, url: str, file: str, offset: int, length: int) -> IndexedCapture:
    head, http = record.rec_headers, record.http_headers
    kind = (http or head).get_header("Content-Type") or ""
    mime = "warc/revisit" if record.rec_type == "revisit" else kind.partition(";")[0].strip().lower()
    status = (http.get_statuscode() or "") if http else "200"
    digest = head.get_header("WARC-Payload-Digest") or ""
    return IndexedCapture(url, head.get_header("WARC-Date") or "", mime, status, digest, file, offset, length)


class _WaczFile:
    """A WACZ as it grows: every member is counted and digested for the data package at its end."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w")
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, data: BufferedReader | BytesIO, *, packed: bool = False) -> None:
        """Add a member; what replay reads by ranges is not packed."""
        info = zipfile.ZipInfo(path, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest = hashlib.file_digest(data, "sha256").hexdigest()
        size = data.seek(0, SEEK_END)
        data.seek(0)
        # Told beforehand, so that only what needs it has the longer header, which ReplayWeb.page does not look for.
        info.file_size = size
        with self._zip.open(info, "w") as out:
            shutil.copyfileobj(data, out)
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest}", "bytes": size})

    def close(self, about: dict[str, Any]) -> None:
        """Add the data package and its digest, and end the file."""
        package = {"profile": "data-package", "wacz_version": "1.1.1", "software": _SOFTWARE, **about}
        data = json.dumps({**package, "resources": self.resources}, ensure_ascii=False, indent=2).encode()
        self.add("datapackage.json", BytesIO(data))
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self.add("datapackage-digest.json", BytesIO(json.dumps(digest).encode()))
        self._zip.close()


def write_wacz(files: list[Path], target: Path, main: str = "") -> int:
    """Write a WACZ of WARC files (one gzip member a record); returns how many pages it lists.

    Raises ValueError where there is nothing that replays.
    """
    captures = [capture for path in files for capture in indexed_captures(path)]
    if not captures:
        raise ValueError(f"{files[0].parent}: không có bản chụp nào xem lại được")
    pages = sorted({(c.url, c.captured) for c in captures if c.is_page})
    part = target.with_name(f".{target.name}.part")
    wacz = _WaczFile(part)
    for path in files:
        with path.open("rb") as file:
            wacz.add(f"archive/{path.name}", file)
    wacz.add("indexes/index.cdx", BytesIO("".join(sorted(c.cdxj() for c in captures)).encode()))
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    rows = [{"id": f"p{number}", "url": url, "ts": ts} for number, (url, ts) in enumerate(pages)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (head, *rows))
    wacz.add("pages/pages.jsonl", BytesIO(lines.encode()), packed=True)
    about = {"created": max(c.captured for c in captures), "title": target.stem}
    if first := main or (pages[0][0] if pages else ""):
        about["mainPageUrl"] = first
    wacz.close(about)
    part.replace(target)
    return len(pages)


def command(argv: list[str]) -> int:
    """Write the WACZ that was asked for; 1 where nothing in the captures replays."""
    ask = VietnameseParser(
        "python -m scripts.wacz",
        "python -m scripts.wacz THƯ_MỤC --output TỆP.wacz [--main ĐỊA_CHỈ]",
        "Đóng các bản chụp WARC của một trang thành một tệp WACZ, xem lại được bằng ReplayWeb.page.",
    )
    ask.add_argument(
        "captures", type=Path, metavar="THƯ_MỤC", help="thư mục bản chụp của scripts.scrape (*.warc.gz)"
    )
    ask.add_argument("--output", type=Path, required=True, metavar="TỆP", help="tệp .wacz sẽ ghi")
    ask.add_argument(
        "--main", default="", metavar="ĐỊA_CHỈ", help="trang mở đầu; mặc định là trang đầu theo địa chỉ"
    )
    given: argparse.Namespace = ask.parse_args(argv)
    if not given.captures.is_dir() or not (files := warc_files(given.captures)):
        raise UsageError(f"không có tệp .warc.gz nào trong “{given.captures}”; hãy chạy make scrape trước")
    try:
        print(f"{given.output}: {write_wacz(files, given.output, given.main)} trang xem lại được.")
    except ValueError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return PROBLEMS
    return DONE


if __name__ == "__main__":
    sys.exit(run(command, sys.argv[1:]))
