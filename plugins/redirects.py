"""Legacy addresses lead to their articles: one table, in the forms that servers and pages read."""

from __future__ import annotations

import json

from plugins.core.addresses import legacy_key
from plugins.site import SiteGenerator, register_generator
from plugins.writer import ArchiveWriter


class RedirectGenerator(SiteGenerator):
    """Writes the table of legacy ids: JSON for the 404 page's script, a map for nginx."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door."""
        table = {
            key: a.url for a in self.archive.articles if (key := legacy_key(a.original_url) or _own_id(a.id))
        }
        data = json.dumps(dict(sorted(table.items())), ensure_ascii=False, separators=(",", ":"))
        writer.write_bytes("dia-chi-cu.json", data.encode(), "plugins.redirects")
        # `map $args $article { include …; }` in nginx: the id stands in the query of PortalPlus.aspx.
        rules = "".join(
            f"~/News/(?:[\\d/]*/)?{key}/?$ {self.base_path}{url};\n" for key, url in sorted(table.items())
        )
        writer.write_bytes("dia-chi-cu.nginx.map", rules.encode(), "plugins.redirects")


def _own_id(key: str) -> str | None:
    """Converted articles keep their legacy number as id, even where the original address was not written down."""
    return key if key.isdecimal() else None


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(RedirectGenerator)
