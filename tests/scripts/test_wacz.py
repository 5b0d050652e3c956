"""WACZ export: what stands in the file is what the captures hold, and every line of the index finds its record."""

import hashlib
import json
import struct
import zipfile
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from scripts import wacz
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import close_archives
from scripts.support.command import run
from tests.scripts.convert.job.test_run import SITE, convert, files
from tests.scripts.convert.sources.test_records import warc

URL = "http://caicachhanhchinh.gov.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}/"
PAGE = (SITE / "word" / "page.html").read_bytes()
PICTURE = ("http://caicachhanhchinh.gov.vn/Uploads/News/91.jpg", "image/jpeg", b"\xff\xd8\xff picture")


@pytest.fixture
def captures(tmp_path):
    folder = tmp_path / "captures"
    folder.mkdir()
    kind = "text/html; charset=utf-8"
    (folder / "a-00001.warc.gz").write_bytes(warc((URL.format(2101), kind, PAGE), PICTURE))
    (folder / "a-00002.warc.gz").write_bytes(
        warc((URL.format(2102), kind, PAGE.replace(b"/0/2101/", b"/0/2102/")))
    )
    yield folder
    close_archives()


def written(captures, name="trang.wacz", *more):
    target = captures.parent / name
    assert run(wacz.command, [str(captures), "--output", str(target), *more]) == 0
    return target


def test_every_digest_and_every_line_of_the_index_holds(captures):
    with zipfile.ZipFile(written(captures)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            data = archive.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
        lines = archive.read("indexes/index.cdx").decode().splitlines()
        assert lines == sorted(lines)
        rows = [json.loads(line.split(" ", 2)[2]) for line in lines]
        assert {row["url"] for row in rows} == {URL.format(2101), URL.format(2102), PICTURE[0]}
        for row in rows:
            assert archive.getinfo(f"archive/{row['filename']}").compress_type == zipfile.ZIP_STORED
            start = int(row["offset"])
            member = archive.read(f"archive/{row['filename']}")[start : start + int(row["length"])]
            (record,) = ArchiveIterator(BytesIO(member))
            assert record.rec_headers.get_header("WARC-Target-URI") == row["url"]
        pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").decode().splitlines()]
        assert pages[0]["format"] == "json-pages-1.0"
        assert [page["url"] for page in pages[1:]] == [URL.format(2101), URL.format(2102)]


def test_members_begin_where_replay_looks_for_them(captures):
    """ReplayWeb.page takes the length of a member's own header from the directory: there must be no more of it."""
    target = written(captures)
    data = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        for info in archive.infolist():
            _, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
            assert extra == len(info.extra) == 0


def test_the_file_converts_as_its_captures_do(captures, tmp_path):
    target = written(captures)
    (tmp_path / "one").mkdir()
    convert(captures, tmp_path / "one" / "content")
    convert(target, tmp_path / "content")
    articles = {
        name: data for name, data in files(tmp_path / "content").items() if name.startswith("bai-viet/")
    }
    assert articles
    assert articles.items() <= files(tmp_path / "one" / "content").items()
    assert len(list(records([target]))) == len(list(records([captures])))


def test_the_same_captures_give_the_same_bytes(captures):
    assert written(captures, "a.wacz").read_bytes() == written(captures, "a.wacz").read_bytes()


def test_the_first_page_may_be_named(captures):
    with zipfile.ZipFile(written(captures, "trang.wacz", "--main", URL.format(2102))) as archive:
        assert json.loads(archive.read("datapackage.json"))["mainPageUrl"] == URL.format(2102)


def test_without_captures_it_is_told(tmp_path, capsys):
    assert run(wacz.command, [str(tmp_path), "--output", str(tmp_path / "a.wacz")]) == 2
    assert "make scrape" in capsys.readouterr().err
    (tmp_path / "a.warc.gz").write_bytes(b"")
    assert run(wacz.command, [str(tmp_path), "--output", str(tmp_path / "a.wacz")]) == 1
    assert "không có bản chụp" in capsys.readouterr().err
    assert not (tmp_path / "a.wacz").exists()
