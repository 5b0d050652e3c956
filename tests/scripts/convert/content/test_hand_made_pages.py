"""Pages made by hand with FrontPage: titles in the middle, names with offices, verse in tables, photographs alone."""

import json

import pytest

from scripts.convert.__main__ import main
from scripts.convert.text.byline_grammar import is_credit, read_byline
from tests.scripts.convert.content.test_old_pages import TEXT, TEXTS, VERSE, article, converted

BANNER = "<p align=center><b><font color=green>Trang tin huyện</font></b> <a href=../index.html>Trang chủ</a></p><hr>"


def test_an_end_tag_inside_a_heading_leaves_it_a_heading():
    found = article(f"{BANNER}<font size=4><h2 align=center></font><font>Chuyện ở phường</font></h2>{TEXTS}")
    assert found.article.title == "Chuyện ở phường"


@pytest.mark.parametrize(
    "head",
    [
        "<font size=5><p align=center>Chuyện</font> <font size=5>ở phường</font></p>",
        "<b><font size=5><h2>Chuyện </font>ở phường</b></h2>",
        "<i><b><p align=center><font size=5>Chuyện ở</font></b><b> phường</b></p></i>",
    ],
)
def test_a_title_is_whole_whatever_ends_inside_it(head):
    assert article(f"{BANNER}{head}{TEXTS}").article.title == "Chuyện ở phường"


def test_a_drop_capital_that_begins_before_its_paragraph_makes_no_title():
    found = article(f"<h2>Chuyện ở phường</h2><font size=6><p>P</font>hòng Nội vụ huyện. {TEXT}</p>{TEXTS}")
    assert found.article.title == "Chuyện ở phường"
    assert found.article.body.startswith("Phòng Nội vụ huyện. ")


def test_a_noscript_that_never_ends_hides_no_page():
    found = article(f"<noscript><img src=dem.gif><h2>Chuyện ở phường</h2>{TEXTS}")
    assert found.article.title == "Chuyện ở phường"
    assert found.article.body.count(TEXT) == 4


def test_articles_inside_an_article_that_hold_its_text_stay():
    parts = "".join(f"<article class=paragraph><p>Phần {n}. {TEXT}</p></article>" for n in range(4))
    found = article(f"<article><h1>Chuyện ở phường</h1>{parts}</article>")
    assert found.article.body.count(TEXT) == 4


def test_a_bold_line_in_the_middle_is_the_title():
    found = article(f"{BANNER}<p align=center><b><font color=maroon>Chuyện ở phường</font></b></p>{TEXTS}")
    assert found.article.title == "Chuyện ở phường"


def test_a_page_title_without_tones_names_the_line_that_has_them():
    head = "<p align=center><b>Chuyện ở phường</b></p><p align=center><b>Một cửa xưa và nay</b></p>"
    found = article(BANNER + head + TEXTS, "Chuyen o phuong")
    assert found.article.title == "Chuyện ở phường"


def test_a_numbered_page_title_names_the_book_not_the_chapter():
    head = "<p align=center><b>Chuyện ở phường</b></p><h2 align=center>Một cửa xưa và nay</h2>"
    found = article(BANNER + head + TEXTS, "Chuyen o phuong - 07")
    assert found.article.title == "Một cửa xưa và nay"


def test_the_first_of_numbered_parts_is_no_title():
    parts = "".join(f"<h2>{n}. Phần việc của xã</h2>{TEXTS}" for n in (1, 2, 3))
    assert article(f"<h2>Chuyện ở phường</h2>{parts}").article.title == "Chuyện ở phường"


