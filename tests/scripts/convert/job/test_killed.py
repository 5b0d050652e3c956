"""A run killed with SIGKILL at many moments: a re-run continues, and ends with the bytes of one that was not."""

import multiprocessing
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from plugins.core.exits import BUSY
from scripts.convert.job import completeness, ledger, run, store, writer
from scripts.convert.job.ledger import FOLDER, NAME, ConversionLedger
from scripts.convert.job.store import SHARDS
from tests.conftest import ROOT
from tests.scripts.convert.job.test_run import SITE, convert, files

PAGES = 24


def site(folder):
    """Pages that link to each other, so that the ends of runs rewrite files too."""
    folder.mkdir()
    page = (SITE / "word" / "page.html").read_text(encoding="utf-8")
    for number in range(PAGES):
        own = page.replace("0/2101/", f"0/{3000 + number}/").replace("Rút ngắn", f"Lần {number}: rút ngắn")
        link = f'<p><a href="PortalPlus.aspx?/vi-VN/News/75//101147/0/{3000 + PAGES - 1 - number}/">Bài kia</a></p>'
        (folder / f"{number:03}.html").write_text(own.replace("</p>", f"</p>{link}", 1), encoding="utf-8")
    return folder


def articles(content):
    return len(list(content.glob("bai-viet/*/*/*.md")))


def done(content):
    """How far a run is: its shards and its articles."""
    return len(list((content / FOLDER / SHARDS).glob("[!.]*"))) + articles(content)


def killed_after(source, content, moment):
    """Start a run, kill its main process once it has made so many shards and articles."""
    command = [
        sys.executable,
        "-m",
        "scripts.convert",
        str(source),
        "--output",
        str(content),
        "--workers",
        "2",
    ]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while done(content) < moment and run.poll() is None:
        time.sleep(0.001)
    run.kill()  # which knows if the run was through before
    run.wait()


def rerun(source, content):
    """The run after a kill; the dead run's workers may need a moment to leave."""
    for _ in range(50):
        code, lines = convert(source, content)
        if code != BUSY:
            return code, lines
        time.sleep(0.1)
    raise AssertionError("the lock of a killed run is still held")


def test_killed_at_any_moment_a_rerun_ends_as_if_nothing_had_been(tmp_path):
    source = site(tmp_path / "luu")
    whole = tmp_path / "whole"
    convert(source, whole)
    expected = files(whole)
    content = tmp_path / "content"
    kept = 0
    for moment in (1, 3, 5, 7, 9, 12, 20, 30):
        killed_after(source, content, moment)
        assert articles(content) >= kept, "what was written is still there"
        kept = articles(content)
    code, lines = rerun(source, content)
    assert (code, len(lines)) == (0, PAGES)
    assert not [x["reason"] for x in lines if x["reason"]], "nothing is taken for a person's work"
    assert files(content) == expected


class Killed(BaseException):
    """A process ends here."""


LEFT = multiprocessing.Value("i")  # steps until a run dies, whichever process of it does them


def step(function, *arguments):
    with LEFT.get_lock():
        LEFT.value -= 1
        if LEFT.value < 0:
            raise Killed
    return function(*arguments)


def dying_at(monkeypatch, last):
    """A run that dies before one of its file operations."""
    LEFT.value = last
    for module, name in (
        (store, "write_whole"), (writer, "write_whole"), (ledger, "replace_lines"), (completeness, "replace_lines"),
    ):  # fmt: skip
        kept = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *arguments, kept=kept: step(kept, *arguments))


def test_every_step_of_writing_can_be_the_last(tmp_path, monkeypatch):
    """A run that dies before each single file operation, one after the other."""
    source = site(tmp_path / "luu")
    whole = tmp_path / "whole"
    convert(source, whole)
    expected = files(whole)
    for last in range(0, 60, 4):
        content = tmp_path / f"content{last}"
        with monkeypatch.context() as patch, suppress(Killed):
            dying_at(patch, last)
            convert(source, content)
        assert LEFT.value < 0 or last > 40
        assert convert(source, content)[0] == 0
        assert files(content) == expected


def refused(task):
    raise AssertionError(f"{task.shard} is done again")


@pytest.mark.parametrize("phase", ["merge", "finish"])
def test_a_rerun_does_only_what_is_missing(tmp_path, monkeypatch, phase):
    source = site(tmp_path / "luu")
    whole = tmp_path / "whole"
    convert(source, whole)
    content = tmp_path / "content"
    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(run._Run, phase, lambda *_: step(None))
        LEFT.value = 0
        convert(source, content)
    monkeypatch.setattr(run, "convert_slice", refused)
    monkeypatch.setattr(run, "survey_slice", refused)
    if phase == "finish":
        monkeypatch.setattr(run, "write_slice", refused)
    assert convert(source, content)[0] == 0
    assert files(content) == files(whole)


def test_what_a_killed_run_wrote_by_other_pages_is_its_own(tmp_path, monkeypatch):
    """A page is changed, another taken away, between a run that was killed and the next: neither is a person's work."""
    source, content = site(tmp_path / "luu"), tmp_path / "content"
    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(run._Run, "finish", lambda *_: step(None))
        LEFT.value = 0
        convert(source, content)
    assert articles(content) == PAGES
    page = source / "003.html"
    page.write_text(page.read_text("utf-8").replace("quy trình mới", "quy trình vừa sửa"), "utf-8")
    (source / "004.html").unlink()
    code, lines = convert(source, content)
    assert (code, len(lines)) == (0, PAGES - 1)
    assert not [x["reason"] for x in lines if x["reason"]]
    whole = tmp_path / "whole"
    convert(source, whole)
    assert files(content) == files(whole)


def test_a_line_of_the_ledger_that_was_cut_costs_one_page_only(tmp_path):
    source = site(tmp_path / "luu")
    content = tmp_path / "content"
    convert(source, content)
    whole = files(content)
    ledger = content / FOLDER / NAME
    ledger.write_bytes(ledger.read_bytes()[:-100])
    opened = ConversionLedger(ledger)
    assert (opened.get("022.html") is not None, opened.get("023.html")) == (True, None)
    convert(source, content)
    assert files(content) == whole
