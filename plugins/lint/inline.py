"""Rules of marks inside a line: emphasis that is not closed, links that are none, marks of other dialects."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from plugins.core.problems import Problem
from plugins.lint.blocks import SourceBlock
from plugins.lint.document import CheckedSource
from plugins.lint.lines import INLINE, Link, blank

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "dia-chi-cu"}
)  # the last is the converter's, for what is lost
OWN_MACHINE = re.compile(r"[A-Za-z]:[\\/]|file:|\\\\")
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_TAG = re.compile(r"<[^<>\n]*>")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_MAY_OPEN = re.compile(r"[*_](?<!\\.)")
_STRONG = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?!\*)|(?<!\w)(_)(?=\S)([^_]+?)(?<=\S)_(?!\w)|(?<=\w)(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\*",
    re.DOTALL,
)
_IN_HTML = re.compile(r"\*\*[^*\n]+\*\*|\]\(https?:")
_LEFT = re.compile(r"\*{2,}|(?<!\w)\*(?=[^\W\d_])|__(?=\w)|(?<=\w)__(?!\w)|(?<!\w)_(?=[^\W\d_])")
_LINE_OF_MARKS = re.compile(r"^[ \t]*(?:[*_-][ \t]*){3,}$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*\*(?=[ \t])", re.MULTILINE)
_SPACED = re.compile(r"(?<![\\\]])\[[^\[\]\n]{1,200}\][ \t]+\((?:https?://|www\.|/|\.\./)[^()\n]{1,300}\)")
_REVERSED = re.compile(r"\([^()\n]{1,200}\)\[(?:https?://|www\.|/|\.\./)[^\[\]\n]{1,300}\]")
_HALF = re.compile(r"(?<!\\)\[[^\[\]\n]{0,200}\]\((?=\S)")
_REFERENCE = re.compile(r"(?<![\\\]])\[([^\[\]\n]{1,200})\] ?\[([^\[\]\n]{0,200})\](?![(:])")
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:", re.MULTILINE)
_LOCAL_HOST = re.compile(
    r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|[\w-]+\.(?:local|lan)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})", re.MULTILINE)
# Marks of other dialects: name, form, remedy.
_OTHERS = tuple(
    (name, re.compile(form, re.MULTILINE), remedy)
    for name, form, remedy in (
        ("chú thích cuối trang [^…]", r"\[\^[^\]\s]{1,40}\]",
         "hãy viết (1) trong câu, và “(1) …” thành một đoạn ở cuối bài"),
        ("chữ gạch ngang ~~…~~", r"~~[^~\n]+~~", "hãy viết <del>chữ bị bỏ</del>"),
        ("chữ tô sáng ==…==", r"(?<![=\w])==[^=\s][^=\n]*==", "hãy viết **chữ đậm**"),
        ("công thức $$…$$", r"\$\$[^$\n]+\$\$", "hãy viết bằng chữ, hoặc chèn ảnh công thức"),
        ("mã chèn {{…}} hay {%…%}", r"\{\{.{1,200}?\}\}|\{%.{1,200}?%\}",
         "hãy bỏ đi; video, bản đồ thì viết liên kết [Xem video](https://…)"),
        ("liên kết kiểu [[…]]", r"!?\[\[[^\[\]\n]{1,200}\]\](?!\()",
         "hãy viết [chữ hiện ra](/bai-viet/…/ten-tep.md)"),
        ("ô đánh dấu [ ] hay [x]", r"^[ \t]*[-*+] \[[ xX]\] ", "hãy bỏ [ ] hoặc viết “đã xong”"),
        ("dấu \\ ở cuối dòng", r"(?<!\\)\\$", "muốn xuống dòng thì gõ <br> ở cuối dòng"),
        ("thuộc tính {…} sau ảnh hay tiêu đề", r"(?<=\))\{[^{}\n]+\}|^#.*\{#[^{}\n]+\}\s*$", "hãy bỏ phần {…}"),
        ("mã trường của Word", r"\{ ?(?:HYPERLINK|PAGE|REF|TOC|INCLUDEPICTURE)\b",
         "hãy xóa phần {…}, viết [chữ](https://…)"),
        ("số mũ ^…^ hay chỉ số dưới ~…~", r"\^[\w+-]{1,6}\^|(?<!~)~[\w+-]{1,4}~(?!~)",
         "hãy viết <sup>2</sup>, <sub>2</sub>"),
        ("dấu ! rời khỏi ảnh", r"(?:^|\s)! \[[^\]\n]*\]\(", "hãy viết liền ![mô tả](…)"),
        ("khối :::", r"^:::", "hãy viết thành đoạn văn, hoặc trích dẫn bằng >"),
        ("mục lục [TOC]", r"^\[(?:TOC|toc)\]$", "hãy bỏ dòng ấy"),
    )
)  # fmt: skip
_MARKS = ("[", "~", "==", "$$", "{", "\\\n", ":::", "^")


def _unmarked(match: re.Match[str]) -> str:
    """Emphasis that is closed, without its marks."""
    inner = next(group for group in match.groups()[1::2] if group is not None)
    width = (len(match[0]) - len(inner)) // 2
    return f"{' ' * width}{inner}{' ' * width}"


def _bare(text: str) -> str:
    """Text without what only looks like emphasis: escapes, links' addresses, tags, rules, bullets. Same length."""
    for pattern in (_ESCAPE, _ADDRESS, _TAG, _LINE_OF_MARKS, _ITEM):
        text = pattern.sub(lambda m: blank(m[0]), text)
    return INLINE.sub(lambda m: m[0][: m.end(2) - m.start()] + blank(m[0][m.end(2) - m.start() :]), text)


