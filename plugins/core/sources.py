"""Every file under ``content/``, accounted for: an article, a page, a file to copy, or a named problem."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.core.problems import Problem

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


def _walk(root: Path, folder: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(root / folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from _walk(root, path)
            elif entry.name not in _LITTER and not entry.name.endswith("~"):
                yield path, entry


def _refusal(path: str, entry: os.DirEntry[str]) -> Problem | None:
    """Why a file may not be read at all."""
    if entry.is_symlink():
        return Problem(path, 0, "lien-ket", "là liên kết tượng trưng; hãy thay bằng chính tệp đó")
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return Problem(path, 0, "loai-tep", "không phải tệp thường; hãy bỏ ra khỏi thư mục nội dung")
    if path != unicodedata.normalize("NFC", path):
        return Problem(path, 0, "ten-tep", "tên tệp không ở dạng Unicode NFC; hãy đặt lại tên")
    ending = Path(path).suffix
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
    if ending == ".md" and entry.stat().st_size > SIZE_LIMIT:
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
    return [path for path, _ in _walk(root) if not path.endswith(".md") and path != SECTIONS_FILE]


def walk_content(root: Path) -> Tree:
    """List and hash everything under `root`; what cannot be taken is a problem in the answer, never a skip."""
    tree = Tree(root, [], [], [])
    if not root.is_dir():
        tree.problems.append(Problem(str(root), 0, "noi-dung", "không có thư mục nội dung này"))
        return tree
    for path, entry in _walk(root):
        if problem := _refusal(path, entry):
            tree.problems.append(problem)
        elif path == SECTIONS_FILE:
            continue
        elif path.endswith(".md"):
            digest = hashlib.sha256((root / path).read_bytes()).hexdigest()
            tree.sources.append(Source(path, digest, path.startswith(f"{PAGES_FOLDER}/")))
        else:
            tree.static.append(path)
    return tree
