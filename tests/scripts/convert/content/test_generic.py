from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.convert.dom.site_statistics import SiteStatistics, address_key, sample_by_hash, site_statistics
from scripts.convert.job.extract import Context, convert_record, statistics_of_record
from scripts.convert.job.identity import article_id
from scripts.convert.sources.records import CaptureRecord

PROSE = [
    "Sở Nội vụ vừa gửi các huyện hướng dẫn tự chấm điểm chỉ số cải cách hành chính, thang điểm có bảy lĩnh vực.",
    "Điểm tự chấm phải kèm tài liệu kiểm chứng; phần nào thiếu tài liệu thì không được tính, dù đã làm xong.",
    "Kết quả được công bố trong quý một năm sau và là một căn cứ để xếp loại người đứng đầu các cơ quan.",
]
CLOCK = "Ngày 21/10/2018 08:30 AM"


def page(number, title, stamp, extra=""):
    body = "".join(f"<div>({number}) {text}</div>" for text in PROSE)
    return f"""<html><head><title>Trang tin</title></head><body><table><tr><td><span>{CLOCK}</span></td></tr>
    <tr><td><a href="/">Trang chủ</a> &gt; <a href="/x">Thảo luận</a></td></tr>
    <tr><td><i>{stamp}</i></td></tr>
    <tr><td><font size="4">{title}</font></td></tr><tr><td>{body}
    <p>Bấm vào đây để bình chọn cho bài viết mà bạn thích nhất trong tháng này.</p>{extra}</td></tr>
    <tr><td><ul><li>
    <a href="/tin/{number + 1}.html">Bài viết số {number + 1} về chỉ số</a> - 0{number % 9 + 1}/02/2017</li></ul>
    </td></tr>
    </table></body></html>""".encode()


def of(data, statistics=None, url="http://x.vn/tin/1.html"):
    return convert_record(
        data, CaptureRecord("a.html", None, url), Context("none", statistics or SiteStatistics())
    )


def statistics(count=5):
    facts = (
        statistics_of_record(
            page(n, f"Bài viết số {n} về chỉ số", f"0{n + 1}/03/2017 10:00"),
            CaptureRecord(f"{n}", None),
            "none",
        )
        for n in range(count)
    )
    return site_statistics(f for f in facts if f)


def test_the_clock_is_not_the_date():
    for seen in (None, statistics()):
        result = of(page(1, "Tự chấm điểm chỉ số cải cách", "02/03/2017 10:00"), seen)
        assert result.article.date.display == "02/03/2017 10:00"
        assert result.article.captured.display == "21/10/2018 08:30"
        assert (result.article.title, result.article.section) == ("Tự chấm điểm chỉ số cải cách", "Thảo luận")


def test_a_clock_alone_gives_no_date():
    assert of(page(1, "Tự chấm điểm chỉ số cải cách", "đang cập nhật"), statistics()).article.date is None


def test_what_repeats_on_every_page_leaves_the_body():
    alone, among = (
        of(page(9, "Tự chấm điểm", "02/03/2017")),
        of(page(9, "Tự chấm điểm", "02/03/2017"), statistics()),
    )
    assert "bình chọn" in alone.article.body
    assert "bình chọn" not in among.article.body
    assert any("nhiều trang" in loss.what for loss in among.losses)
    assert among.account.closes


def test_a_date_after_the_capture_is_not_used():
    record = CaptureRecord("a.html", None, "http://x.vn/1.html", captured="2016-01-01T00:00:00Z")
    result = convert_record(page(1, "Tự chấm điểm chỉ số", "02/03/2017 10:00"), record, Context("none"))
    assert result.article.date is None
    assert any("sau ngày lưu" in note for note in result.notes)


def test_listings_of_teasers_are_refused():
    rows = "".join(
        f'<div><h3><a href="/{n}.html">Tiêu đề của bài số {n} trong danh sách</a></h3><div>{PROSE[n % 3]}</div></div>'
        for n in range(8)
    )
    result = of(
        f"<html><title>Tin tức</title><body><h1>Tin tức sự kiện</h1><div>{rows}</div></body></html>".encode()
    )
    assert result.status == "refused"


def test_empty_pages_are_refused():
    assert of(b"").status == "refused"
    assert of(b"<html><body>x</body></html>").status == "refused"


@settings(deadline=None, max_examples=100)
@given(
    st.binary(max_size=400)
    | st.text(st.sampled_from(list("<>/pdivtableh1 =\"'a!-&;[]?")), max_size=300).map(str.encode)
)
def test_no_page_ends_a_run(data):
    assert of(data).status in ("article", "refused", "failed")


def test_ids():
    assert article_id("PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/", "a") == "26573"
    assert article_id("http://x.vn/tin-tuc/bai-viet-123456.html", "a") == "123456"
    assert article_id("http://x.vn/?id=77", "a") == "77"
    assert article_id("", "a") == article_id("", "a") != article_id("", "b")


def test_addresses_are_the_same_without_scheme_and_fragment():
    assert address_key("http://x.vn/a#b") == address_key("https://x.vn/a")


def test_samples_do_not_depend_on_order():
    names = [f"{n}.html" for n in range(50)]
    assert sample_by_hash(names, 10) == sample_by_hash(reversed(names), 10)


def test_news_in_brief_above_a_short_article_is_not_its_text():
    briefs = "".join(
        f'<li><a href="/tin/{n}.html">Bộ phận một cửa số {n} khai trương</a> {text}</li>'
        for n, text in enumerate(PROSE * 2)
    )
    text = (
        "Huyện vừa lắp máy lấy số ở bộ phận một cửa; người đến sớm không còn phải xếp hàng từ năm giờ sáng."
    )
    result = of(
        f"<body><div><b>Tin vắn</b><ul>{briefs}</ul></div><div><h1>Máy lấy số ở bộ phận một cửa</h1><i>05/03/2017</i>"
        f"<p>{text}</p><p>{text[::-1]}</p></div></body>".encode()
    )
    assert result.article is not None
    assert result.article.title == "Máy lấy số ở bộ phận một cửa"
    assert text in result.article.body
    assert "khai trương" not in result.article.body
