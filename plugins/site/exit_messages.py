"""Exit messages of a build that ended early, or left something out: a code and a sentence for who started it."""

from __future__ import annotations

import errno
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from jinja2 import TemplateError

from plugins.core.clock import ClockError
from plugins.core.exits import BUSY, PROBLEMS, USAGE
from plugins.core.problems import Problem, located, shown_folder
from plugins.site.publication import NotWhole, Published
from plugins.site.quarantine import ProblemsFound, Quarantine
from plugins.system.locks import Busy
from plugins.system.versions import NotASite, Overlap

_SHOWN = 20  # of each kind; `make check` names all
_REPAIRED = frozenset({"nfc", "ky-tu-an"})
KEPT = "Trang đã dựng lần trước được giữ nguyên."
# It may be the new one: the signal may come when that has just been put in place.
STOPPED = "Đã dừng theo yêu cầu. Trang đã đăng vẫn nguyên vẹn."
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_SQLITE_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def is_full(error: BaseException) -> bool:
    """Whether a database error speaks of the disk, not of the database: to begin anew would not help."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_FULL


def _system(error: OSError) -> str:
    """A failure of the file system in Vietnamese, with what to do."""
    where = f" {error.filename}" if error.filename else ""
    if error.errno in _FULL:
        return f"Đĩa đầy, không ghi được{where}; hãy giải phóng chỗ trống rồi chạy lại."
    if error.errno in _DENIED:
        return f"Không có quyền đọc hoặc ghi{where}; hãy xem lại quyền của thư mục rồi chạy lại."
    return f"Không ghi hoặc không đọc được{where}: {error.strerror or error}; hãy kiểm tra rồi chạy lại."


def _lines(problems: Iterable[Problem], content: Path) -> str:
    """Problems as `make check` prints them: with paths that lead to the files from here."""
    shown = shown_folder(content)
    return "\n".join(str(located(problem, shown)) for problem in problems)


def exit_message(error: BaseException, content: Path = Path()) -> tuple[int, str]:
    """Exit code and message (Vietnamese) for whatever ended a build of `content` early."""
    match error:
        case ProblemsFound():
            lines = _lines(error.problems, content)
            return PROBLEMS, f"{lines}\n\nCó {len(error.problems)} vấn đề; chưa đưa gì lên. {KEPT}"
        case Busy():
            return BUSY, "Một lần dựng khác đang chạy cho cùng thư mục kết quả; hãy đợi nó xong rồi chạy lại."
        case NotASite():
            what = "không phải trang do kho này dựng; hãy chọn OUTPUTDIR khác hoặc tự dọn nó."
            return USAGE, f"Thư mục {error} {what}"
        case Overlap():
            what = "thư mục nội dung và thư mục kết quả không được nằm trong nhau; hãy chọn OUTPUTDIR khác."
            return USAGE, f"{error}: {what}"
        case Published():
            what = (
                "là trang đã đăng; xem thử ở nơi khác (make html OUTPUTDIR=xem), hoặc đăng bằng make publish."
            )
            return USAGE, f"{error}: {what}"
        case ClockError():
            return USAGE, f"{error}."
    return PROBLEMS, f"{_failure(error)} {KEPT}"


def _failure(error: BaseException) -> str:
    """A sentence for what is no fault of the content."""
    match error:
        case NotWhole():
            return f"Trang dựng ra thừa hoặc thiếu tệp: {error}; hãy chạy lại."
        case TemplateError():
            name = getattr(error, "filename", None) or getattr(error, "name", None) or "?"
            return f"Lỗi trong mẫu trang {name}:{getattr(error, 'lineno', 0)}: {error}."
        case OSError():
            return _system(error)
        case sqlite3.Error() if is_full(error):
            return (
                f"Không ghi được bộ nhớ đệm ({error}); hãy xem đĩa còn chỗ trống và quyền ghi rồi chạy lại."
            )
        case MemoryError() | BrokenProcessPool():
            return "Hết bộ nhớ; hãy đóng bớt chương trình khác rồi chạy lại."
    what = f"{type(error).__name__}: {error}"
    return f"Lỗi trong chương trình: {what}. Chạy lại với DEBUG=1 để người bảo trì xem chi tiết."


def quarantine_report(quarantine: Quarantine, content: Path = Path()) -> str:
    """What a build that kept going says: every problem, and that the rest is published."""
    lines = _lines(sorted(quarantine.problems), content)
    counts = f"Có {len(quarantine.problems)} vấn đề; đã bỏ lại {len(quarantine.paths)} tệp và đưa phần còn lại lên."
    return f"{lines}\n\n{counts} Hãy sửa rồi dựng lại."


def lint_report(notes: Sequence[Problem], content: Path) -> str:
    """What `make check` finds in sources that are published all the same: the first of each rule, and how many."""
    said: Counter[str] = Counter()
    shown = shown_folder(content)
    lines = []
    for note in sorted(notes):
        said[note.rule] += 1
        if said[note.rule] <= _SHOWN:
            done = "đã sửa trên trang" if note.rule in _REPAIRED else "đăng nguyên như thế"
            lines.append(str(replace(located(note, shown), message=f"({done}) {note.message}")))
    counts = ", ".join(f"{rule} {count}" for rule, count in sorted(said.items()))
    return "\n".join([*lines, f"Đã đăng, nhưng còn chỗ nên sửa: {counts}; xem hết bằng make check."])
