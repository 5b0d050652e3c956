"""Every promise names tests that hold it, and they exist."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
PROMISES = dict(re.findall(r"(?ms)^## (\d+)\. [^\n]*\n(.*?)(?=^## |\Z)", TEXT))


def test_there_are_twelve() -> None:
    assert list(PROMISES) == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize("number", PROMISES)
def test_a_promise_names_tests_that_exist(number: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PROMISES[number])
    assert named
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_part_of_the_torture_is_promised_somewhere() -> None:
    from scripts.torture.__main__ import _PARTS

    for part in set(_PARTS) - {"starts", "sameness"}:  # their tests are the full form
        assert f"`{part}`" in TEXT
