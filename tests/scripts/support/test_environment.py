"""The environment is what the lists say, whatever the index offers; what goes wrong is told by its cause."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.support import environment
from tests.conftest import ROOT
from tests.package_index import Index, Wheel, running_index

BOUNDS = f'requires-python = ">=3.11,<3.{sys.version_info.minor + 1}"\n'
TOOL = Wheel("tool", "1.0", requires=("cover[fast]>=1",))
COVER = Wheel("cover", "1.0", requires=("speed; extra == 'fast'",), extras=("fast",))
SPEED = Wheel("speed", "1.0")
LIST = TOOL.line + COVER.line.replace("cover==", "cover[fast]==") + SPEED.line


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with running_index() as running:
        yield running


class Project:
    """A project folder with the real program in it, and an index of its own."""

    def __init__(self, folder: Path, index: Index) -> None:
        self.folder, self.index = folder, index

    def make(self, *lists: str, python: str = sys.executable, address: str = "") -> tuple[int, str]:
        """Run ``scripts/support/environment.py``; its exit code and what it said."""
        pip = {"INDEX_URL": address or self.index.address, "CONFIG_FILE": os.devnull, "NO_CACHE_DIR": "1"}
        pip |= {"RETRIES": "0", "TIMEOUT": "5", "FIND_LINKS": "", "EXTRA_INDEX_URL": "", "NO_INDEX": ""}
        done = subprocess.run(
            [python, "scripts/support/environment.py", *(lists or ("requirements.txt",))],
            cwd=self.folder,
            env={**os.environ, **{f"PIP_{name}": value for name, value in pip.items()}},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    def lock(self, text: str, name: str = "requirements.txt") -> None:
        (self.folder / name).write_text(text, encoding="ascii")

    def version(self, module: str) -> str:
        """The version that the environment imports; empty where there is none."""
        python = self.folder / ".venv" / "bin" / "python"
        command = [str(python), "-c", f"import {module}; print({module}.VERSION)"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, index: Index) -> Path:
    """A project whose environment stands and holds nothing yet: made once, since that takes seconds."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "scripts" / "support").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "support" / "environment.py", folder / "scripts" / "support")
    (folder / "pyproject.toml").write_text(BOUNDS)
    index.offer(SPEED)
    project = Project(folder, index)
    project.lock(SPEED.line.replace("sha256:", "sha256:0"))
    assert project.make()[0] == 1
    return folder


@pytest.fixture
def project(bare: Path, tmp_path: Path, index: Index) -> Project:
    shutil.copytree(bare, tmp_path / "kho", symlinks=True)
    index.status = 200
    return Project(tmp_path / "kho", index)


def test_newer_releases_change_nothing(project: Project) -> None:
    # Today's bomb: a list with an extra, on an index where a newer release of the package with the extra has come out.
    newer = [Wheel("cover", "2.0", extras=("fast",)), Wheel("tool", "2.0"), Wheel("speed", "9.0")]
    project.index.offer(TOOL, COVER, SPEED, *newer)
    project.lock(LIST)
    code, said = project.make()
    assert code == 0, said
    assert [project.version(name) for name in ("tool", "cover", "speed")] == ["1.0"] * 3
    assert project.make() == (0, "")


def test_a_changed_list_leaves_nothing_of_the_old_one(project: Project) -> None:
    other = Wheel("other", "1.0")
    project.index.offer(TOOL, COVER, SPEED, other)
    project.lock(LIST)
    project.lock(other.line, "requirements-dev.txt")
    assert project.make("requirements.txt", "requirements-dev.txt")[0] == 0
    project.lock(SPEED.line)
    assert project.make()[0] == 0
    assert [project.version(name) for name in ("tool", "speed", "other")] == ["", "1.0", "1.0"]


@pytest.mark.parametrize(
    ("offered", "listed", "sentence"),
    [
        ([TOOL, SPEED], TOOL.line + SPEED.line, "chưa khép kín: tool 1.0 requires cover"),
        ([Wheel("speed", "0.9"), Wheel("speed", "2.0")], SPEED.line, "máy chủ gói không có speed==1.0."),
        ([Wheel("other", "1.0")], SPEED.line, "máy chủ gói không có speed==1.0."),
        ([SPEED], SPEED.line[:-5] + "0000\n", "speed==1.0 tải về không đúng mã băm"),
        ([Wheel("speed", "1.0", tag="cp27-none-any")], SPEED.line, "speed==1.0 không có bản dựng sẵn cho Python 3."),
    ],
    ids=["open-list", "other-versions", "no-such-package", "hash", "no-wheel"],
)  # fmt: skip
def test_what_the_index_does_not_give_is_told(
    project: Project, offered: list[Wheel], listed: str, sentence: str
) -> None:
    project.index.offer(*offered)
    project.lock(listed)
    code, said = project.make()
    assert code == 1
    assert sentence in said
    assert "mạng" not in said
    assert not list((project.folder / ".venv").glob(".requirements*"))


