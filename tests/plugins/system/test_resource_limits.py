"""What one source may cost, and that one that costs more takes no other along."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.problems import Problem
from plugins.core.sources import Source
from plugins.site import parallel_reader
from plugins.site.parallel_reader import read_all
from plugins.site.reader import read_source
from plugins.system import resource_limits
from plugins.system.content_tree import walk_content
from tests.conftest import Writer

HEAD = "Tiêu đề: {0}\nMã: {0}\nNgày: 1/1/2010\n\n"


def spin(seconds: float) -> None:
    """Use up CPU time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        re.match(r"(a+)+$", "a" * 18 + "b")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda: spin(9), "đọc quá 0.2 giây"),
        (lambda: [].index(1), "ValueError"),
        (lambda: (_ for _ in ()).throw(MemoryError), "bộ nhớ"),
        (lambda: (_ for _ in ()).throw(RecursionError), "lồng nhau"),
    ],
)
def test_what_goes_beyond_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, harm: Callable[[], object], said: str
) -> None:
    monkeypatch.setattr(resource_limits, "SECONDS", 0.2)
    result = resource_limits.bounded(
        "a.md", harm if "throw" not in str(harm.__code__.co_names) else lambda: next(harm())
    )
    assert isinstance(result, Problem)
    assert (result.path, result.rule) == ("a.md", "qua-muc")
    assert said in result.message


def test_an_interrupted_text_leaves_nothing_in_the_next() -> None:
    assert resource_limits.bounded("a.md", lambda: 7) == 7
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


@pytest.mark.parametrize(("depth", "deep"), [(90, False), (101, True)])
def test_depth_is_counted(depth: int, deep: bool) -> None:
    assert resource_limits.too_deep("<p>a<br></p>" * 200 + "<div>" * depth + "</div>" * depth) is deep


def test_nested_markup_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD.format(1) + "<div>" * 200 + "x" + "</div>" * 200)
    problems = read_source(tmp_path, Source("a.md", "0", is_page=False))
    assert isinstance(problems, list)
    assert [p.rule for p in problems] == ["qua-muc"]


def fake(root: Path, source: Source) -> object:
    """A reader that one file kills, one blows up, and one keeps from ever coming back."""
    match source.stem:
        case "chet":
            os.kill(os.getpid(), signal.SIGKILL)
        case "to":
            return bytearray(2 * resource_limits.MEMORY)
    return read_source(root, source)


def test_a_source_that_takes_its_process_down_is_named_and_the_others_are_read(
    content: Path, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_reader, "read_source", fake)
    for number in range(450):
        write(f"b{number:03}.md", HEAD.format(number) + "x")
    write("chet.md", "x")
    write("b100a/chet.md", "x")
    write("to.md", "x")
    rows, problems = [], []
    for batch in read_all(content, walk_content(content).sources):
        rows += batch[0]
        problems += batch[1]
    assert len(rows) == 450
    assert sorted((p.path, p.rule) for p in problems) == [
        ("b100a/chet.md", "qua-muc"), ("chet.md", "qua-muc"), ("to.md", "qua-muc"),
    ]  # fmt: skip
