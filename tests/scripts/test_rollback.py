from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.versions import Versions
from scripts.command import run
from scripts.rollback import main


def build(output: Path, *texts: str) -> None:
    versions = Versions(output, 2)
    for text in texts:
        (versions.begin() / "a.html").write_text(text)
        versions.publish()


def test_an_earlier_site_is_published_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "output"
    build(output, "một", "hai", "ba")
    assert run(main, ["--output", str(output), "--list"]) == 0
    assert [line[:2] for line in capsys.readouterr().out.splitlines()] == ["1:", "2:"]
    assert run(main, ["2", "--output", str(output)]) == 0
    assert (output / "a.html").read_text() == "một"
    assert (tmp_path / ".output.1" / "a.html").read_text() == "ba"


def test_a_version_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(main, ["9", "--output", str(tmp_path / "output")]) == 2


def test_while_a_build_runs_nothing_is_rolled_back(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, "một", "hai")
    with Versions(output, 2).lock():
        assert run(main, ["--output", str(output)]) == 75
    assert (output / "a.html").read_text() == "hai"
