"""Index of an archive and survey of a site: kept beside the captures, made once, never believed for other bytes."""

import json

import pytest

from scripts.convert.job import run, survey
from scripts.convert.sources import archive_index
from scripts.convert.sources.archive_index import INDEX_FOLDER, urlkey
from scripts.convert.sources.cdx import read_cdx
from scripts.convert.sources.enumeration import enumerate_sources, records
from scripts.convert.sources.records import close_archives
from tests.scripts.convert.job.test_run import convert, files
from tests.scripts.convert.sources.test_records import PAGE, warc
from tests.scripts.convert.sources.test_web_archives import record


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_archives()


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "luu"
    folder.mkdir()
    (folder / "a.warc").write_bytes(
        record("http://x.vn/b?Q=1", PAGE, more="WARC-Payload-Digest: sha1:BBB\r\n")
        + record("http://x.vn/a", b"", kind="revisit", more="WARC-Payload-Digest: sha1:BBB\r\n")
        + record("http://www.x.vn/c", PAGE[: len(PAGE) // 2])
    )
    return folder / "a.warc"


def refuse(*_):
    raise AssertionError("the archive is read again")


def test_an_index_says_what_the_archive_does(archive, monkeypatch):
    first = list(enumerate_sources([archive.parent]))
    assert [found.revisit for found in first] == [False, True, False]
    monkeypatch.setattr(archive_index, "list_isolated", refuse)
    assert list(enumerate_sources([archive.parent])) == first
    named = list(enumerate_sources([archive]))  # under another name of the source
    assert [found.record.url for found in named] == [found.record.url for found in first]


def test_another_state_of_the_archive_has_another_index(archive):
    list(enumerate_sources([archive.parent]))
    (kept,) = (archive.parent / INDEX_FOLDER).iterdir()
    archive.write_bytes(record("http://x.vn/moi", PAGE))
    assert [found.url for found in records([archive.parent])] == ["http://x.vn/moi"]
    (new,) = (archive.parent / INDEX_FOLDER).iterdir()
    assert new.name != kept.name


def test_the_index_of_a_damaged_archive_is_not_kept(archive):
    archive.write_bytes(archive.read_bytes()[:-20].replace(b"WARC/1.0", b"WARX/1.0", 1))
    assert any(found.fault for found in records([archive.parent]))
    assert not (archive.parent / INDEX_FOLDER).exists()


def test_captures_that_are_only_read_have_no_index(archive, monkeypatch):
    monkeypatch.setattr(archive_index, "_keep", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    assert len(list(records([archive.parent]))) == 2


def test_an_index_is_cdxj_that_others_read(tmp_path):
    page = ("http://x.vn/b.html", "text/html", PAGE)
    (tmp_path / "a.warc.gz").write_bytes(warc(("http://www.x.vn/A.html?B=1", "text/html", PAGE), page))
    list(enumerate_sources([tmp_path]))
    (index,) = (tmp_path / INDEX_FOLDER).iterdir()
    text = index.read_text("utf-8")
    assert text.splitlines() == sorted(text.splitlines())
    assert text.startswith("vn,x)/a.html?b=1 2018")
    row = json.loads(text.splitlines()[0].split(" ", 2)[2])
    assert {"url", "mime", "status", "offset", "filename"} <= set(row)
    assert [(line.url, line.status, line.filename) for line in read_cdx(index)] == [
        ("http://www.x.vn/A.html?B=1", 200, "a.warc.gz"),
        ("http://x.vn/b.html", 200, "a.warc.gz"),
    ]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.X.vn:80/A?b=C", "vn,x)/a?b=c"),
        ("https://x.gov.vn:8080", "vn,gov,x:8080)/"),
        ("khong-co.html", ""),
    ],
)
def test_keys_of_addresses(url, key):
    assert urlkey(url) == key


def test_a_survey_is_gathered_once(tmp_path, monkeypatch):
    folder = tmp_path / "luu"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.html").write_bytes(PAGE.replace(b"</body>", b"<p>%d</p></body>" % number))
    convert(folder, tmp_path / "one")
    (kept,) = (folder / INDEX_FOLDER).glob("khao-sat.*.json")
    monkeypatch.setattr(run, "survey_slice", refuse)
    convert(folder, tmp_path / "two")
    assert files(tmp_path / "two") == files(tmp_path / "one")
    monkeypatch.undo()
    kept.write_text("{", encoding="utf-8")  # what cannot be used is gathered anew
    convert(folder, tmp_path / "three")
    assert files(tmp_path / "three") == files(tmp_path / "one")
    (folder / "0.html").write_bytes(PAGE)
    convert(folder, tmp_path / "one")
    assert [path.name for path in (folder / INDEX_FOLDER).iterdir()] != [kept.name]
    assert len(list((folder / INDEX_FOLDER).iterdir())) == 1
    assert survey.KeptSurvey([folder], "khac").read() is None
