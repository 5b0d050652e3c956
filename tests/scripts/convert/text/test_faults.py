"""A page is looked over once: what has no fault is not repaired, and no run has a fault that its page has not."""

import unicodedata

import pytest

from scripts.convert.dom.tree import parse, text_of
from scripts.convert.text.faults import Faults, faults_of
from scripts.convert.text.text_repair import TextRepair


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ("<p>Bộ Nội vụ ban hành kế hoạch &amp; hướng dẫn &ecirc; &#7897;</p>", Faults.NONE),
        (unicodedata.normalize("NFD", "Bộ Nội vụ"), Faults.UNTIDY),
        ("Bộ Nội vụ&#x323;", Faults.UNTIDY),
        ("Bộ&#8203; Nội vụ", Faults.UNTIDY),
        ("Bộ\u200b Nội vụ", Faults.UNTIDY),
        ("© Bộ Nội vụ", Faults.ODD),
        ("&copy; Bộ Nội vụ", Faults.ODD),
        ("Bộ &raquo Nội vụ", Faults.ODD),
        ("Th\u0096ng tin", Faults.ALL),
        ("Ch­¬ng tr×nh", Faults.ALL),
    ],
)
def test_faults_of_a_page(html, faults):
    assert faults_of(html.encode()) == faults


@pytest.mark.parametrize(
    "run", ["Bộ Nội vụ", "Ch­¬ng tr×nh c¶i c¸ch hµnh chÝnh", "Bo\u0323\u0302 Nội vụ", "\u200bBộ © vụ"]
)
def test_a_run_is_repaired_alike_whether_its_faults_are_known(run):
    assert TextRepair("utf-8", faults_of(run.encode()))(run) == TextRepair("utf-8")(run)


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_any_line_end_parts_words(end):
    assert text_of(parse(f"<p>Sở Nội vụ{end}Hà Nội</p>")) == "Sở Nội vụ Hà Nội"
