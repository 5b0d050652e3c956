import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.convert.text.byline_grammar import read_byline
from scripts.convert.text.date_grammar import find_dates, read_date_line, yearless


@pytest.mark.parametrize(("text", "iso"), [
    ("24/11/2017 09:56", "2017-11-24T09:56:00+07:00"),
    ("Cập nhật lúc 09:56 24/11/2017", "2017-11-24T09:56:00+07:00"),
    ("Thứ Năm, 06/10/2011 | 18:20", "2011-10-06T18:20:00+07:00"),
    ("Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20:00+07:00"),
    ("ngày 24 tháng 11 năm 2017", "2017-11-24"),
    ("Thứ Sáu, 24 Tháng Mười Một 2017, 3:05 CH", "2017-11-24T15:05:00+07:00"),
    ("24.11.2017 - 09h56", "2017-11-24T09:56:00+07:00"),
    ("January 12th, 2011", "2011-01-12"),
    ("2023-11-02T19:20:45+07:00", "2023-11-02T19:20:45+07:00"),
    ("05/11/2017", "2017-11-05"),
])  # fmt: skip
def test_stamps_are_read_day_first(text, iso):
    stamp = read_date_line(text)
    assert stamp is not None
    assert stamp.moment.iso == iso


@pytest.mark.parametrize("text", [
    "31/02/2017", "11:45 | 29/09", "24/11/17",
    "Ngày 17/11/2017, tại Hà Nội, đoàn công tác đã kiểm tra và làm việc với Bộ",
    "13/2017", "Nghị quyết 30c/NQ-CP", "",
])  # fmt: skip
def test_what_is_not_certain_is_no_date(text):
    assert read_date_line(text) is None


def test_a_day_without_a_year_is_told_apart():
    assert yearless("11:45 | 29/09")
    assert not yearless("24/11/2017 09:56")


@given(st.text(max_size=200))
def test_any_text_gives_only_real_dates(text):
    assert all(1900 <= s.moment.when.year < 2100 for s in find_dates(text))


@pytest.mark.parametrize(("text", "authors", "photos", "source"), [
    ("Tin, ảnh: Xuân Thắng", ("Xuân Thắng",), ("Xuân Thắng",), ""),
    ("Bài và ảnh: Đỗ Ngọc Bích", ("Đỗ Ngọc Bích",), ("Đỗ Ngọc Bích",), ""),
    ("Theo TTXVN", (), (), "TTXVN"),
    ("Nguồn: Cổng thông tin Sở Tư pháp", (), (), "Cổng thông tin Sở Tư pháp"),
    ("(Theo Báo Nhân dân)", (), (), "Báo Nhân dân"),
    ("(Minh Đức)", ("Minh Đức",), (), ""),
    ("Tin: Lan Anh; Ảnh: Minh Đức", ("Lan Anh",), ("Minh Đức",), ""),
    ("Tin, ảnh: Thu Hà, Lê Anh", ("Thu Hà", "Lê Anh"), ("Thu Hà", "Lê Anh"), ""),
    ("Ảnh: Hoàng Phong", (), ("Hoàng Phong",), ""),
])  # fmt: skip
def test_labelled_bylines(text, authors, photos, source):
    byline = read_byline(text)
    assert byline is not None
    assert (byline.raw, byline.authors, byline.photographers, byline.source) == (
        text,
        authors,
        photos,
        source,
    )


@pytest.mark.parametrize(("text", "authors", "source"), [
    ("Lê Anh", ("Lê Anh",), ""),
    ("Thu Hà – TTXVN", ("Thu Hà",), "TTXVN"),
    ("Báo Điện tử Chính phủ", (), "Báo Điện tử Chính phủ"),
    ("Viết Vinh tổng hợp", ("Viết Vinh",), ""),
])  # fmt: skip
def test_bare_names_need_the_page_to_mark_them(text, authors, source):
    assert read_byline(text) is None
    byline = read_byline(text, bare=True)
    assert byline is not None
    assert (byline.authors, byline.source) == (authors, source)


@pytest.mark.parametrize("text", [
    "Theo đó, Bộ đã ban hành kế hoạch", "Theo Chỉ thị 20, các bộ phải làm",
    "Kết luận hội nghị", "Phát biểu tại buổi làm việc.",
    "(ảnh minh họa", "", "Nội dung cụ thể như sau:",
])  # fmt: skip
def test_sentences_are_no_bylines(text):
    assert read_byline(text, bare=True) is None


@given(st.text(max_size=150))
def test_a_byline_is_never_empty(text):
    byline = read_byline(text, bare=True)
    assert byline is None or byline.authors or byline.photographers or byline.source
