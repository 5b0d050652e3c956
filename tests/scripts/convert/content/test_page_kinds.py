"""Old pages by what they hold before and beside the text: drop capitals, heads of documents, columns, portals."""

import pytest

from scripts.convert.markdown.roundtrip import render_back
from tests.scripts.convert.content.test_old_pages import article, converted

TEXTS = [
    "Phòng Nội vụ huyện đã nhận đủ hồ sơ của mười hai xã và trả kết quả trước hạn ba ngày làm việc, không hồ sơ nào "
    "phải bổ sung giấy tờ.",
    "Theo báo cáo của huyện, bộ phận một cửa đã nhận hơn bốn nghìn hồ sơ, trong đó số trễ hạn chủ yếu về đất đai.",
    "Huyện đề nghị tỉnh sớm bố trí kinh phí để thay máy chủ đã dùng tám năm, hay ngừng vào đầu giờ sáng.",
    "Kết luận buổi làm việc, đoàn yêu cầu gửi báo cáo khắc phục trước ngày cuối của tháng sau cho sở.",
]
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
REST = BODY.removeprefix(f"<p>{TEXTS[0]}</p>")
TITLE = "Huyện trả kết quả trước hạn"
HEAD = f"<p align=center><b><font size=4>{TITLE}</font></b></p>"


def said(result):
    return render_back(result.article.body).text


@pytest.mark.parametrize(
    "first",
    [
        "<p><img src=P.gif alt=P align=left>{}</p>",
        "<p><img src=P.gif alt=' P '>{}</p>",
        "<img src=P.gif alt=P>{}<br><br>",
        "<table align=left><tr><td><font size=7>P</font></td></tr></table><p>{}</p>",
        "<p><span style='float:left;font-size:48px'>P</span>{}</p>",
    ],
)
def test_a_drop_capital_is_the_first_letter_of_its_word(first):
    assert said(article(HEAD + first.format(TEXTS[0][1:]) + REST)).startswith(TEXTS[0][:40])


def test_a_picture_named_by_a_letter_is_no_drop_capital():
    found = article(f"{HEAD}<p>Hình <img src=/anh/a.jpg alt=A>và chú thích của nó. {TEXTS[0]}</p>{REST}")
    assert "anh/a.jpg" in found.article.body


NATION = (
    "<table width=100%><tr><td><b>ỦY BAN NHÂN DÂN<br>TỈNH</b><br>Số: 31/2007/QĐ-UBND</td><td><b>CỘNG HÒA XÃ HỘI CHỦ "
    "NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br><i>Vĩnh Phong, ngày 12 tháng 5 năm 2007</i></td></tr></table>"
)
DESCRIPTION = (
    "<table border=1><tr><td>Số/Ký hiệu</td><td>31/2007/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>12/05/2007"
    "</td></tr><tr><td>Ngày có hiệu lực</td><td>22/05/2007</td></tr>"
    "<tr><td>Người ký</td><td>Nguyễn Văn Bình</td></tr></table>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"{NATION}<p align=center><b>Về việc ban hành quy chế một cửa</b></p>{BODY}",
        f"<h1>Về việc ban hành quy chế một cửa</h1>{NATION}<p align=center><b>QUYẾT ĐỊNH</b></p>{BODY}",
        f"{DESCRIPTION}<h2>Về việc ban hành quy chế một cửa</h2>{BODY}",
    ],
)
def test_the_head_of_a_document_stays_and_dates_it(body):
    found = article(body)
    assert found.article.title == "Về việc ban hành quy chế một cửa"
    assert found.article.date.when.date().isoformat() == "2007-05-12"
    assert "31/2007/QĐ-UBND" in said(found)
    assert not found.byline


SIDE = (
    "<b>THÔNG BÁO</b><br>Ủy ban nhân dân huyện thông báo lịch tiếp công dân: thứ Hai và thứ Năm hằng tuần tại phòng "
    "tiếp dân.<br><b>THỜI TIẾT</b><br>27-33 độ<br><b>Số người truy cập</b><br>128.903"
)