def _open_mark(block: SourceBlock) -> re.Match[str] | None:
    text = _bare("\n".join(block.lines))
    for _ in range(3):  # strong in emphasis in strong
        text = _EMPHASIS.sub(_unmarked, _STRONG.sub(_unmarked, text))
    return _LEFT.search(text)


def emphasis_closed(document: CheckedSource) -> Iterator[Problem]:
    """Dấu * hay _ mở chữ đậm, chữ nghiêng được đóng trong cùng một đoạn, sát chữ."""
    if not _MAY_OPEN.search(document.prose):
        return
    for block in document.blocks:
        if block.lines[0].startswith("<table"):
            if found := _IN_HTML.search("\n".join(block.lines)):
                message = "trong bảng HTML dấu Markdown hiện nguyên; hãy viết <strong>, <em>, <a href=…>"
                yield document.at(block.at + found.start(), "chu-dam", message)
            continue
        if any(_MAY_OPEN.search(line) for line in block.lines) and (match := _open_mark(block)):
            mark = match[0]
            message = (
                f"dấu {mark} không có dấu đóng trong đoạn, hoặc cách chữ; "
                f"hãy viết {mark}chữ{mark} sát nhau, nếu là dấu thật thì viết {''.join(chr(92) + c for c in mark)}"
            )
            yield document.at(block.at + match.start(), "chu-dam", message)


def marks_known(document: CheckedSource) -> Iterator[Problem]:
    """Chỉ dùng cách viết Markdown mà kho hiểu: không chú thích cuối trang, khối ```, ~~gạch ngang~~, {{mã}}."""
    body = document.header.body
    if ("```" in body or "~~~" in body) and (match := _FENCE.search(body)):
        message = (
            "khối mã ``` hay ~~~ không được dùng; hãy bỏ các dòng ấy, hoặc thụt mỗi dòng mã vào bốn dấu cách"
        )
        yield document.at(match.start(), "cach-viet-la", message)
    if not any(mark in document.prose for mark in _MARKS):
        return
    for name, pattern, remedy in _OTHERS:
        if found := pattern.search(document.prose):
            yield document.at(found.start(), "cach-viet-la", f"{name} không được dùng ở kho này; {remedy}")


