"""Every file under ``content/``, accounted for: an article, a page, a file to copy, or a named problem."""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.problems import Problem
from plugins.core.stamps import Digests, Entry

SECTIONS_FILE = "chuyen-muc.toml"
PAGES_FOLDER = "trang"
ATTACHMENTS_FOLDER = "tep/"
SIZE_LIMIT = 2_000_000  # bytes of one Markdown source; the longest real article has 0.2 MB
# What may be published beside articles. An unknown ending is a question to the archivist, not a guess.
STATIC_ENDINGS = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".odt",
        ".ods",
        ".odp",
        ".rtf",
        ".txt",
        ".csv",
        ".zip",
        ".rar",
        ".7z",
        ".mp3",
        ".mp4",
        ".webm",
        ".json",
        ".xml",
    ]
)
# What editors and systems leave behind; everything else that begins with a dot is a problem too visible to skip.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"})


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown source: its path relative to content (POSIX), its bytes' SHA-256, and whether it is a page."""

    path: str
    digest: str
    is_page: bool

    @property
    def stem(self) -> str:
        """The file's name without ``.md``."""
        return self.path.rpartition("/")[2][:-3]


@dataclass(slots=True)
class Tree:
    """What stands under the content folder."""

    root: Path
    sources: list[Source]
    static: list[str]
    problems: list[Problem]


def list_content(root: Path) -> list[Entry]:
    """Every file that somebody put under `root`, in the order of names: no litter, nothing in hidden folders."""
    return list(_walk(os.fspath(root), "")) if root.is_dir() else []


def _walk(folder: str, prefix: str) -> Iterator[Entry]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from _walk(entry.path, f"{prefix}{entry.name}/")
            elif entry.name not in _LITTER and not entry.name.endswith("~"):
                yield prefix + entry.name, entry.stat(follow_symlinks=False)


def _refusal(path: str, status: os.stat_result) -> Problem | None:
    """Why a file may not be read at all."""
    if stat.S_ISLNK(status.st_mode):
        return Problem(path, 0, "lien-ket", "là liên kết tượng trưng; hãy thay bằng chính tệp đó")
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, 0, "loai-tep", "không phải tệp thường; hãy bỏ ra khỏi thư mục nội dung")
    if not unicodedata.is_normalized("NFC", path):
        return Problem(path, 0, "ten-tep", "tên tệp không ở dạng Unicode NFC; hãy đặt lại tên")
    ending = os.path.splitext(path)[1]
    if ending != ".md" and ending.lower() not in STATIC_ENDINGS and path != SECTIONS_FILE:
        return Problem(
            path,
            0,
            "loai-tep",
            f"không nhận loại tệp “{ending or 'không đuôi'}”; bài viết phải có đuôi .md (chữ thường), "
            f"tệp đính kèm: {' '.join(sorted(STATIC_ENDINGS))}",
        )
    if ending == ".txt" and not path.startswith(ATTACHMENTS_FOLDER):
        return Problem(
            path,
            0,
            "loai-tep",
            f"bài viết phải có đuôi .md; tệp .txt đính kèm thì để trong {ATTACHMENTS_FOLDER}",
        )
    if ending == ".md" and status.st_size > SIZE_LIMIT:
        return Problem(
            path,
            0,
            "qua-lon",
            f"tệp lớn hơn {SIZE_LIMIT // 10**6} MB; hãy tách bài hoặc chuyển dữ liệu thành tệp đính kèm",
        )
    return None


def decode_source(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """Text of a source, None where its bytes are not text, and what is wrong with its encoding."""
    if data.startswith(_UTF16):
        message = "tệp lưu ở dạng UTF-16; hãy lưu lại với mã UTF-8 (make check FIX=1 làm việc ấy)"
        problem = Problem(path, 1, "ma-hoa", message)
        try:
            return data.decode("utf-16"), [problem]
        except UnicodeDecodeError:
            return None, [problem]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "tệp không phải UTF-8; hãy mở và lưu lại với mã UTF-8 (không dùng TCVN3, VNI)"
        return None, [Problem(path, line, "ma-hoa", message)]


def static_files(root: Path) -> list[str]:
    """The files under `root` that are copied as they are, by their names alone: nothing is read."""
    return [path for path, _ in list_content(root) if not path.endswith(".md") and path != SECTIONS_FILE]


def walk_content(root: Path, entries: Sequence[Entry] | None = None, digests: Digests | None = None) -> Tree:
    """List and hash everything under `root`; what cannot be taken is a problem in the answer, never a skip.

    `entries` is `list_content` where the caller has it already, `digests` what is known of files that stand.
    """
    tree = Tree(root, [], [], [])
    if not root.is_dir():
        tree.problems.append(Problem(str(root), 0, "noi-dung", "không có thư mục nội dung này"))
        return tree
    digests = digests or Digests({}, time.time_ns())
    for path, status in list_content(root) if entries is None else entries:
        if problem := _refusal(path, status):
            tree.problems.append(problem)
        elif path == SECTIONS_FILE:
            continue
        elif path.endswith(".md"):
            digest = digests.of(root, path, status)
            tree.sources.append(Source(path, digest, path.startswith(f"{PAGES_FOLDER}/")))
        else:
            tree.static.append(path)
    return tree
