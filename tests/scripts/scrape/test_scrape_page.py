"""What is read from a page, however broken; what its text says it is."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.scrape.inflate import Inflater
from scripts.scrape.ledger import CrawlLedger
from scripts.scrape.link_discovery import LinkDiscovery
from scripts.scrape.markup import read_html, read_links
from scripts.scrape.page import Postback
from scripts.scrape.response_checks import says_not_found
from scripts.scrape.scope import Scope
from tests.scripts.scrape.scrape_pages import article, sentence

BASE = "http://vi-du.gov.vn/tin/a.aspx"
PIECES = [
    "<a href=",
    "'",
    '"',
    ">",
    "<",
    "</a>",
    "javascript:__doPostBack('x','",
    "')",
    "<form method=post action=",
    "<base href=",
    "<title>",
    "&#xD800;",
    "&#0;",
    "\x00",
    "\ud800",
    "http://[",
    "//",
    "\\\\",
    ":99999",
    "<input type=hidden name=a value=",
    "<meta http-equiv=refresh content='0;url=",
    "%",
    "%zz",
    "?",
    "#",
    "đ",
    "<class",
    "<_text a=1>",
    "<!--",
    "<![CDATA[",
    "\n",
]


def links(html):
    return list(read_html(html).resolved(BASE))


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ("<a href='b.aspx?x=1&amp;y=2'>", "http://vi-du.gov.vn/tin/b.aspx?x=1&y=2"),
        ("<A HREF=../b>", "http://vi-du.gov.vn/b"),
        ("<base href='/c/'><a href=d>", "http://vi-du.gov.vn/c/d"),
        ("<frameset><frame src=trai.htm></frameset>", "http://vi-du.gov.vn/tin/trai.htm"),
        ("<img src=/a.jpg>", "http://vi-du.gov.vn/a.jpg"),
        ("<td background='/nen.gif'>", "http://vi-du.gov.vn/nen.gif"),
        ("<meta http-equiv=Refresh content='0; URL=moi.aspx'>", "http://vi-du.gov.vn/tin/moi.aspx"),
        ("<span onclick=\"window.open('/in.aspx?id=5','w')\">", "http://vi-du.gov.vn/in.aspx?id=5"),
        ("<a href=\"javascript:location='xem.aspx?id=6'\">", "http://vi-du.gov.vn/tin/xem.aspx?id=6"),
        ("<select onchange='x'><option></select><a href=/s>", "http://vi-du.gov.vn/s"),
        ("<img data-original=/that.jpg>", "http://vi-du.gov.vn/that.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src=/that.jpg>", "http://vi-du.gov.vn/that.jpg"),
        ("<noscript><img src=/that.jpg></noscript>", "http://vi-du.gov.vn/that.jpg"),
        ("<picture><source srcset='/a.webp'></picture>", "http://vi-du.gov.vn/a.webp"),
        ("<audio><source src=/a.mp3></audio>", "http://vi-du.gov.vn/a.mp3"),
        ("<video poster=/bia.jpg></video>", "http://vi-du.gov.vn/bia.jpg"),
        ("<object><param name=movie value=/phim.swf></object>", "http://vi-du.gov.vn/phim.swf"),
        ("<div style='background: url(/nen.jpg)'></div>", "http://vi-du.gov.vn/nen.jpg"),
        ("<a href='\\tep\\a.pdf'>", "http://vi-du.gov.vn/tep/a.pdf"),
        (
            r"""<a href='javascript:Toi(event, "/ds.aspx?Paged=TRUE\u0026p_ID=31");'>""",
            "http://vi-du.gov.vn/ds.aspx?Paged=TRUE&p_ID=31",
        ),
    ],
)
def test_links_of_every_kind_are_found(html, link):
    assert links(f"<html><body>{html}</body></html>") == [link]


def test_every_size_of_a_picture_is_asked_for():
    assert links(
        "<img src=/nho.jpg srcset='/vua.jpg 600w, /to.jpg 1200w' data-srcset='/rat-to.jpg 2000w'>"
    ) == [f"http://vi-du.gov.vn/{name}.jpg" for name in ("nho", "to", "vua", "rat-to")]


@pytest.mark.parametrize(
    "viewer",
    [
        "https://docs.google.com/viewer?url=http%3A%2F%2Fvi-du.gov.vn%2Ftep%2Fa.pdf&embedded=true",
        "/pdfjs/web/viewer.html?file=/tep/a.pdf",
        "/xem/viewer.html#file=/tep/a.pdf",
    ],
)
def test_the_document_behind_a_viewer_is_asked_for(viewer):
    assert "http://vi-du.gov.vn/tep/a.pdf" in links(f"<iframe src='{viewer}'></iframe>")


@pytest.mark.parametrize(
    "html",
    ["<a href='#top'>", "<a href='javascript:void(0)'>", "<img src='data:image/gif;base64,x'>", "<a name=x>"],
)
def test_what_leads_nowhere_is_no_link(html):
    assert links(html) == []


def test_forms_and_their_buttons_are_found():
    page = read_html(
        "<form method=POST action='ds.aspx'><input type=hidden name=__VIEWSTATE value='dD&#43;w='>"
        '<a href="javascript:__doPostBack(&#39;ctl00$Pager&#39;,&#39;2&#39;)">2</a></form>'
    )
    assert page.action == "ds.aspx"
    assert page.hidden == {"__VIEWSTATE": "dD+w="}
    assert list(page.postbacks) == [Postback("ctl00$Pager", "2")]


def test_text_in_links_and_scripts_says_nothing_about_the_page():
    page = read_html(
        "<body><a href=/x>Không tìm thấy trang</a><script>'không tìm thấy trang'</script><p>Tin</p>"
    )
    assert page.blocks == ["Tin"]
    assert not says_not_found(page)


def test_counters_and_clocks_do_not_change_what_a_text_is():
    one, other = (
        read_html(article(1)),
        read_html(article(1, clock="Ngày 05/11/2026 17:12 PM").replace("12911485", "7")),
    )
    assert one.text_fingerprint() == other.text_fingerprint() is not None
    assert read_html(article(2)).text_fingerprint() != one.text_fingerprint()


def test_feeds_sitemaps_and_style_sheets_lead_on():
    assert list(read_links("<url><loc>http://a.vn/x?a=1&amp;b=2</loc></url>", "text/xml").links) == [
        "http://a.vn/x?a=1&b=2"
    ]
    assert list(read_links("a{background:url( '/n.gif' )} b{src:url(data:x)}", "text/css").links) == [
        "/n.gif"
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_markup_breaks_the_reader(tmp_path_factory, html):
    page = read_html(html)
    says_not_found(page)
    page.text_fingerprint()
    ledger = CrawlLedger(tmp_path_factory.mktemp("l"))
    discovery = LinkDiscovery(ledger, Scope(BASE))
    for link in page.resolved(BASE):
        discovery.add_link(link)
    ledger.commit()
    ledger.close()


@pytest.mark.parametrize(
    "text",
    [
        "Không tìm thấy trang",
        "KHÔNG TÌM THẤY",
        "Lỗi 404 - Không tìm thấy bài viết",
        "404 Not Found",
        "Bài viết này không tồn tại hoặc đã bị xóa",
        "Nội dung bạn yêu cầu không tồn tại",
    ],
)
def test_notices_are_recognised(text):
    assert says_not_found(read_html(f"<html><body><table><tr><td>{text}.</td></tr></table></body></html>"))


@pytest.mark.parametrize(
    "text", ["Không tìm thấy trang", "Bài viết không tồn tại", "Phòng 404", "Không tìm thấy nạn nhân"]
)
def test_an_article_beside_the_words_is_an_article(text):
    prose = "".join(f"<p>{sentence(str(i))}</p>" for i in range(4))
    assert not says_not_found(read_html(f"<html><title>Tin</title><body><p>{text}.</p>{prose}</body></html>"))


@given(st.binary(max_size=3000), st.integers(1, 50))
def test_compressed_bodies_come_out_whole_whatever_the_pieces(body, step):
    packed = gzip.compress(body[:1000]) + gzip.compress(body[1000:]) + b"\0\0"
    inflater = Inflater("gzip", 10_000)
    for start in range(0, len(packed), step):
        inflater.feed(packed[start : start + step])
    assert inflater.finish() == body


def test_documents_named_in_scripts_are_found():
    script = r"""<script>var shown = "\u002ftep\u002fa.pdf?x=1\u0026y=2", other = {src: "\/tep\/b.doc", of: "a.pdf b"};
    location = "c.aspx"</script>"""
    assert list(read_html(script).links) == ["c.aspx", "/tep/a.pdf?x=1&y=2", "/tep/b.doc"]
