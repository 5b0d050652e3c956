"""Conversion on a Dask cluster of this machine: the same bytes as without one, whatever happens to a worker."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scripts.convert.__main__ import main
from scripts.convert.job import engines, slices
from scripts.convert.job.slices import Job, ListTask, OtherCodeError, facts_of, list_sources
from scripts.convert.job.store import StoreError
from scripts.convert.sources.enumeration import SourceUnit
from tests.conftest import ROOT
from tests.scripts.convert.job.test_run import SITE, convert, files

PAGES = 60


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster") / "luu"
    folder.mkdir()
    page = (SITE / "word" / "page.html").read_text(encoding="utf-8")
    for number in range(PAGES):
        own = page.replace("0/2101/", f"0/{3000 + number}/").replace("Rút ngắn", f"Lần {number}: rút ngắn")
        (folder / f"{number:03}.html").write_text(own, encoding="utf-8")
    return folder


def waiting(file, process):
    for _ in range(300):
        if file.exists() and "tcp://" in (text := file.read_text()):
            return text[text.index("tcp://") :].split('"')[0].split()[0]
        assert process.poll() is None, "the scheduler ended by itself"
        time.sleep(0.1)
    raise AssertionError("no scheduler after half a minute")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler on loopback; yields its address and a way to start a worker, whose process is returned."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        with (tmp_path / f"{len(started)}.log").open("w") as log:
            started.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log))
        return started[-1]

    file = tmp_path / "scheduler.json"
    scheduler = start(
        "dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    )
    address = waiting(file, scheduler)

    def worker():
        return start(
            "dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1",
            "--local-directory", str(tmp_path),
        )  # fmt: skip

    yield address, worker
    for process in started:
        process.kill()
        process.wait()


def killing(process, content):
    """A thread that kills a process once the first slice is converted, or when nothing came in half a minute."""

    def lose():
        until = time.monotonic() + 30
        while not list(content.glob(f".chuyen-doi/manh/{facts_of('*')}")) and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)

    killer = threading.Thread(target=lose)
    killer.start()
    return killer


def test_distributed_is_there():
    """Without it every test below would be about nothing."""
    assert importlib.util.find_spec("distributed")


def test_a_worker_lost_midway_costs_nothing(pages, cluster, tmp_path):
    address, worker = cluster
    here = tmp_path / "here" / "content"
    here.parent.mkdir()
    assert convert(pages, here)[0] == 0
    first, _ = worker(), worker()
    there = tmp_path / "there" / "content"
    there.parent.mkdir()

    killer = killing(first, there)
    code, lines = convert(pages, there, "--cluster", address)
    killer.join()
    assert first.wait() == -signal.SIGKILL
    assert (code, len(lines)) == (0, PAGES)
    assert len({x["path"] for x in lines}) == PAGES
    assert files(there) == files(here)


POISONED = """
import os, signal, time
from scripts.convert.job import slices, task
from scripts.convert.limits import TimeLimit

def load(record, load=task.load):
    if record.source in ("007.html", "033.html"):
        open(MET, "w").close()
    if record.source == "007.html":
        os.kill(os.getpid(), signal.SIGKILL)
    if record.source == "033.html":
        time.sleep(600)
    return load(record)

task.load = load
for name in ("CONVERT", "STATISTICS"):
    setattr(slices, name, task.Work(getattr(task, name).do, TimeLimit(300, 2)))
"""


def test_poisonous_pages_cost_themselves_on_a_cluster_too(pages, cluster, tmp_path, monkeypatch):
    """One kills the process that reads it, one waits for ever: the cluster's worker lives, no rerun meets them."""
    address, worker = cluster
    met = tmp_path / "met"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(f"MET = {str(met)!r}\n{POISONED}")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{tmp_path / 'site'}{os.pathsep}{ROOT}")
        process = worker()
    content = tmp_path / "content"
    code, lines = convert(pages, content, "--cluster", address)
    failed = {line["source"]: line["reason"] for line in lines if line["status"] == "failed"}
    assert (code, len(lines), set(failed)) == (1, PAGES, {"007.html", "033.html"})
    assert "dừng hai lần" in failed["007.html"]
    assert "quá 2 giây" in failed["033.html"]
    assert process.poll() is None
    met.unlink()
    assert convert(pages, content, "--cluster", address) == (code, lines)
    assert not met.exists()


