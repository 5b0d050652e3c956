import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.convert.dom.mentions import Mention, find_mentions
from scripts.convert.dom.tree import parse
from scripts.convert.job.completeness import MENTIONED, MentionCrossCheck, MentionReduction, _same_title
from scripts.convert.job.ledger import FOLDER, ConversionLedger, LedgerEntry
from tests.scripts.convert.job.test_run import SITE, convert

ONE = Mention("http://x.vn/1.html", "Rút ngắn thời gian cấp phép", "2017-11-24T09:56")
LINK = '<a href="1.html">Rút ngắn thời gian cấp phép</a>'


@pytest.mark.parametrize(
    "html",
    [
        f"<ul><li>{LINK} -24/11/2017 09:56</li></ul>",
        f"<div>{LINK} (24/11/2017 09:56)<br><a href='2.html'>Một bài khác không có ngày nào</a></div>",
        f"<table><tr><td><span>24/11/2017 09:56</span><br>{LINK}</td></tr></table>",
        f"<table><tr><td>24/11/2017 09:56</td><td>{LINK}</td></tr></table>",
        f"<div><h3>{LINK}</h3><p>Cập nhật lúc 09:56 24/11/2017</p></div>",
    ],
)
def test_lists_are_read_in_every_layout(html):
    assert ONE in find_mentions(parse(f"<body>{html}</body>"), "http://x.vn/trang.html")


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LINK}</p>",
        "<p><a href='1.html'>Xem tiếp</a> 24/11/2017</p>",
        "<p><a href='javascript:mo()'>Rút ngắn thời gian cấp phép</a> 24/11/2017</p>",
        f"<p>{'Câu chuyện dài kể lại ngày ấy. ' * 5} {LINK} {'Rồi đến hết. ' * 5} Ngày 24/11/2017 là ngày</p>",
    ],
)
def test_what_has_no_stamp_of_its_own_is_no_mention(html):
    assert find_mentions(parse(f"<body>{html}</body>"), "http://x.vn/") == []


def of(content, name):
    text = (content / FOLDER / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "luu"
    for name in ("word", "danh-sach"):
        (folder / name).mkdir(parents=True)
        shutil.copy(SITE / name / "page.html", folder / name)
    return folder


def test_articles_known_but_not_captured_are_listed_until_they_are(source, tmp_path, capsys):
    content = tmp_path / "content"
    convert(source, content)
    said = capsys.readouterr().out
    missing = of(content, "chua-luu.jsonl")
    assert f"{len(missing)} bài được trang khác nhắc tới" in said
    assert all(set(row) == {"title", "stamp", "url", "seen"} for row in missing)
    assert not [row for row in missing if "/2101/" in row["url"]], "this one is captured"
    (one,) = [row for row in missing if "/2103/" in row["url"]]
    assert one["stamp"] == "2018-03-01T07:55"
    convert(source, content)  # nothing is read again, and all is still known
    assert of(content, "chua-luu.jsonl") == missing
    shutil.copytree(SITE / "bang-danh-sach", source / "bang-danh-sach")
    convert(source, content)
    assert one not in of(content, "chua-luu.jsonl")


def test_a_list_that_says_otherwise_is_told(source, tmp_path, capsys):
    content = tmp_path / "content"
    convert(source, content)
    told = {row["field"]: row for row in of(content, "doi-chieu.jsonl") if row["path"].endswith("-2101.md")}
    assert (told["Ngày"]["article"], told["Ngày"]["list"]) == ("2018-03-02T08:10", "2018-03-01T07:55")
    assert told["Tiêu đề"]["list"] == "Bài số 2101 về cải cách thủ tục hành chính"
    assert told["Ngày"]["seen"] == "danh-sach/page.html"
    assert "doi-chieu.jsonl" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("listed", "same"),
    [("Hòa bình và hoà giải", True), ("Hoà bình…", True), ("Hoà bình...", True), ("Chiến tranh…", False)],
)
def test_titles_of_lists(listed, same):
    assert _same_title("Hoà bình và hoà giải", listed) is same


def test_lists_that_disagree_among_themselves_say_nothing(tmp_path):
    cross_check, ledger = MentionCrossCheck(tmp_path), ConversionLedger(tmp_path / "so-cai.jsonl")
    ledger.put(
        LedgerEntry("a", "", "", "a.md", report={"date": "2018-01-01", "title": "Bài"}, keys=["x.vn/1"])
    )
    cross_check.merge(said(("2018-01-02", "b")))
    assert cross_check.write_findings(ledger, lambda url: False) == (0, 1)
    cross_check.merge(said(("2018-01-03", "c")))
    assert cross_check.write_findings(ledger, lambda url: False) == (0, 0)


def said(*lists):
    found = MentionReduction()
    for stamp, source in lists:
        found.add([Mention("http://x.vn/1", "Bài", stamp)], source)
    return found.rows()


@given(st.lists(st.sampled_from(["2018-01-02", "2018-01-02T08:00", "2018-01-03"]), max_size=6), st.data())
def test_what_lists_say_is_the_same_however_pages_are_sliced(stamps, data):
    lists = [(stamp, f"trang-{number}") for number, stamp in enumerate(stamps)]
    cut = data.draw(st.integers(0, len(lists)))
    with TemporaryDirectory() as folder:
        whole, sliced, single = (MentionCrossCheck(Path(folder)) for _ in range(3))
        whole.merge(said(*lists))
        for part in (lists[:cut], lists[cut:]):
            sliced.merge(said(*part))
        for one in lists:
            single.merge(said(one))
        kept = []
        for cross_check in (whole, sliced, single):
            cross_check.save()
            kept.append((Path(folder) / MENTIONED).read_bytes())
    assert kept[0] == kept[1] == kept[2]
