"""Meaning of markup: numbering, struck-out words, preformatted lines, steps with pictures, captions and documents."""

from pathlib import Path

import pytest

from scripts.convert.dom.tree import parse, strip_unread, text_length
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.markdown.figures import attach_captions
from scripts.convert.markdown.html_to_blocks import BlockReader
from scripts.convert.markdown.serializer import render
from scripts.convert.sources.records import CaptureRecord

LONG = "Người nộp chuẩn bị hồ sơ theo danh mục, nộp tại bộ phận một cửa; cán bộ kiểm tra, ghi giấy hẹn. " * 8


def markdown(html, base="http://x.vn/tin/1.html"):
    root = parse(f"<html><body>{html}</body></html>")
    strip_unread(root)
    reader = BlockReader(base, {})
    blocks = attach_captions(reader.read(root))
    assert sum(b.length for b in blocks) + sum(n for _, n in reader.dropped) == text_length(root)
    return render(blocks)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol type=a><li>Nhận</li><li>Xét</li></ol>", "a) Nhận\n\nb) Xét"),
        ("<ol type=A start=3><li>Nhận</li></ol>", "C) Nhận"),
        ("<ol type=I start=4><li>Nhận</li><li>Xét</li></ol>", "IV) Nhận\n\nV) Xét"),
        ("<ol style='list-style-type: lower-roman'><li>Nhận</li></ol>", "i) Nhận"),
        ("<ol start=5><li>Năm</li><li value=9>Chín</li><li>Mười</li></ol>",
         "5. Năm\n\n<!-- -->\n\n9. Chín\n10. Mười"),
        ("<ol reversed><li>Ba</li><li>Hai</li></ol>", "2. Ba\n\n<!-- -->\n\n1. Hai"),
        ("<ul><li>Nhận</li><li>Xét</li></ul>", "- Nhận\n- Xét"),
    ],
)  # fmt: skip
def test_items_keep_their_numbers_and_letters(html, text):
    assert markdown(html) == text


def test_what_is_struck_out_is_marked():
    assert markdown("<p>Phí <s>500</s> <del>400</del> <ins>300</ins> đồng</p>") == (
        "Phí <del>500</del> <del>400</del> 300 đồng"
    )
    assert markdown("<p><span style='text-decoration: line-through'>cũ</span> mới</p>") == "<del>cũ</del> mới"


def test_preformatted_lines_stay_lines():
    assert (
        markdown("<pre>Đơn vị    Đúng   Trễ\nXã A       12     3\n</pre>")
        == "    Đơn vị    Đúng   Trễ\n    Xã A       12     3"
    )
    assert markdown("<pre>Công khai cho dân\nĐể dân theo dõi</pre>") == "Công khai cho dân<br>Để dân theo dõi"


def test_quoted_words_keep_the_marks_that_browsers_draw():
    assert markdown("<p>Ông nói <q>đúng hẹn</q>.</p>") == "Ông nói “đúng hẹn”."


def test_a_ruled_table_with_a_head_stays_one_whatever_its_cells_hold():
    html = f"<table border=1><tr><th>Bước</th><th>Việc</th></tr><tr><td>1</td><td>{LONG}</td></tr></table>"
    assert markdown(html).startswith("| Bước | Việc |\n| --- | --- |\n| 1 | Người nộp")
    drawn = html.replace("border=1", "").replace("<th>", "<th style='border:1px solid #000'>")
    drawn = drawn.replace("<td>", "<td style='border:1px solid'>")
    assert markdown(drawn).startswith("| Bước | Việc |")


def test_steps_with_pictures_stay_a_numbered_list():
    html = "<ol><li>Đăng nhập.<br><img src=/b1.jpg alt=Cổng></li><li>Nộp hồ sơ.</li></ol>"
    assert markdown(html) == "1. Đăng nhập.\n\n    ![Cổng](http://x.vn/b1.jpg)\n\n2. Nộp hồ sơ."


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td><img src=a.jpg></td><td><img src=b.jpg></td></tr><tr><td><i>Ông An</i></td><td><i>Bà Bê</i></td></tr>",
        "<tr><td>Ông An</td><td>Bà Bê</td></tr><tr><td><img src=a.jpg></td><td><img src=b.jpg></td></tr>",
        "<tr><td><img src=a.jpg></td><td>Ông An</td></tr><tr><td><img src=b.jpg></td><td>Bà Bê</td></tr>",
        "<tr><td><img src=a.jpg><br>Ông An</td><td><img src=b.jpg><br>Bà Bê</td></tr>",
    ],
)
def test_each_picture_of_a_table_has_its_own_caption(table):
    assert markdown(f"<table>{table}</table>") == (
        '![Ông An](http://x.vn/tin/a.jpg "Ông An")\n\n![Bà Bê](http://x.vn/tin/b.jpg "Bà Bê")'
    )


