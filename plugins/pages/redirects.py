"""Redirects of legacy addresses to their articles: one table, in the forms that servers and pages read.

| File | Read by |
|---|---|
| ``dia-chi-cu.json`` | programs: legacy number → address |
| ``dia-chi-cu/<n>.json`` | a reader's browser: the numbers ``<n>00`` to ``<n>99`` alone |
| ``dia-chi-cu.nginx.map`` | nginx |
| ``_redirects``, ``_headers``, ``.nojekyll`` | static hosts that know these files |

``PortalPlus.aspx/index.html`` (`plugins.pages.standing`) answers the old address wherever a server knows folders only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby

from plugins.core.addresses import legacy_key
from plugins.pages.former import moved
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter

_MAP_HEAD = "# Số bài của trang tin cũ → địa chỉ trong kho; cách dùng trong nginx: docs/legacy-addresses.md\n"
# Hosts match no part of a query here, so the page itself looks the number up; "%3F" is a question mark once escaped.
_REDIRECTS = """\
/PortalPlus.aspx /PortalPlus.aspx/index.html 200
/PortalPlus.aspx%3F/* /PortalPlus.aspx/index.html 200
"""
_HEADERS = """\
/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
/theme/*
  Cache-Control: public, max-age=31536000, immutable
/archive.jsonl
  Content-Type: application/x-ndjson; charset=utf-8
"""


def shard(key: str) -> str:
    """The name of the table's part that holds a legacy number: the number without its last two digits."""
    return key[:-2] or "0"


def _json(table: Mapping[str, str]) -> bytes:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


class RedirectGenerator(SiteGenerator):
    """Writes the table of legacy numbers in every form."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door."""
        records = [*self.archive.withdrawn, *(article.record for article in self.archive.articles)]
        table = {
            key: record.url
            for record in records
            if record.metadata.kind != "compilation"  # written for the archive: the portal never had it
            and (key := legacy_key(record.metadata.original_url) or _own_id(record.id))
        }
        table = dict(sorted(table.items(), key=lambda item: (shard(item[0]), item[0])))
        writer.write_bytes("dia-chi-cu.json", _json(table), "plugins.pages.redirects")
        for name, keys in groupby(table, key=shard):
            writer.write_bytes(
                f"dia-chi-cu/{name}.json", _json({k: table[k] for k in keys}), "plugins.pages.redirects"
            )
        rules = "".join(
            f"~*/News/(?:[\\d/]*/)?{key}/?(?:&.*)?$ {self.base_path}{url};\n" for key, url in table.items()
        )
        writer.write_bytes("dia-chi-cu.nginx.map", (_MAP_HEAD + rules).encode(), "plugins.pages.redirects")
        writer.write_bytes(
            ".nojekyll", b"", "plugins.pages.redirects"
        )  # GitHub would leave out what begins with "_"
        changed = "".join(
            f"{self.base_path}{url} {self.base_path}{record.url} 301\n"
            for url, record in sorted(moved(self.archive).items())
        )
        writer.write_bytes("_redirects", (_REDIRECTS + changed).encode(), "plugins.pages.redirects")
        policy = self.settings["CONTENT_POLICY"]
        writer.write_bytes("_headers", _HEADERS.format(policy=policy).encode(), "plugins.pages.redirects")


def _own_id(key: str) -> str | None:
    """Converted articles keep their legacy number as id, even where the original address was not written down."""
    return key if key.isdecimal() else None


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(RedirectGenerator)
