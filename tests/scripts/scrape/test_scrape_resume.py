"""Kills, full disks, a second run, a lost ledger: nothing reported stored is lost, little is asked for twice."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from scripts.scrape.__main__ import main
from scripts.scrape.socket_tap import FetchLimits
from scripts.scrape.store import repair, warc_files, whole_members
from tests.scripts.scrape.scrape_pages import address, article, links
from tests.scripts.scrape.scrape_results import responses

PAGES = 40
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def portal(site):
    """A list of articles, each leading to the next ones."""
    site.page("/", links(*(address(n) for n in range(1, 11))))
    for n in range(1, PAGES + 1):
        onward = "".join(f'<a href="{address(k)}">{k}</a>' for k in range(n + 1, n + 11))
        site.page(address(n), article(n, onward if n <= PAGES - 10 else ""))
    return site


def start(site, folder, limit=None, *options):
    """The command in a process of its own; `limit` bounds the files it can write, in bytes."""

    def bound():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "scripts.scrape",
            f"{site.url}/",
            "--store",
            str(folder / "c"),
            "--delay",
            "0.01",
            "--report",
            str(folder / "r.jsonl"),
            *options,
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=bound,
    )  # no threads are in the child yet


def wait_for(child, site, hits):
    """Until the command has asked so often; one that has ended before has failed."""
    while len(site.hits) < hits:
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.01)


def reported(folder):
    """Addresses that a report, cut off by a kill perhaps, says are stored."""
    path = folder / "r.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    whole = [json.loads(line) for line in lines if line.endswith("}")]
    return {"/" + line["address"].split("/", 3)[3] for line in whole if line["status"] == "stored"}


def on_disk(folder):
    """Good pages in the complete records of a store as a kill left it."""
    for path in warc_files(folder / "c"):
        repair(path, 0)
    return set(responses(folder / "c"))


def test_kills_at_random_moments_lose_nothing_reported(portal, tmp_path):
    dice, kills = random.Random(9), 0
    while True:
        child = start(portal, tmp_path)
        seen = len(portal.hits)
        while child.poll() is None and len(portal.hits) <= seen:
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.15))
        if child.poll() is not None or kills >= 8:
            break
        child.send_signal(signal.SIGKILL)
        child.communicate()
        kills += 1
        assert reported(tmp_path) <= on_disk(tmp_path)
    child.communicate()
    assert child.returncode == 0
    assert kills >= 3
    everything = {"/", *(address(n) for n in range(1, PAGES + 1))}
    assert on_disk(tmp_path) == reported(tmp_path) == everything
    asked = Counter(portal.asked())
    assert sum(asked.values()) <= len(everything) + kills


@pytest.mark.parametrize("limit", [30_000, 70_000, 110_000])
def test_a_full_disk_ends_with_the_last_good_record(portal, tmp_path, limit):
    child = start(portal, tmp_path, limit)
    said = child.communicate()[1]
    assert child.returncode == 1
    assert "Traceback" not in said
    assert "chạy lại cùng lệnh" in said
    for path in warc_files(tmp_path / "c"):
        ends = [end for _, end in whole_members(path)]
        assert ends[-1:] == [path.stat().st_size]
    assert reported(tmp_path) <= on_disk(tmp_path)
    child = start(portal, tmp_path)
    child.communicate()
    assert child.returncode == 0
    assert len(on_disk(tmp_path)) == PAGES + 1


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_is_130_and_the_same_command_goes_on(portal, tmp_path, stop):
    child = start(portal, tmp_path, None, "--max-pages", "9999")
    wait_for(child, portal, 6)
    child.send_signal(stop)
    said = child.communicate()[1]
    assert child.returncode == 130
    assert "Traceback" not in said
    child = start(portal, tmp_path)
    child.communicate()
    assert child.returncode == 0
    assert len(portal.asked()) <= PAGES + 2


def test_the_second_of_two_runs_leaves_at_once(portal, tmp_path):
    portal.routes[address(1)] = lambda peer: (peer.stopped.wait(3), peer.answer(article(1)))
    child = start(portal, tmp_path)
    wait_for(child, portal, 3)
    assert main([f"{portal.url}/", "--store", str(tmp_path / "c")]) == 75
    child.send_signal(signal.SIGINT)
    child.communicate()


def ledger_files(store):
    return [path for path in store.iterdir() if path.name.startswith("ledger.sqlite")]


@pytest.mark.parametrize("harm", ["lost", "spoilt"])
def test_a_ledger_is_made_again_from_the_warc_files(portal, crawl, harm):
    portal.page("/", links(address(1), "/old", "/gone", "http://vi-du.gov.vn/"))
    portal.routes["/old"] = lambda peer: peer.answer("", "301 Moved", Location=address(2))
    before = crawl(max_pages=6, bounds=FetchLimits())
    for path in ledger_files(before.store):
        path.write_bytes(
            b"not a database" * 999
        ) if harm == "spoilt" and path.suffix == ".sqlite" else path.unlink()
    asked = len(portal.asked())
    after = crawl(bounds=FetchLimits())
    assert not set(portal.asked()[asked:]) & {"/", address(1), "/gone", "/old"}
    assert len(portal.asked()) == len(set(portal.asked()))
    assert after.why("/gone") == ("failed", "http-404")
    assert after.why("/old") == ("stored", "redirect")
    assert sum(line["status"] == "stored" for line in after.lines) == PAGES + 2


def test_a_ledger_that_knows_more_than_the_files_is_not_believed(portal, crawl):
    result = crawl()
    (path,) = warc_files(result.store)
    os.truncate(path, [begin for begin, _ in whole_members(path)][30])
    again = crawl()
    assert sum(line["status"] == "stored" for line in again.lines) == PAGES + 1
    assert len(responses(result.store)) == PAGES + 1


def test_a_store_keeps_to_its_site(portal, crawl, tmp_path, capsys):
    crawl(max_pages=1)
    assert main(["http://vi-du.gov.vn/", "--store", str(tmp_path / "captures")]) == 2
    assert portal.url in capsys.readouterr().err
