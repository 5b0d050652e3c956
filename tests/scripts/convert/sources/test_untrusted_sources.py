"""Names from outside, in a folder of saved pages and on the command line, never lead outside."""

from __future__ import annotations

import json
import os

import pytest

from scripts.convert.__main__ import main
from scripts.convert.job.ledger import FOLDER, NAME, ConversionLedger
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import SourceError
from tests.scripts.convert.sources.test_records import PAGE

SECRET = PAGE.replace(b"<title>", b"<title>MAT KHAU ")
CSV = "file,url\n{}\n"


@pytest.fixture
def saved(tmp_path):
    (tmp_path / "secret.html").write_bytes(SECRET)
    (tmp_path / "noi-khac").mkdir()
    (tmp_path / "noi-khac" / "b.html").write_bytes(SECRET)
    (tmp_path / "trang").mkdir()
    (tmp_path / "trang" / "a.html").write_bytes(PAGE)
    return tmp_path / "trang"


def converted(saved):
    report = saved.parent / "report.jsonl"
    code = main(
        [str(saved), "--output", str(saved.parent / "kho"), "--report", str(report), "--workers", "1"]
    )
    return code, {line["source"]: line for line in map(json.loads, report.read_text().splitlines())}


def everything_written(saved):
    return b"".join(p.read_bytes() for p in sorted((saved.parent / "kho").rglob("*")) if p.is_file())


@pytest.mark.parametrize(
    "name", ["../secret.html", "{outside}/secret.html", "x/../../secret.html", "C:/x.html", "..\\secret.html"]
)
def test_nothing_outside_a_folder_of_pages_is_read(saved, name):
    file = name.format(outside=saved.parent)
    rows = f"a.html,http://x.gov.vn/a.html\n{file},http://x.gov.vn/mat.html"
    (saved / "urls.csv").write_text(CSV.format(rows))
    code, lines = converted(saved)
    assert code == 1
    assert lines["urls.csv:3"]["status"] == "failed"
    assert file in lines["urls.csv:3"]["reason"]
    assert lines["a.html"]["url"] == "http://x.gov.vn/a.html"
    assert b"MAT KHAU" not in everything_written(saved)


@pytest.mark.parametrize("name", ["mat.html", "mat.warc.gz", "mat.orig"])
def test_links_to_files_outside_are_named_and_not_read(saved, name):
    (saved / name).symlink_to(saved.parent / "secret.html")
    code, lines = converted(saved)
    assert (code, lines[name]["status"]) == (1, "failed")
    assert "liên kết" in lines[name]["reason"]
    assert b"MAT KHAU" not in everything_written(saved)


def test_links_to_folders_outside_are_named_and_not_walked(saved):
    (saved / "khac").symlink_to(saved.parent / "noi-khac")
    code, lines = converted(saved)
    assert code == 1
    assert set(lines) == {"a.html", "khac"}
    assert lines["khac"]["status"] == "failed"


def test_the_page_as_it_was_sent_is_no_link(saved):
    (saved / "a.html.orig").symlink_to(saved.parent / "secret.html")
    assert next(record.path for record in records([saved]) if record.source == "a.html") == saved / "a.html"


def test_links_inside_are_read(saved):
    (saved / "b.html").symlink_to("a.html")
    assert [record.fault for record in records([saved])] == ["", ""]


def test_an_address_written_from_here_is_known(saved):
    (saved / "urls.csv").write_text(CSV.format("./a.html,http://x.gov.vn/a.html"))
    assert next(records([saved])).url == "http://x.gov.vn/a.html"


@pytest.mark.parametrize(
    "data", [b"file,url\na.html,\xff\n", b"file,url\n" + b"a" * 200_000 + b",x\n", b"x,y\n"]
)
def test_a_table_that_cannot_be_read_is_named(saved, data, capsys):
    (saved / "urls.csv").write_bytes(data)
    with pytest.raises(SourceError, match=r"urls\.csv"):
        list(records([saved]))
    assert main([str(saved), "--output", str(saved.parent / "kho")]) == 1
    assert "urls.csv" in capsys.readouterr().err


def test_a_table_that_is_a_link_outside_is_not_read(saved):
    (saved.parent / "urls.csv").write_text(CSV.format("a.html,http://x.gov.vn/mat.html"))
    os.symlink(saved.parent / "urls.csv", saved / "urls.csv")
    with pytest.raises(SourceError, match="liên kết"):
        list(records([saved]))


@pytest.mark.parametrize("site", ["../../x", "/etc/hosts", "../sites/caicachhanhchinh.gov.vn", "x\0"])
def test_a_site_is_one_of_the_profiles(saved, capsys, site):
    assert main([str(saved), "--output", str(saved.parent / "kho"), "--site", site]) == 2
    assert "không có hồ sơ" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "bai-viet/../../x.md"])
def test_a_ledger_from_elsewhere_leads_nowhere_outside(tmp_path, path):
    ledger = tmp_path / FOLDER / NAME
    ledger.parent.mkdir()
    lines = [
        {"source": s, "sha256": "", "rules": "", "path": p} for s, p in (("a", path), ("b", "bai-viet/b.md"))
    ]
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines))
    opened = ConversionLedger(ledger)
    assert opened.get("a") is None
    assert opened.get("b").path == "bai-viet/b.md"
