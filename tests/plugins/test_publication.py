from __future__ import annotations

from pathlib import Path

import pytest

from plugins import publication as publishing
from plugins.publication import SITE_MARK, Busy, NotASite, publication


def put(output: Path, text: str) -> None:
    with publication(output) as staging:
        (staging / SITE_MARK).touch()
        (staging / "a.html").write_text(text)


def test_a_new_site_takes_the_place_of_the_last(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, "một")
    (output / "stale.html").write_text("cũ")
    put(output, "hai")
    assert sorted(p.name for p in output.iterdir()) == ["a.html", SITE_MARK]
    assert (output / "a.html").read_text() == "hai"
    assert not list(tmp_path.glob(".output.next*"))


def test_a_failed_build_leaves_the_last_site(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, "một")
    with pytest.raises(KeyboardInterrupt), publication(output) as staging:
        (staging / "a.html").write_text("dở")
        raise KeyboardInterrupt
    assert (output / "a.html").read_text() == "một"
    assert not list(tmp_path.glob(".output.next*"))


def test_what_a_killed_run_left_is_not_published(tmp_path: Path) -> None:
    left = tmp_path / ".output.next"
    left.mkdir()
    (left / "dở.html").write_text("x")
    put(tmp_path / "output", "một")
    assert sorted(p.name for p in (tmp_path / "output").iterdir()) == ["a.html", SITE_MARK]


def test_two_builds_of_one_output_exclude_each_other(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with publication(output), pytest.raises(Busy):
        put(output, "hai")
    put(output, "ba")
    assert (output / "a.html").read_text() == "ba"


def test_without_an_atomic_exchange_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_exchange", lambda new, old: False)
    output = tmp_path / "output"
    put(output, "một")
    put(output, "hai")
    assert (output / "a.html").read_text() == "hai"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".output.lock", "output"]


def test_a_folder_of_somebodys_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").write_text("x")
    with pytest.raises(NotASite):
        put(tmp_path / "home", "một")
    assert (tmp_path / "home" / "thesis.doc").read_text() == "x"
    (tmp_path / "empty").mkdir()
    put(tmp_path / "empty", "một")
    assert (tmp_path / "empty" / "a.html").exists()
