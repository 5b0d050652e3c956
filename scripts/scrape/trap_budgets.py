"""Crawler-trap budgets: how many pages of one shape are fetched before they must bring something new.

Calendars, filters in every combination, growing paths and random addresses have no end; lists of news may have
thousands of pages. What tells them apart is what they bring. A shape (or a family of shapes, for traps that
make a new shape each time) that brings nothing is parked; when nothing else waits, a few of its parked
addresses are tried, those of untried shapes first. One that brings something opens it again.
"""

from __future__ import annotations

import sqlite3
from typing import Protocol

BUDGET = 8  # pages without anything new, before the others of their shape are parked
PROBES = 3  # parked addresses tried later: twelve in all with the way in, as issue 9 allows
DEAD = 24  # failures in a row: dead links are no trap, but a page may name a hundred thousand of them
ARTICLE_BUDGET = 48  # of article addresses: one article under many ids must not starve the others
ARTICLES = "!"  # ends the name of a shape of article addresses
_FAIR = 12  # hits from which a shape must have led to one new page for two

_OPEN = "{} NOT IN (SELECT name FROM pattern WHERE closed)"
# The parked address of the least known shape, of those that have not used up their probes.
_PROBE = """
WITH spent AS (
    SELECT name FROM pattern WHERE closed AND (
        dead >= :dead * (1 + (substr(name, -1) = :articles))
        OR barren >= CASE WHEN substr(name, -1) = :articles THEN :long ELSE :short END
    )
)
SELECT seq FROM address LEFT JOIN pattern ON name = pattern
WHERE state = 'parked' AND digest = '' AND pattern NOT IN spent AND family NOT IN spent
ORDER BY hits, seq DESC LIMIT 1
"""


class _DiscoveredAddress(Protocol):
    """What is needed of an address: a `ledger.Entry`."""

    pattern: str
    family: str
    parent: str
    parent_family: str
    kin: int


class TrapBudgets:
    """Counts what shapes and families bring; parks and releases the addresses of a ledger."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def is_closed(self, pattern: str, family: str) -> bool:
        """Whether a new address of this shape and family is parked at once."""
        query = "SELECT 1 FROM pattern WHERE name IN (?, ?) AND closed"
        return self._db.execute(query, (pattern, family)).fetchone() is not None

    def count_page(self, found: _DiscoveredAddress, *, new: bool) -> None:
        """A page has arrived; if it is new, the shape it was found through has the merit too."""
        own = {found.pattern, found.family} if found.kin and found.family else {found.pattern}
        for name in own:
            self._count(name, "hits = hits + 1, barren = barren + 1, dead = 0")
        families = {found.family, found.parent_family}
        merit = {found.pattern, found.parent, *families} - {""} if new else set()
        for name in merit:
            self._db.execute("UPDATE pattern SET credits = credits + 1, barren = 0 WHERE name = ?", (name,))
        for name in sorted(own | merit):
            self._judge(name)

    def count_failure(self, found: _DiscoveredAddress) -> None:
        """An address has failed for good."""
        self._count(found.pattern, "dead = dead + 1")
        self._judge(found.pattern)

    def _count(self, name: str, change: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO pattern (name) VALUES (?)", (name,))
        self._db.execute(f"UPDATE pattern SET {change} WHERE name = ?", (name,))  # noqa: S608  # constants of this module

    def _judge(self, name: str) -> None:
        row = self._db.execute(
            "SELECT hits, credits, barren, dead, closed FROM pattern WHERE name = ?", (name,)
        )
        if (counts := row.fetchone()) is None:
            return
        hits, merits, barren, dead, was = counts
        articles = name.endswith(ARTICLES)
        unfair = not articles and hits >= _FAIR and merits * 2 < hits
        closed = barren >= (ARTICLE_BUDGET if articles else BUDGET) or dead >= DEAD * (1 + articles) or unfair
        self._db.execute("UPDATE pattern SET closed = ? WHERE name = ?", (closed, name))
        if closed:
            self._move("waiting", "parked", name)
        elif was:
            self._move("parked", "waiting", name)

    def _move(self, old: str, new: str, name: str) -> None:
        own, other = ("family", "pattern") if name.startswith("*") else ("pattern", "family")
        apart = _OPEN.format(other) if new == "waiting" else "attempts = 0"
        self._db.execute(
            f"UPDATE address SET state = ? WHERE {own} = ? AND state = ? AND digest = '' AND {apart}",  # noqa: S608  # constants of this module
            (new, name, old),
        )

    def probe(self) -> bool:
        """Let one parked address wait again whose shape and family may still be tried; whether there was one."""
        limits = {
            "dead": DEAD + PROBES,
            "articles": ARTICLES,
            "long": ARTICLE_BUDGET + PROBES,
            "short": BUDGET + PROBES,
        }
        found = self._db.execute(_PROBE, limits).fetchone()
        if found:
            self._db.execute("UPDATE address SET state = 'waiting' WHERE seq = ?", found)
        return found is not None

    def begin_pass(self) -> None:
        """A new pass asks again for what failed: their failures no longer count."""
        self._db.execute("UPDATE pattern SET dead = 0")