def test_no_cluster_is_told_in_vietnamese(pages, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(engines, "CLUSTER_TIMEOUT", 1)
    command = [str(pages), "--output", str(tmp_path / "content"), "--cluster"]
    assert main([*command, "127.0.0.1:9"]) == 1
    assert "không nối được với cụm" in capsys.readouterr().err
    assert main([*command, "chẳng-phải-địa-chỉ"]) == 2
    assert "không phải địa chỉ cụm" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*command, "127.0.0.1:9"]) == 1
    assert "requirements-cluster.txt" in capsys.readouterr().err


def test_a_cluster_with_tls_and_no_certificate_is_told(pages, tmp_path, capsys):
    assert main([str(pages), "--output", str(tmp_path / "content"), "--cluster", "tls://127.0.0.1:9"]) == 1
    assert "chưa khai chứng thư" in capsys.readouterr().err


def documented(port, *replaced):
    """The words of the documented lines for one machine, for another port and other folders."""
    text = (ROOT / "docs" / "convert.md").read_text("utf-8").partition("## Past one machine")[2]
    lines = text.split("```\n")[1].splitlines()[1:]  # the first makes the environment
    for old, new in (("8786", port), (".venv/bin/", f"{Path(sys.executable).parent}/"), *replaced):
        assert any(old in line for line in lines), old
        lines = [line.replace(old, new) for line in lines]
    return [line.split() for line in lines]


def test_the_documented_lines_convert(pages, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    here, there = tmp_path / "here" / "content", tmp_path / "there" / "content"
    replaced = (
        (" captures ", f" {pages} "),
        (" content ", f" {there} "),
        ("--nworkers auto", "--nworkers 1"),
    )
    scheduler, worker, command = documented(port, *replaced)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    options = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(scheduler, **options) as first, subprocess.Popen(worker, **options) as second:
        try:
            wait_for(port)
            for _ in range(6):  # a worker may take longer to start than the command waits for it
                done = subprocess.run(
                    command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
                )
                if "chưa có máy con" not in done.stderr:
                    break
        finally:
            second.terminate()  # its nanny ends what it has started
            second.wait()
            first.terminate()
    assert done.returncode == 0, done.stderr
    here.parent.mkdir()
    assert convert(pages, here)[0] == 0
    assert files(there) == files(here)


def wait_for(port):
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))):
            return
        time.sleep(0.1)
    raise AssertionError("no scheduler after a minute")


def test_a_cluster_without_workers_is_told(pages, cluster, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(engines, "CLUSTER_TIMEOUT", 1)
    address, _ = cluster
    assert main([str(pages), "--output", str(tmp_path / "content"), "--cluster", address]) == 1
    assert "chưa có máy con" in capsys.readouterr().err


def test_a_worker_with_other_code_or_another_disk_is_refused(tmp_path):
    task = ListTask(Job(str(tmp_path), "", "another"), "x", SourceUnit(()))
    with pytest.raises(OtherCodeError, match="mã khác"):
        list_sources(task)
    task = task._replace(job=Job(str(tmp_path), "", slices.rules_digest("")))
    with pytest.raises(StoreError, match="không thấy"):
        list_sources(task)


def test_a_pool_that_loses_a_process_goes_on(tmp_path):
    """kill -9 of a process that waits for its page process, on one machine."""
    with engines.local_engine(2) as engine:
        done = sorted(engine.run(dies_once, [(str(tmp_path / f"{number}"), number) for number in range(9)]))
    assert done == list(range(9))


def dies_once(task):
    mark, number = Path(task[0]), task[1]
    if number == 4 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_task_that_always_kills_is_given_up(tmp_path):
    with pytest.raises(engines.WorkersError, match="mất tiến trình"), engines.local_engine(1) as engine:
        list(engine.run(always_dies, [1]))


def always_dies(_):
    os.kill(os.getpid(), signal.SIGKILL)
