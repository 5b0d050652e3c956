"""Rules of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.addresses import archived_address
from plugins.core.problems import Problem
from plugins.core.text import fold
from plugins.lint.document import CheckedSource

TITLE_LIMIT = 250  # characters; file systems take names of 255 bytes, and the longest real title has 180
TAG_WORDS = 12  # words of one tag; the longest names of laws and programmes among real ones have 11
_TITLE_MARKS = re.compile(
    r"\*\*|__|~~|`|^#{1,6} |!?\[[^\]]*\]\(|<[a-zA-Z/][^>]*>|&(?:#\d+|[a-z]+);|(?<!\w)\*(?=\w)[^*]+\*(?!\w)"
)
_MARK = re.compile(r"[*_~`#\[<&]")
_HASHTAG = re.compile(r"#\w")
_OTHER_SEPARATOR = re.compile(r"\s[|/•·–-]\s|\||[\[\]]|^[\"'“]|\\|\.\s")
_NAME = r"[A-ZÀ-ỸĐ]\w*(?: [A-ZÀ-ỸĐ]\w*){0,4}"
_TWO_PEOPLE = re.compile(rf"{_NAME} (?:và|-|–|,) {_NAME}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def header_form(document: CheckedSource) -> Iterator[Problem]:
    """Phần đầu gồm các dòng “Tên trường: giá trị” và kết thúc bằng một dòng trống."""
    yield from document.reported("phan-dau")


def no_conflict(document: CheckedSource) -> Iterator[Problem]:
    """Tệp không còn dấu vết xung đột của git (<<<<<<<, =======, >>>>>>>)."""
    yield from document.reported("xung-dot")


def unknown_field(document: CheckedSource) -> Iterator[Problem]:
    """Mỗi dòng ở phần đầu dùng một trường có trong danh sách trường của kho."""
    yield from document.reported("truong-la")


def repeated_field(document: CheckedSource) -> Iterator[Problem]:
    """Mỗi trường chỉ viết một lần."""
    yield from document.reported("truong-lap")


def missing_field(document: CheckedSource) -> Iterator[Problem]:
    """Bài viết phải có “Tiêu đề” và “Ngày”; trang phải có “Tiêu đề”."""
    yield from document.reported("thieu-truong")


def real_date(document: CheckedSource) -> Iterator[Problem]:
    """Ngày phải có thật và viết dạng dd/mm/yyyy HH:MM (hoặc ISO 8601), từ năm 1900 đến 2099."""
    yield from document.reported("ngay")


def known_status(document: CheckedSource) -> Iterator[Problem]:
    """Trạng thái là một trong: xuất bản, bản nháp, ẩn, đã gỡ."""
    yield from document.reported("trangthai")


def usable_id(document: CheckedSource) -> Iterator[Problem]:
    """Mã chỉ gồm chữ không dấu, số và gạch nối."""
    yield from document.reported("ma")


def within_bounds(document: CheckedSource) -> Iterator[Problem]:
    """Một bài có không quá 1000 thẻ; mỗi thẻ dài không quá 200 ký tự, mỗi trường chữ không quá 50 000."""
    yield from document.reported("qua-muc")


def short_title(document: CheckedSource) -> Iterator[Problem]:
    """Tiêu đề dài không quá 250 ký tự."""
    length = len(document.article.title) if document.article else 0
    if length > TITLE_LIMIT:
        message = f"tiêu đề dài {length} ký tự; hãy rút còn {TITLE_LIMIT}, chuyển phần thừa xuống “Tóm tắt”"
        yield document.problem(document.lines["title"], "tieu-de-dai", message)


def plain_title(document: CheckedSource) -> Iterator[Problem]:
    """Tiêu đề, tóm tắt là chữ thường, không có dấu của Markdown hay HTML."""
    article = document.article
    if article is None:
        return
    for attribute, called in (("title", "tiêu đề"), ("summary", "tóm tắt")):
        text = getattr(article, attribute)
        if _MARK.search(text) and (match := _TITLE_MARKS.search(text)):
            message = (
                f"{called} có “{match[0][:20]}” sẽ hiện nguyên như thế; hãy viết chữ thường, không có "
                "dấu Markdown hay HTML"
            )
            yield document.problem(document.lines[attribute], "tieu-de-dinh-dang", message)


def title_not_shouted(document: CheckedSource) -> Iterator[Problem]:
    """Tiêu đề nên viết chữ thường, chỉ hoa đầu câu và tên riêng."""
    title = document.article.title if document.article else ""
    if len(title.split()) > 2 and title.isupper():
        message = f"tiêu đề viết hoa cả câu khó đọc; nên viết “{title.capitalize()}”, viết hoa lại tên riêng"
        yield document.problem(document.lines["title"], "tieu-de-in-hoa", message)


def _tag_fault(tag: str) -> str:
    if _HASHTAG.search(tag):
        return f"thẻ “{tag[:60]}” viết kiểu mạng xã hội; hãy bỏ dấu #, viết có dấu cách"
    if match := _OTHER_SEPARATOR.search(tag):
        return f"thẻ “{tag[:60]}” có “{match[0].strip()}”"
    if "," in tag:
        return f"thẻ “{tag[:60]}” còn dấu phẩy"
    if len(tag.split()) > TAG_WORDS:
        return f"thẻ “{tag[:60]}…” dài {len(tag.split())} chữ, có lẽ là nhiều thẻ"
    return ""


def tags_apart(document: CheckedSource) -> Iterator[Problem]:
    """Các thẻ cách nhau bằng dấu chấm phẩy, không có #, gạch chéo, ngoặc."""
    if not document.article:
        return
    for tag in document.article.tags:
        if fault := _tag_fault(tag):
            message = f"{fault}; hãy cách các thẻ bằng dấu chấm phẩy: một cửa; dịch vụ công"
            yield document.problem(document.lines["tags"], "the-gop", message)
            return


