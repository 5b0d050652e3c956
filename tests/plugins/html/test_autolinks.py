"""Bare addresses become links; everything that is one already, or is code, stays."""

import pytest

from plugins.html.autolinks import link_addresses
from plugins.html.rendering import render_markdown


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Xem https://a.vn/?x=1.", '<p>Xem <a href="https://a.vn/?x=1">https://a.vn/?x=1</a>.</p>'),
        ("(www.a.vn)", '<p>(<a href="http://www.a.vn">www.a.vn</a>)</p>'),
        ("https://a.vn/x_(y))", '<p><a href="https://a.vn/x_(y)">https://a.vn/x_(y)</a>)</p>'),
        (r"https://a.vn/x\_y", '<p><a href="https://a.vn/x_y">https://a.vn/x_y</a></p>'),
        ("**https://a.vn**", '<p><strong><a href="https://a.vn">https://a.vn</a></strong></p>'),
        (
            "https://a.vn/?a=1&amp;b=2",
            '<p><a href="https://a.vn/?a=1&amp;b=2">https://a.vn/?a=1&amp;b=2</a></p>',
        ),
    ],
)
def test_a_bare_address_is_a_link(body, html):
    assert render_markdown(body, "") == html


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://a.vn)",
        "<https://a.vn>",
        "`https://a.vn`",
        "    https://a.vn",
        "[x]: https://a.vn",
        "![x](https://a.vn/a.png)",
        '<a href="https://a.vn">https://a.vn</a>',
        "lan@www.a.vn",
        "http:// và https://…",
    ],
)
def test_what_is_a_link_or_code_already_stays(body):
    assert link_addresses(body) == body
