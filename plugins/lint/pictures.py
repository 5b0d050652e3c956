"""Picture files: which are too large for the machine, damaged, or of a kind that browsers do not show."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
LARGE_BYTES, LARGE_SIDE = 1_500_000, 4000  # beyond either the machine publishes a smaller one
MOST_BYTES, MOST_PIXELS = 60_000_000, 150_000_000  # beyond either it would take too much memory to do so
_TAIL = 65_536
_ENDS = {b"\xff\xd8": b"\xff\xd9", b"\x89PNG": b"IEND", b"GIF8": b";"}
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")
HEIC_REMEDY = (
    "ảnh kiểu HEIC của điện thoại, trình duyệt không hiện được; hãy mở bằng Ảnh (Photos) rồi lưu thành JPEG, "
    "hoặc trên iPhone chọn Cài đặt > Camera > Định dạng > Tương thích nhất rồi gửi lại"
)
_DAMAGED = "không mở được ảnh; hãy chép lại từ máy ảnh hay điện thoại, hoặc xuất lại từ bản gốc"
_CUT = "ảnh bị cắt cụt, phần dưới sẽ xám hoặc mất; hãy chép lại từ máy ảnh hay điện thoại"


class PictureFile(NamedTuple):
    """Bytes and pixels of a picture file, and what is wrong with it (Vietnamese; empty: nothing)."""

    weight: int
    size: tuple[int, int] | None
    fault: str

    @property
    def is_large(self) -> bool:
        """Whether the machine publishes a smaller one in its place."""
        return self.weight > LARGE_BYTES or max(self.size or (0,)) > LARGE_SIDE

    @property
    def is_huge(self) -> bool:
        """Whether it is too large even for that."""
        width, height = self.size or (0, 0)
        return self.weight > MOST_BYTES or width * height > MOST_PIXELS


def look_at(path: Path) -> PictureFile:
    """What can be said of a picture from its first and last bytes."""
    weight = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(max(0, weight - _TAIL))
        tail = file.read()
    if head[4:12] in _HEIC:
        return PictureFile(weight, None, HEIC_REMEDY)
    size = _pixels(path)
    return PictureFile(weight, size, _DAMAGED if size is None else _CUT if _is_cut(head, tail) else "")


def _is_cut(head: bytes, tail: bytes) -> bool:
    """Whether a file does not end as files of its kind do; zeros after the end are padding."""
    if head[:4] == b"RIFF":
        return False  # the reader of its header compares the length
    end = next((mark for begin, mark in _ENDS.items() if head.startswith(begin)), b"")
    return bool(tail.strip(b"\0")) and end not in tail


def _pixels(path: Path) -> tuple[int, int] | None:
    """Width and height, None where the file cannot be read; a header that claims billions is read as well."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                return image.size
    except Image.DecompressionBombError:
        return MOST_PIXELS, 2
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError):  # Pillow's readers raise each of these
        return None


def is_photograph(path: str) -> bool:
    """Whether a file is a picture of points by its ending."""
    return os.path.splitext(path)[1].lower() in ENDINGS
