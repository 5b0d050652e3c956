"""What commands advise is said in the words of whoever started them."""

import os
import subprocess
import sys

import cchc
from plugins.system.terminal import _NAMES, in_words_of_the_runner
from tests.conftest import ROOT


def test_commands_are_named_as_the_runner_knows_them():
    assert in_words_of_the_runner("hãy chạy make check FIX=1") == "hãy chạy py -m cchc kiem FIX=1"
    assert in_words_of_the_runner("make publish, makefile") == "make publish, makefile"
    assert {make: cchc.COMMANDS[make][0] for make in _NAMES} == _NAMES


def test_a_draft_begun_by_the_runner_says_what_comes_next(content):
    command = [sys.executable, "-m", "scripts.new", "--title", "Quầy mới", "--content", str(content)]
    for runner, wanted in (("1", "py -m cchc xem"), ("", "make devserver")):
        seen = {**os.environ, "CCHC": runner, "PYTHONIOENCODING": "ascii"}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=seen)
        assert wanted in done.stdout.decode("utf-8")
