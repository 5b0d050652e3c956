"""Term index: many terms by the letter they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.core.addresses import slugify
from plugins.core.text import fold
from plugins.site.archive import Term

TERMS_PER_PAGE = 300  # on one page: about 1,200 elements, 12 kB gzip; more are cut by letter
MOST_USED = 100  # shown in front of the letters


@dataclass(frozen=True, slots=True)
class Letter:
    """One page of an index: the terms of a letter, or a part of them (``C 2``)."""

    label: str
    url: str
    terms: Sequence[Term]


def initial(term: Term) -> str:
    """The letter under which an index lists a term: Đ is a letter of its own, accents of tone are not."""
    first = term.name[:1].upper()
    if first == "Đ":
        return first
    base = fold(first).upper()[:1]
    return base if base.isalpha() else "#"


def by_letter(terms: Sequence[Term]) -> list[tuple[str, list[Term]]]:
    """Terms in the order of the alphabet, grouped by their letter."""
    return [(letter, list(group)) for letter, group in groupby(terms, key=initial)]


def letter_pages(terms: Sequence[Term], folder: str) -> list[Letter]:
    """A page for every letter, in a folder of their own where no term's page can lie; long letters in parts."""
    pages = []
    for letter, members in by_letter(terms):
        name = {"Đ": "dd", "#": "so"}.get(letter) or slugify(letter)
        for at in range(0, len(members), TERMS_PER_PAGE):
            part = at // TERMS_PER_PAGE + 1
            label, stem = (letter, name) if part == 1 else (f"{letter} {part}", f"{name}-{part}")
            pages.append(Letter(label, f"{folder}/van/{stem}.html", members[at : at + TERMS_PER_PAGE]))
    return pages


def most_used(terms: Sequence[Term]) -> list[Term]:
    """The terms with most articles, in the order of the alphabet."""
    chosen = {id(t) for t in sorted(terms, key=lambda t: -t.count)[:MOST_USED]}
    return [term for term in terms if id(term) in chosen]