def test_a_title_broken_in_its_paragraph_is_whole():
    head = "<p align=center><b>Năm tổ công tác đầu tiên<br>của phường và của xã<br>Nguyễn Văn An</b></p>"
    found = article(BANNER + head + TEXTS)
    assert found.article.title == "Năm tổ công tác đầu tiên của phường và của xã"
    assert found.article.authors == ("Nguyễn Văn An",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Hòa thượng Thích Thanh Từ", ("Hòa thượng Thích Thanh Từ",)),
        ("GS.TS. Nguyễn Văn An", ("GS.TS. Nguyễn Văn An",)),
        ("Thích Nguyên Hiền", ("Thích Nguyên Hiền",)),
        ("Nguyễn Văn An dịch, Hà Nội, 1998", ("Nguyễn Văn An",)),
        ("Nguyễn Văn An và Trần Thị Bình biên soạn", ("Nguyễn Văn An", "Trần Thị Bình")),
        ("Luật sư Đàm Quang (Hội Luật gia)", ("Luật sư Đàm Quang",)),
        ("Chương V", ()),
        ("Hà Nội", ()),
        ("Những Việc Cần Làm", ()),
    ],
)
def test_names_with_their_offices_and_works_under_a_title_are_the_byline(line, authors):
    found = article(f"<h2>Chuyện ở phường</h2><h3 align=center>{line}</h3>{TEXTS}")
    assert found.article.title == "Chuyện ở phường"
    assert found.article.authors == authors
    assert bool(found.byline) == bool(authors)


def test_names_above_a_chapter_are_its_byline():
    head = (
        "<p align=center><b>Chuyện ở phường</b></p><p align=center><i>Nguyễn Văn An</i></p>"
        "<p align=center><b>Chương hai</b></p><h2>Một cửa xưa và nay</h2>"
    )
    assert article(BANNER + head + TEXTS, "Chuyen o phuong - 02").byline == "Nguyễn Văn An"


@pytest.mark.parametrize("text", ["- Hết -", "Chương X", "I. DẪN NHẬP", "A. Tam Quy"])
def test_what_is_set_as_a_byline_is_and_is_none_names_nobody(text):
    assert not is_credit(text, marked=True)
    assert read_byline(text, bare=True) is None


def test_verse_in_the_cells_of_a_table_is_a_text():
    rows = "".join(
        f"<tr><td>{one}<br>{two}</td><td>{two}<br>{one}</td></tr>"
        for one, two in zip(VERSE[::2], VERSE[1::2], strict=True)
    )
    found = article(f"<h2>Chuyện ở phường</h2><table>{rows}</table>")
    assert all(line in found.article.body for line in VERSE)


def test_verse_between_the_title_and_the_text_is_not_lost():
    verse = "<br>".join(VERSE)
    found = article(f"<h2>Chuyện ở phường</h2><table><tr><td>{verse}</td></tr></table><div>{TEXTS}</div>")
    assert all(line in found.article.body for line in (*VERSE, TEXT))


def test_a_refrain_is_said_as_often_as_the_text_says_it():
    refrain = f"<p>Điệp khúc. {TEXT}</p>"
    found = article(f"<h2>Chuyện ở phường</h2>{(TEXTS + refrain) * 4}")
    assert found.article.body.count("Điệp khúc.") == 4


def test_photographs_under_a_title_are_an_article():
    pictures = "".join(f"<td><img src=anh{n}.jpg width=378 height=250></td>" for n in range(4))
    found = article(
        f"{BANNER}<p align=center><b><font size=5>Lễ ra quân</font></b></p><table><tr>{pictures}</tr></table>"
    )
    assert found.article.title == "Lễ ra quân"
    assert found.article.body.count(".jpg") == 4


def test_linked_pictures_and_drawings_alone_are_none():
    linked = "".join(f"<a href=bai{n}.html><img src=anh{n}.jpg width=378 height=250></a>" for n in range(4))
    drawn = "<img src=nut.gif><img src=nen.gif><img src=logo.gif>"
    assert converted(f"<h2>Chuyên mục</h2>{linked}{drawn}").article is None


def test_one_article_captured_at_several_addresses_is_no_boilerplate(tmp_path):
    page = f"<html><meta charset=utf-8><h2>Chuyện ở phường</h2><p>24/11/2017 09:56</p>{TEXTS}</html>"
    (tmp_path / "cu").mkdir()
    for number in range(4):
        (tmp_path / "cu" / f"{number}.html").write_text(
            page.replace("Đoạn 3", f"Đoạn {number}"), encoding="utf-8"
        )
    assert (
        main([str(tmp_path / "cu"), "--output", str(tmp_path / "kho"), "--report", str(tmp_path / "r.jsonl")])
        == 0
    )
    report = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in report] == ["article"] * 4
