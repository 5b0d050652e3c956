from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts import environment


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[Any]]:
    """A project folder of its own; commands are recorded instead of run."""
    ran: list[Any] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        ran.append(list(map(str, command)))
        if not Path(ran[-1][0]).exists():
            raise FileNotFoundError(ran[-1][0])
        if "venv" in ran[-1]:
            (tmp_path / ".venv" / "bin").mkdir(parents=True)
            (tmp_path / ".venv" / "bin" / "python").touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(subprocess, "run", run)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    return tmp_path, ran


def installs(ran: list[list[str]]) -> list[list[str]]:
    return [command for command in ran if "install" in command]


def test_packages_are_installed_once_by_hash(place: tuple[Path, list[Any]]) -> None:
    _, ran = place
    assert environment.main(["requirements.txt"]) == 0
    assert environment.main(["requirements.txt"]) == 0
    (command,) = installs(ran)
    assert "--require-hashes" in command
    assert command[command.index("--only-binary") + 1] == ":all:"


def test_a_changed_list_is_installed_again(place: tuple[Path, list[Any]]) -> None:
    folder, ran = place
    environment.main(["requirements.txt"])
    (folder / "requirements.txt").write_text("a==2\n")
    environment.main(["requirements.txt"])
    assert len(installs(ran)) == 2


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    assert environment.main(["requirements.txt"]) == 1
    assert "make PYTHON=" in capsys.readouterr().err


def test_without_venv_and_without_root_the_remedy_is_named(
    place: tuple[Path, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_runs", lambda *_: False)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="python3-venv"):
        environment.main(["requirements.txt"])


def test_a_failed_install_leaves_no_stamp(
    place: tuple[Path, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = place
    good = subprocess.run

    def fail(command: list[str], **options: Any) -> Any:
        if "install" in command:
            raise subprocess.CalledProcessError(1, command)
        return good(command, **options)

    monkeypatch.setattr(subprocess, "run", fail)
    assert environment.main(["requirements.txt"]) == 1
    assert not list((folder / ".venv").glob(".requirements*"))