def test_no_network_is_told(project: Project) -> None:
    project.lock(SPEED.line)
    code, said = project.make(address="http://127.0.0.1:9/simple/")
    assert code == 1
    assert "không nối được tới máy chủ gói Python. Kiểm tra mạng" in said


def test_an_index_that_refuses_is_told(project: Project) -> None:
    project.index.offer(SPEED)
    project.index.status = 403
    project.lock(SPEED.line)
    code, said = project.make()
    assert code == 1
    assert "trả lời lỗi 403" in said


def test_a_python_that_is_not_served_names_those_that_are(project: Project) -> None:
    (project.folder / "pyproject.toml").write_text('requires-python = ">=3.98,<3.100"\n')
    code, said = project.make()
    assert code == 1
    assert "Các Python dùng được: 3.98, 3.99. Hãy cài Python 3.99" in said
    assert "mạng" not in said


def test_an_environment_of_another_python_keeps_working(project: Project) -> None:
    project.index.offer(TOOL, COVER, SPEED)
    project.lock(SPEED.line)
    assert project.make()[0] == 0
    # A Python of the machine that is too old; that of the environment is not.
    old = project.folder / "python-cu"
    pretend = "sys.version_info, sys.executable = (3, 8, 0), '/nowhere/python3'"
    run = "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    old.write_text(f'#!/bin/sh\nexec {sys.executable} -c "import runpy, sys; {pretend}; {run}" "$@"\n')
    old.chmod(0o755)
    assert project.make(python=str(old)) == (0, "")
    project.lock(LIST)
    code, said = project.make(python=str(old))
    assert code == 0, said
    assert project.version("tool") == "1.0"


def test_modules_of_the_folder_one_stands_in_are_not_imported(project: Project, tmp_path: Path) -> None:
    project.index.offer(SPEED)
    project.lock(SPEED.line)
    for name in ("tomllib", "runpy", "json", "pip", "venv"):
        (project.folder / f"{name}.py").write_text("raise SystemExit('imported from the folder')\n")
    (project.folder / "scripts" / "say.py").write_text("import tomllib; print(tomllib.loads('a = 1'))\n")
    code, said = project.make()
    assert code == 0, said
    moved = project.folder.rename(tmp_path / "noi-khac")  # the way to the project moves with it
    done = subprocess.run(
        [str(moved / ".venv/bin/python"), "-m", "scripts.say"],
        cwd=moved,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{'a': 1}\n", done.stderr


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "đĩa đã đầy"),
        ("OSError: [Errno 122] Disk quota exceeded: '/a'", "hết hạn mức"),
        ("error: [Errno 13] Permission denied: '/srv/kho/.venv'", "không có quyền ghi"),
        ("OSError: [Errno 30] Read-only file system", "không có quyền ghi"),
        ("ERROR: 503 Server Error: Service Unavailable for url: x", "trả lời lỗi 503"),
        ("a\nb\nsomething else", "something else"),
    ],
)  # fmt: skip
def test_causes_are_told_apart(said: str, sentence: str) -> None:
    assert sentence in environment.cause(said, "Python 3.11")


def test_a_debian_without_venv_is_told_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = "The virtual environment was not created successfully because ensurepip is not\navailable."
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_say", lambda *_: (False, said))
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(environment.Failure, match="sudo apt install python3-venv"):
        environment._make_venv(sys.executable)


def test_as_root_the_package_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[tuple[object, ...]] = []

    def say(*command: object) -> tuple[bool, str]:
        ran.append(command)
        return "apt-get" in command, "ensurepip is not available"

    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_say", say)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 0)
    monkeypatch.setattr(environment.shutil, "which", lambda _: "/usr/bin/apt-get")
    with pytest.raises(environment.Failure, match="ensurepip"):
        environment._make_venv(sys.executable)
    assert [command[:2] for command in ran if command[0] == "apt-get"] == [
        ("apt-get", "update"),
        ("apt-get", "install"),
    ]


def test_a_python_of_long_ago_can_read_the_program() -> None:
    source = (ROOT / "scripts" / "support" / "environment.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    hints = [arg.annotation for f in functions for arg in f.args.args] + [f.returns for f in functions]
    read_at_once = [ast.unparse(hint) for hint in hints if isinstance(hint, (ast.Subscript, ast.BinOp))]
    assert functions
    assert not read_at_once
