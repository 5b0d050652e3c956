"""Answers that are not what they say: pictures, documents, notices, forms."""

import pytest

from tests.scripts.scrape.scrape_pages import address, article, links
from tests.scripts.scrape.scrape_results import responses

GOOD = article(1)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000) + b"\xff\xd9"


def test_html_in_the_place_of_a_picture_is_not_the_picture(site, crawl):
    site.page("/", '<html><body><img src="/a.jpg"><img src="/b.jpg"></body></html>')
    site.page("/a.jpg", "<html><body>Đăng nhập</body></html>")
    site.page("/b.jpg", JPEG, Content_Type="image/jpeg")
    result = crawl()
    assert result.why("/a.jpg") == ("failed", "wrong-type")
    assert responses(result.store)["/b.jpg"] == JPEG


def test_a_document_called_html_is_the_document_all_the_same(site, crawl):
    site.page("/", links("/Uploads/van-ban.doc", "/van-ban"))
    site.page("/Uploads/van-ban.doc", b"\xd0\xcf\x11\xe0" + bytes(500))
    site.page("/van-ban", b"\xd0\xcf\x11\xe0" + bytes(501))
    result = crawl()
    assert result.why("/Uploads/van-ban.doc") == ("stored", "")
    assert result.why("/van-ban") == ("failed", "wrong-type")


def test_the_links_of_a_page_judged_missing_are_followed_all_the_same(site, crawl):
    site.page("/", "<html><body><p>Không tìm thấy dữ liệu.</p><a href='/a'>a</a></body></html>")
    site.page("/a", GOOD)
    result = crawl()
    assert result.why(site.url + "/") == ("failed", "soft-404")
    assert result.why("/a") == ("stored", "")


def test_a_portal_with_a_login_form_in_its_corner_is_no_login_page(site, crawl):
    site.page(
        "/",
        '<html><title>Cổng thông tin</title><form><input type="password"></form><a href="/a">a</a></html>',
    )
    site.page("/a", GOOD)
    assert crawl().why("/a") == ("stored", "")


def test_an_article_address_with_the_chrome_alone_is_not_stored(site, crawl):
    shell = (
        "<html><title>Cải cách hành chính nhà nước</title><body><p>Giấy phép số 79/GP-BC</p></body></html>"
    )
    site.page("/", links(address(1), address(2)).replace("Danh sách", "Cải cách hành chính nhà nước"))
    site.page(address(1), GOOD + "<p>Giấy phép số 79/GP-BC</p>")
    site.page(address(2), shell)
    result = crawl()
    assert result.why(address(2)) == ("failed", "empty")
    assert set(responses(result.store)) == {"/", address(1)}


@pytest.mark.parametrize("cut", [True, False])
def test_a_picture_whose_end_nothing_marks_is_asked_for_again_if_it_lacks_one(site, crawl, cut):
    site.page("/", '<html><body><img src="/a.jpg"></body></html>')
    site.routes["/a.jpg"] = lambda p: p.answer(
        JPEG[:900] if cut and p.visit == 1 else JPEG, length=None, Content_Type="image/jpeg"
    )
    assert responses(crawl().store)["/a.jpg"] == JPEG
    assert len(site.asked("/a.jpg")) == 1 + cut
