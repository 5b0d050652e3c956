"""Paths that may stand in a bag: RFC 8493 keeps them below ``data/``, and a backup writes still fewer.

`scripts.backup` writes no other, so that what `scripts.restore` refuses is never somebody's only copy.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from plugins.system.fixity import is_inside
from scripts.support.preserved_files import RECORD_FILES, is_remade, passed_over

PAYLOAD = "data/"
PARTS = ("content", "captures")  # the folders a backup writes
# What leads elsewhere on Windows: another drive, another folder, a device whatever its ending.
_DRIVE = re.compile(r"^[A-Za-z]:")
_DEVICE = re.compile(
    r"^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:[.:]|$)", re.IGNORECASE
)
_BREAKS = re.compile(r"%0[ad]", re.IGNORECASE)
_LAST = re.compile(r"[ .]+(?=/|$)")  # what Windows leaves out at the end of a name


@lru_cache(4096)
def _part_fault(part: str) -> str:
    """Why one part of a path may not stand in a bag."""
    if "\\" in part or _DRIVE.match(part) or _DEVICE.match(part):
        return "có tên dẫn đi nơi khác trên Windows (\\, ổ đĩa, CON, NUL…); hãy đổi tên"
    if passed_over(part) or passed_over(part.casefold()):
        return "là thứ không bao giờ được sao lưu (khóa, thư mục của công cụ)"
    return ""


def path_fault(path: str) -> str:
    """Why the payload of a bag may hold no file of this path (Vietnamese); empty where it may."""
    if not is_inside(path):
        return f"đường dẫn “{path}” ra ngoài gói"
    folder, _, rest = path.removeprefix(PAYLOAD).partition("/")
    if not path.startswith(PAYLOAD) or folder not in PARTS or not rest:
        return f"“{path}” không nằm trong {' hay '.join(f'{PAYLOAD}{part}/' for part in PARTS)}"
    if rest in RECORD_FILES:
        return ""
    if is_remade(rest):
        return f"“{path}” được dựng lại từ các bản chụp, không lấy từ gói"
    fault = next(filter(None, map(_part_fault, rest.split("/"))), "")
    return fault and f"“{path}” {fault}"


def _folded(path: str) -> str:
    """Equal for paths that some system takes for one: case, Unicode form, line breaks, dots and blanks at the end."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
    if "%" in folded:
        folded = _BREAKS.sub("\n", folded)
    folded = folded.replace("\r", "\n")
    plain = folded[-1] not in " ." and "./" not in folded and " /" not in folded  # nearly all
    return folded if plain else _LAST.sub("", folded)


def payload_rule() -> Callable[[str], str]:
    """Judges the paths of one bag, asked for each once: `path_fault`, and that no two are one on some system."""
    seen: dict[str, str] = {}

    def refuse(path: str) -> str:
        if fault := path_fault(path):
            return fault
        other = seen.setdefault(_folded(path), path)
        return "" if other == path else f"“{path}” và “{other}” là một tệp trên máy khác; hãy đổi tên một tệp"

    return refuse


def open_below(root: Path, path: str) -> int:
    """Open a regular file below `root` for reading; no link is followed on the way, and no pipe waited for.

    Raises OSError with the whole path.
    """
    *folders, name = path.split("/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
            os.close(at)
            at = inner
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=at)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(root / path)) from error
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(22, "không phải tệp thường", str(root / path))
    return file
