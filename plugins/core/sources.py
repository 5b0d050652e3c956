"""Every file under ``content/``, accounted for: an article, a page, a file to copy, or a named problem."""

from __future__ import annotations

import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.active import ENDINGS as ACTIVE_ENDINGS
from plugins.core.active import active_content
from plugins.core.litter import OWN_FOLDERS, is_litter
from plugins.core.problems import Problem
from plugins.core.stamps import Digests, Entry

SECTIONS_FILE = "chuyen-muc.toml"
PAGES_FOLDER = "trang"
ATTACHMENTS_FOLDER = "tep/"
_PAGES = f"{PAGES_FOLDER}/"
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
# What Windows cannot store: some characters, a dot or blank at the end, the names of devices whatever their ending.
UNPORTABLE = re.compile(r'[<>:"|?*\\]|[. ]$|^ |^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)', re.IGNORECASE)
_RIGHTS = "hãy xem lại quyền đọc"
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
    """Every file that somebody put under `root`, in the order of names, without litter.

    A folder stands in the list itself where its files do not: it is hidden, or may not be opened.
    """
    return list(_walk(os.fspath(root))) if root.is_dir() else []


def _scan(folder: str) -> list[os.DirEntry[str]] | None:
    """The entries of one folder in the order of their names, None where it may not be opened."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda e: e.name)
    except OSError:
        return None


def _walk(root: str) -> Iterator[Entry]:
    """Folder by folder without recursion: a path may be deeper than Python's stack."""
    waiting = [("", iter(_scan(root) or ()))]
    while waiting:
        folder, entries = waiting[-1]
        entry = next(entries, None)
        if entry is None:
            waiting.pop()
            continue
        if is_litter(entry.name) or entry.name in OWN_FOLDERS:
            continue
        path, inside = folder + entry.name, None
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            inside = _scan(entry.path)
        if inside is None:
            yield path, entry.stat(follow_symlinks=False)
        else:
            waiting.append((f"{path}/", iter(inside)))


def _kind_refusal(path: str) -> Problem | None:
    """Why a file of this name is neither an article nor an attachment."""
    if path.endswith(".md") and path[-4:-3] not in (
        "",
        "/",
    ):  # nearly all: quicker than to take the path apart
        return None
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
        message = f"bài viết phải có đuôi .md; tệp .txt đính kèm thì để trong {ATTACHMENTS_FOLDER}"
        return Problem(path, 0, "loai-tep", message)
    return None


def _name_refusal(path: str) -> Problem | None:
    """Why a name cannot stand in an archive that is copied from system to system."""
    if not path.isprintable() or path != unicodedata.normalize("NFC", path):
        message = "tên tệp không ở dạng Unicode NFC hoặc có ký tự lạ; hãy đặt lại tên"
        return Problem(path, 0, "ten-tep", message)
    if not path.endswith(".md") and any(UNPORTABLE.search(part) for part in path.split("/")):
        message = 'tên không dùng được trên Windows; hãy đặt lại, không dùng < > : " | ? * \\ hay CON, NUL…'
        return Problem(path, 0, "ten-tep", message)
    return None


def _content_refusal(root: Path, path: str, size: int) -> Problem | None:
    """Why a file's own bytes may not be published."""
    if path.endswith(".md"):
        if size <= SIZE_LIMIT:
            return None
        message = f"tệp lớn hơn {SIZE_LIMIT // 10**6} MB; hãy tách bài hoặc chuyển dữ liệu thành tệp đính kèm"
        return Problem(path, 0, "qua-lon", message)
    if Path(path).suffix.lower() in ACTIVE_ENDINGS and (found := active_content(root / path)):
        message = f"tệp có thể chạy mã trong trình duyệt: {found}; hãy lưu lại thành hình hay dữ liệu thuần"
        return Problem(path, 0, "tep-chay-ma", message)
    return None


def _folder_refusal(path: str) -> Problem:
    """Why a folder was not walked."""
    if path.rpartition("/")[2].startswith("."):
        message = "thư mục ẩn không được đọc; hãy bỏ dấu chấm đầu tên hoặc đưa ra ngoài thư mục nội dung"
        return Problem(path, 0, "thu-muc-an", message)
    return Problem(path, 0, "khong-doc-duoc", f"không mở được thư mục; {_RIGHTS}")


def _refusal(root: Path, path: str, status: os.stat_result) -> Problem | None:
    """Why a file may not be read at all."""
    if stat.S_ISLNK(status.st_mode):
        return Problem(path, 0, "lien-ket", "là liên kết tượng trưng; hãy thay bằng chính tệp đó")
    if stat.S_ISDIR(status.st_mode):
        return _folder_refusal(path)
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, 0, "loai-tep", "không phải tệp thường; hãy bỏ ra khỏi thư mục nội dung")
    return _name_refusal(path) or _kind_refusal(path) or _content_refusal(root, path, status.st_size)


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
    if not root.is_dir() or _scan(os.fspath(root)) is None:
        message = "không có thư mục nội dung này, hoặc không mở được; hãy xem lại INPUTDIR và quyền đọc"
        tree.problems.append(Problem(str(root), 0, "noi-dung", message))
        return tree
    digests = digests or Digests({}, time.time_ns())
    for path, status in list_content(root) if entries is None else entries:
        try:
            _take(tree, path, status, digests)
        except OSError as error:
            message = f"không đọc được: {error.strerror}; {_RIGHTS}"
            tree.problems.append(Problem(path, 0, "khong-doc-duoc", message))
    return tree


def _take(tree: Tree, path: str, status: os.stat_result, digests: Digests) -> None:
    """Put a file where it belongs; raises OSError where it cannot be read.

    A source whose digest is known was taken before, under this name and as it is: there is nothing to refuse.
    """
    digest = digests.known(path, status)
    if not digest and (problem := _refusal(tree.root, path, status)):
        tree.problems.append(problem)
    elif path == SECTIONS_FILE:
        return
    elif path.endswith(".md"):
        digest = digest or digests.of(tree.root, path, status)
        tree.sources.append(Source(path, digest, path.startswith(_PAGES)))
    else:
        tree.static.append(path)
