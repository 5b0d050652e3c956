"""Content tree: every file under ``content/`` is an article, a page, a file to copy, or a named problem."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.active_content import ENDINGS as ACTIVE_ENDINGS
from plugins.core.active_content import active_content
from plugins.core.ignored_files import OWN_FOLDERS, is_ignored
from plugins.core.problems import Problem
from plugins.core.sources import Source, is_page_path, kind_refusal, name_refusal
from plugins.core.synonyms import DATA_FILES
from plugins.system.stamps import Digests, Entry, Status

SIZE_LIMIT = 2_000_000  # bytes of one Markdown source; the longest real article has 0.2 MB
_RIGHTS = "hãy xem lại quyền đọc"


@dataclass(slots=True)
class Tree:
    """What stands under the content folder."""

    root: Path
    sources: list[Source]
    static: list[str]
    problems: list[Problem]


def list_content(root: Path) -> list[Entry]:
    """Every file that somebody put under `root`, in the order of names, without ignored files.

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
        if is_ignored(entry.name) or entry.name in OWN_FOLDERS:
            continue
        path, inside = folder + entry.name, None
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            inside = _scan(entry.path)
        if inside is None:
            yield path, Status.of(entry.stat(follow_symlinks=False))
        else:
            waiting.append((f"{path}/", iter(inside)))


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


def _refusal(root: Path, path: str, status: Status) -> Problem | None:
    """Why a file may not be read at all."""
    if stat.S_ISLNK(status.st_mode):
        return Problem(path, 0, "lien-ket", "là liên kết tượng trưng; hãy thay bằng chính tệp đó")
    if stat.S_ISDIR(status.st_mode):
        return _folder_refusal(path)
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, 0, "loai-tep", "không phải tệp thường; hãy bỏ ra khỏi thư mục nội dung")
    return name_refusal(path) or kind_refusal(path) or _content_refusal(root, path, status.st_size)


def static_files(root: Path) -> list[str]:
    """The files under `root` that are copied as they are, by their names alone: nothing is read."""
    return [path for path, _ in list_content(root) if not path.endswith(".md") and path not in DATA_FILES]


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


def _take(tree: Tree, path: str, status: Status, digests: Digests) -> None:
    """Put a file where it belongs; raises OSError where it cannot be read.

    A source whose digest is known was taken before, under this name and as it is: there is nothing to refuse.
    """
    digest = digests.known(path, status)
    if not digest and (problem := _refusal(tree.root, path, status)):
        tree.problems.append(problem)
    elif path in DATA_FILES:
        return
    elif path.endswith(".md"):
        digest = digest or digests.of(tree.root, path, status)
        tree.sources.append(Source(path, digest, is_page_path(path)))
    else:
        tree.static.append(path)
