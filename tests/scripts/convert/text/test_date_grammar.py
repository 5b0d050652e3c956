import pytest

from scripts.convert.text.date_grammar import read_date_line


def read(text):
    found = read_date_line(text)
    if found is None:
        return None
    return found.moment.when.strftime("%Y-%m-%d" if found.moment.precision == "day" else "%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Đăng ngày Tháng Mười Một 24, 2017", "2017-11-24"),
        ("Tháng Một 3, 2018 10:05 sáng", "2018-01-03 10:05"),
        ("Th11 24, 2017", "2017-11-24"),
        ("24 Th11, 2017", "2017-11-24"),
        ("24 Tháng Mười Hai, 2017 lúc 9:56 tối", "2017-12-24 21:56"),
        ("24/11/17 15:04", None),
        ("Ngày 24 tháng Tư năm 2017", "2017-04-24"),
        ("Ngày 24 tháng Năm năm 2017", "2017-05-24"),
        ("Viết bởi Ban Biên tập   Thứ sáu, 24 Tháng 11 2017 15:04", "2017-11-24 15:04"),
        ("Ngày phát hành: 24/11/2017 - Lượt xem: 1203", "2017-11-24"),
        ("T6, 24/11/2017 - 15:04", "2017-11-24 15:04"),
        ("Hội nghị họp ngày 24/11/2017 tại huyện", None),
    ],
)
def test_months_as_wordpress_writes_them_in_vietnamese(text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24/11/2017 3:04 chiều", "2017-11-24 15:04"),
        ("24/11/2017 03:04 p.m.", "2017-11-24 15:04"),
        ("24/11/2017 3:04:09 PM", "2017-11-24 15:04"),
        ("8 giờ 30 tối, ngày 24/11/2017", "2017-11-24 20:30"),
        ("24/11/2017 12:15 SA", "2017-11-24 00:15"),
        ("24/11/2017 12:15 trưa", "2017-11-24 12:15"),
        ("24/11/2017 1:15 trưa", "2017-11-24 13:15"),
        ("24/11/2017 12:10 đêm", "2017-11-24 00:10"),
        ("24/11/2017 11:10 đêm", "2017-11-24 23:10"),
        ("24/11/2017 13:05 PM", "2017-11-24 13:05"),
        ("24/11/2017 9:56 sáng", "2017-11-24 09:56"),
    ],
)
def test_hours_are_those_of_the_half_day_named(text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Đăng lúc: 24/11/2017 09:56 - Cập nhật lúc: 02/01/2018 08:00", "2017-11-24 09:56"),
        ("Sửa lần cuối: 02/01/2018 08:00; đăng ngày 24/11/2017", "2017-11-24"),
        ("Posted on 24/11/2017 by admin - Updated 25/11/2017", "2017-11-24"),
        ("24/11/2017 - 25/11/2017", None),
    ],
)
def test_of_several_days_the_one_of_publication_counts(text, moment):
    assert read(text) == moment


def test_a_label_says_what_the_day_is():
    assert read_date_line("Cập nhật: 02/01/2018 08:00").updated
    assert read_date_line("Last updated on: 14.1.2004").updated
    assert read_date_line("Ngày đăng: 24/11/2017").posted
    plain = read_date_line("24/11/2017 09:56")
    assert not plain.updated
    assert not plain.posted


def test_the_place_of_a_document_stands_beside_its_date():
    assert read_date_line("Cập nhật: 02/01/2018").bare
    assert not read_date_line("Hà Nội, ngày 31 tháng 3 năm 2003").bare
