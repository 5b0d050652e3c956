"""Common acronyms with their full names, which articles seldom spell out: ``data/viet-tat.txt``.

What an archive adds of its own stands in its ``viet-tat.toml`` (`plugins.core.reviewed_acronyms`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

COMMON_ACRONYMS = Path(__file__).with_name("data") / "viet-tat.txt"


@cache
def common_acronyms() -> tuple[tuple[str, str], ...]:
    """(acronym, full name) of every line; an acronym that means several things has several."""
    lines = COMMON_ACRONYMS.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return tuple((acronym.strip(), name.strip()) for acronym, _, name in pairs)
