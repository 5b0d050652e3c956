"""Rules of files: what may stand in the content folder, ids and addresses, pictures, the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.clock import clock_problem, far_problem, is_far, is_trusted, many_far
from plugins.core.dates import Moment
from plugins.core.problems import Problem
from plugins.lint.pictures import PictureFile
from scripts.rules.archive import CheckedArchive


def no_symbolic_link(archive: CheckedArchive) -> Iterator[Problem]:
    """Thư mục nội dung không có liên kết tượng trưng."""
    yield from archive.reported("lien-ket")


def known_kind(archive: CheckedArchive) -> Iterator[Problem]:
    """Thư mục nội dung chỉ có bài viết .md và các loại tệp đính kèm được nhận."""
    yield from archive.reported("loai-tep")


def composed_name(archive: CheckedArchive) -> Iterator[Problem]:
    """Tên tệp ở dạng Unicode NFC; tên tệp đính kèm dùng được trên mọi hệ thống."""
    yield from archive.reported("ten-tep")


def readable_file(archive: CheckedArchive) -> Iterator[Problem]:
    """Mọi tệp, thư mục của kho đọc được."""
    yield from archive.reported("khong-doc-duoc")


def no_hidden_folder(archive: CheckedArchive) -> Iterator[Problem]:
    """Thư mục nội dung không có thư mục ẩn (tên bắt đầu bằng dấu chấm), trừ của các công cụ quen thuộc."""
    yield from archive.reported("thu-muc-an")


def nothing_runs(archive: CheckedArchive) -> Iterator[Problem]:
    """Tệp SVG, XML không chứa mã chạy được trong trình duyệt."""
    yield from archive.reported("tep-chay-ma")


def source_size(archive: CheckedArchive) -> Iterator[Problem]:
    """Một bài viết không lớn hơn 2 MB."""
    yield from archive.reported("qua-lon")


def content_there(archive: CheckedArchive) -> Iterator[Problem]:
    """Thư mục nội dung phải có thật."""
    yield from archive.reported("noi-dung")


def unique_id(archive: CheckedArchive) -> Iterator[Problem]:
    """Không có hai bài trùng mã."""
    yield from (problem for problem in archive.duplicates if problem.rule == "trung-ma")


def unique_address(archive: CheckedArchive) -> Iterator[Problem]:
    """Không có hai bài trùng địa chỉ."""
    yield from (problem for problem in archive.duplicates if problem.rule == "trung-dia-chi")


def _waiting(archive: CheckedArchive) -> Iterator[tuple[str, int, Moment]]:
    """(path, line, date) of published articles that are dated after the clock."""
    for source, article in archive.articles:
        if source.is_page or article.status != "published" or article.date is None:
            continue
        if article.date.when > archive.now:
            yield source.path, archive.facts[source.path].lines.get("date", 1), article.date


def _is_far(date: Moment, archive: CheckedArchive) -> bool:
    return is_far(date, archive.now) and not is_trusted()


def not_in_the_future(archive: CheckedArchive) -> Iterator[Problem]:
    """Bài ghi ngày trong tương lai chưa hiện trên trang; nên xem lại ngày."""
    for path, line, date in _waiting(archive):
        if not _is_far(date, archive):
            message = f"ngày {date.display} chưa tới nên bài chưa hiện; hãy kiểm tra lại ngày"
            yield Problem(path, line, "ngay-tuong-lai", message)


def _wrong_clock(archive: CheckedArchive) -> str:
    """What tells that the clock is wrong, ``""`` where nothing does."""
    far = sum(_is_far(date, archive) for _, _, date in _waiting(archive))
    return many_far(far, sum(a.status == "published" and not s.is_page for s, a in archive.articles))


def date_not_far_ahead(archive: CheckedArchive) -> Iterator[Problem]:
    """Bài hẹn ngày không ghi ngày xa hơn một năm kể từ hôm nay."""
    if not _wrong_clock(archive):
        waiting = (it for it in _waiting(archive) if _is_far(it[2], archive))
        yield from (far_problem(path, line, date, archive.now) for path, line, date in waiting)


def clock_believed(archive: CheckedArchive) -> Iterator[Problem]:
    """Đồng hồ của máy không sớm hơn ngày của nhiều bài quá một năm."""
    if found := _wrong_clock(archive):
        yield clock_problem(".", archive.now, found)


def _weighs(picture: PictureFile) -> str:
    pixels = f", {picture.size[0]}×{picture.size[1]} điểm ảnh" if picture.size else ""
    return f"ảnh nặng {picture.weight / 1_000_000:.1f} MB{pixels}".replace(".", ",")


def picture_light(archive: CheckedArchive) -> Iterator[Problem]:
    """Ảnh nặng quá 1,5 MB hay rộng quá 4000 điểm ảnh được máy thu nhỏ khi đăng; ảnh gốc vẫn nằm trong kho."""
    for name, picture in archive.pictures.items():
        if picture.is_large and not picture.is_huge and not picture.fault:
            message = f"{_weighs(picture)}; máy sẽ tự đăng bản nhỏ hơn, bạn không phải làm gì"
            yield Problem(name, 0, "anh-lon", message)


def picture_handled(archive: CheckedArchive) -> Iterator[Problem]:
    """Ảnh không nặng quá 60 MB và không quá 150 triệu điểm ảnh: hơn thế máy không thu nhỏ được."""
    for name, picture in archive.pictures.items():
        if picture.is_huge:
            message = (
                f"{_weighs(picture)}, máy không tự thu nhỏ được; hãy thu nhỏ còn dưới 4000 điểm ảnh mỗi chiều"
            )
            yield Problem(name, 0, "anh-qua-lon", message)


def picture_readable(archive: CheckedArchive) -> Iterator[Problem]:
    """Tệp ảnh mở được và còn nguyên."""
    for name, picture in archive.pictures.items():
        if picture.fault:
            yield Problem(name, 0, "anh-hong", picture.fault)
