"""Old hand-made pages: titles, dates and bylines without metadata, and side text whose links are lost."""

from pathlib import Path

import pytest

from scripts.convert.job.extract import Context, convert_record
from scripts.convert.markdown.roundtrip import render_back
from scripts.convert.sources.records import CaptureRecord

TEXT = (
    "Phòng Nội vụ huyện đã nhận đủ hồ sơ của mười hai xã và trả kết quả trước hạn ba ngày làm việc, không hồ sơ nào "
    "phải bổ sung giấy tờ."
)
TEXTS = "".join(f"<p>Đoạn {n}. {TEXT}</p>" for n in range(4))
VERSE = [
    "Sáng nay ra xã nộp đơn",
    "Cô cán bộ trẻ cười giòn như ngô",
    "Một tờ giấy hẹn nho nhỏ",
    "Ba ngày trở lại cầm tờ kết quả",
    "Đường làng lúa đã ngả vàng",
    "Giấy tờ đã gọn, họ hàng cũng vui",
    "Ai về nhắn chị nhắn em",
    "Có gì cứ hỏi, đừng nên ngại ngần",
]


def converted(body, title="Trang tin"):
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>".encode()
    result = convert_record(page, CaptureRecord("trang.html", Path("trang.html")), Context("none"))
    assert result.account is None or result.account.closes
    return result


def article(body, title="Trang tin"):
    result = converted(body, title)
    assert result.article is not None, result.reason
    return result


@pytest.mark.parametrize(
    "first",
    [
        "<p><font size=6>P</font>hòng Nội vụ huyện. {}</p>",
        "<p><span style='font-size:36pt'>P</span>hòng Nội vụ huyện. {}</p>",
        "<p><font size=5><b>Phòng</b></font> Nội vụ huyện. {}</p>",
        "<p><span style='font-size:12pt;mso-bidi-font-size:20pt'>Phòng Nội vụ huyện. {}</span></p>",
    ],
)
def test_large_letters_in_a_paragraph_make_it_no_title(first):
    found = article(f"<h2>Chuyện ở phường</h2>{first.format(TEXT)}{TEXTS}")
    assert found.article.title == "Chuyện ở phường"
    assert found.article.body.replace("*", "").startswith("Phòng Nội vụ huyện. ")


HEAD = "".join(
    f"<p align=center>{line}</p>"
    for line in ("Chính phủ", "Số: 28/2003/NĐ-CP", "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc",
                 "Hà Nội, ngày 31 tháng 3 năm 2003", "Nghị định của Chính phủ", "Về một việc", "năm 2003", "Chính phủ")
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (f"<h2>Nghị định về một việc của năm 2003</h2>{HEAD}{TEXTS}", "Nghị định về một việc của năm 2003"),
        (f"<h2>Lời nói</h2>{TEXTS}", "Lời nói"),
        (f"<h1>Nhà nước và<br>pháp quyền</h1>{TEXTS}", "Nhà nước và pháp quyền"),
        (f"<h2>Nhà nước và pháp quyền</h2><h3>Lời giới thiệu</h3>{TEXTS}", "Nhà nước và pháp quyền"),
        (f"<h2>Nhà nước và pháp quyền</h2><h3>Điều 1. Phạm vi áp dụng của luật này</h3>{TEXTS}",
         "Nhà nước và pháp quyền"),
        (f"<h2>Nhà nước và pháp quyền</h2><h3>Người dịch: Trần Văn Bê</h3>{TEXTS}", "Nhà nước và pháp quyền"),
        (f"<h2>Tin tức - Sự kiện</h2><h3>Huyện trả kết quả trước hạn ba ngày</h3><p>5/3/2018</p>{TEXTS}",
         "Huyện trả kết quả trước hạn ba ngày"),
        (f"<p align=center><b>HỘI NGHỊ TỔNG KẾT CỦA NGÀNH</b></p><p align=center><b>VÀ NHIỆM VỤ TỚI</b></p>{TEXTS}",
         "HỘI NGHỊ TỔNG KẾT CỦA NGÀNH VÀ NHIỆM VỤ TỚI"),
        (f"<p>Nhà nước và pháp quyền</p>{TEXTS}", "Bàn về nhà nước - và pháp quyền"),
    ],
)  # fmt: skip
def test_the_title_is_the_highest_heading_of_the_text(body, title):
    assert article(body, "Bàn về nhà nước - và pháp quyền | Trang tin").article.title == title


