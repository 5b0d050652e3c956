"""The runner without make runs what make runs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import cchc
from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
GIVEN = {
    "TITLE": "Giá 5$",
    "SECTION": "Tin",
    "FROM": "bai.docx",
    "FIX": "1",
    "ALL": "1",
    "TO": "x",
    "NOTE": "Sửa",
}


def recipe(target: str, **given: str) -> list[str]:
    """The module and arguments that make would run, as it prints them."""
    command = [
        "make",
        "-n",
        "-o",
        "env",
        "--no-print-directory",
        target,
        *(f"{k}={v}" for k, v in given.items()),
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    line = next(line for line in said.splitlines() if " -m " in line)
    shown = re.sub(r'"\$\{CHECKED:-\$INPUTDIR\}"', "content", line.partition(" -m ")[2])
    values = {**cchc.DEFAULTS, **given}
    words = re.findall(r'"\$(\w+)"|(\S+)', shown)
    return [values[name] if name else word for name, word in words]


@pytest.mark.parametrize("target", cchc.COMMANDS)
@pytest.mark.parametrize("given", [{}, GIVEN], ids=["bare", "everything"])
def test_the_runner_runs_what_make_runs(target, given):
    wanted = {
        k: v for k, v in given.items() if re.search(rf"^{target}:.*\n\t.*\b{k}\b", MAKEFILE, re.MULTILINE)
    }
    parts, _ = cchc.command([target, *(f"{k}={v}" for k, v in wanted.items())])
    assert parts == recipe(target, **wanted)


def test_both_names_and_values_are_understood():
    assert cchc.command(["moi", "title=Một cửa"]) == cchc.command(["new", "TITLE=Một cửa"])
    assert cchc.command(["kiem", "PATH=content/trang"])[0] == ["scripts.check", "content/trang"]
    assert cchc.command(["dung", "KEEP_GOING=1"])[1] == {"KEEP_GOING": "1"}


@pytest.mark.parametrize("words", [["la"], ["moi", "Một cửa"]])
def test_what_is_not_understood_is_answered_in_vietnamese(words):
    done = subprocess.run(
        [sys.executable, "-m", "cchc", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Cách gọi: py -m cchc" in done.stderr
    assert "Traceback" not in done.stderr
