import gzip
import zlib

import brotli
import pytest

from scripts.convert.sources.catalogue import Catalogue, catalogue_row, record_of
from scripts.convert.sources.enumeration import enumerate_sources, records
from scripts.convert.sources.records import SourceError, close_archives, is_page, load
from scripts.convert.sources.web_archives import archive_records
from tests.scripts.convert.sources.test_records import PAGE


def firsts(folder):
    """The best capture of each page."""
    catalogue = Catalogue(map(catalogue_row, enumerate_sources([folder])))
    return [record_of(captures[0]) for captures in catalogue.groups()]


LONG = PAGE * 4000  # longer than any buffer on the way


def record(
    url,
    body=PAGE,
    *,
    kind="response",
    more="",
    http="",
    status="200 OK",
    cut=None,
    date="2018-10-21T01:30:00Z",
):
    """One WARC record; `more` and `http` are header lines, `cut` drops bytes from its end."""
    lines = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{http}\r\n".encode()
    content = lines + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    whole = head.encode() + content + b"\r\n\r\n"
    return whole[:-cut] if cut else whole


def packings(parts):
    yield "plain", b"".join(parts)
    yield "a member each", b"".join(gzip.compress(p, mtime=0) for p in parts)
    yield "one member", gzip.compress(b"".join(parts), mtime=0)
    yield (
        "members of two",
        b"".join(gzip.compress(b"".join(parts[i : i + 2]), mtime=0) for i in range(0, len(parts), 2)),
    )


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_archives()


URLS = [f"http://x.vn/{i}" for i in range(5)]


@pytest.mark.parametrize("way", range(4))
def test_however_it_is_packed_every_record_is_found_and_loads(tmp_path, way):
    bodies = [LONG + str(i).encode() for i in range(5)]
    name, data = list(packings([record(u, b) for u, b in zip(URLS, bodies, strict=True)]))[way]
    path = tmp_path / ("a.warc" if name == "plain" else "a.warc.gz")
    path.write_bytes(data)
    found = list(records([path]))
    assert [r.url for r in found] == URLS
    assert [load(r) for r in found] == bodies
    assert [load(r) for r in reversed(found)] == bodies[::-1]
    assert len({r.source for r in found}) == 5


@pytest.mark.parametrize("way", range(4))
def test_a_cut_file_gives_all_but_its_last_record_whole(tmp_path, way):
    _, data = list(packings([record(u, LONG) for u in URLS]))[way]
    (tmp_path / "a.warc.gz").write_bytes(data[: -60 if way else -200])
    found = list(records([tmp_path / "a.warc.gz"]))
    assert [r.url for r in found[:4]] == URLS[:4]
    assert [(load(r), r.truncated) for r in found[:4]] == [(LONG, False)] * 4
    assert found[4].truncated
    assert LONG.startswith(load(found[4]))


def test_damage_in_the_middle_is_told_and_what_stands_around_it_is_kept(tmp_path):
    parts = [gzip.compress(record(u), mtime=0) for u in URLS]
    spoilt = bytearray(parts[2])
    spoilt[30:60] = b"\0" * 30
    (tmp_path / "a.warc.gz").write_bytes(b"".join([*parts[:2], bytes(spoilt), *parts[3:]]))
    found = list(records([tmp_path / "a.warc.gz"]))
    assert [r.url for r in found if not (r.fault or r.truncated)] == [*URLS[:2], *URLS[3:]]
    (damage,) = (r for r in found if r.fault)
    assert "hỏng" in damage.fault
    assert damage.source == f"a.warc.gz#{len(parts[0])}…{len(parts[0] + parts[1] + spoilt)}"
    with pytest.raises(SourceError, match="hỏng"):
        load(damage)


def chunked(body):
    half = len(body) // 2
    return b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:half], body[half:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (chunked(PAGE), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: x-gzip\r\n"),
        (gzip.compress(PAGE), ""),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (brotli.compress(PAGE), "Content-Encoding: br\r\n"),
        (chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),  # unpacked by the archive, the header left
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Content-Length: 3\r\n"),
    ],
    ids=["chunked", "gzip", "x-gzip", "silent", "deflate", "br", "both", "no gzip", "no chunks", "short"],
)
def test_bodies_are_unpacked(tmp_path, body, http):
    (tmp_path / "a.warc").write_bytes(record("http://x.vn/", body, http=http))
    (found,) = records([tmp_path / "a.warc"])
    assert (load(found), found.truncated) == (PAGE, False)


def test_what_nothing_unpacks_is_named(tmp_path):
    (tmp_path / "a.warc").write_bytes(
        record("http://x.vn/", b"\x28\xb5\x2f\xfd...", http="Content-Encoding: zstd\r\n")
    )
    (found,) = records([tmp_path / "a.warc"])
    with pytest.raises(SourceError, match="zstd"):
        load(found)


@pytest.mark.parametrize(
    ("more", "http"), [("WARC-Truncated: time\r\n", ""), ("", "Content-Length: 99999\r\n")]
)
def test_a_body_shorter_than_promised_is_known(tmp_path, more, http):
    (tmp_path / "a.warc").write_bytes(record("http://x.vn/", more=more, http=http))
    assert next(records([tmp_path / "a.warc"])).truncated


def test_the_status_is_kept(tmp_path):
    (tmp_path / "a.warc").write_bytes(record("http://x.vn/", status="404 Not Found"))
    (found,) = records([tmp_path / "a.warc"])
    assert found.status == 404


@pytest.mark.parametrize(
    "how",
    [
        "WARC-Payload-Digest: sha1:AAA\r\n",
        "WARC-Refers-To-Target-URI: http://x.vn/a\r\nWARC-Refers-To-Date: 2015-01-01T00:00:00Z\r\n",
    ],
)
def test_a_revisit_has_the_bytes_of_what_it_refers_to(tmp_path, how):
    first = record("http://x.vn/a", more="WARC-Payload-Digest: sha1:AAA\r\n", date="2015-01-01T00:00:00Z")
    again = record("http://x.vn/b", b"", kind="revisit", more=how, date="2016-01-01T00:00:00Z")
    (tmp_path / "a.warc").write_bytes(again)  # before what it refers to
    (tmp_path / "b.warc").write_bytes(first)
    pages = firsts(tmp_path)
    assert [(p.url, p.captured, load(p)) for p in pages] == [
        ("http://x.vn/b", "2016-01-01T00:00:00Z", PAGE),
        ("http://x.vn/a", "2015-01-01T00:00:00Z", PAGE),
    ]


def test_a_revisit_of_what_is_not_there_is_named(tmp_path):
    (tmp_path / "a.warc").write_bytes(
        record("http://x.vn/b", b"", kind="revisit", more="WARC-Payload-Digest: sha1:BBB\r\n")
    )
    (first,) = firsts(tmp_path)
    assert is_page(first)
    assert "revisit" in first.fault


def test_other_kinds_of_records_are_passed_over(tmp_path):
    kinds = ("warcinfo", "request", "metadata", "response")
    (tmp_path / "a.warc").write_bytes(b"".join(record("http://x.vn/", kind=k) for k in kinds))
    assert len(list(archive_records(tmp_path / "a.warc", "a.warc"))) == 1
