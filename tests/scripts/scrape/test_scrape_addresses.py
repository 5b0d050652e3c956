"""Which addresses are one, which article stands at one, and what shape they have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.url_normalisation import canonical, literal
from scripts.scrape.addresses import article_of, identity, pattern_of
from tests.scripts.scrape.scrape_pages import address

HOST = "http://cchc.vi-du.gov.vn"
NEWS = f"{HOST}/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/"


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ("HTTP://CCHC.Vi-Du.gov.vn:80", f"{HOST}/"),
        (f"{HOST}./a", f"{HOST}/a"),
        (f"{HOST}/a#b", f"{HOST}/a"),
        (f"{HOST}/a?", f"{HOST}/a"),
        (f"{HOST}/a?b=2&a=1&a=0", f"{HOST}/a?a=0&a=1&b=2"),
        (f"{HOST}/a?id=5&PHPSESSID=x&utm_source=y", f"{HOST}/a?id=5"),
        (f"{HOST}/a?sid=12", f"{HOST}/a?sid=12"),
        (f"{HOST}/a?sid=a8f3e0c2b1d4", f"{HOST}/a"),
        (f"{HOST}/a?_=1540085400&rnd=0.5", f"{HOST}/a"),
        (f"{HOST}/a?in=1&t=1540085400123", f"{HOST}/a?in=1"),
        (f"{HOST}/a?t=3&time=2017", f"{HOST}/a?t=3&time=2017"),
        (f"{HOST}/a?ts=moi", f"{HOST}/a?ts=moi"),
        (f"{HOST}/a?x=1&amp;y=2", f"{HOST}/a?x=1&y=2"),
        (f"{HOST}/(S(abc123))/a.aspx;jsessionid=1F", f"{HOST}/a.aspx"),
        (f"{HOST}/x/./y/../z/", f"{HOST}/x/z/"),
        (f"{HOST}/../../a", f"{HOST}/a"),
        (f"{HOST}/tin%2dtuc/%c3%a1 b", f"{HOST}/tin-tuc/%C3%A1%20b"),
        (f"{HOST}/tin/đổi mới", f"{HOST}/tin/%C4%91%E1%BB%95i%20m%E1%BB%9Bi"),
        ("http://ai:mat-khau@cchc.vi-du.gov.vn/", f"{HOST}/"),
        ("http://cải-cách.vn/", "http://xn--ci-cch-sta4502d.vn/"),
        (NEWS, NEWS),
        (f"{NEWS}&sid=a8f3e0c2b1d4#x", NEWS),
    ],
)
def test_one_form_is_asked_for(found, asked):
    assert canonical(found) == asked


@pytest.mark.parametrize(
    "nonsense", ["http://", "http://[::1", "http://a:b/", "mailto:a@b.vn", "http:///x", "x"]
)
def test_what_is_no_address_is_said_to_be_none(nonsense):
    with pytest.raises(ValueError, match=r".*"):
        canonical(nonsense)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_form_is_stable_ascii_and_has_no_blanks(path, query):
    try:
        once = canonical(f"{HOST}/{path}?{query}")
    except ValueError:
        return
    assert once.isascii()
    assert not any(char.isspace() for char in once)
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOST}/A.aspx?ID=5", f"{HOST}/a.ASPX?id=5"),
        (NEWS, NEWS.rstrip("/")),
        (NEWS, NEWS.replace("PortalPlus", "portalplus").replace("News", "news")),
        (NEWS, NEWS.replace("http:", "https:")),
    ],
)
def test_addresses_that_are_one_have_one_key(one, other):
    assert identity(canonical(one)) == identity(canonical(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOST}/A.html", f"{HOST}/a.html"),
        (f"{HOST}/a.aspx?id=A", f"{HOST}/a.aspx?id=a"),
        (f"{HOST}/a", f"{HOST}:8080/a"),
        (f"{HOST}/a", f"{HOST}/a/"),
    ],
)
def test_addresses_that_may_differ_keep_their_keys(one, other):
    assert identity(canonical(one)) != identity(canonical(other))


@pytest.mark.parametrize(
    ("url", "article"),
    [
        (NEWS, "vi-vn/26573"),
        (NEWS.rstrip("/"), "vi-vn/26573"),
        (f"{HOST}/PortalPlus.aspx?/en-US/News/80//5/3/26573/", "en-us/26573"),
        (f"{HOST}/PortalPlus.aspx?%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F", "vi-vn/26573"),
        (f"{NEWS}&print=1", "vi-vn/26573"),
        (f"{NEWS}&page=2", ""),
        (f"{HOST}/PortalPlus.aspx?/vi-VN/News/75//101147/0/", ""),
        (f"{HOST}/PortalPlus.aspx?/vi-VN/News/75//101147/", ""),
        (f"{HOST}/PortalPlus.aspx?/vi-VN/News/75//101147/0/0/", ""),
        (f"{HOST}/tin/26573", ""),
    ],
)
def test_the_article_at_an_address(url, article):
    assert article_of(url) == article


@pytest.mark.parametrize(
    ("base", "link", "url"),
    [
        (NEWS, address(5).lstrip("/"), f"{HOST}{address(5)}"),
        (f"{HOST}/lists/1.html", "../" + address(5).lstrip("/"), f"{HOST}{address(5)}"),
        (HOST, " /a\r\nb ", f"{HOST}/ab"),
        (f"{HOST}/x", "\\\\evil.vn\\a", "http://evil.vn/a"),
        (f"{HOST}/x", "/\\evil.vn/a", "http://evil.vn/a"),
        (f"{HOST}/x", "http:\\\\evil.vn", "http://evil.vn"),
        (f"{HOST}/x", "a?b=\\c", f"{HOST}/a?b=\\c"),
    ],
)
def test_links_are_understood_as_browsers_do(base, link, url):
    assert resolve(base, link) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOST}/lich?m=1&y=3", f"{HOST}/lich?y=1&m=3"),
        (f"{HOST}/phien/4f00aa81/", f"{HOST}/phien/b1946ac9/"),
        (f"{HOST}/lich/2018/11", f"{HOST}/lich/2019/1"),
        (f"{HOST}/a/b/a/b/a/b/x", f"{HOST}/a/b/a/b/a/b/a/b/x"),
        (NEWS, NEWS.replace("26573", "7")),
    ],
)
def test_what_one_script_makes_has_one_shape(one, other):
    assert pattern_of(identity(canonical(one))) == pattern_of(identity(canonical(other)))


def test_sessions_stay_where_the_server_put_them_on_the_way():
    assert literal(f"{HOST}/(S(abc))/a.aspx#x") == f"{HOST}/(S(abc))/a.aspx"
