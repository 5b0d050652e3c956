"""Archives known by their bytes, inside one another, or without any response of HTTP; pages that savers marked."""

import base64
import gzip
import io
import json
import zipfile

import pytest

from scripts.convert.__main__ import main
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import close_archives, load
from tests.scripts.convert.sources.test_records import PAGE
from tests.scripts.convert.sources.test_web_archives import record

TEXT = (
    "Phòng Nội vụ huyện đã nhận đủ hồ sơ của mười hai xã và trả kết quả trước hạn ba ngày làm việc, rất gọn. "
    * 2
)
ARTICLE = (
    "<html><head><meta charset=utf-8>{head}<title>Tin</title></head><body><h1>{title}</h1><p>24/11/2017 09:56</p>"
    f"<p>{TEXT}</p>{{more}}<p>{TEXT} Hết.</p></body></html>"
)


def article(title="Huyện trả kết quả trước hạn", more="", head=""):
    return ARTICLE.format(title=title, more=more, head=head).encode()


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_archives()


def converted(source, tmp_path):
    report = tmp_path / "bao-cao.jsonl"
    code = main(
        [str(source), "--output", str(tmp_path / "content"), "--report", str(report), "--workers", "1"]
    )
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    return code, lines, tmp_path / "content"


@pytest.mark.parametrize("name", ["chup-2018", "chup.bin", "chup.html"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_warc_is_known_by_its_first_bytes(tmp_path, name, pack):
    path = tmp_path / "luu" / name
    path.parent.mkdir()
    path.write_bytes(pack(record("http://x.vn/1", PAGE + b"1") + record("http://x.vn/2", PAGE + b"2")))
    for source in (path, path.parent):
        assert [r.url for r in records([source])] == ["http://x.vn/1", "http://x.vn/2"]


def wacz(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_wacz_of_wacz_files_is_read(tmp_path):
    inner = wacz(
        {"archive/a.warc": record("http://x.vn/1", PAGE + b"1"), "archive/b.warc": record("http://x.vn/2")}
    )
    path = tmp_path / "tat-ca.wacz"
    path.write_bytes(wacz({"crawl-0.wacz": inner, "crawl-1.wacz": wacz({"c.warc": record("http://x.vn/3")})}))
    found = list(records([path]))
    assert [r.url for r in found] == ["http://x.vn/1", "http://x.vn/2", "http://x.vn/3"]
    assert load(found[0]) == PAGE + b"1"


def test_records_that_are_no_responses_have_a_line(tmp_path):
    made = (
        record("dns:x.vn", kind="response")
        + record("urn:x", kind="resource")
        + record("http://x.vn/1", kind="metadata")
    )
    path = tmp_path / "a.warc"
    path.write_bytes(made)
    code, lines, _ = converted(path, tmp_path)
    assert code == 0
    assert [line["status"] for line in lines] == ["refused"]
    assert "không phải trả lời HTTP" in lines[0]["reason"]
    assert "1 resource (urn" in lines[0]["reason"]


def test_pictures_of_a_page_in_one_file_are_saved(tmp_path):
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAFUlEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
    )
    mark = (
        "<!--\n Page saved with SingleFile \n url: https://x.vn/tin/101.html \n"
        " saved date: Tue Nov 28 2017 10:05:00 GMT+0700 (Indochina Time)\n-->"
    )
    shown = f"<p><img src='data:image/png;base64,{png}'></p><p align=center><em>Bộ phận một cửa</em></p>"
    page = tmp_path / "a.html"
    page.write_bytes(mark.encode() + article(more=shown))
    _, (line,), content = converted(page, tmp_path)
    assert line["url"] == "https://x.vn/tin/101.html"
    text = (content / line["path"]).read_text(encoding="utf-8")
    assert "Lưu ngày: 28/11/2017 10:05" in text
    (saved,) = (content / "anh").iterdir()
    assert saved.read_bytes() == base64.b64decode(png)
    assert f'({"../" * 3}anh/{saved.name} "Bộ phận một cửa")' in text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(tmp_path, charset):
    page = tmp_path / "a.html"
    page.write_bytes(article().decode().replace("<meta charset=utf-8>", "").encode(charset))
    _, (line,), _ = converted(page, tmp_path)
    assert (line["title"], line["charset"]) == ("Huyện trả kết quả trước hạn", charset)


def test_a_page_that_names_another_address_of_its_own_is_stored_once(tmp_path):
    same = article(head="<link rel=canonical href='http://x.vn/tin/huyen-tra-ket-qua.html'>")
    path = tmp_path / "a.warc"
    path.write_bytes(
        record("http://x.vn/tin/huyen-tra-ket-qua.html", same) + record("http://x.vn/in-bai/77/", same)
    )
    _, lines, _ = converted(path, tmp_path)
    assert [line["status"] for line in lines] == ["article", "refused"]
    assert "bản trùng" in lines[1]["reason"]


def test_a_page_that_names_the_front_page_keeps_its_own_address(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(record("http://x.vn/tin/178/", article(head="<link rel=canonical href='http://x.vn/'>")))
    _, (line,), _ = converted(path, tmp_path)
    assert line["id"] == "178"


def test_a_file_behind_a_handler_is_saved_as_what_it_is(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + b"%PDF-1.4 x"
    whole = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.vn/Tai.ashx?id=7\r\n"
        "WARC-Date: 2018-10-21T01:30:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head)}\r\n\r\n"
    ).encode() + head + b"\r\n\r\n"  # fmt: skip
    base = "<base href='http://x.vn/cong/'>"
    page = article(
        more="<p>Xem <a href='..\\Tai.ashx?id=7'>toàn văn</a> và <a href='tin/1.html'>tin</a>.</p>", head=base
    )
    path = tmp_path / "a.warc"
    path.write_bytes(record("http://x.vn/sau/1.html", page) + whole)
    _, lines, content = converted(path, tmp_path)
    text = (content / lines[0]["path"]).read_text(encoding="utf-8")
    (saved,) = (content / "tep").iterdir()
    assert saved.suffix == ".pdf"
    assert f"[toàn văn](../../../tep/{saved.name})" in text
    assert "[tin](http://x.vn/cong/tin/1.html)" in text
