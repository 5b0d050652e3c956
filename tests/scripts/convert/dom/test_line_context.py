from pathlib import Path

from lxml import etree

from scripts.convert.dom.line_context import _echoes, _SiblingShapes
from scripts.convert.dom.tree import TextLengths
from scripts.convert.job.extract import statistics_of_record
from scripts.convert.sources.records import CaptureRecord


def test_echoes_are_those_that_comparing_each_with_each_finds():
    heads = ["Tiêu đề của bài báo này", "Tiêu đề của bài báo này dài", "Một tiêu đề khác hẳn ở đây"]
    texts = {*heads, *(head + tail + "x" * 60 for head in heads for tail in ("", "tiếp", " tiếp", ".", "9"))}
    slow = {
        text
        for text in texts
        if len(text) > 60
        and any(
            text != head and 15 <= len(head) <= 250 and text.startswith(head) and text[len(head)].isalnum()
            for head in texts
        )
    }
    assert slow
    assert _echoes(texts) == slow


def test_echoes_are_found_in_one_pass():
    class Counted(str):
        compared = 0

        def startswith(self, *arguments):
            Counted.compared += 1
            return super().startswith(*arguments)

    titles = {
        Counted(f"Tiêu đề chung của nhiều bài viết số {n} dài hơn sáu mươi chữ cái để xét")
        for n in range(2000)
    }
    assert not _echoes(titles)
    assert 0 < Counted.compared < 3 * len(titles)


def test_cards_made_alike_are_those_with_the_same_elements_and_class():
    root = etree.HTML(
        "<div><p class=c><b>a</b></p><p class=c><i>b</i></p><p class=c><b>c</b></p><p class=d><b>d</b></p></div>"
    )
    first, second, third, _ = root.iter("p")
    made = _SiblingShapes(TextLengths())
    assert made.same_shape(first) == [first, third]
    assert made.same_shape(second) == [second]


def test_many_lines_of_one_element_share_its_first_link():
    page = "<h1>Danh sách</h1><div>" + "".join(
        f'<a href="/t/{n}">Tiêu đề của bài viết số {n}</a> 24/11/2017<br>' for n in range(3)
    )
    facts = statistics_of_record(page.encode(), CaptureRecord("a.html", Path("a.html")), "none")
    assert {pair[0] for pair in facts.entries} == {"/t/0"}
    assert len(facts.entries) == 3
