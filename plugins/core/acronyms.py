"""Acronyms with their full names, reviewed by hand: ``data/viet-tat.txt``, read by search and by the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

REVIEWED = Path(__file__).with_name("data") / "viet-tat.txt"


@cache
def reviewed_acronyms() -> tuple[tuple[str, str], ...]:
    """(acronym, full name) of every line; an acronym that means several things has several."""
    lines = REVIEWED.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return tuple((acronym.strip(), name.strip()) for acronym, _, name in pairs)
