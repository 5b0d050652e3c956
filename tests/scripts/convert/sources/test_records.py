import gzip
import zipfile

import pytest

from scripts.convert.sources.catalogue import file_beside
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import CaptureRecord, close_archives, is_page, load

PAGE = b"<html><body><p>xin ch\xc3\xa0o</p></body></html>"


def warc(*responses, compressed=True):
    out = b""
    for url, kind, body in responses:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2018-10-21T01:30:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if compressed else record
    return out


RESPONSES = [
    ("http://x.vn/a", "text/html", PAGE),
    ("http://x.vn/a.jpg", "image/jpeg", b"\xff\xd8\xff!"),
    ("http://x.vn/b", "text/html", PAGE + b"2"),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_archives_give_pages_that_load_again(tmp_path, name):
    path = tmp_path / name
    data = warc(*RESPONSES, compressed=not name.endswith(".warc"))
    if name.endswith(".wacz"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("archive/data.warc.gz", data)
    else:
        path.write_bytes(data)
    for sources in ([path], [tmp_path]):
        found = list(records(sources))
        assert [r.url for r in found] == ["http://x.vn/a", "http://x.vn/a.jpg", "http://x.vn/b"]
        assert [load(r) for r in found] == [PAGE, b"\xff\xd8\xff!", PAGE + b"2"]
        assert [is_page(r) for r in found] == [True, False, True]
        assert found[0].captured == "2018-10-21T01:30:00Z"
    close_archives()


def test_folder_reads_urls_and_skips_what_is_no_page(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "1.html").write_bytes(PAGE)
    (tmp_path / "pages" / "PortalPlus.aspx?id=2").write_bytes(PAGE)
    (tmp_path / "pages" / "notes.txt").write_text("x")
    (tmp_path / ".hidden.html").write_bytes(PAGE)
    (tmp_path / "urls.csv").write_text("file,url\npages/1.html,PortalPlus.aspx?/vi-VN/News/75//101147/0/1/\n")
    found = list(records([tmp_path]))
    assert [(r.source, r.url) for r in found] == [
        ("pages/1.html", "PortalPlus.aspx?/vi-VN/News/75//101147/0/1/"),
        ("pages/PortalPlus.aspx?id=2", "pages/PortalPlus.aspx?id=2"),
    ]


def test_mirror_folders_tell_their_addresses(tmp_path):
    (tmp_path / "www.x.gov.vn" / "tin").mkdir(parents=True)
    (tmp_path / "www.x.gov.vn" / "tin" / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(
        b"<!-- Mirrored from y.vn/b.html by HTTrack Website Copier/3.x -->" + PAGE
    )
    assert [r.url for r in records([tmp_path])] == ["http://y.vn/b.html", "http://www.x.gov.vn/tin/a.html"]


def test_two_sources_keep_their_names_apart(tmp_path):
    for name in ("mot", "hai"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.html").write_bytes(PAGE)
    assert [r.source for r in records([tmp_path / "mot", tmp_path / "hai"])] == ["mot/1.html", "hai/1.html"]


def test_a_broken_archive_is_named(tmp_path):
    (tmp_path / "a.wacz").write_bytes(b"not a zip")
    (found,) = records([tmp_path])
    assert found.source == "a.wacz"
    assert "kho lưu hỏng" in found.fault


def test_assets_stay_inside_the_mirror(tmp_path):
    root = tmp_path / "m"
    root.mkdir()
    (root / "a.jpg").write_bytes(b"x")
    (tmp_path / "secret.jpg").write_bytes(b"x")
    record = CaptureRecord("1.html", root / "1.html", root=root)
    assert file_beside("http://x.vn/a.jpg", record) is not None
    assert file_beside("../secret.jpg", record) is None
    assert file_beside("http://x.vn/" + "a" * 5000, record) is None