def test_a_name_goes_to_no_picture_where_nobody_can_tell_whose_it_is():
    rows = "<tr><td><img src=a.jpg></td><td><img src=b.jpg></td></tr><tr><td>Ông An</td></tr><tr><td>Bà Bê</td></tr>"
    text = markdown(f"<table>{rows}</table><p>{LONG}</p>")
    assert '"Ông An' not in text
    assert '"Bà Bê' not in text


def test_pictures_in_a_row_of_boxes_have_the_captions_of_the_boxes_below():
    html = "<figure><div><img src=a.jpg></div><div><img src=b.jpg></div><div>Ông An</div><div>Bà Bê</div></figure>"
    assert markdown(html) == (
        '![Ông An](http://x.vn/tin/a.jpg "Ông An")\n\n![Bà Bê](http://x.vn/tin/b.jpg "Bà Bê")'
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<img src=/loading.gif data-original=/that.jpg>", "![](http://x.vn/that.jpg)"),
        ("<p><img src='data:image/gif;base64,R0' alt=A><noscript><img src=/that.jpg></noscript></p>",
         "![A](http://x.vn/that.jpg)"),
        ("<noscript><img src=/that.jpg></noscript>", "![](http://x.vn/that.jpg)"),
        ("<img class=lazyload src=/cho.svg><noscript><img src=/that.jpg></noscript>", "![](http://x.vn/that.jpg)"),
        ("<img data-cfsrc=/that.jpg style='display:none'><noscript><img src=/that.jpg></noscript>",
         "![](http://x.vn/that.jpg)"),
        ("<a href=/to.jpg><img src=/nho.jpg></a>", "![](http://x.vn/to.jpg)"),
        ("<div style='background-image:url(/bia.jpg);height:300px'></div>", "![](http://x.vn/bia.jpg)"),
        ("<img src=/loading.gif>", ""),
    ],
)  # fmt: skip
def test_the_real_picture_is_shown(html, text):
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<iframe src='/pdfjs/viewer.html?file=/tep/a.pdf'></iframe>", "[a.pdf](http://x.vn/tep/a.pdf)"),
        ("<object data=/tep/a.pdf type=application/pdf></object>", "[a.pdf](http://x.vn/tep/a.pdf)"),
        ("<embed src=/phim.wmv> sau phim", "[phim.wmv](http://x.vn/phim.wmv)\n\nsau phim"),
        ("<iframe src='http://phim.vn/nhung/7'></iframe>", "[Nội dung nhúng](http://phim.vn/nhung/7)"),
    ],
)
def test_documents_shown_inside_a_page_are_attachments(html, text):
    assert markdown(html) == text


def test_names_of_offices_keep_their_ampersand():
    assert markdown("<p>Bộ GD&amp;ĐT, TT&amp;TT, &amp;copy; và &amp;#169;</p>") == "Bộ GD&ĐT, TT&TT, © và ©"


def test_words_that_nobody_sees_are_no_words_of_the_article():
    hidden = "Đoàn kiểm tra<span style='font-size:0'>nguồn: báo mẫu</span> làm việc."
    closed = "<div style='font-size:0'><p style='font-size:14px'>Chữ thấy được.</p></div>"
    assert markdown(f"<p>{hidden}</p>{closed}<p>{LONG}</p>").startswith(
        "Đoàn kiểm tra làm việc.\n\nChữ thấy được."
    )


def test_a_line_with_a_document_is_no_button():
    head = f"<h1>Kế hoạch kiểm tra của huyện</h1><p>05/03/2018</p><p>{LONG}</p>"
    page = (
        f"<html><body>{head}<p>Tải về: <a href='/a.pdf'>bản PDF</a></p><p>{LONG}</p></body></html>".encode()
    )
    record = CaptureRecord("a.html", Path("a.html"), url="http://x.vn/a.html")
    result = convert_record(page, record, Context("none"))
    assert "Tải về: [bản PDF](http://x.vn/a.pdf)" in result.article.body


def test_a_text_in_preformatted_lines_is_read_by_its_lines():
    body = "\n\n".join(f"Đoạn {n}. {LONG.strip()}" for n in range(3))
    page = f"<html><body><h1>Kế hoạch kiểm tra của huyện</h1><pre>05/03/2018\n\n{body}\n</pre></body></html>".encode()
    result = convert_record(page, CaptureRecord("a.html", Path("a.html")), Context("none"))
    assert [part[:7] for part in result.article.body.split("\n\n")] == ["Đoạn 0.", "Đoạn 1.", "Đoạn 2."]
    assert result.article.date.when.date().isoformat() == "2018-03-05"
