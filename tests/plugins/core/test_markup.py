from html import escape

import pytest
from hypothesis import given

from plugins.core.markup import plain_text
from tests.plugins.core.core_strategies import lines


@given(lines)
def test_text_comes_out_as_it_went_in(text):
    assert plain_text(f"<p>{escape(text)}</p>") == " ".join(text.split())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một</p>\n<p>hai<br>ba</p>", "Một\nhai\nba"),
        ("<p>Dòng\nnối</p>", "Dòng nối"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<ul><li>a</li><li><strong>b</strong>c</li></ul>", "a\nbc"),
        ('<figure><img src="a.png" alt="x"><figcaption>Chú thích</figcaption></figure>', "Chú thích"),
        ("a &lt;b&gt; &amp;nbsp;&nbsp;c", "a <b> &nbsp; c"),
        ("<h2>T</h2><hr><p> </p>", "T"),
    ],
)
def test_one_line_a_paragraph(html, text):
    assert plain_text(html) == text