def test_a_document_keeps_its_head():
    body = article(f"<h2>Nghị định về một việc của năm 2003</h2>{HEAD}{TEXTS}").article.body
    for line in ("Số: 28/2003/NĐ-CP", "Hà Nội, ngày 31 tháng 3 năm 2003", "năm 2003"):
        assert line in body.split("\n\n")


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>Ra xã</h2><p>{'<br>'.join(VERSE)}</p>",
        "<h1>Ra xã</h1>" + "".join(f"<p>{line}</p>" for line in VERSE),
        f"<h1>Ra xã</h1><p>{TEXT}</p>",
    ],
)
def test_short_texts_under_a_heading_are_not_refused(body):
    assert article(body).article.title == "Ra xã"


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<h2>Chuyện ở phường</h2><h3>Nguyễn Văn An</h3>", "Nguyễn Văn An"),
        ("<h3>Nguyễn Văn An</h3><h2>Chuyện ở phường</h2>", "Nguyễn Văn An"),
        ("<h2>Chuyện ở phường</h2><p>Tác giả: Nguyễn Văn An</p>", "Tác giả: Nguyễn Văn An"),
        ("<p class=title>V. I. Lênin</p><h2>Chuyện ở phường</h2>", "V. I. Lênin"),
        ("<h2>Chuyện ở phường</h2><h3>Karl Marx</h3>", "Karl Marx"),
        ("<h2>Chuyện ở phường</h2><p>Viết: tháng 3 năm 1913</p>", ""),
        ("<h2>Chuyện ở phường</h2><h3>Những Ngày Đầu</h3>", ""),
    ],
)
def test_the_name_beside_a_title_is_the_author(head, byline):
    found = article(head + TEXTS)
    assert found.article.title == "Chuyện ở phường"
    assert found.byline == byline
    assert "Nguyễn Văn An" not in found.article.body


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f"<h1>Chuyện ở phường</h1><p>Cập nhật: 02/01/2018 08:00</p><p>Ngày đăng: 24/11/2017</p>{TEXTS}", "2017-11-24"),
        (f"<h1>Chuyện ở phường</h1><p>Đăng lúc: 24/11/2017 - Cập nhật lúc: 02/01/2018</p>{TEXTS}", "2017-11-24"),
        (f"<h1>Chuyện ở phường</h1>{TEXTS}<hr><p>Last updated on: 14.1.2004</p>", None),
        (f"<h1>Chuyện ở phường</h1>{TEXTS}<p>Cập nhật lần cuối: 14/1/2004</p><p>© Trang tin</p>", None),
        ("<h1>Chuyện ở phường</h1><table><tr><td>Ngày đăng:</td><td>24/11/2017</td></tr><tr><td>Cập nhật:</td>"
         f"<td>02/01/2018</td></tr></table>{TEXTS}", "2017-11-24"),
        (f"<h1>Quyết định về một việc</h1><p>Hà Nội, ngày 12 tháng 3 năm 2010</p>{TEXTS}<p>Ngày đăng: 24/11/2017</p>",
         "2017-11-24"),
        (f"<h1>Quyết định về một việc</h1><p>24/11/2017 09:30</p>{TEXTS}<p>Thừa Thiên Huế, ngày 2 tháng 3 năm 2010</p>",
         "2017-11-24"),
        (f"<h1>Quyết định về một việc</h1><p>Hà Nội, ngày 12 tháng 3 năm 2010</p>{TEXTS}<p>Cập nhật: 14/1/2014</p>",
         "2010-03-12"),
    ],
)  # fmt: skip
def test_the_day_of_a_change_is_not_that_of_publication(body, day):
    found = article(body)
    date = found.article.date
    assert (date.when.date().isoformat() if date else None) == day
    assert "|" not in found.article.body


