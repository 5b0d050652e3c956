"""SQLite database of the archive with full-text search (FTS5), for Datasette and whatever reads SQLite.

Articles are one table, their tags, authors and documents others; ``article_search`` finds words with or without marks.
The same articles give the same bytes where the same version of SQLite wrote them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

COLUMNS = (
    "id", "url", "title", "date", "section", "source", "summary", "original_url", "sha256", "captured",
    "modified", "correction", "source_path", "source_sha256", "kind", "compiled", "text",
)  # fmt: skip
LISTS = {
    "tags": "article_tag",
    "authors": "article_author",
    "basis": "article_basis",
    "documents": "article_document",
}
"""Field of a record that holds several values → the table that has a row for each."""
_TEXTS = ("title", "summary", "text")
_VALUES = "".join(
    f"CREATE TABLE {table} (article INTEGER NOT NULL REFERENCES article, name TEXT NOT NULL);"
    for table in LISTS.values()
)
_SCHEMA = f"""
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE article (number INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT NOT NULL" for name in COLUMNS)});
{_VALUES}
CREATE VIRTUAL TABLE article_search USING fts5(
  {", ".join(_TEXTS)}, content = 'article', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
"""
_INDEXES = "".join(
    f"CREATE INDEX {table}_name ON {table} (name); CREATE INDEX {table}_article ON {table} (article);"
    for table in LISTS.values()
)


def write_database(path: Path, items: Iterable[dict[str, Any]]) -> None:
    """Write the database of records (`plugins.pages.year_archives.records`) to a file that is not there yet."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        places = ", ".join("?" * (len(COLUMNS) + 1))
        rows: dict[str, list[tuple[int, str]]] = {table: [] for table in LISTS.values()}
        connection.executemany(f"INSERT INTO article VALUES ({places})", _rows(items, rows))  # noqa: S608  # our own names
        for table, values in rows.items():
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", values)  # noqa: S608  # as above
        connection.executescript(f"{_INDEXES}CREATE INDEX article_date ON article (date);")
        connection.execute("INSERT INTO article_search (article_search) VALUES ('rebuild')")
        connection.execute("INSERT INTO article_search (article_search) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def _rows(
    items: Iterable[dict[str, Any]], lists: dict[str, list[tuple[int, str]]]
) -> Iterator[tuple[object, ...]]:
    """The row of each record; the values of its lists are put into `lists` on the way."""
    for number, item in enumerate(items, 1):
        for field, table in LISTS.items():
            lists[table] += [(number, value) for value in item[field]]
        yield number, *[item[name] for name in COLUMNS]
