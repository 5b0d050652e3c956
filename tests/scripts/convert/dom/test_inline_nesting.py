from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.convert.dom import inline_nesting
from scripts.convert.dom.inline_nesting import nest_inline_elements

TAGS = st.sampled_from(
    ["<font size=4>", "</font>", "<B>", "</b>", "<p>", "</p>", "<h2 class=x>", "</h2>", "<div>", "</div>", "<table>",
     "<td>", "</td>", "<br>", "<body>", "<b", "chữ", "<hr>"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("html", "nested"),
    [
        ("<font><p>một</font> hai</p>", "<font></font><p><font>một</font> hai</p>"),
        ("<p><b>một</b> hai</p>", "<p><b>một</b> hai</p>"),
        ("<b><div>một</b></div>", "<b><div>một</b></div>"),
    ],
)
def test_an_inline_element_that_ends_inside_a_paragraph_is_begun_in_it(html, nested):
    assert nest_inline_elements(html) == nested


@given(st.lists(TAGS, max_size=14).map("".join))
def test_the_quick_look_misses_no_crossing_element(html):
    quick = nest_inline_elements(html)
    with patch.object(inline_nesting, "_crosses", return_value=True):
        assert quick == nest_inline_elements(html)
