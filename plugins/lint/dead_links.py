"""Dead links: what to say of a link inside the archive that leads nowhere, with the file that was meant."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from urllib.parse import unquote

from plugins.core.text import fold

_HOST = re.compile(r"/?(?:[\w-]+\.)+(?:vn|com|org|net|gov|edu|info|asia)(?:[/?#].*)?", re.IGNORECASE)


class FileFinder:
    """Finds the file that a dead link meant, by its name; `files` is asked once, when there is such a link."""

    def __init__(self, files: Callable[[], Iterable[str]]) -> None:
        self._files = files

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._files()):
            found[_key(path)].append(path)
        return found

    def near(self, target: str) -> str | None:
        """The path of a file called as the target is, whatever its folder, case, marks and blanks."""
        name = _key(target)
        found = self._by_name.get(name) or self._by_name.get(f"{name}.md")
        return found[0] if found else None


def _key(path: str) -> str:
    name = unquote(path.partition("#")[0]).replace("\\", "/").rpartition("/")[2]
    return re.sub(r"[\s_-]+", "-", fold(name)).replace(".jpeg", ".jpg")


def dead_link(target: str, folder: str, *, picture: bool, hidden: bool, finder: FileFinder) -> str:
    """The message (Vietnamese) about a link written in a source of `folder`; `hidden`: to an unpublished one."""
    kind = "ảnh" if picture else "liên kết"
    return f"{kind} “{target[:200]}” không dẫn tới đâu; {_remedy(target, folder, hidden, finder)}"


def _remedy(target: str, folder: str, hidden: bool, finder: FileFinder) -> str:
    if hidden:
        return "bài ấy là bản nháp, bị ẩn hoặc chưa tới ngày đăng; hãy đăng nó hoặc bỏ liên kết"
    if near := finder.near(target):
        written = posixpath.relpath(near, folder or ".")
        return f"hãy viết “{f'<{written}>' if ' ' in written else written}”"
    if _HOST.fullmatch(target):
        return f"địa chỉ ngoài kho thì viết “https://{target.lstrip('/')}”"
    if " " in target:
        return "tên tệp có dấu cách; hãy đặt lại tên bằng gạch ngang, hoặc thêm tệp ấy vào thư mục nội dung"
    return "hãy sửa đường dẫn, hoặc thêm tệp ấy vào thư mục nội dung"
