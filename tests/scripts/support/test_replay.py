"""The environment of the replay test: made once, and what is said when it cannot be."""

import subprocess

import pytest

from scripts.support import replay


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project folder of its own; commands are recorded instead of run."""
    ran = []

    def run(command, **_):
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    (tmp_path / "list.txt").write_text(
        "a==1 \\\n    --hash=sha256:aa\nsetuptools==80 \\\n    --hash=sha256:bb\n"
    )
    monkeypatch.setattr(replay, "LIST", tmp_path / "list.txt")
    monkeypatch.setattr(replay, "FOLDER", tmp_path / ".cache" / "replay")
    monkeypatch.setattr(replay.venv, "create", lambda folder, **_: folder.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(subprocess, "run", run)
    return tmp_path, ran


def test_it_is_made_once_for_each_list(place):
    folder, ran = place
    replay.get()
    replay.get()
    assert len(ran) == 2
    assert all({"--require-hashes", "--no-deps"} <= set(command) for command in ran)
    assert (folder / ".cache/replay/builder.txt").read_text() == "setuptools==80 \\\n    --hash=sha256:bb"
    (folder / "list.txt").write_text((folder / "list.txt").read_text().replace("a==1", "a==2"))
    replay.get()
    assert len(ran) == 4


def test_without_a_network_it_is_a_sentence(place, monkeypatch, capsys):
    def fail(*_, **__):
        said = "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(…)'"
        raise subprocess.CalledProcessError(1, "pip", output=said)

    monkeypatch.setattr(subprocess, "run", fail)
    assert replay.main() == 1
    assert "Kiểm tra mạng" in capsys.readouterr().err
