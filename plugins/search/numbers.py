"""Document numbers and dates written in a text: ``35/NQ-CP``, ``30c/NQ-CP``, ``24/11/2017``."""

from __future__ import annotations

import re

from plugins.search.fold import fold_text

_NUMBER = re.compile(r"\d+[^\W\d_]{0,3}(?:-\d+)?/[^\W_]+(?:[/-][^\W_]+)*")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_OTHER_DATE = re.compile(r"\d{1,2}([.-])\d{1,2}\1\d{4}(?!\d)")


def canonical_number(text: str) -> str:
    """One spelling of a number: folded, days and months without leading zeros, dates with slashes."""
    date = _DATE.fullmatch(text)
    if date:
        return f"{int(date[1])}/{int(date[3])}/{date[4]}"
    return fold_text(text)


def numbers(text: str) -> list[str]:
    """Canonical document numbers and dates of a text, in order, with repetitions."""
    found = [canonical_number(m[0]) for m in _NUMBER.finditer(text)] if "/" in text else []
    dates = (m for m in _OTHER_DATE.finditer(text) if not text[m.start() - 1 : m.start()].isdigit())
    return found + [canonical_number(m[0]) for m in dates]
