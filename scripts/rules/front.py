"""Rules of the front matter."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem
from scripts.rules.document import CheckedSource
from scripts.rules.repair import shape_faults

TITLE_LIMIT = 250  # characters; file systems take names of 255 bytes, and the longest real title has 180


def header_form(document: CheckedSource) -> Iterator[Problem]:
    """Phần đầu gồm các dòng “Tên trường: giá trị” và kết thúc bằng một dòng trống."""
    yield from document.reported("phan-dau")


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
    """Trạng thái chỉ có thể là xuất bản, bản nháp hoặc ẩn."""
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


def summary_present(document: CheckedSource) -> Iterator[Problem]:
    """Bài đã đăng nên có “Tóm tắt” một, hai câu."""
    article = document.article
    if article and document.published and not document.is_page and not article.summary:
        line = document.lines.get("summary", 1)
        message = "chưa có “Tóm tắt”; hãy thêm một, hai câu nói bài viết gì (trang danh sách dùng đến)"
        yield document.problem(line, "thieu-tom-tat", message)


def canonical_form(document: CheckedSource) -> Iterator[Problem]:
    """Tệp nên ở dạng chuẩn: thứ tự và tên trường, kiểu cuối dòng, cuối tệp."""
    if faults := "; ".join(shape_faults(document)):
        yield document.problem(1, "dang-chuan", f"{faults}; hãy chạy make check FIX=1 để sửa tự động")
