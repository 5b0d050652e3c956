"""What a person types after `make` reaches the command as it was typed."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

ECHO = f"""#!{sys.executable}
import json, os, sys
print(json.dumps([sys.argv[1:], os.environ.get("PYTHONSAFEPATH")]))
"""


@pytest.fixture
def make(tmp_path: Path):
    """The real Makefile over an environment whose Python says how it was called."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(ECHO)
    python.chmod(python.stat().st_mode | stat.S_IXUSR)

    # `make test` hands on what it was called with.
    typed = re.findall(r"(?m)^TYPED := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"))[0].split()
    kept = {n: v for n, v in os.environ.items() if n not in typed and not n.startswith("MAKE")}

    def call(*arguments: str, **env: str) -> list[str]:
        done = subprocess.run(
            ["make", "PYTHON=true", *arguments],
            cwd=tmp_path,
            env={**kept, **env},
            capture_output=True,
            text=True,
            check=True,
        )
        words, safe = json.loads(done.stdout.splitlines()[-1])
        assert safe == "1"
        return words

    return call


@pytest.mark.parametrize(
    "title",
    [
        "Giá 5$ một bản",
        "$(HOME) ${PATH} $$",
        "“Một cửa” 'liên thông' \"điện tử\"",
        "a; touch x",
        "50% `id` #1, (2)",
    ],
)
def test_a_title_is_what_was_typed(make, title: str) -> None:
    assert make("new", f"TITLE={title}") == ["-m", "scripts.new", "--content", "content", "--title", title]
    assert make("new", TITLE=title)[-1] == title


def test_folders_may_hold_anything(make) -> None:
    assert make("html", "INPUTDIR=bài $1 'cũ'", "OUTPUTDIR=a b") == [
        *("-m", "plugins", "bài $1 'cũ'", "-o", "a b", "-s", "pelicanconf.py")
    ]
    assert make("check", "PATH=content/a $b.md") == ["-m", "scripts.check", "content/a $b.md"]
    assert make("check") == ["-m", "scripts.check", "content"]
    assert make("convert", "SOURCE=trang cũ $x")[2:5] == ["trang cũ $x", "--output", "content"]


def test_without_a_source_nothing_is_guessed(make) -> None:
    assert make("convert")[2] == ""


def test_what_is_published_has_a_place_of_its_own(make) -> None:
    def folder(*arguments: str) -> str:
        words = make(*arguments)
        return words[words.index("--output") + 1]

    assert folder("publish", "SITEURL=https://a.vn") == folder("rollback") == "published"
    assert folder("publish", "SITEURL=https://a.vn", "OUTPUTDIR=trang $1") == "trang $1"
    assert folder("rollback", "OUTPUTDIR=output", "LIST=1") == "output"
    assert make("html")[4] == "output"
