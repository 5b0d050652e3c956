"""Resource limits of one source: bytes, memory, time and depth. What exceeds one is set aside by name.

Every bound of a conversion stands here. A page is read in a process of its own (`workers`), which the system ends at
`MEMORY` and at its CPU time even where no Python code runs; what the run itself reads (archives are listed in a
process apart, `isolated_listing`) is bounded by bytes.
"""

from __future__ import annotations

import re
import resource
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass

import brotli
from lxml import etree
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

MB = 1024 * 1024
PAGE_BYTES = 24 * MB  # of one page, unpacked; the longest real pages (pictures inside) have a few MB
FILE_BYTES = 64 * MB  # of one picture or attachment; they are held whole while they are copied
ARTICLE_BYTES = 2_000_000  # of one article; the build takes no more (`SIZE_LIMIT` in plugins/core/sources.py)
STATISTICS_BYTES = (
    2_000_000  # of a page that takes part in the site statistics: boilerplate repeats on small pages too
)
ADDRESS = 2_000  # characters of an address; Internet Explorer, whose time this was, stopped at 2,083
WACZ_DEPTH = 2  # WACZ files one inside the other
CODINGS = 3  # content codings one inside the other; servers apply one
GROWTH = 200  # times its size that an archive may unfold to, beyond `GROWTH_FREE`; real ones reach 20
GROWTH_FREE = 1024 * MB
DAMAGES = 100  # places in one archive behind which the next record is looked for; each may cost reading it to its end
MEMORY = 350 * MB  # that a process may grow by for the page in hand: two of them and the run stay below 1 GB


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Seconds that one page may take: of CPU, and by the clock, which runs for a page that only waits, too.

    A real page takes 0.02 s: no machine is so busy that its clock runs out.
    """

    cpu: int
    clock: int


# Statistics and conversion together stay below 30 s by the clock. 100,000 links (16 MB) take 6 s of CPU.
STATISTICS_TIME = TimeLimit(4, 8)
CONVERT_TIME = TimeLimit(10, 20)
WRITE_TIME = TimeLimit(60, 120)  # of an article with its files, which may be some of 64 MB
LIST_TIME = TimeLimit(10, 20)  # one record of an archive, until the next one is found

# What the converter and the libraries behind it raise where they fail over one page: it costs that page.
PAGE_ERRORS = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, RuntimeError, TypeError, ValueError,
    re.error, struct.error, zlib.error, brotli.error, zipfile.BadZipFile, etree.LxmlError, ArchiveLoadFailed,
    StatusAndHeadersParserException,
)  # fmt: skip


class LimitError(ValueError):
    """A source goes beyond a bound; the message (Vietnamese) says beyond which."""


def too_large(limit: int) -> LimitError:
    """The error of a source of more than `limit` bytes."""
    return LimitError(f"lớn hơn {limit // MB} MB sau khi giải nén; hãy xem lại tệp này, có thể nó bị hỏng")


def limit_exceeded(error: BaseException) -> str:
    """Which bound an error says was gone beyond (Vietnamese); empty for an error of another kind."""
    if isinstance(error, LimitError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"cần hơn {MEMORY // MB} MB bộ nhớ để đọc"
    return "lồng nhau quá sâu" if isinstance(error, RecursionError) else ""


def number(text: str, otherwise: int) -> int:
    """A number in ASCII digits, as protocols write them; `otherwise` for anything else: ``²``, ``٣``, 5,000 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else otherwise


def bound_memory(growth: int = MEMORY) -> None:
    """Bound what this process may still allocate, in bytes; a crash writes no image of it to the disk."""
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, mapped + growth)


def grant(seconds: int) -> None:
    """Give this process so many more seconds of CPU; then the system ends it (SIGXCPU), whatever it is doing."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
