from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from scripts.convert.text.urls import join

PIECES = st.sampled_from(
    ["a", "b.htm", "é", "/", "//", "/..", "/.", ".", ":", ";", "?", "#", "%20", " ", "\\", "[", "]", "@", "http://", "https://",
     "x.vn", ":80", "javascript:", "\t"]
)  # fmt: skip
ADDRESSES = st.lists(PIECES, max_size=8).map("".join)
BASES = st.sampled_from(
    ["http://a.vn/b/c?d=/e", "https://a.vn:8080", "http://a.vn?x=/y", "http://a.vn/b//c", "http://a.vn/b//", "http://[bad",
     "http://a.vn/b/../c/d", "http://a.vn/b/.c/d", "", "a/b", "http://a.vn/b;p/c#f", "file:///x", "HTTP://A.vn/x"]
)  # fmt: skip


def joined(function, base, url):
    try:
        return function(base, url)
    except ValueError as error:
        return type(error)


@given(BASES, ADDRESSES)
@example("http://a.vn/tin/1.aspx?id=/5", "PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/")
@example("http://a.vn/tin/1.aspx", "/anh/a.jpg")
@example("http://a.vn/tin/1.aspx", "https://b.vn/anh/a.jpg?w=300#x")
def test_addresses_are_joined_as_the_standard_library_does(base, url):
    assert joined(join, base, url) == joined(urljoin, base, url)
