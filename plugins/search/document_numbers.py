"""Document numbers and dates written in a text: ``35/NQ-CP``, ``30c/NQ-CP``, ``24/11/2017``."""

from __future__ import annotations

import re

from plugins.search.folding import bare

_NUMBER = re.compile(r"\d+[^\W\d_]{0,3}(?:-\d+)?/[^\W_]+(?:[/-][^\W_]+)*")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_OTHER_DATE = re.compile(r"\d{1,2}([.-])\d{1,2}\1\d{4}(?!\d)")

SHORTEST = 8  # letters of a date: 1.1.2017


def canonical_number(text: str) -> str:
    """One spelling of a number: folded, days and months without leading zeros, dates with slashes."""
    date = _DATE.fullmatch(text)
    if date:
        return f"{int(date[1])}/{int(date[3])}/{date[4]}"
    return bare(text)


def _is_number(text: str) -> bool:
    """Whether it is no measure, as in ``37 triệu/lượng`` or ``100km/giờ``: letters after the slash are capitals."""
    tail = text.partition("/")[2]
    return tail != tail.lower() or "-" in tail or not any(map(str.isalpha, tail))


def numbers(text: str) -> list[str]:
    """Canonical document numbers and dates of a text, with repetitions; none has a space in it."""
    parts = text.split()
    found = [m[0] for part in parts if "/" in part for m in _NUMBER.finditer(part) if _is_number(m[0])]
    dotted = [part for part in parts if len(part) >= SHORTEST and ("." in part or "-" in part)]
    dates = (m for part in dotted for m in _OTHER_DATE.finditer(part))
    found += [m[0] for m in dates if not m.string[m.start() - 1 : m.start()].isdigit()]
    return [canonical_number(number) for number in found]
