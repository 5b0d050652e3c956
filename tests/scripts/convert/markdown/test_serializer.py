import html as markup
import re

import markdown
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.convert.dom.tree import parse, text_length
from scripts.convert.markdown import escape
from scripts.convert.markdown.blocks import BREAK, Block
from scripts.convert.markdown.figures import attach_captions
from scripts.convert.markdown.html_to_blocks import BlockReader
from scripts.convert.markdown.roundtrip import render_back
from scripts.convert.markdown.serializer import render

# Texts that Markdown, its common extensions, raw HTML or the site would read as something else.
NASTY = [
    "1. a",
    "1) b",
    "- b",
    "# c",
    "> d",
    "[x](y)",
    '![a](b "c")',
    "&amp;",
    "&#1",
    "&copy;",
    "<b>x</b>",
    "***",
    "---",
    "___",
    "| a | b |",
    "|---|",
    "{static}/x",
    "{attach}y",
    "http://a_b_c.vn/*x*",
    "[1]: x",
    "*[HTML]: y",
    "[^1]: z",
    ": def",
    "~~~",
    "```",
    "!!! note",
    "[TOC]",
    "a * b * c",
    "m_x_y",
    "Note: x",
    "Tiêu đề: y",
    "1986. Năm đó",
    "a\\",
    "\\*",
    "`a`",
    "**b**",
    "__c__",
    "<script>",
    "a_",
    "_a",
    "===",
    "=",
    "'",
    '"',
    "+ x",
    "-",
    "10 < 20 & 3 > 1",
    "@@bai-viet/x.md",
    "\ta",
    "    a",
    "1.\tx",
    "* x",
    "a\n===",
    "a\n---",
    "{: .x}",
    "{{ x }}",
    "{% x %}",
    "|filename|x.md",
    "<!-- x",
    "-->",
    "<?php",
    "]]>",
    "<http://x.vn>",
    "<a@b.vn>",
    "#a",
    "Mã: 5",
    "Ngày: 01/02/2003",
    "&nbsp;x",
    "a  ",
    "``a`` `",
    "]({static}/x)",
    '<a href="x">',
    "~~a~~",
    "2) x",
    "(1) x",
    "• x",
    "a | b",
    ":--",
]
words = st.sampled_from(NASTY) | st.text(
    st.sampled_from(list("ab1 .*_`[](){}<>#+-!|\\\"'&;:=~ắ^/$%@\n")), max_size=20
)
inline = st.builds(
    lambda text, tag: f"<{tag}>{markup.escape(text)}</{tag.split()[0]}>" if tag else markup.escape(text),
    words,
    st.sampled_from(["", "", "b", "i", "sup", "em", "span", 'a href="http://x.vn/(a)|{static}"']),
)
line = st.lists(inline | st.sampled_from(["<br>", "<br><br>", '<img src="/a b(1).jpg">']), max_size=5).map(
    "".join
)
block = st.builds(
    lambda inner, tag: f"<{tag}>{inner}</{tag}>",
    line,
    st.sampled_from(["p", "div", "h2", "blockquote", "center"]),
)
items = st.lists(line | block, min_size=1, max_size=3).map(lambda xs: "".join(f"<li>{x}</li>" for x in xs))
lists = st.builds(lambda inner, tag: f"<{tag}>{inner}</{tag}>", items, st.sampled_from(["ul", "ol"]))
nested = st.builds(lambda a, b: f"<ul><li>{a}{b}</li></ul>", line, lists)
row = st.lists(inline, min_size=2, max_size=2)
tables = st.builds(
    lambda rows, span: (
        "<table border=1>"
        + "".join("<tr>" + "".join(f"<td {span}>{c}</td>" for c in r) + "</tr>" for r in rows)
        + "</table>"
    ),
    st.lists(row, min_size=2, max_size=3),
    st.sampled_from(["", "colspan=2"]),
)
pages = st.lists(block | lists | nested | tables | line, max_size=4).map("\n".join)


def read(html):
    root = parse(f"<body><div>{html}</div></body>")
    reader = BlockReader("http://x.vn/", {})
    return root, attach_captions(reader.read(root)), reader


def said(blocks):
    parts = []
    for b in blocks:
        parts += [b.text, *(said(i) for i in b.items)]
        parts += ["".join(" " if s.text == BREAK else s.text for s in c.segments) for r in b.rows for c in r]
    return " ".join(parts)


def bare(text):
    return re.sub(r"\s", "", text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_what_comes_back_is_what_stood_there(html):
    root, blocks, reader = read(html)
    assert bare(render_back(render(blocks)).text) == bare(said(blocks))
    assert text_length(root) == sum(b.length for b in blocks) + sum(n for _, n in reader.dropped)


@settings(max_examples=150, deadline=None)
@given(words)
def test_escaped_words_survive_the_extra_extensions(text):
    line_ = escape.start(escape.text(" ".join(text.split())))
    html = markdown.markdown(line_, extensions=["extra", "sane_lists", "admonition", "toc"])
    assert bare(markup.unescape(re.sub(r"<[^>]*>", "", html))) == bare(text)


def markdown_of(html):
    return render(read(html)[1])


def test_three_layouts_one_figure():
    figure = '![Ba người](http://x.vn/a.jpg "Ba người")'
    for html in (
        '<p align="center"><img src="/a.jpg"><br><i>Ba người</i></p>',
        '<table><tr><td><img src="/a.jpg"></td></tr><tr><td align="center"><em>Ba người</em></td></tr></table>',
        '<div align="center"><img src="/a.jpg"></div><div align="center"><font size="1">Ba người</font></div>',
        '<figure><img src="/a.jpg"><figcaption>Ba người</figcaption></figure>',
        '<div class="hinh"><img src="/a.jpg"><span class="caption">Ba người</span></div>',
    ):
        assert markdown_of(html) == figure


def test_prose_after_a_picture_is_no_caption():
    long = "Đây là một đoạn văn dài đứng sau ảnh, nói tiếp câu chuyện của bài. " * 6
    assert markdown_of(f'<p><img src="/a.jpg"></p><p>{long}</p>').count("\n\n") == 1


def test_links_that_run_or_resolve_are_defused():
    assert markdown_of('<p><a href="javascript:alert(1)">bấm</a></p>') == "bấm"
    assert "{" not in markdown_of('<p><a href="{static}/etc/passwd">x</a></p>')
    assert "|" not in markdown_of('<p><a href="|filename|x.md">x</a></p>')


def test_layout_tables_are_unwrapped_and_data_tables_kept():
    assert markdown_of("<table><tr><td>Một cột</td></tr><tr><td>thôi</td></tr></table>") == "Một cột\n\nthôi"
    kept = markdown_of("<table border=1><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td>3</td></tr></table>")
    assert kept == "| A | B |\n| --- | --- |\n| 1&#124;2 | 3 |"


def test_deep_nesting_loses_no_text():
    html = "<font>" * 5000 + "sâu" + "</font>" * 5000 + "<p>sau</p>"
    assert bare(render_back(markdown_of(html)).text) == "sâusau"


def test_lists_in_lists_deeper_than_any_stack():
    html = "<ul><li>" * 400 + "đáy" + "</li></ul>" * 400
    assert "đáy" in markdown_of(html)


def test_two_lists_stay_two():
    assert markdown_of("<ul><li>a</li></ul><ul><li>b</li></ul>") == "- a\n\n<!-- -->\n\n- b"


def test_block_length_counts_everything_inside():
    assert Block("list", items=[[Block("text")], []]).length == 0
