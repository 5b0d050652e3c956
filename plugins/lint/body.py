"""Rules of the body: something is said in it, its pictures are described, its HTML is the archive's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.text import words
from plugins.lint.document import CheckedSource
from plugins.lint.skeleton import SENTENCES

# What Markdown has no mark for, and what the converter writes; all of it passes the sanitiser.
ALLOWED_TAGS = frozenset(
    (
        "a",
        "br",
        "caption",
        "del",
        "em",
        "ins",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    )
)
ALLOWED_ATTRIBUTES = frozenset(("colspan", "href", "rowspan", "scope", "start", "title"))
_TAG = re.compile(r"(?<!\\)<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(\s[^<>]*)?/?>|<!--(?! -->)")
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|tiff?)$", re.IGNORECASE)
_SOURCE = re.compile(r"""<[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_VIDEO = re.compile(r"(?:https?:)?//www\.youtube(?:-nocookie)?\.com/embed/([\w-]+).*")
_LINKED = "trang không nhúng nội dung của nơi khác; hãy viết liên kết [Xem video](https://…)"
_INSTEAD = {
    **dict.fromkeys(("<iframe>", "<embed>", "<object>", "<video>", "<audio>"), _LINKED),
    **dict.fromkeys(
        ("<script>", "<style>", "<form>", "<input>", "<button>"), "trang không chạy mã; hãy bỏ cả đoạn mã ấy"
    ),
    "<img>": "hãy viết ![mô tả](https://…)",
    **dict.fromkeys(("<b>", "<strong>"), "hãy viết **chữ đậm**"),
    "<i>": "hãy viết *chữ nghiêng*",
    **dict.fromkeys(("<s>", "<strike>"), "hãy viết <del>chữ bị bỏ</del>"),
    **dict.fromkeys(
        ("<font>", "<span>", "<u>", "<center>", "<div>", "<p>"),
        "hãy bỏ thẻ ấy, giữ lại chữ; giữa hai đoạn để một dòng trống",
    ),
    **dict.fromkeys(("<h1>", "<h2>", "<h3>", "<h4>"), "hãy viết ## Tên phần"),
    **dict.fromkeys(("<ul>", "<ol>", "<li>"), "hãy viết mỗi mục một dòng, bắt đầu bằng “- ”"),
}
_EMPTY_WORDS = frozenset({"anh", "ảnh", "hinh", "hình", "image", "img", "picture", "photo"})


def says_something(document: CheckedSource) -> Iterator[Problem]:
    """Bài đã đăng phải có nội dung."""
    if document.published and not document.header.body.strip() and not list(document.reported("phan-dau")):
        message = "bài chưa có nội dung; hãy viết nội dung dưới phần đầu, hoặc thêm “Trạng thái: bản nháp”"
        yield document.problem(document.header.body_line, "noi-dung-trong", message)


def skeleton_replaced(document: CheckedSource) -> Iterator[Problem]:
    """Bài đã đăng không còn câu hướng dẫn của bản nháp mẫu."""
    if not document.published:
        return
    for sentence in SENTENCES:
        at = document.header.body.find(sentence)
        if at >= 0:
            message = f"còn câu mẫu “{sentence[:40]}…”; hãy thay bằng nội dung của bài"
            yield document.problem(document.line_of(at), "cau-mau", message)


def _says_nothing(alt: str) -> bool:
    return not words(alt) or bool(_FILE_NAME.search(alt)) or set(words(alt)) <= _EMPTY_WORDS


def picture_described(document: CheckedSource) -> Iterator[Problem]:
    """Mỗi ảnh có mô tả bằng lời cho người không nhìn thấy ảnh."""
    for link in document.links:
        if link.picture and _says_nothing(link.text):
            message = f"ảnh {link.target} chưa có mô tả; hãy viết trong ngoặc vuông: ![mô tả](đường-dẫn)"
            yield document.problem(document.line_of(link.at), "anh-thieu-mo-ta", message)


def picture_captioned(document: CheckedSource) -> Iterator[Problem]:
    """Ảnh đứng riêng một đoạn nên có chú thích."""
    for link in document.links:
        if link.picture and link.alone and not link.title:
            message = f'ảnh {link.target} chưa có chú thích; hãy viết: ![mô tả]({link.target} "Chú thích")'
            yield document.problem(document.line_of(link.at), "anh-thieu-chu-thich", message)


def _unwanted(match: re.Match[str]) -> Iterator[str]:
    """Names of what the archive's Markdown does not know in one tag."""
    if match[2] is None:
        yield "<!-- … -->"
        return
    tag = match[2].lower()
    if tag not in ALLOWED_TAGS:
        yield f"<{tag}>"
        return
    for attribute in _ATTRIBUTE.finditer(match[3] or ""):
        if attribute[1].lower() not in ALLOWED_ATTRIBUTES:
            yield f"<{tag} {attribute[1].lower()}=…>"


def plain_markdown(document: CheckedSource) -> Iterator[Problem]:
    """Nội dung viết bằng Markdown; HTML chỉ dùng cho bảng phức tạp, xuống dòng, chỉ số trên và dưới, chữ gạch bỏ."""
    found: dict[str, list[int]] = {}
    for match in _TAG.finditer(document.prose) if "<" in document.prose else ():
        for name in _unwanted(match):
            found.setdefault(name, []).append(match.start())
    for name, places in found.items():
        message = (
            f"HTML {name} ({len(places)} chỗ) không được dùng; {_remedy(name, document.prose[places[0] :])}"
        )
        yield document.problem(document.line_of(places[0]), "html-tho", message)


def _remedy(name: str, rest: str) -> str:
    """What to write instead of a tag that begins `rest`."""
    remedy = _INSTEAD.get(name, "hãy viết bằng Markdown hoặc bỏ đi")
    address = _SOURCE.match(rest)
    if not address:
        return remedy
    watch = _VIDEO.sub(r"https://www.youtube.com/watch?v=\1", address[1])
    return remedy.replace("https://…", watch.split("?feature", 1)[0])