@pytest.mark.parametrize(
    "row",
    [
        "<td>{0}</td><td width=180>{1}</td>",
        "<td width='22%'>{1}</td><td>{0}</td>",
        "<td style='width:190px'>{1}</td><td>{0}</td>",
        "<td>{0}</td><td>{1}</td>",
        "<td><div style='width:70%'>{0}</div><div style='float:right;width:28%'>{1}</div></td>",
        "<td>{0}</td><td>{1}<input type=radio> Bình thường<input type=button value='Biểu quyết'></td>",
    ],
)
def test_a_column_beside_the_text_is_none_of_it(row):
    text = f"{HEAD}<p>12/05/2005</p>{BODY}<p align=right><b>Tin, ảnh: Thu Trang</b></p>"
    found = article(f"<table><tr>{row.format(text, SIDE)}</tr></table>")
    assert (found.article.title, found.byline) == (TITLE, "Tin, ảnh: Thu Trang")
    assert found.article.date.when.date().isoformat() == "2005-05-12"
    assert all(text in said(found) for text in TEXTS)
    assert not [
        word for word in ("tiếp công dân", "THỜI TIẾT", "128.903", "Bình thường") if word in said(found)
    ]


def test_the_column_of_a_picture_and_its_caption_is_of_the_text():
    caption = "Cán bộ một cửa của huyện hướng dẫn người dân nộp hồ sơ đất đai, sáng thứ Hai đầu tháng."
    found = article(
        f"<table><tr><td>{HEAD}{BODY}</td><td width=200><img src=/anh/a.jpg><br>{caption}</td></tr></table>"
    )
    assert caption in found.article.body


@pytest.mark.parametrize(
    ("label", "heads"),
    [
        ("", ["Rút ngắn thời gian đăng kiểm xe", "Kế hoạch một cửa liên thông của sở", "Huyện nâng tỷ lệ thẩm định"]),
        ("Tin mới nhất", ["Rút ngắn thời gian đăng kiểm xe", "Kế hoạch một cửa liên thông của sở"]),
    ],
)  # fmt: skip
def test_a_list_above_the_text_ends_before_its_date_and_title(label, heads):
    cells = [label] * bool(label) + [x for head in heads for x in ("15/10/2018 03:58", head)]
    side = "".join(f"<tr><td>{x}</td></tr>" for x in cells)
    found = article(
        f"<table><tr><td><table>{side}</table></td><td><p>24/11/2017 09:56</p>{HEAD}{BODY}</td></tr></table>"
    )
    assert found.article.title == TITLE
    assert found.article.date.when.isoformat()[:16] == "2017-11-24T09:56"


PORTAL = (
    "<header id=banner><h1 class=site-title><a href=/><img alt=Logo src=l.png></a>"
    "<span class=site-name>Cổng thông tin điện tử huyện</span></h1></header><div>{}</div>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=title-news>{TITLE}</div><div class=post-date>(12/05/2014 09:15)</div>{BODY}",
        f"<div class=ct-title><h2>{TITLE}</h2></div><div>Ngày đăng: 12/05/2014 - 09:15 | Lượt xem: 112</div>{BODY}",
        f"<h1 class=portlet-title>Tin tức</h1><h1 class=header-title>{TITLE}</h1>{BODY}<fieldset><legend>Bình luận"
        "</legend><a href=#>Hãy là người đầu tiên bình luận.</a></fieldset><span class=metadata-create-date>12/05/2014 "
        "09:15</span>",
        f"<h1 class=portlet-title>Chi tiết tin</h1><p align=center><b><font size=4>{TITLE}</font></b></p>"
        f"<p>Cập nhật ngày: 12/05/2014 09:15</p>{BODY}",
    ],
)
def test_the_name_of_a_portal_is_no_title(body):
    found = article(PORTAL.format(body), "Chi tiết tin - Cổng thông tin điện tử huyện")
    assert found.article.title == TITLE
    assert found.article.date.when.isoformat()[:16] == "2014-05-12T09:15"
    assert "Lượt xem" not in said(found)


@pytest.mark.parametrize("head", ["<h4 align=center>{}</h4>", "<table><tr><th>{}</th></tr></table>"])
def test_a_low_heading_is_a_title_where_nothing_else_is(head):
    assert article(head.format(TITLE) + BODY).article.title == TITLE


def test_a_heading_over_the_name_of_a_section_is_the_site():
    body = f"<h1>Trang tin của huyện</h1><h2>Tin tức</h2><p>Thứ năm, 12/05/2005</p><h3>{TITLE}</h3>{BODY}"
    assert article(body).article.title == TITLE


@pytest.mark.parametrize(
    "notice",
    ["Tin tức tạm thời không khả dụng.", "Nội dung được chọn không còn tồn tại.", "Bạn không có quyền xem."],
)
def test_a_portal_that_says_there_is_nothing_is_refused(notice):
    body = f"<div class='alert alert-danger'>{notice}</div><p>{TEXTS[0]}</p>"
    assert converted(PORTAL.format(body)).status == "refused"


