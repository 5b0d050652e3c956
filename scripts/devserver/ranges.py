"""Range requests (RFC 9110): which bytes of a file are asked for."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


def requested_range(header: str | None, size: int) -> tuple[int, int] | None:
    """[first, end) of the bytes of a file of so many; None where the whole is to be sent.

    Several ranges, those from the end and those beyond it are answered with the whole, as a host may.
    """
    match = _ONE.fullmatch(header.strip()) if header else None
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or size - 1)
    return (first, min(last + 1, size)) if first <= last and first < size else None
