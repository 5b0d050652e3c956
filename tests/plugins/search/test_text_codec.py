"""Texts come back letter by letter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.search.folding import SPLIT
from plugins.search.text_codec import UNKNOWN, encode
from plugins.search.text_model import load
from tests.plugins.search.reading import read_text

PASSAGE = (
    "Kiểm tra công tác cải cách hành chính tại một bộ\n\nNgày 17/11/2017, tại Hà Nội, Phó Trưởng ban Ban Chỉ đạo "
    "Cải cách hành chính của Chính phủ đã kiểm tra công tác cải cách hành chính (CCHC) – “một cửa”; xem 35/NQ-CP."
)


def coded(texts: list[str]) -> list[bytes]:
    """Code texts as analysis.analyse_group does."""
    model = load()
    index, fresh = dict(model.index), []
    stream, owner = [], []
    for number, text in enumerate(texts):
        for part in SPLIT.split(text):
            if part in ("", " "):
                continue
            if part not in index:
                index[part] = UNKNOWN + len(fresh)
                fresh.append(part)
            stream.append(index[part])
            owner.append(number)
    return encode(np.array(stream, np.int64), np.array(owner, np.int64), len(texts), fresh, model)


piece = st.one_of(
    st.sampled_from([*PASSAGE.split(" "), "Zürich", "ẞ", "𝒳", "1.100", "--", "\n"]), st.text(max_size=6)
)
passage = st.lists(piece, max_size=40).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(passage, max_size=5))
@example(["", PASSAGE, PASSAGE * 2, " ", "a"])
@example(["\x00\x01 \x00a"])
def test_round_trip(texts: list[str]) -> None:
    # Spaces between words are implied; the first and last parts of a text carry none.
    expected = [t if SPLIT.split(t) != [" "] else "" for t in texts]
    expected = [_as_shown(t) for t in expected]
    assert [read_text(data, load()) for data in coded(texts)] == expected


def _as_shown(text: str) -> str:
    parts = SPLIT.split(text)
    return "".join(p for i, p in enumerate(parts) if not (p == " " and i in (0, len(parts) - 1)))


def test_repeats_make_texts_smaller() -> None:
    once, twice = (len(coded([text])[0]) for text in (PASSAGE, f"{PASSAGE} {PASSAGE}"))
    assert twice < once + 12
    assert once < len(PASSAGE.encode()) / 2.5


def test_a_text_is_coded_alike_in_any_company() -> None:
    assert coded([PASSAGE])[0] == coded(["Xưởng Zyx", PASSAGE, "khác"])[1]


@pytest.mark.parametrize("name", ["match", "spell"])
def test_special_symbols_have_codes(name: str) -> None:
    model = load()
    assert model.lengths[getattr(model, name)] > 0
