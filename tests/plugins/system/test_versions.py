"""The moments at which a publication can be cut off, one by one, and by killing it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugins.system import versions as module
from plugins.system.versions import Versions
from tests.conftest import ROOT

KNOWN = {"output", ".output.1", ".output.2", ".output.lock"}


def site(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "a.html").write_text(text)
    return folder


def text(folder: Path) -> str:
    return (folder / "a.html").read_text()


def publish(versions: Versions, text: str) -> None:
    (versions.begin() / "a.html").write_text(text)
    versions.publish()


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "output", 2)


def test_earlier_sites_are_kept_newest_first(versions: Versions) -> None:
    for number in range(5):
        publish(versions, str(number))
    assert text(versions.output) == "4"
    assert [text(versions.earlier(n)) for n in versions.kept()] == ["3", "2"]


def test_none_need_be_kept(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "output", 0)
    publish(versions, "0")
    publish(versions, "1")
    assert [p.name for p in tmp_path.iterdir()] == ["output"]


def test_what_was_being_built_is_not_trusted(versions: Versions) -> None:
    site(versions.output, "cũ")
    site(versions.next, "dở")
    assert list(versions.begin().iterdir()) == []
    assert text(versions.output) == "cũ"


def test_killed_before_the_exchange_the_new_site_is_removed(versions: Versions) -> None:
    site(versions.output, "cũ")
    ready = site(versions.next, "mới")
    ready.rename(ready.with_name(f".output.ready-{ready.stat().st_ino}"))
    versions.recover()
    assert text(versions.output) == "cũ"
    assert [p.name for p in versions.output.parent.iterdir()] == ["output"]


def test_killed_after_the_exchange_the_old_site_is_kept(versions: Versions) -> None:
    site(versions.output, "mới")
    site(versions.earlier(1), "cũ hơn")
    inode = versions.output.stat().st_ino
    site(versions.output.with_name(f".output.ready-{inode}"), "cũ")
    versions.recover()
    assert text(versions.output) == "mới"
    assert [text(versions.earlier(n)) for n in versions.kept()] == ["cũ", "cũ hơn"]


def test_killed_between_two_renames_the_old_site_comes_back(versions: Versions) -> None:
    site(versions.output.with_name(".output.swap"), "cũ")
    versions.recover()
    assert text(versions.output) == "cũ"


def test_killed_while_the_numbers_move_on_nothing_is_lost(versions: Versions) -> None:
    site(versions.output, "4")
    site(versions.earlier(1), "3")
    site(versions.earlier(3), "2")  # moved on from 2, and then the end
    publish(versions, "5")
    assert [text(versions.earlier(n)) for n in versions.kept()] == ["4", "3"]


def test_without_an_atomic_exchange_two_renames_do(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_exchange", lambda new, old: False)
    for number in range(3):
        publish(versions, str(number))
    assert text(versions.output) == "2"
    assert [text(versions.earlier(n)) for n in versions.kept()] == ["1", "0"]
    assert sorted(p.name for p in versions.output.parent.iterdir()) == [".output.1", ".output.2", "output"]


def test_rolling_back_twice_leads_back(versions: Versions) -> None:
    publish(versions, "0")
    publish(versions, "1")
    versions.roll_back(1)
    assert text(versions.output) == "0"
    versions.roll_back(1)
    assert text(versions.output) == "1"
    with pytest.raises(FileNotFoundError):
        versions.roll_back(7)


PUBLISH_FOR_EVER = """
import sys
from pathlib import Path
from plugins.system.versions import Versions
versions = Versions(Path(sys.argv[1]), 2)
for number in range(int(sys.argv[2]), 10**9):
    with versions.lock():
        folder = versions.begin()
        for name in "abcdefgh":
            (folder / f"{name}.html").write_text(str(number))
        versions.publish()
"""


def test_killed_at_any_moment_a_whole_site_stands(tmp_path: Path) -> None:
    rng, output, last = random.Random(8), tmp_path / "output", -1
    command = [sys.executable, "-c", PUBLISH_FOR_EVER, str(output)]
    for kill in range(12):
        running = subprocess.Popen([*command, str(kill * 10**6)], cwd=ROOT)
        while not output.exists() and running.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.3)
        os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        said = {path.read_text() for path in output.iterdir()}
        assert len(list(output.iterdir())) == 8
        assert len(said) == 1
        assert int(said.copy().pop()) >= last
        last = int(said.pop())
    versions = Versions(output, 2)
    publish(versions, "cuối")
    assert text(output) == "cuối"
    for number in versions.kept():
        assert len({path.read_text() for path in versions.earlier(number).iterdir()}) == 1
    assert not [p for p in tmp_path.iterdir() if "next" in p.name or "ready" in p.name]


def test_no_more_sites_are_kept_than_wanted(versions: Versions) -> None:
    (versions.output.parent / ".output.spare").mkdir()  # as earlier versions of the archive left one
    for number in range(6):
        publish(versions, str(number))
    assert [text(versions.earlier(n)) for n in versions.kept()] == ["4", "3"]
    assert not [p for p in versions.output.parent.iterdir() if p.name not in KNOWN]
