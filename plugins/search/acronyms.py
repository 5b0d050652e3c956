"""Acronyms learnt from the archive itself, "Full name (ACR)", and a short list kept as data.

An article that writes only one of the two ways is indexed under the other as well, so a query needs no table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plugins.search import weights as tuned
from plugins.search.folding import WORD, fold_word
from plugins.search.tokens import BREAK, CLOSE, GLUE, OPEN

DATA = Path(__file__).with_name("data") / "viet-tat.txt"
SKIPPED = frozenset(("và", "của", "các", "về", "cho", "trong", "the", "of", "and", "for"))
"""Words an acronym may leave out."""

Acronyms = dict[tuple[str, ...], tuple[str, ...]]
"""Acronym (one word, or the two of GD&ĐT) → words of its full name, all lower case."""


def _is_acronym(word: str) -> bool:
    return (
        2 <= len(word) <= tuned.MAX_ACRONYM_LETTERS
        and word.isalpha()
        and word == word.upper() != word.lower()
    )


def _parenthesis_start(flags: Sequence[int], at: int) -> int | None:
    """First word of the parenthesis that the word `at` closes, if it is at most four words long."""
    for first in range(at, max(at - 4, -1), -1):
        if flags[first] & OPEN:
            return first
        if flags[first] & BREAK:
            return None
    return None


def _full_name_start(letters: str, words: Sequence[str], flags: Sequence[int], end: int) -> int | None:
    """Where the words before `end` begin whose initials spell `letters`; None if they do not."""
    initials = [fold_word(w)[0][:1] for w in words[:end]]
    at, skipped = end, 0
    for letter in reversed(letters):
        while True:
            if at == 0 or flags[at] & BREAK:
                return None
            at -= 1
            if initials[at] == letter:
                break
            skipped += 1
            if words[at] not in SKIPPED or skipped > 3:
                return None
    return at


def find_definitions(
    surfaces: Sequence[str], words: npt.NDArray[np.int32], flags: npt.NDArray[np.uint8]
) -> list[tuple[str, str, int]]:
    """(acronym, full name, place of the acronym) for each "Full name (ACR)"; words joined by spaces, lower case."""
    capital = np.array([_is_acronym(w) for w in surfaces] or [False])
    places = np.flatnonzero(capital[words] & ((flags & CLOSE) > 0)) if len(words) else np.zeros(0, np.int64)
    found = []
    for place in places.tolist():
        low = max(0, place - 40)
        near = [surfaces[i] for i in words[low : place + 1].tolist()]
        found += [(*pair, place) for pair in _definition(near, flags[low : place + 1].tolist())]
    return found


def _definition(near: list[str], flags: list[int]) -> list[tuple[str, str]]:
    first = _parenthesis_start(flags, len(near) - 1)
    if first is None:
        return []
    start = len(near) - 1
    while start > first and flags[start] & GLUE and _is_acronym(near[start - 1]):
        start -= 1
    acronym = [w.lower() for w in near[start:]]
    letters = "".join(fold_word(w)[0] for w in acronym)
    name = _full_name_start(letters, [w.lower() for w in near], flags, first)
    if name is None or len(letters) < 2 or first - name < 2:
        return []
    return [(" ".join(acronym), " ".join(w.lower() for w in near[name:first]))]


def curated_acronyms() -> Acronyms:
    """The list kept as data."""
    acronyms: Acronyms = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            acronym, _, name = line.partition("=")
            acronyms[tuple(WORD.findall(acronym.lower()))] = tuple(WORD.findall(name.lower()))
    return acronyms


def learn_acronyms(definitions: Iterable[tuple[str, str]]) -> Acronyms:
    """The acronyms of an archive from all its definitions; what the archive says prevails over the curated list."""
    forms: dict[tuple[str, str], Counter[str]] = {}
    for acronym, name in definitions:
        key = " ".join(fold_word(w)[0] for w in name.split())
        forms.setdefault((acronym, key), Counter())[name] += 1
    total: Counter[str] = Counter()
    for (acronym, _), names in forms.items():
        total[acronym] += names.total()
    acronyms = curated_acronyms()
    for (acronym, _), names in sorted(forms.items()):
        if (
            names.total() >= tuned.MIN_DEFINITIONS
            and names.total() >= tuned.MIN_DEFINITION_SHARE * total[acronym]
        ):
            acronyms[tuple(acronym.split())] = tuple(min(names, key=lambda n: (-names[n], n)).split())
    return acronyms
