"""Survey of a site, kept beside its captures: the site statistics of a sample, which no later run gathers anew.

It is a JSON file in the hidden folder of capture indexes, named by the pages of the sample, as they were, and by the
rules they were read by. Where nothing can be written there it is gathered by each run.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path

from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.job.store import write_whole
from scripts.convert.sources.archive_index import INDEX_FOLDER

_NAME = "khao-sat.{}.json"


class KeptSurvey:
    """The survey of these sources, by the name of the sample."""

    def __init__(self, sources: list[Path], sample: str) -> None:
        first = sources[0]
        self._folder = (first if first.is_dir() else first.parent) / INDEX_FOLDER
        self._file = self._folder / _NAME.format(sample)

    def read(self) -> SiteStatistics | None:
        """The statistics; None where none are kept for this sample, or what is kept cannot be used."""
        try:
            row = json.loads(self._file.read_text(encoding="utf-8"))
            return SiteStatistics(
                int(row["pages"]),
                frozenset(map(bytes.fromhex, row["boilerplate"])),
                frozenset(map(bytes.fromhex, row["sitewide"])),
                dict(row["stamps"]),
                dict(row["titles"]),
            )
        except (OSError, ValueError, KeyError, TypeError, NotImplementedError):
            return None

    def keep(self, statistics: SiteStatistics) -> None:
        """Keep the statistics, in place of those of other samples."""
        row = {
            "pages": statistics.pages,
            "boilerplate": sorted(key.hex() for key in statistics.boilerplate),
            "sitewide": sorted(key.hex() for key in statistics.sitewide),
            "stamps": statistics.stamps,
            "titles": statistics.titles,
        }
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError, NotImplementedError):
            old = list(self._folder.glob(_NAME.format("*"))) if self._folder.is_dir() else []
            write_whole(self._file, io.BytesIO(text.encode("utf-8", "backslashreplace")), self._folder)
            for path in old:
                if path.name != self._file.name:
                    path.unlink()
