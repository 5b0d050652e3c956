"""warcio's reader of WARC and ARC records, where it expects addresses that not every archive has."""

from __future__ import annotations

from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecordLoader

from scripts.convert.sources.archive_stream import DecompressedStream

_NO_HTTP = ("dns", "ftp", "gopher", "ntp", "whois")


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]  # warcio ships no types
    """Reads the headers of HTTP of every response that may have some: ``HTTP://…``, ``file:…``, no address at all."""

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int | None) -> Any:
        scheme = (uri or "").partition(":")[0].strip().lower()
        return super().load_http_headers(rec_type, "" if scheme in _NO_HTTP else "http:", stream, length)


def records_in(stream: DecompressedStream) -> ArchiveIterator:
    """The records from where a stream stands."""
    found = ArchiveIterator(stream)
    found.loader = _Loader(verify_http=False, arc2warc=False)
    return found
