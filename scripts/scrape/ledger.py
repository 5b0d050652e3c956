"""Crawl ledger, the frontier of one store: the state of every address, in SQLite beside the WARC files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from scripts.scrape.addresses import article_of, family_of, pattern_of
from scripts.scrape.trap_budgets import ARTICLES, TrapBudgets
from scripts.support.preserved_files import CRAWL_LEDGER

VERSION = 2  # of the schema
_SCHEMA = Path(__file__).with_name("schema.sql")


@dataclass(slots=True)
class FrontierEntry:
    """One address and what is known of it: a row of the table `address`, column for column."""

    seq: int
    key: str
    url: str
    form: str | None
    via: str
    pattern: str
    family: str
    parent: str
    parent_family: str
    kin: int
    article: str
    hops: int
    state: str
    reason: str
    detail: str
    http: int
    same_as: str
    attempts: int
    not_before: float
    suspect: str
    etag: str
    modified: str
    digest: str
    payload_digest: str
    stored_url: str
    date: str
    file: str


_COLUMNS = ", ".join(f.name for f in fields(FrontierEntry))
_UPDATE = ", ".join(f"{f.name} = :{f.name}" for f in fields(FrontierEntry) if f.name not in ("seq", "key"))


class CrawlLedger:
    """Reads and writes the state; changes become lasting with `commit`, together or not at all."""

    def __init__(self, directory: Path) -> None:
        self._db = sqlite3.connect(directory / CRAWL_LEDGER)
        try:
            self._open()
        except BaseException:
            self._db.close()
            raise
        self.budgets = TrapBudgets(self._db)

    def _open(self) -> None:
        query = "SELECT (SELECT user_version FROM pragma_user_version), count(*) FROM sqlite_master"
        version, tables = self._db.execute(query).fetchone()
        if tables and version != VERSION:
            raise sqlite3.DatabaseError("a ledger of another version")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA.read_text(encoding="ascii"))

    def close(self) -> None:
        """Let go of the database; what is not committed is forgotten."""
        self._db.close()

    def commit(self) -> None:
        """Make all changes since the last commit lasting."""
        self._db.commit()

    def get_meta(self, name: str) -> str:
        """A value of the store itself, empty where there is none."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value of the store itself."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def sizes(self) -> dict[str, int]:
        """Bytes of each WARC file that the ledger knows."""
        return dict(self._db.execute("SELECT name, size FROM file"))

    def set_size(self, name: str, size: int) -> None:
        """The ledger knows a WARC file up to here."""
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (name, size))

    def _entries(self, where: str, *values: object) -> Iterator[FrontierEntry]:
        query = f"SELECT {_COLUMNS} FROM address {where}"  # noqa: S608  # constants of this module only
        return (FrontierEntry(*row) for row in self._db.execute(query, values))

    def get(self, key: str) -> FrontierEntry | None:
        """What is known of an address."""
        return next(self._entries("WHERE key = ?", key), None)

    def put(self, entry: FrontierEntry) -> None:
        """Write back what has been learnt of an address."""
        values = {f.name: getattr(entry, f.name) for f in fields(FrontierEntry)}
        self._db.execute(f"UPDATE address SET {_UPDATE} WHERE seq = :seq", values)  # noqa: S608  # constants only

    def add(
        self, key: str, url: str, via: FrontierEntry | None = None, form: str | None = None, hops: int = 0
    ) -> FrontierEntry | None:
        """Take a new address in; None where it is known already."""
        if self._db.execute("SELECT 1 FROM address WHERE key = ?", (key,)).fetchone():
            return None
        known = self._described(key, url, via, form)
        places = ", ".join(f":{name}" for name in known)
        columns = ", ".join(known)
        self._db.execute(
            f"INSERT INTO address ({columns}, hops) VALUES ({places}, :hops)",  # noqa: S608  # our own column names
            known | {"hops": hops},
        )
        return self.get(key)

    def _described(
        self, key: str, url: str, via: FrontierEntry | None, form: str | None
    ) -> dict[str, object]:
        """A new address with its shape, its family and where it was found."""
        article = article_of(url) if form is None else ""
        pattern = pattern_of(key) + (ARTICLES if article else "")
        family = "" if article or form is not None else f"*{family_of(key)}"
        known: dict[str, object] = {
            "key": key,
            "url": url,
            "form": form,
            "pattern": pattern,
            "family": family,
            "article": article,
            "state": "parked" if self.budgets.is_closed(pattern, family) else "waiting",
        }
        if via is not None:
            known |= {
                "via": via.url,
                "parent": via.pattern,
                "parent_family": via.family,
                "kin": via.kin or via.pattern == pattern or (via.family == family != "" and via.via != ""),
            }
        return known

    def next(self, now: float) -> FrontierEntry | None:
        """The first address waiting whose time has come; those that failed before come last."""
        return next(
            self._entries(
                "INDEXED BY by_state WHERE state = 'waiting' AND not_before <= ? ORDER BY attempts, seq LIMIT 1",
                now,
            ),
            None,
        )

    def next_time(self) -> float | None:
        """When the next waiting address may be asked for again (seconds since 1970), None where none waits."""
        found: float | None = self._db.execute(
            "SELECT min(not_before) FROM address WHERE state = 'waiting'"
        ).fetchone()[0]
        return found

    def all(self, *states: str) -> Iterator[FrontierEntry]:
        """The addresses in some states, in the order of discovery."""
        return self._entries(f"WHERE state IN ({', '.join('?' * len(states))}) ORDER BY seq", *states)

    def counts(self) -> dict[str, int]:
        """Addresses in each state."""
        return dict(self._db.execute("SELECT state, count(*) FROM address GROUP BY state"))

    def stored_article(self, article: str, key: str) -> FrontierEntry | None:
        """Another address under which an article is stored already."""
        return next(
            self._entries(
                "WHERE article = ? AND key != ? AND digest != '' AND reason != 'redirect' LIMIT 1",
                article,
                key,
            ),
            None,
        )

    def same_body(self, digest: str, key: str) -> FrontierEntry | None:
        """Another address that gave the same bytes first."""
        return next(
            self._entries("WHERE digest = ? AND key != ? AND reason = '' ORDER BY seq LIMIT 1", digest, key),
            None,
        )

    def same_text(self, mark: int, key: str) -> FrontierEntry | None:
        """Another article address with the same text; the first to come is remembered."""
        self._db.execute("INSERT OR IGNORE INTO article_text VALUES (?, ?)", (mark, key))
        first = self._db.execute("SELECT key FROM article_text WHERE mark = ?", (mark,)).fetchone()[0]
        return None if first == key else self.get(first)

    def new_text(self, blocks: dict[int, int]) -> list[int]:
        """Lengths of those texts (mark → length) that no page had before; they are remembered."""
        insert = "INSERT OR IGNORE INTO block VALUES (?)"
        return [length for mark, length in blocks.items() if self._db.execute(insert, (mark,)).rowcount]

    def knows_text(self, blocks: dict[int, int]) -> bool:
        """Whether every one of these texts has been on a page before."""
        query = "SELECT 1 FROM block WHERE mark = ?"
        return all(self._db.execute(query, (mark,)).fetchone() for mark in blocks)

    def stored_at(self, url: str) -> FrontierEntry | None:
        """The address whose good record has this WARC-Target-URI."""
        return next(self._entries("WHERE stored_url = ? AND digest != '' ORDER BY seq LIMIT 1", url), None)

    def wipe(self) -> None:
        """Forget everything: the WARC files will tell it again."""
        for table in ("address", "pattern", "block", "article_text", "file", "meta"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # names of this module only

    def begin_pass(self) -> None:
        """Ask again for everything known, postbacks and duplicates excepted: their pages lead to them."""
        self.budgets.begin_pass()
        self._db.execute(
            "UPDATE address SET state = 'waiting', attempts = 0, suspect = '' "
            "WHERE form IS NULL AND state IN ('stored', 'not-modified', 'failed', 'refused') "
            "AND NOT (state = 'refused' AND reason IN ('duplicate', 'scheme', 'bad-address', 'postback'))"
        )