def _name_fault(name: str, called: str) -> str:
    if _MARK.search(name) and (match := _TITLE_MARKS.search(name)):
        return (
            f"{called} “{name[:60]}” có “{match[0][:20]}”; hãy viết chữ thường, không có dấu Markdown "
            "hay HTML"
        )
    if called == "nguồn":
        bare = name.lower().startswith(("http:", "https:", "www."))
        what = f"nguồn “{name[:60]}” là địa chỉ"
        return f"{what}; hãy ghi tên nơi đăng, còn địa chỉ ghi ở “Địa chỉ gốc”" if bare else ""
    if called != "chuyên mục" and (_TWO_PEOPLE.fullmatch(name) or any(mark in name for mark in "/|&")):
        return f"“{name[:60]}” có vẻ là hai người; hãy cách nhau bằng dấu chấm phẩy: Thu Hà; Minh Đức"
    return ""


def names_plain(document: CheckedSource) -> Iterator[Problem]:
    """Tác giả, người chụp, nguồn, chuyên mục là tên, mỗi người một tên."""
    article = document.article
    if article is None or article.original_url or article.sha256:
        return
    kinds = (
        ("authors", "tác giả", article.authors),
        ("photographers", "người chụp", article.photographers),
        ("source", "nguồn", (article.source,)),
        ("section", "chuyên mục", (article.section,)),
    )
    for attribute, called, names in kinds:
        if fault := next((fault for name in names if name and (fault := _name_fault(name, called))), ""):
            yield document.problem(document.lines[attribute], "ten-rieng", fault)


def modified_later(document: CheckedSource) -> Iterator[Problem]:
    """Trường “Sửa ngày” không sớm hơn “Ngày”."""
    article = document.article
    if (
        article
        and article.date
        and article.modified
        and article.modified.when.date() < article.date.when.date()
    ):
        message = (
            f"“Sửa ngày” {article.modified.display} sớm hơn “Ngày” {article.date.display}; hãy sửa lại "
            "một trong hai"
        )
        yield document.problem(document.lines["modified"], "sua-ngay", message)


def machine_values(document: CheckedSource) -> Iterator[Problem]:
    """Trường “Ngôn ngữ” là mã như vi; “Địa chỉ gốc” là http…; “SHA-256” có 64 chữ số; “Địa chỉ cũ” là địa chỉ ở kho."""
    article = document.article
    if article is None:
        return
    wanted = (
        ("lang", _LANGUAGE, "“Ngôn ngữ” phải là mã: vi (tiếng Việt), en (tiếng Anh), fr (tiếng Pháp)…"),
        ("original_url", _ADDRESS, "“Địa chỉ gốc” phải là địa chỉ đầy đủ, không dấu cách, bắt đầu bằng http:// hoặc https://"),
        ("sha256", _SHA256, "“SHA-256” phải có đúng 64 chữ số và chữ a–f; không biết thì xóa dòng ấy"),
    )  # fmt: skip
    for attribute, form, remedy in wanted:
        value = getattr(article, attribute)
        if value and not form.fullmatch(value):
            yield document.problem(
                document.lines[attribute], "gia-tri", f"“{value[:60]}” không dùng được; {remedy}"
            )
    for value in article.former:
        if not archived_address(value):
            remedy = "“Địa chỉ cũ” viết như 2017/11/ten-bai-123.html; địa chỉ trên trang khác thì ghi ở “Địa chỉ gốc”"
            yield document.problem(
                document.lines["former"], "gia-tri", f"“{value[:60]}” không dùng được; {remedy}"
            )


def summary_present(document: CheckedSource) -> Iterator[Problem]:
    """Bài đã đăng nên có “Tóm tắt” một, hai câu."""
    article = document.article
    if article and document.published and not document.is_page and not article.summary:
        line = document.lines.get("summary", 1)
        message = "chưa có “Tóm tắt”; hãy thêm một, hai câu nói bài viết gì (trang danh sách dùng đến)"
        yield document.problem(line, "thieu-tom-tat", message)


_ROOM = 40  # characters of marks around a title that is said again
_TITLE_SIGNS = re.compile(r"^[\s#*_>“\"]+|[\s#*_”\".:]+$")


def title_said_once(document: CheckedSource) -> Iterator[Problem]:
    """Nội dung không bắt đầu bằng chính tiêu đề: trang đã hiện tiêu đề rồi."""
    if not document.article or not document.header.body:
        return
    first = document.header.body.split("\n\n", 1)[0]
    if len(first) > len(document.article.title) + _ROOM:
        return
    said = fold(_TITLE_SIGNS.sub("", " ".join(first.split())))
    if said and said == fold(_TITLE_SIGNS.sub("", document.article.title)):
        message = "đoạn đầu lặp lại tiêu đề, trang sẽ hiện hai lần; hãy xóa đoạn ấy"
        yield document.at(0, "lap-tieu-de", message)
