from __future__ import annotations

import errno
import sqlite3
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from plugins.core.problems import Problem
from plugins.site.exit_messages import exit_message, is_full, quarantine_report
from plugins.site.publication import NotWhole, Published
from plugins.site.quarantine import ProblemsFound, Quarantine
from plugins.system.locks import Busy
from plugins.system.versions import NotASite, Overlap

PROBLEM = Problem("a.md", 3, "ngay", "ngày sai")


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ProblemsFound([PROBLEM]), 1, "a.md:3: ngay: ngày sai"),
        (Busy("x"), 75, "đợi"),
        (NotASite("x"), 2, "OUTPUTDIR"),
        (Overlap("x"), 2, "OUTPUTDIR"),
        (Published("x"), 2, "make html OUTPUTDIR=xem"),
        (NotWhole("a.html"), 1, "a.html"),
        (OSError(errno.ENOSPC, "No space left on device", "x.html"), 1, "Đĩa đầy, không ghi được x.html"),
        (PermissionError(errno.EACCES, "Permission denied"), 1, "quyền"),
        (OSError(errno.EIO, "Input/output error"), 1, "hãy kiểm tra"),
        (sqlite_error(sqlite3.SQLITE_FULL), 1, "đĩa còn chỗ trống"),
        (MemoryError(), 1, "Hết bộ nhớ"),
        (BrokenProcessPool(), 1, "Hết bộ nhớ"),
        (RecursionError("deep"), 1, "DEBUG=1"),
        (TemplateSyntaxError("lỗi", 7, filename="base.html"), 1, "base.html:7"),
    ],
)
def test_every_end_has_a_code_and_a_vietnamese_sentence(error: BaseException, code: int, said: str) -> None:
    got, sentence = exit_message(error)
    assert got == code
    assert said in sentence
    assert "Traceback" not in sentence


def test_a_full_disk_is_told_from_a_broken_database() -> None:
    assert is_full(sqlite_error(sqlite3.SQLITE_FULL))
    assert not is_full(sqlite3.DatabaseError("file is not a database"))


def test_what_was_left_out_is_named(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path, keep_going=True)
    quarantine.note([PROBLEM])
    assert quarantine.drop([PROBLEM])
    assert "a.md:3: ngay" in quarantine_report(quarantine)
    assert "bỏ lại 1 tệp" in quarantine_report(quarantine)
