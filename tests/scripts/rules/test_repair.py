import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article import parse_article
from plugins.core.text import CONTROL, INVISIBLE
from plugins.lint.document import make_document
from scripts.rules.registry import RULES, check_document
from scripts.rules.repair import canonical, difference, repaired, write_atomically

PIECES = [
    "\n",
    "\r\n",
    " ",
    "  ",
    "\u200b",
    "\x0b",
    "\u00a0",
    "#",
    "- ",
    "---",
    "\n\n",
    ": ",
    ";",
    "cải cách",
    "̣a",
    "<b>",
    "|",
]
KEYS = [
    "Tiêu đề: ",
    "title: ",
    "Ngày: 24/11/2017\n",
    "date: 2017-11-24T09:56\n",
    "Thẻ:",
    "tags: a, b\n",
    "lạ: x\n",
]
sources = st.lists(st.sampled_from(KEYS + PIECES), max_size=25).map("".join)
whole = sources.map(lambda text: f"ngay: 24/11/2017\nTieu de: Bài\n\n{text}")


def document(text: str):
    return make_document("a.md", text, is_page=False)


def visible(text: str) -> str:
    # Decomposed: whether a mark meets its letter depends on the white space between them, which does not count.
    return unicodedata.normalize("NFD", "".join(CONTROL.sub("", INVISIBLE.sub("", text)).split()))


@given(st.one_of(sources, whole))
def test_repair_changes_no_article_and_only_once(text):
    before = document(text)
    mended = repaired(before)
    assert mended is not None
    after = document(mended)
    assert after.article == before.article
    assert canonical(after) == mended


@given(st.one_of(sources, whole))
def test_repair_loses_no_visible_character_of_the_body(text):
    before = document(text)
    after = document(repaired(before) or "")
    assert visible(after.header.body) == visible(before.header.body)
    if before.article is None:
        assert visible(after.text) == visible(text)


@given(st.one_of(sources, whole))
def test_what_is_said_to_be_repaired_is(text):
    mended = repaired(document(text)) or ""
    fixed = {rule.name for rule in RULES.values() if rule.fixed}
    assert [p for p in check_document(document(mended)) if p.rule in fixed] == []


def test_the_canonical_front_matter_is_written():
    text = "---\ntags: [b, a]\ntitle: 'Bài'\ndate: 2017-11-24T02:56Z\nstatus: draft\nauthor:\n---\nDòng  \nhai\n\n\n"
    assert repaired(document(text)) == (
        "Tiêu đề: Bài\nNgày: 24/11/2017 09:56\nTrạng thái: bản nháp\nThẻ: b; a\nTác giả:\n\nDòng  \nhai\n"
    )


@pytest.mark.parametrize(
    "text",
    ["---\n# ghi chú\ntitle: a\ndate: 1/2/2003\n---\nx\n", "Tiêu đề: a\nNgày: ?\nlạ: b\n\nx\n"],
    ids=["comments", "problems"],
)
def test_a_header_that_would_lose_something_is_left(text):
    assert repaired(document(text)) == text


def test_a_page_stays_a_page():
    text = "title: Giới thiệu\n\nx\n"
    page = make_document("trang/a.md", text, is_page=True)
    assert repaired(page) == "Tiêu đề: Giới thiệu\n\nx\n"
    assert parse_article(text, "a.md", dated=False)[0] == page.article


def test_the_difference_is_unified_and_does_not_repeat_whole_files_for_line_ends():
    assert difference("a.md", "a\r\nb\r\n", "a\nb\n") == ""
    assert difference("a.md", "a\nb\n", "a\nc\n").splitlines()[:3] == [
        "--- a.md",
        "+++ a.md",
        "@@ -1,2 +1,2 @@",
    ]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    file = tmp_path / "a.md"
    file.write_text("cũ", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, "mới")
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    assert file.read_text(encoding="utf-8") == "cũ"


def test_a_write_keeps_the_files_mode(tmp_path):
    file = tmp_path / "a.md"
    file.write_text("cũ", encoding="utf-8")
    file.chmod(0o640)
    write_atomically(file, "mới")
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("mới", 0o640)
