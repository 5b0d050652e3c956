"""What was saved is on record when a run ends; no run builds on a record that is damaged."""

import os
import shutil

import pytest

from plugins.system.fixity import read_manifest, record_of
from scripts.scrape.store import warc_files
from scripts.support.command import run
from scripts.support.record import read_record
from scripts.verify import main as verify
from tests.scripts.scrape.scrape_pages import address, article, links


@pytest.fixture
def crawled(site, crawl):
    site.page("/", links(address(1)))
    site.page(address(1), article(1))
    assert crawl().code == 0
    return crawl


def verified(store):
    return run(verify, [f"--{name}={store.parent / name}" for name in ("captures", "content", "output")])


def test_what_a_run_leaves_is_whole(crawled):
    store = crawled().store
    assert set(read_record(store).digests) == {*(p.name for p in warc_files(store)), "ledger.sqlite"}
    assert verified(store) == 0


def test_a_changed_ledger_is_named_and_made_anew_once_it_is_deleted(crawled, capsys):
    store = crawled().store
    ledger = store / "ledger.sqlite"
    data = bytearray(ledger.read_bytes())
    data[-1] ^= 1
    ledger.write_bytes(data)
    assert verified(store) == 1
    assert f"{ledger}:0: toan-ven: " in capsys.readouterr().out
    ledger.unlink()
    assert verified(store) == 0
    assert crawled().code == 0
    assert verified(store) == 0


@pytest.mark.parametrize("harm", ["a digit", "lost", "no seal"])
def test_a_damaged_record_is_not_built_on_and_nobody_is_asked(crawled, site, capsys, harm):
    store = crawled().store
    manifest = record_of(store)
    match harm:
        case "a digit":
            manifest.write_text("g" + manifest.read_text()[1:])
        case "lost":
            shutil.rmtree(manifest.parent)
        case "no seal":
            (store / ".niem-phong").unlink()
    asked, before = len(site.hits), {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    capsys.readouterr()
    assert crawled().code == 1
    assert "bản ghi nhận" in capsys.readouterr().err
    assert len(site.hits) == asked
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before


def test_a_capture_that_went_bad_or_got_lost_is_named_and_stays_on_record(crawled, capsys):
    store = crawled().store
    recorded = read_manifest(record_of(store))
    (capture,) = warc_files(store)
    other = store / "khac-00001.warc.gz"
    shutil.copy2(capture, other)
    assert run(verify, [f"--captures={store}", f"--content={store / 'x'}", "--record"]) == 0
    status = capture.stat()
    data = bytearray(capture.read_bytes())
    data[20] ^= 1
    capture.write_bytes(data)
    os.utime(capture, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.unlink()
    capsys.readouterr()
    assert crawled(max_pages=1).code == 1
    said = capsys.readouterr().err
    assert f"{other}:0: " in said
    after = read_manifest(record_of(store))
    assert after[other.name] == recorded[capture.name]
    assert verified(store) == 1


def test_a_store_begun_anew_has_a_record_of_its_own(crawled):
    store = crawled().store
    shutil.rmtree(store)
    assert crawled().code == 0
    assert verified(store) == 0