def test_a_portal_page_of_a_document_is_an_article():
    link = "<a href='/c/document_library/get_file?uuid=aa&amp;groupId=10180'>Tải xuống</a>"
    found = article(
        f"<h3 class=asset-title>Quyết định số 31/2014/QĐ-UBND</h3><p>{TEXTS[0]} {TEXTS[1]}</p>{link}"
    )
    assert found.article.title == "Quyết định số 31/2014/QĐ-UBND"
    assert "get_file?uuid=aa" in found.article.body


@pytest.mark.parametrize(
    "stamp",
    [
        "Posted on Apr 3rd, 2006 by admin",
        "Được đăng bởi Administrator vào 03/04/2006",
        "Ngày tạo 03/04/2006 | Lần xem: 554",
        "Thời gian: 03/04/2006",
    ],
)
def test_the_stamp_under_a_title_is_no_text(stamp):
    found = article(f"<div>{HEAD}<p><i>{stamp}</i></p>{BODY}</div>")
    assert found.article.date.when.date().isoformat() == "2006-04-03"
    assert said(found).startswith(TEXTS[0])


def test_a_line_behind_a_break_owns_the_picture_before_it():
    body = (
        f"{TEXTS[0]}<br><br><img src=a.jpg><br><i>Quang cảnh buổi họp</i><br><br>{'<br><br>'.join(TEXTS[1:])}"
    )
    assert '"Quang cảnh buổi họp")' in article(HEAD + body).article.body


@pytest.mark.parametrize(
    ("first", "written"),
    [("<p>Mã: 5</p>", "Mã&#58; 5"), ("<p>Xin chào!<a href=/b>Đọc</a></p>", "chào\\![Đọc](")],
)
def test_the_first_line_is_no_field_and_a_link_no_picture(first, written):
    assert written in article(f"<h1>{TITLE}</h1><div>{first}{BODY}</div>").article.body


@pytest.mark.parametrize(
    ("title", "status"),
    [
        (f"{TITLE} - Trang tin của huyện", "article"),
        ("Trang tin của huyện", "refused"),
        ("Tin tức - Trang tin của huyện", "refused"),
    ],
)
def test_a_short_text_under_the_heading_that_names_its_page_is_an_article(title, status):
    menu = "".join(f"<p><a href=/{n}>Tin thứ {n} của các xã trong huyện ta hôm nay</a></p>" for n in range(5))
    shown = TITLE if status == "article" else "Trang tin của huyện"
    assert converted(f"{menu}<div><h3>{shown}</h3><p>{TEXTS[0]} {TEXTS[1]}</p></div>", title).status == status


@pytest.mark.parametrize(
    "label", ["Über den Autor", "Themen im Artikel", "Das könnte dich auch interessieren"]
)
def test_labels_of_other_languages_end_a_text(label):
    menu = "<p><a href=/x>Noch ein anderer Artikel dieser Zeitung von heute</a></p>" * 2
    found = article(f"<div><h1>{TITLE}</h1><p>12/05/2014</p>{BODY}<p><b>{label}</b></p>{menu}</div>")
    assert label not in found.article.body


def test_a_poem_of_one_paragraph_keeps_its_author():
    verse = "<br>".join(
        f"Câu thơ thứ {n} kể chuyện nộp đơn ở xã" for n in ("nhất", "nhì", "ba", "tư", "năm", "sáu")
    )
    found = article(f"<h2>Ra xã</h2><p align=center>{verse}</p><p align=right><b>Trần Thị Mai</b></p>")
    assert (found.article.title, found.byline) == ("Ra xã", "Trần Thị Mai")
    lines = "".join(f"<blockquote>{line}</blockquote>" for line in verse.split("<br>"))
    assert article(f"<h2>Ra xã</h2>{lines}").article.title == "Ra xã"


@pytest.mark.parametrize(
    "swallowed",
    [
        f'<p>{TEXTS[0]}</p><script>document.write("x");{REST}',
        f"<p>{TEXTS[0]}</p><script><!--\nvar a = 1\n//-->{REST}",
        f"<p>{TEXTS[0]}</p><select><option>Chính phủ<option>Quốc hội{REST}",
    ],
)
def test_text_in_what_was_never_closed_is_given_back(swallowed):
    found = article(HEAD + swallowed)
    assert all(text in said(found) for text in TEXTS)