def _forms(document: CheckedSource) -> Iterator[tuple[int, str]]:
    """(offset, fault and remedy) of what was meant to be a link and is text."""
    rest = INLINE.sub(lambda m: blank(m[0]), document.prose)
    for match in _SPACED.finditer(rest):
        yield match.start(), "có dấu cách giữa ] và (; hãy viết liền: [chữ](địa-chỉ)"
    for match in _REVERSED.finditer(rest):
        yield match.start(), "ngoặc tròn và ngoặc vuông đảo chỗ; hãy viết [chữ](địa-chỉ)"
    for match in _HALF.finditer(rest):
        yield (
            match.start(),
            "liên kết viết chưa đủ; hãy viết [chữ](địa-chỉ), dấu cách trong địa chỉ viết là %20",
        )
    defined = {match[1].casefold() for match in _DEFINED.finditer(rest)}
    for match in _REFERENCE.finditer(rest):
        if (match[2] or match[1]).casefold() not in defined:
            yield match.start(), f"không có dòng “[{match[2] or match[1]}]: địa-chỉ”; hãy viết [chữ](địa-chỉ)"


def _address_fault(link: Link) -> str:
    """What is wrong with the address of a link, and the remedy; empty where nothing is that can be seen alone."""
    target, kind = link.target, "ảnh" if link.picture else "liên kết"
    if OWN_MACHINE.match(target):
        return f"{kind} “{target[:80]}” trỏ vào máy riêng; hãy chép tệp vào thư mục nội dung rồi trỏ tới đó"
    try:
        parts = urlsplit(target)
    except ValueError:
        return f"{kind} “{target[:80]}” có địa chỉ sai; hãy chép lại từ thanh địa chỉ của trình duyệt"
    scheme = parts.scheme.lower()
    if scheme == "data":
        return (
            "ảnh dán thẳng vào bài (data:…) không đăng được; hãy lưu thành tệp trong content/anh rồi "
            "viết ![mô tả](/anh/ten-tep.jpg)"
        )
    if _LOCAL_HOST.fullmatch(parts.hostname or ""):
        return (
            f"{kind} “{target[:80]}” trỏ vào máy của bạn, người đọc không mở được; hãy viết "
            f"“{parts.path or '/'}”"
        )
    own = os.environ.get("SITEURL", "").rstrip("/")
    if own and f"{target}/".startswith(f"{own}/"):
        here = target.removeprefix(own) or "/"
        return f"{kind} “{target[:80]}” trỏ về chính trang này; hãy viết “{here}” để đổi địa chỉ trang vẫn dùng được"
    if target.lower().startswith("www."):
        return f"{kind} “{target[:80]}” thiếu phần đầu; hãy viết “https://{target[:80]}”"
    if scheme in ("http", "https") and not parts.netloc:
        return f"{kind} “{target[:80]}” thiếu tên trang; hãy viết “{scheme}://…”"
    if scheme in ("http", "https") and " " in target:
        return f"địa chỉ “{target[:80]}” có dấu cách; hãy viết %20 thay cho dấu cách"
    if scheme and scheme not in SCHEMES:
        return f"{kind} “{target[:80]}” không phải địa chỉ web; hãy dùng https://, http://, mailto: hoặc tel:"
    return ""


def _is_own(document: CheckedSource) -> bool:
    """Whether an archivist wrote the article: what comes from a legacy page says so."""
    article = document.article
    return not (article and (article.original_url or article.sha256 or article.captured))


def links_formed(document: CheckedSource) -> Iterator[Problem]:
    """Liên kết viết đúng dạng `[chữ](địa-chỉ)`, có chữ, có địa chỉ mở được từ máy của người đọc."""
    if "[" in document.prose:
        for offset, message in _forms(document):
            yield document.at(offset, "lien-ket-sai", message)
    for link in document.links:
        if message := _address_fault(link):
            yield document.at(link.at, "lien-ket-sai", message)
        elif link.picture and link.target.startswith(("http:", "https:")) and _is_own(document):
            message = (
                "ảnh của trang khác không hiện trong bài; hãy tải ảnh về content/anh rồi viết ![mô "
                "tả](/anh/ten-tep.jpg)"
            )
            yield document.at(link.at, "lien-ket-sai", message)
        elif link.inline and not link.picture and (not link.target or not link.text):
            what = "địa chỉ" if link.text else "chữ hiện ra"
            yield document.at(link.at, "lien-ket-sai", f"liên kết thiếu {what}; hãy viết [chữ](địa-chỉ)")
