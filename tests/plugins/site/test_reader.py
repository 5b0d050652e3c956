from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.problems import Problem
from plugins.core.sources import Source
from plugins.html.link_placeholders import local_links, resolve_placeholders
from plugins.html.rendering import render_markdown
from plugins.site.reader import Reading, read_source, shorten
from scripts.torture.hostile import ATTACKS


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        '<a href="java\nscript:alert(1)">x</a>',
        "<svg><script>alert(1)</script></svg>",
        '<iframe src="https://evil.example"></iframe>',
        '<p style="background:url(javascript:1)" onclick="x()">y</p>',
        '<form action="https://evil.example"><input name="q"></form>',
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        '<base href="https://evil.example/">',
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        *ATTACKS,
    ],
)
def test_no_script_survives(attack: str) -> None:
    html = render_markdown(attack, "bai-viet").lower()
    for poison in ("<script", "<iframe", "<svg", "<math", "<form", "<base", "<meta", "<style"):
        assert poison not in html
    for poison in ('href="java', 'href="data', " onerror=", " onclick=", " style="):
        assert poison not in html.replace("&gt;", "").replace("&lt;", "")


def test_a_lone_picture_becomes_a_figure_with_its_caption() -> None:
    html = render_markdown('![Quang cảnh](/anh/a.jpg "Quang cảnh buổi làm việc")', "bai-viet")
    assert html.startswith("<figure><img ")
    assert "<figcaption>Quang cảnh buổi làm việc</figcaption></figure>" in html


def test_a_picture_inside_a_sentence_stays_there() -> None:
    assert "<figure>" not in render_markdown("Xem ![nhỏ](/anh/a.jpg) này", "bai-viet")


def test_a_picture_on_another_host_is_a_link() -> None:
    html = render_markdown('![Ảnh](http://cu.example/a.jpg "Chú thích")', "bai-viet")
    assert "<img" not in html
    assert '<a class="picture-elsewhere" href="http://cu.example/a.jpg">Ảnh chưa lưu: Ảnh</a>' in html
    assert "Chú thích" in html


def test_headings_stand_below_the_pages_own() -> None:
    html = render_markdown("# Một\n\n## Hai", "bai-viet")
    assert "<h2>Một</h2>" in html
    assert "<h3>Hai</h3>" in html
    assert "<h2>Hai</h2>" in render_markdown("## Hai", "bai-viet")


def test_tables_can_be_scrolled_by_keyboard() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    html = render_markdown(f"{table}chữ\n\n{table}", "x")
    assert '<section class="table" tabindex="0" aria-label="Bảng 1"><table>' in html
    assert '<section class="table" tabindex="0" aria-label="Bảng 2"><table>' in html


def test_local_links_are_marked_relative_to_content() -> None:
    html = render_markdown(
        "[a](../10/b.md#c) [d](/tep/e%20f.csv) [g](#h) [i](https://x.vn/) [j](mailto:a@b.vn)",
        "bai-viet/2017/11",
    )
    assert list(local_links(html)) == ["bai-viet/2017/10/b.md#c", "/tep/e f.csv"]
    assert 'href="#h"' in html
    assert 'href="https://x.vn/"' in html


def test_raw_html_links_are_marked_too() -> None:
    html = render_markdown('<a title="a>b" href="x.md?a=1&amp;b=2">z</a>', "bai-viet")
    assert list(local_links(html)) == ["bai-viet/x.md?a=1&b=2"]


def test_text_that_looks_like_a_marked_link_is_left_alone() -> None:
    html = render_markdown('Viết href="@@x" trong bài', "bai-viet")
    assert list(local_links(html)) == []
    assert resolve_placeholders(html, {}) == html


def test_links_are_replaced_and_pictures_sized() -> None:
    html = render_markdown("[a](b.md)\n\n![c](d.png)", "x")
    done = resolve_placeholders(
        html, {"x/b.md": ("../b.html", ""), "x/d.png": ("../d.png", ' width="2" height="3"')}
    )
    assert '<a href="../b.html">a</a>' in done
    assert 'src="../d.png" width="2" height="3">' in done
    assert "@@" not in done


def source(tmp_path: Path, data: bytes, name: str = "bai.md") -> list[Problem] | tuple[Reading, str]:
    (tmp_path / name).write_bytes(data)
    return read_source(tmp_path, Source(name, "0", is_page=False))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("Tiêu đề: x\nNgày: 1/1/2010\n\na".encode("utf-16"), 1),
        ("Tiêu đề: x\n".encode() + b"Ng\xe0y: 1/1/2010\n\na", 2),
        (b"", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    problems = source(tmp_path, data)
    assert isinstance(problems, list)
    assert problems[0].path == "bai.md"
    assert problems[0].line == line


def test_first_words_and_links_are_kept_with_the_article(tmp_path: Path) -> None:
    read = source(tmp_path, "Tiêu đề: x\nNgày: 1/1/2010\n\nMột hai *ba*. [t](/tep/a.pdf)".encode())
    assert isinstance(read, tuple)
    assert read[0].excerpt == "Một hai ba. t"
    assert read[0].links == ("/tep/a.pdf",)


@given(st.text(max_size=300), st.integers(20, 200))
def test_shortened_text_fits_and_begins_alike(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…")) or short == text
