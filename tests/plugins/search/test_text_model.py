"""The text model: codes that can be told apart, the same after it was saved."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from plugins.search import text_model
from plugins.search.text_model import END, RAW, canonical, context, load


def test_codes_are_a_prefix_code() -> None:
    model = load()
    used = np.flatnonzero(model.widths)
    codes = sorted(
        f"{code:0{width}b}"
        for code, width in zip(model.codes[used].tolist(), model.widths[used].tolist(), strict=True)
    )
    assert all(not two.startswith(one) for one, two in pairwise(codes))


def test_canonical_codes_go_by_length_then_order() -> None:
    assert canonical(np.array([2, 0, 1, 2])).tolist() == [0b10, 0, 0b0, 0b11]


def test_every_context_can_end_a_word_and_spell_any_letter() -> None:
    for letters in load().letter_codes:
        assert {END, RAW} <= letters.keys()
    assert [context(c) for c in ("", "7", "A", "e", "đ")] == [0, 1, 2, 3, 4]


def test_a_saved_model_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load()
    text_model.save(model, tmp_path / "model.json")
    assert (tmp_path / "model.json").read_bytes() == text_model.DATA.read_bytes()
    monkeypatch.setattr(text_model, "DATA", tmp_path / "model.json")
    assert load.__wrapped__() == model
