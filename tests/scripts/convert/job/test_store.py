"""Sources and output in a bucket: an S3 server of its own on loopback, reached as any other is."""

import json
import os
import subprocess
import sys
import urllib.request
from contextlib import suppress
from time import sleep

import pytest

from scripts.convert.__main__ import main
from scripts.convert.job import run
from scripts.convert.job.store import ShardStore, StoreError
from scripts.convert.sources.archive_index import INDEX_FOLDER
from scripts.convert.sources.places import place
from tests.conftest import ROOT
from tests.scripts.convert.job.test_engines import cluster, pages  # noqa: F401  # fixtures
from tests.scripts.convert.job.test_killed import LEFT, Killed, step
from tests.scripts.convert.job.test_run import SITE, convert, files
from tests.scripts.convert.sources.test_records import warc

URL = "http://caicachhanhchinh.gov.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}/"
PICTURE = ("http://caicachhanhchinh.gov.vn/Uploads/News/91.jpg", "image/jpeg", b"\xff\xd8\xff picture")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An S3 server with nothing in it; its address stands in the environment, as that of another one would."""
    port_file = tmp_path_factory.mktemp("s3") / "log"
    with port_file.open("w") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    address = ""
    for _ in range(600):
        said = port_file.read_text()
        if "Running on http" in said:
            address = said.partition("Running on ")[2].split()[0]
            break
        assert process.poll() is None, said
        sleep(0.1)
    settings = {
        "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        yield address
    process.kill()
    process.wait()


@pytest.fixture
def bucket(server, request):
    """A new bucket; yields its address."""
    name = f"kho-{abs(hash(request.node.name))}"
    urllib.request.urlopen(urllib.request.Request(f"{server}/{name}", method="PUT"), timeout=30)  # loopback
    return f"s3://{name}"


def captures(folder):
    """Two archives, with a picture in the second one."""
    folder.mkdir()
    page = (SITE / "word" / "page.html").read_text(encoding="utf-8")

    def own(number):
        text = page.replace("0/2101/", f"0/{number}/").replace("Rút ngắn", f"Lần {number}: rút ngắn")
        return URL.format(number), "text/html; charset=utf-8", text.encode()

    (folder / "a.warc.gz").write_bytes(warc(*map(own, range(3000, 3012))))
    (folder / "b.warc.gz").write_bytes(warc(*map(own, range(3012, 3024)), PICTURE))
    return folder


def uploaded(folder, address):
    for path in folder.rglob("*"):
        if path.is_file():
            place(f"{address}/{path.relative_to(folder).as_posix()}").write_bytes(path.read_bytes())


def bucket_files(address):
    top = place(address)
    return {str(p).removeprefix(f"{address}/"): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def in_bucket(bucket, tmp_path, *more):
    """Convert captures of the bucket into it; returns the exit code and the lines of the report."""
    report, ledger = tmp_path / "bao-cao.jsonl", tmp_path / "so" / "so-cai.jsonl"
    command = [f"{bucket}/luu", "--output", f"{bucket}/kho", "--report", str(report), "--ledger", str(ledger)]
    code = main([*command, "--workers", "2", *more])
    return code, [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def articles_of(found):
    return {name: data for name, data in found.items() if not name.startswith(".chuyen-doi/")}


@pytest.fixture
def here(tmp_path):
    """Captures on the disk, and what became of them there: (folder, content folder, report)."""
    folder = captures(tmp_path / "luu")
    (tmp_path / "here").mkdir()
    code, lines = convert(folder, tmp_path / "here" / "content")
    assert (code, len(lines)) == (0, 24)
    return folder, tmp_path / "here" / "content", lines


def test_a_bucket_gives_and_takes_the_same_bytes(here, bucket, tmp_path):
    folder, content, lines = here
    uploaded(folder, f"{bucket}/luu")
    assert in_bucket(bucket, tmp_path) == (0, lines)
    found = bucket_files(f"{bucket}/kho")
    assert found == articles_of(files(content))
    assert sum(name.startswith("anh/") for name in found) == 1
    assert in_bucket(bucket, tmp_path) == (0, lines)
    assert bucket_files(f"{bucket}/kho") == found
    assert [name for name in bucket_files(f"{bucket}/luu") if name.startswith(f"{INDEX_FOLDER}/a.warc.gz.")]


def test_a_cluster_works_in_a_bucket(here, bucket, cluster, tmp_path):  # noqa: F811  # fixtures
    folder, content, lines = here
    uploaded(folder, f"{bucket}/luu")
    address, worker = cluster
    worker(), worker()
    assert in_bucket(bucket, tmp_path, "--cluster", address) == (0, lines)
    assert bucket_files(f"{bucket}/kho") == articles_of(files(content))


def test_a_run_killed_in_a_bucket_goes_on(here, bucket, tmp_path, monkeypatch):
    folder, content, lines = here
    uploaded(folder, f"{bucket}/luu")
    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(run._Run, "finish", lambda *_: step(None))
        LEFT.value = 0
        in_bucket(bucket, tmp_path)
    assert in_bucket(bucket, tmp_path) == (0, lines)
    assert bucket_files(f"{bucket}/kho") == articles_of(files(content))


def test_a_store_that_is_lost_midway_is_told_and_costs_nothing(here, tmp_path, monkeypatch, capsys):
    """The shards go while the run is between converting and writing; the same command then does them anew."""
    folder, content, _ = here
    there = tmp_path / "there" / "content"
    there.parent.mkdir()
    with monkeypatch.context() as patch:
        merge = run._Run.merge
        patch.setattr(run._Run, "merge", lambda self, catalogue: (self.store.clear(), merge(self, catalogue)))
        assert convert(folder, there)[0] == 1
    assert "không đọc ghi được" in capsys.readouterr().err
    assert not (there / ".chuyen-doi" / "so-cai.jsonl").exists()
    assert convert(folder, there)[0] == 0
    assert files(there) == files(content)


def test_a_bucket_needs_a_ledger_of_this_machine(bucket, tmp_path, capsys):
    uploaded(captures(tmp_path / "luu"), f"{bucket}/luu")
    assert main([f"{bucket}/luu", "--output", f"{bucket}/kho"]) == 2
    assert "--ledger" in capsys.readouterr().err
    assert main([f"{bucket}/luu", "--output", f"{bucket}/luu/kho", "--ledger", str(tmp_path / "so")]) == 2
    assert main([f"{bucket}/khong-co", "--output", str(tmp_path / "kho")]) == 2


def test_a_shard_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    store = ShardStore(str(tmp_path / "manh"))
    store.put("a", b"one")
    with monkeypatch.context() as patch, pytest.raises(StoreError):
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        store.put("a", b"two")
    assert (store.get("a"), store.names()) == (b"one", {"a"})
