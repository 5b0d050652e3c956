"""Converted articles through the front matter, the site's own reader, sanitising and typography: the same words."""

import html as markup
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.core.article import Article, format_article, parse_article
from plugins.core.dates import parse_moment
from plugins.html.rendering import render_markdown
from scripts.convert.markdown.serializer import render
from tests.scripts.convert.markdown.test_serializer import bare, block, lists, read, said, tables, words

# What smartypants and its like change on the way to a page: signs, never words.
TYPED = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u2011": "-", "\u2060": None}
)
TYPED_RUNS = re.compile(r"\\|-+|\.{3}|…|''|``|'|\"|`")


def on_the_page(html_text):
    root = etree.fromstring(f"<div>{html_text}</div>", etree.HTMLParser())
    words = []
    for node in root.iter() if root is not None else ():
        words.append(node.text or "")
        words += [node.tail or ""]
    return "".join(words)


def untyped(text):
    return TYPED_RUNS.sub("", bare(unicodedata.normalize("NFC", text).translate(TYPED)))


sentence = st.sampled_from(
    [
        "Bộ phận một cửa của huyện đã rà soát 15 quy trình (giảm 50%), người dân chỉ phải đến hai lần.",
        "“Chúng tôi làm được” – ông Nguyễn Văn A nói; xem thêm: http://x.gov.vn/a_b_c?d=1&e=2",
        "Nghị định số 61/2018/NĐ-CP, điều 5, khoản 2: diện tích 5.000 m² * 2 = 10.000 m²",
    ]
)
paragraph = st.lists(words | sentence, min_size=1, max_size=4).map(" ".join)
hostile_pages = st.lists(
    paragraph.map(lambda text: f"<p>{markup.escape(text)}</p>") | block | lists | tables,
    min_size=1,
    max_size=4,
).map("\n".join)


@given(hostile_pages)
def test_the_words_of_an_article_reach_its_page(page):
    """Through the front matter, the site's own reader, sanitising and typography: the same words in their order."""
    blocks = read(page)[1]
    body = render(blocks)
    written = format_article(
        Article(title="Tiêu đề", date=parse_moment("01/02/2003"), section="Tin", body=body)
    )
    article, problems = parse_article(written, "a.md")
    assert problems == []
    assert bare(article.body) == bare(body)
    shown = re.sub(
        r'<a class="picture-elsewhere"[^>]*>.*?</a>', "", render_markdown(article.body, "bai-viet")
    )
    assert untyped(on_the_page(shown)) == untyped(said(blocks))


def test_pictures_without_a_host_are_told_to_the_reader():
    html_text = render_markdown(
        '![Ba người](dia-chi-cu:/Uploads/1.jpg "Ba người ở bộ phận một cửa")', "bai-viet"
    )
    assert "<img" not in html_text
    assert "Ảnh chưa lưu: Ba người" in html_text
    assert "dia-chi-cu" not in render_markdown("[bài cũ](dia-chi-cu:tin.aspx?id=5)", "bai-viet")
