"""A run killed with SIGKILL at many moments: a re-run continues, and ends with the bytes of one that was not."""

import subprocess
import sys
import time
from contextlib import suppress

from plugins.core.exits import BUSY
from scripts.convert.job import ledger, writer
from scripts.convert.job.ledger import FOLDER, NAME, ConversionLedger, LedgerEntry
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


def let_go(ledger):
    """What the system does for a process that was killed."""
    if ledger._stream is not None:
        ledger._stream.close()


def articles(content):
    return len(list(content.glob("bai-viet/*/*/*.md")))


def lines_of(content):
    path = content / FOLDER / NAME
    return path.read_bytes().count(b"\n") if path.exists() else 0


def killed_after(source, content, moment):
    """Start a run in a group of its own, kill its main process once the ledger has `moment` lines."""
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
    while lines_of(content) < moment and run.poll() is None:
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
    for moment in (1, 2, 3, 8, 20, 45, 49, 60):
        killed_after(source, content, moment)
        assert articles(content) >= kept, "what was written is still there"
        kept = articles(content)
    code, lines = rerun(source, content)
    assert (code, len(lines)) == (0, PAGES)
    assert not [x["reason"] for x in lines if x["reason"]], "nothing is taken for a person's work"
    assert files(content) == expected


def test_every_step_of_writing_can_be_the_last(tmp_path, monkeypatch):
    """A run that dies before each single file operation, one after the other."""

    source = site(tmp_path / "luu")
    whole = tmp_path / "whole"
    convert(source, whole)
    expected = files(whole)

    class Killed(BaseException):
        pass

    for last in range(0, 90, 7):
        content = tmp_path / f"content{last}"
        left = iter(range(last))

        def step(function, *arguments, left=left):
            if next(left, None) is None:
                raise Killed
            return function(*arguments)

        put, replace = ledger.ConversionLedger.put, ledger.replace_file
        with monkeypatch.context() as patch:
            patch.setattr(ledger.ConversionLedger, "put", lambda self, entry: step(put, self, entry))  # noqa: B023
            patch.setattr(writer, "replace_file", lambda path, text: step(replace, path, text))  # noqa: B023
            patch.setattr(ledger.ConversionLedger, "close", let_go)
            with suppress(Killed):
                convert(source, content)
        assert convert(source, content)[0] == 0
        assert files(content) == expected


def test_a_torn_last_line_costs_one_page_only(tmp_path):
    source = site(tmp_path / "luu")
    content = tmp_path / "content"
    convert(source, content)
    whole = files(content)
    ledger = content / FOLDER / NAME
    ledger.write_bytes(ledger.read_bytes()[:-100])
    opened = ConversionLedger(ledger)
    assert (opened.get("022.html") is not None, opened.get("023.html")) == (True, None)
    opened.put(LedgerEntry("023.html", "", ""))
    let_go(opened)
    again = ConversionLedger(ledger)  # what was put after the torn line is not lost with it
    assert again.get("023.html") is not None
    ledger.write_bytes(whole[f"{FOLDER}/{NAME}"][:-100])
    convert(source, content)
    assert files(content) == whole
