"""Records of archives that lie, are cut or unfold without end: each is named, and the records behind it are read."""

import gzip

import pytest

from scripts.convert.limits import MB, PAGE_BYTES, LimitError
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import close_archives, is_page, load
from scripts.convert.sources.web_archives import archive_records
from scripts.torture.captures import article, record

GOOD = article("Đẩy mạnh cải cách hành chính tại địa phương")


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_archives()


@pytest.mark.parametrize("length", ["999999999999", "1", "0", "-1", "²", "9" * 5000])
@pytest.mark.parametrize("packed", [False, True])
def test_a_record_that_lies_of_its_length_does_not_take_others_along(tmp_path, length, packed):
    parts = [
        record("http://x.vn/mot", GOOD),
        record("http://x.vn/doi", GOOD, length=length),
        record("http://x.vn/hai", GOOD),
        record("http://x.vn/ba", GOOD),
    ]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(p, mtime=0) if packed else p for p in parts))
    found = list(records([path]))
    whole = [r.url for r in found if not (r.fault or r.truncated)]
    assert [url for url in whole if url != "http://x.vn/doi"] == [
        f"http://x.vn/{n}" for n in ("mot", "hai", "ba")
    ]
    assert len({r.source for r in found}) == len(found)


@pytest.mark.parametrize("status", ["²00 OK", "٢٠٠ OK", "9" * 5000, "", "-1"])
def test_a_status_that_is_no_number_is_none(tmp_path, status):
    (tmp_path / "a.warc").write_bytes(
        record("http://x.vn/a", GOOD, status=status) + record("HTTP://x.vn/b", GOOD)
    )
    first, second = (r for r in records([tmp_path / "a.warc"]) if not r.fault)
    assert (first.status, second.status) == (200, 200)
    assert load(second) == GOOD


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://[::bad/", "sai cú pháp"),
        ("http://x.vn:99999/", "sai cú pháp"),
        ("http://x.vn/\x01", "ký tự điều khiển"),
        ("http://x.vn/" + "a" * 100_000, "dài hơn"),
    ],
)
def test_an_address_nobody_can_go_to_is_named(tmp_path, url, reason):
    (tmp_path / "a.warc").write_bytes(record(url, GOOD))
    (found,) = records([tmp_path / "a.warc"])
    assert reason in found.fault


@pytest.mark.parametrize("url", ["data:text/html,x", "file:///etc/passwd", "urn:x:1", "JavaScript:alert(1)"])
def test_an_address_of_no_page_is_none(tmp_path, url):
    (tmp_path / "a.warc").write_bytes(record(url, GOOD))
    (found,) = records([tmp_path / "a.warc"])
    assert (found.url, found.fault) == ("", "")


def test_an_archive_of_nothing_but_lies_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.convert.sources.web_archives.DAMAGES", 3)
    parts = [record(f"http://x.vn/{n}", GOOD, length="999999999") for n in range(9)]
    (tmp_path / "a.warc").write_bytes(b"".join(parts))
    found = list(records([tmp_path / "a.warc"]))
    assert [bool(r.fault) for r in found] == [True] * 4
    assert "hơn 3 chỗ" in found[-1].fault


@pytest.mark.parametrize("length", [1, 60, 150, 190, 200, 230, 300])
def test_an_archive_that_is_cut_anywhere_is_told_of(tmp_path, length):
    (tmp_path / "a.warc").write_bytes(record("http://x.vn/a", GOOD)[:length])
    (found,) = records([tmp_path / "a.warc"])
    assert is_page(found)
    assert found.fault or found.truncated


def test_an_archive_without_records_is_named(tmp_path):
    for name, data in (("a.warc", b""), ("b.warc", record("http://x.vn/a", GOOD, kind="metadata"))):
        (tmp_path / name).write_bytes(data)
    found = list(records([tmp_path]))
    assert [r.source for r in found] == ["a.warc", "b.warc"]
    assert all("không có trang hay tệp nào" in r.fault for r in found)


@pytest.mark.parametrize("head", ["Content-Encoding: gzip, gzip, gzip, gzip\r\n", ""])
def test_no_body_is_unpacked_beyond_its_bound(tmp_path, head):
    body = GOOD if head else bytes(PAGE_BYTES + 1)
    (tmp_path / "a.warc").write_bytes(record("http://x.vn/a", body, head=head))
    (found,) = records([tmp_path / "a.warc"])
    with pytest.raises(LimitError):
        load(found)


def test_an_archive_that_unfolds_without_end_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.convert.sources.archive_stream.GROWTH_FREE", MB)
    (tmp_path / "a.warc.gz").write_bytes(
        gzip.compress(record("http://x.vn/a", bytes(30 * MB)), mtime=0)
        + gzip.compress(record("http://x.vn/b", GOOD), mtime=0)
    )
    found = [f.record for f in archive_records(tmp_path / "a.warc.gz", "a.warc.gz")]
    assert [(r.url, bool(r.fault)) for r in found] == [("", True), ("http://x.vn/b", False)]
    assert "quá nhiều lần" in found[0].fault