ENTRIES = [
    "Kiểm tra việc trả kết quả tại các xã vùng sâu của huyện trong quý một năm nay -24/11/2017 09:41",
    "Đánh giá cán bộ theo quy định mới của tỉnh -23/11/2017 09:59",
    "Một cửa ở cảng biển từ năm sau -23/11/2017 06:17",
]
LATEST = ["15/10/2018 03:58", "Huyện nâng tỷ lệ thẩm định tại chỗ", "15/10/2018 03:55", "Rút ngắn thời gian đăng kiểm",
          "15/10/2018 03:54", "Kế hoạch một cửa liên thông của sở"]  # fmt: skip
FOOT = [
    "Lượt truy cập",
    "12911485",
    "Địa chỉ: Số 8 đường Tôn Thất Thuyết, quận Nam Từ Liêm, Hà Nội, điện thoại: (04) 62821016.",
]
SIDE = ["In trang này Gửi mail Về đầu trang", "Xem thêm", *ENTRIES, "Tin mới nhất", *LATEST, *FOOT]


@pytest.mark.parametrize(
    ("start", "line", "end"),
    [
        ("", "<p>{}</p>", ""),
        ("<div>", "<div>{}</div>", "</div>"),
        ("<table><tr><td>", "{}<br><br>", "</td></tr></table>"),
        ("<table><tr><td>", "<p>{}</p>", "</td></tr></table>"),
    ],
)
def test_lists_without_links_are_not_the_text(start, line, end):
    texts = [f"Đoạn {n}. {TEXT}" for n in range(4)]
    shell = "".join(
        line.format(x) for x in ("05/03/2018 09:15", "<b>Huyện trả kết quả trước hạn</b>", *texts)
    )
    shell += line.format("<b>Tin, ảnh: Thu Trang</b>") + "".join(line.format(x) for x in SIDE)
    found = article(start + shell + end)
    said = render_back(found.article.body).text
    assert found.article.title == "Huyện trả kết quả trước hạn"
    assert found.article.date.when.isoformat()[:16] == "2018-03-05T09:15"
    assert found.byline == "Tin, ảnh: Thu Trang"
    assert all(text in said for text in texts)
    assert not [text for text in ("Thu Trang", *SIDE) if text in said]


def test_a_chronology_inside_a_text_is_no_list_of_others():
    days = "".join(
        f"<p>{day}/3/2018: huyện nhận hồ sơ đợt {day} của các xã vùng cao.</p>" for day in range(2, 7)
    )
    found = article(f"<h1>Nhật ký một đợt nhận hồ sơ</h1>{TEXTS}{days}{TEXTS}")
    assert "6/3/2018: huyện nhận hồ sơ đợt 6" in found.article.body


def test_both_halves_of_a_bilingual_page_are_told():
    english = "".join(
        f"<p>Part {n}. The district returned the results three working days early.</p>" for n in range(9)
    )
    found = article(
        f"<h1>Huyện trả kết quả trước hạn</h1><table><tr><td>{TEXTS}</td><td>{english}</td></tr></table>"
    )
    told = found.article.body + " ".join(loss.what for loss in found.losses)
    assert "Part 0." in told
    assert "Đoạn 0." in told


@pytest.mark.parametrize(
    "opened", ["<style>.x{}", "<script>var a=1;\n", "<!-- chú thích", "<textarea>", "<title>x"]
)
def test_text_behind_an_element_that_is_never_closed_is_read(opened):
    found = article(f"<h1>Huyện trả kết quả trước hạn</h1>{TEXTS}{opened}<p>Đoạn cuối. {TEXT}</p>")
    assert "Đoạn cuối." in found.article.body


def test_references_encoded_twice_are_read_once():
    found = article(
        f"<h1>Hội nghị &amp;quot;Một cửa&amp;quot; &amp;amp; chỉ số</h1>{TEXTS}<p>L&amp;ecirc; nói.</p>"
    )
    assert found.article.title == 'Hội nghị "Một cửa" & chỉ số'
    assert "Lê nói." in found.article.body


@pytest.mark.parametrize(
    "notice",
    [
        "<div class='alert alert-danger'>Tài nguyên yêu cầu không được tìm thấy.</div>",
        "<div class='portlet-msg-error'>The requested resource was not found.</div>",
    ],
)
def test_a_portal_s_notice_that_there_is_nothing_is_refused(notice):
    result = converted(f"<h1>Cổng thông tin</h1>{notice}<p>{TEXT}</p>")
    assert result.status == "refused"
    assert "không tìm thấy" in result.reason
