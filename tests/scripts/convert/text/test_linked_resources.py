import pytest

from plugins.core.sources import kind_refusal
from scripts.convert.text.linked_resources import (
    picture_candidates,
    resolve,
    source_set,
    unescape_script,
    viewed_document,
)
from scripts.convert.text.urls import ATTACHMENTS


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("/a-480.jpg 480w, /a-1200.jpg 1200w", ["/a-1200.jpg", "/a-480.jpg"]),
        ("/a.webp", ["/a.webp"]),
        ("a.jpg, b.jpg 2x", ["b.jpg", "a.jpg"]),
        ("https://x.vn/c,w_300/a.jpg 1x,https://x.vn/c,w_600/a.jpg 2x",
         ["https://x.vn/c,w_600/a.jpg", "https://x.vn/c,w_300/a.jpg"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_source_set_is_read_the_largest_first(value, urls):
    assert source_set(value) == urls


@pytest.mark.parametrize(
    ("image", "best"),
    [
        ({"src": "/images/loading.gif", "data-original": "/that.jpg"}, "/that.jpg"),
        ({"src": "data:image/gif;base64,R0", "data-src": "/that.jpg"}, "/that.jpg"),
        ({"src": "/lazy-load.png", "srcset": "/nho.jpg 1x, /to.jpg 2x"}, "/to.jpg"),
        ({"src": "/anh.jpg"}, "/anh.jpg"),
        ({"src": "/anh.jpg", "data-src": "lazy"}, "/anh.jpg"),
        ({"src": "/tin-moi-loading-dock.jpg"}, "/tin-moi-loading-dock.jpg"),
    ],
)
def test_the_real_picture_comes_first(image, best):
    assert picture_candidates(image)[0] == best


def test_sources_of_a_picture_element_come_after_its_own():
    found = picture_candidates({"data-srcset": "/b.jpg 600w"}, [{"srcset": "/b.webp", "type": "image/webp"}])
    assert found == ["/b.jpg", "/b.webp"]


@pytest.mark.parametrize(
    ("url", "document"),
    [
        ("https://docs.google.com/viewer?url=http%3A%2F%2Fx.vn%2Fa.pdf&embedded=true", "http://x.vn/a.pdf"),
        ("https://view.officeapps.live.com/op/embed.aspx?src=http://x.vn/a.docx", "http://x.vn/a.docx"),
        ("/pdfjs/web/viewer.html?file=/tep/a.pdf", "/tep/a.pdf"),
        ("/viewer.html#file=/tep/a.pdf", "/tep/a.pdf"),
        ("/tin.aspx?url=/tin/1.html", ""),
        ("/Download.aspx?file=a.pdf", ""),
        ("/a.pdf", ""),
    ],
)
def test_the_document_behind_a_viewer(url, document):
    assert viewed_document(url) == document


def test_addresses_are_resolved_as_browsers_do():
    assert resolve("http://x.vn/tin/1.html", "\\tep\\a.xls") == "http://x.vn/tep/a.xls"
    assert resolve("http://x.vn/tin/1.html", "a.aspx?x=c:\\d") == "http://x.vn/tin/a.aspx?x=c:\\d"
    assert unescape_script(r"/ds.aspx?a=1\u0026b=\/2") == "/ds.aspx?a=1&b=/2"


def test_what_is_saved_as_an_attachment_may_be_published():
    assert [ending for ending in sorted(ATTACHMENTS) if kind_refusal(f"tep/a{ending}")] == []
