"""Words of titles from build to build: what is kept equals what is read anew."""

from __future__ import annotations

from collections import Counter

import numpy as np

from plugins.core.documents import Document
from plugins.search.running_words import TitleWords
from tests.plugins.search.archive import document

Row = list[tuple[str, int]]


def shown(words: TitleWords) -> Row:
    return [
        (words.names[number], flag)
        for number, flag in zip(words.numbers.tolist(), words.flags.tolist(), strict=True)
    ]


def hashes(documents: list[Document | None]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array([hash((d.title, d.tags)) % 2**62 + 1 if d else 0 for d in documents], np.uint64)


def titles(*names: str) -> list[Document | None]:
    return [document(f"k{i}", name, i) if name else None for i, name in enumerate(names)]


def test_titles_read_before_are_kept_and_others_replaced() -> None:
    before = titles("Một cửa liên thông", "", "Cải cách hành chính", "Bài bị xóa", "Bài cuối")
    after = titles("Một cửa liên thông", "Bài mới", "Cải cách, hành chính", "")
    words = TitleWords.nothing(leads=False).updated(before, hashes(before)).updated(after, hashes(after))
    clean = TitleWords.nothing(leads=False).updated(after, hashes(after))
    assert shown(words) == shown(clean)
    assert Counter(name for name, _ in shown(words))["Bài"] == 1
    assert words.sizes.tolist() == clean.sizes.tolist()


def test_a_sign_parts_words() -> None:
    some = titles("Cải cách, hành chính")
    flags = [flag for _, flag in shown(TitleWords.nothing(leads=False).updated(some, hashes(some)))]
    assert flags[:4] == [2, 1, 0, 1]
