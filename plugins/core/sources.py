"""Sources of the archive: which names a file under ``content/`` may have, what it is by its name, and its text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from plugins.core.problems import Problem
from plugins.core.synonyms import DATA_FILES

PAGES_FOLDER, TOPICS_FOLDER = "trang", "chu-de"
_PAGES = (f"{PAGES_FOLDER}/", f"{TOPICS_FOLDER}/")
ATTACHMENTS_FOLDER = "tep/"
# What may be published beside articles. An unknown ending is a question to the archivist, not a guess.
STATIC_ENDINGS = frozenset(
    (
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg", ".pdf", ".doc", ".docx", ".xls",
        ".xlsx", ".ppt", ".pptx", ".pps", ".ppsx", ".odt", ".ods", ".odp", ".rtf", ".txt", ".csv",
        ".epub", ".djvu", ".dwg", ".zip", ".rar", ".7z", ".mp3", ".mp4", ".webm", ".wma", ".flv", ".wav", ".m4a",
        ".mid", ".json", ".xml",
    )
)  # fmt: skip
# What old pages offer for download. Who writes now is told of a better kind.
_OLD_ENDINGS = frozenset((".tif", ".tiff", ".avi", ".wmv", ".mov", ".3gp"))
_PHONE = (
    "đó là ảnh của điện thoại mà trình duyệt không hiện được; hãy mở bằng Ảnh (Photos) rồi lưu thành JPEG, "
    "hoặc trên iPhone chọn Cài đặt > Camera > Định dạng > Tương thích nhất"
)
# What people bring, and what to do with it.
_INSTEAD = {
    **dict.fromkeys((".heic", ".heif"), _PHONE),
    **dict.fromkeys((".tif", ".tiff", ".psd"), "hãy mở ảnh ấy rồi lưu thành .jpg hoặc .png"),
    **dict.fromkeys((".mov", ".avi", ".wmv", ".mkv", ".3gp"), "hãy chuyển đoạn phim ấy thành .mp4"),
    **dict.fromkeys(
        (".htm", ".html", ".mht", ".docm"), "hãy lưu thành .pdf hoặc .docx rồi đính kèm trong tep/"
    ),
    ".lnk": "đó là lối tắt của Windows; hãy chép chính tệp ấy vào",
}
# What Windows cannot store: some characters, a dot or blank at the end, the names of devices whatever their ending.
UNPORTABLE = re.compile(r'[<>:"|?*\\]|[. ]$|^ |^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)', re.IGNORECASE)
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


def is_page_path(path: str) -> bool:
    """Whether a source of this path is a page (a standing page, a topic) and no article: it needs no date."""
    return path.startswith(_PAGES)


def is_topic_path(path: str) -> bool:
    """Whether a source of this path is a topic."""
    return path.startswith(_PAGES[1])


def _is_old(path: str) -> bool:
    """Whether a file is of a kind that is taken as an attachment of old pages alone."""
    return path.startswith(ATTACHMENTS_FOLDER) and Path(path).suffix.lower() in _OLD_ENDINGS


def kind_refusal(path: str) -> Problem | None:
    """Why a file of this name is neither an article nor an attachment."""
    if path.endswith(".md") and path[-4:-3] not in (
        "",
        "/",
    ):  # nearly all: quicker than to take the path apart
        return None
    ending = Path(path).suffix
    if (
        ending != ".md"
        and ending.lower() not in STATIC_ENDINGS
        and path not in DATA_FILES
        and not _is_old(path)
    ):
        usual = f"bài viết phải có đuôi .md (chữ thường), tệp đính kèm: {' '.join(sorted(STATIC_ENDINGS))}"
        message = f"không nhận loại tệp “{ending or 'không đuôi'}”; {_INSTEAD.get(ending.lower(), usual)}"
        return Problem(path, 0, "loai-tep", message)
    if ending == ".txt" and not path.startswith(ATTACHMENTS_FOLDER):
        message = f"bài viết phải có đuôi .md; tệp .txt đính kèm thì để trong {ATTACHMENTS_FOLDER}"
        return Problem(path, 0, "loai-tep", message)
    return None


def name_refusal(path: str) -> Problem | None:
    """Why a name cannot stand in an archive that is copied from system to system."""
    if not path.isprintable() or path != unicodedata.normalize("NFC", path):
        message = "tên tệp không ở dạng Unicode NFC hoặc có ký tự lạ; hãy đặt lại tên"
        return Problem(path, 0, "ten-tep", message)
    if not path.endswith(".md") and any(UNPORTABLE.search(part) for part in path.split("/")):
        message = 'tên không dùng được trên Windows; hãy đặt lại, không dùng < > : " | ? * \\ hay CON, NUL…'
        return Problem(path, 0, "ten-tep", message)
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
