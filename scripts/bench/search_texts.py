"""Articles as the bench reads them, queries with what they look for, and where a run of words stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.text import tidy

WORD = re.compile(r"[^\W_]+")
TUNING, UNTOUCHED = "tuning", "untouched"


@dataclass(frozen=True)
class SearchedText:
    """One article: `key` is its file's stem."""

    key: str
    title: str
    body: str
    lead: str = ""

    @property
    def title_words(self) -> list[str]:
        """Words of the title as written."""
        return WORD.findall(self.title)


@dataclass(frozen=True)
class Query:
    """What is typed, and the articles that count as found (usually one)."""

    kind: str
    text: str
    wanted: frozenset[str]
    half: str = TUNING


def read(paths: Sequence[Path]) -> list[SearchedText]:
    """The articles of a folder of texts (title, lead, body)."""
    texts = []
    for path in paths:
        title, _, body = path.read_text(encoding="utf-8").partition("\n")
        lead = body.partition("\n")[0]
        texts.append(SearchedText(path.stem, tidy(title), tidy(body), tidy(lead)))
    return texts


class Haystack:
    """The words of many texts in one string, to find all texts with a run of words."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` are words joined by single spaces."""
        self.starts, at = [], 0
        for text in texts:
            self.starts.append(at)
            at += len(text) + 3
        self.whole = "".join(f" {text} \n" for text in texts)

    def texts_with(self, run: str, limit: int) -> set[int]:
        """Numbers of the texts with a run of words; none of a run met more than `limit` times."""
        found: set[int] = set()
        at, wanted = -1, f" {run} "
        for _ in range(limit + 1):
            at = self.whole.find(wanted, at + 1)
            if at < 0:
                return found
            found.add(bisect_right(self.starts, at) - 1)
        return set()
