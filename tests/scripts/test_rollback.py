from __future__ import annotations

from pathlib import Path

import pytest

from plugins.system.versions import Versions
from scripts.rollback import main
from scripts.support.command import run


def build(output: Path, *texts: str) -> None:
    versions = Versions(output, 2)
    for text in texts:
        (versions.begin() / "a.html").write_text(text)
        versions.publish()


def test_an_earlier_site_is_published_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "output"
    build(output, "một", "hai", "ba")
    assert run(main, ["--output", str(output), "--list"]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["đang đăng", "1", "2"]
    assert run(main, ["2", "--output", str(output)]) == 0
    assert (output / "a.html").read_text() == "một"
    assert (tmp_path / ".output.1" / "a.html").read_text() == "ba"


def test_the_list_says_which_sites_were_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "published"
    versions = Versions(output, 2)
    for head in ("", '<link rel="canonical" href="https://luutru.example/cchc/">'):
        (versions.begin() / "index.html").write_text(head)
        versions.publish()
    assert run(main, ["--output", str(output), "--list"]) == 0
    now, before = capsys.readouterr().out.splitlines()
    assert now.endswith("đã đăng cho https://luutru.example/cchc")
    assert before.endswith("chỉ để xem, không có SITEURL")


def test_going_back_and_forth_loses_no_site(tmp_path: Path) -> None:
    output = tmp_path / "published"
    build(output, "một", "hai", "ba")
    for number in ("2", "1", "2", "2", "1"):
        assert run(main, [number, "--output", str(output)]) == 0
        folders = [output, *(Versions(output, 2).earlier(n) for n in (1, 2))]
        assert {(folder / "a.html").read_text() for folder in folders} == {"một", "hai", "ba"}


def test_a_version_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(main, ["9", "--output", str(tmp_path / "output")]) == 2


def test_while_a_build_runs_nothing_is_rolled_back(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, "một", "hai")
    with Versions(output, 2).lock():
        assert run(main, ["--output", str(output)]) == 75
    assert (output / "a.html").read_text() == "hai"
