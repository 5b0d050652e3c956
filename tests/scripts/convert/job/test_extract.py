"""Generic extraction of the pieces of a page: names, tags, sections, buttons, several articles."""

from pathlib import Path

import pytest

from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.line_scanner import scan_lines
from scripts.convert.dom.roles import EXCLUDED, SECTION, TAGS, TITLE, UNLIKELY, roles_of
from scripts.convert.dom.tree import TextLengths, parse
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.text.byline_grammar import read_byline
from scripts.convert.text.date_grammar import read_date_line

TEXT = "Xã đã nối mạng với huyện, hồ sơ nộp ở xã được chuyển ngay trong ngày, không phải mang giấy tờ lên huyện nữa."
MORE = "Trong ba tháng thử nghiệm, số lần đi lại trung bình của một người giảm từ ba xuống một, ít hơn hẳn năm ngoái."


def article(html):
    page = f"<html><body>{html}</body></html>".encode()
    result = convert_record(page, CaptureRecord("trang.html", Path("trang.html")), Context("none"))
    assert result.article is not None, result.reason
    assert result.account.closes
    return result


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (" box tinlienquan ", EXCLUDED),
        (" bai cung chuyenmuc ", 0),
        (" boxbaicungchuyenmuc ", EXCLUDED),
        (" tieu de ", TITLE),
        (" navigation ", UNLIKELY),
        (" noidung ", 0),
    ],
)
def test_names_tell_roles(names, said):
    assert roles_of(names) & (EXCLUDED | UNLIKELY | TITLE) == said


def test_wordpress_classes_of_an_article_are_no_roles():
    assert not roles_of(" post type post tag hot category related hentry ") & (EXCLUDED | UNLIKELY | TAGS)
    assert roles_of(" category tag ") & (SECTION | TAGS) == SECTION


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<p>Từ khóa: một cửa, đất đai</p>", ("một cửa", "đất đai")),
        ("<div>Tags: <a href='/a'>một cửa</a> <a href='/b'>đất đai</a></div>", ("một cửa", "đất đai")),
        ("<div class='tags'><a href='/a'>một cửa</a><a href='/b'>đất đai</a></div>", ("một cửa", "đất đai")),
        ("<p>Chủ đề hội nghị: một cửa, đất đai</p>", ()),
    ],
)
def test_tags_are_what_the_page_shows_as_tags(html, tags):
    found = article(f"<h1>Một cửa ở xã</h1><p>12/05/2016</p><div><p>{TEXT}</p><p>{MORE}</p>{html}</div>")
    assert found.article.tags == tags


def test_a_menu_is_no_breadcrumb():
    menu = (
        "<div>"
        + " | ".join(f'<a href="/{n}">{n}</a>' for n in ("Trang chủ", "Giới thiệu", "Tin", "Thư"))
        + "</div>"
    )
    crumbs = '<div>Trang chủ &gt; <a href="/d">Đất đai</a></div>'
    body = f"<h1>Một cửa ở xã</h1><p>12/05/2016</p><div><p>{TEXT}</p><p>{MORE}</p></div>"
    assert (
        article(menu + '<div><a href="/x">Hỏi đáp</a> <a href="/y">Thư ngỏ</a></div>' + body).article.section
        == ""
    )
    assert article(menu + crumbs + body).article.section == "Đất đai"


def test_the_first_of_several_articles_is_the_page_s():
    second = f"<article><h1>Bài thứ hai của trang</h1><p>{MORE} {MORE}</p><p>{TEXT}</p></article>"
    first = f"<article><h1>Một cửa ở xã này</h1><time>12/05/2016</time><p>{TEXT}</p><p>{MORE}</p></article>"
    found = article(f"<div>{first}{second}</div>")
    assert found.article.title == "Một cửa ở xã này"
    assert "thứ hai" not in found.text


def test_a_caption_after_a_break_is_the_picture_s():
    found = article(
        f"<h1>Một cửa ở xã</h1><div><p>{TEXT}</p><center><img src='/a.jpg'><br>Người dân chờ đến lượt</center>"
        f"<p>{MORE}</p><p>{TEXT}</p></div>"
    )
    assert '"Người dân chờ đến lượt")' in found.text


def test_a_short_text_in_one_box_with_its_picture_is_no_caption():
    found = article(
        f"<h1>Một cửa ở xã</h1><p>12/05/2016</p><div><div><img src='/a.jpg'></div><p>{TEXT}</p><p>{MORE}</p></div>"
    )
    assert "![](" in found.text


@pytest.mark.parametrize(("html", "tool"), [
    ('<a href="#">In trang</a> <a href="#">Gửi email</a>', True),
    ('<a href="/bai">Trở lại với nghề cũ sau mười năm</a>', False),
    ("Quay lại", True),
])  # fmt: skip
def test_buttons_are_told_from_words(html, tool):
    (line,) = scan_lines(parse(f"<body><p>{html}</p></body>"), TextLengths()).lines
    assert is_button_line(line) is tool


@pytest.mark.parametrize(
    ("raw", "authors", "photographers", "source"),
    [
        ("Bài: Thu Trang - Ảnh: Quốc Bảo", ("Thu Trang",), ("Quốc Bảo",), ""),
        ("Nguồn tin: Báo Nhân Dân", (), (), "Báo Nhân Dân"),
        ("Thu Trang – Quốc Bảo", ("Thu Trang", "Quốc Bảo"), (), ""),
        ("Thu Trang - Hà Nội mới", ("Thu Trang",), (), "Hà Nội mới"),
    ],
)
def test_bylines(raw, authors, photographers, source):
    found = read_byline(raw, bare=True)
    assert (found.authors, found.photographers, found.source) == (authors, photographers, source)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20:00 08-Oct-2019", "2019-10-08 20:00"),
        ("08:30' Chủ nhật, 21/10/2018", "2018-10-21 08:30"),
        ("08:00 - 10:00, 06-Oct-2019", None),
    ],
)
def test_stamps(text, iso):
    found = read_date_line(text)
    assert (f"{found.moment.when:%Y-%m-%d %H:%M}" if found else None) == iso
