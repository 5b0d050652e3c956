"""Options of a conversion run: what is asked for, where it goes, who does it."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from scripts.convert.job.engines import Engine, cluster_engine, local_engine
from scripts.convert.job.ledger import FOLDER, NAME


@dataclass(frozen=True, slots=True)
class ConversionOptions:
    """What a run is asked to do."""

    sources: list[Path]
    content: Path
    site: str = ""
    ledger: Path | None = None
    restore: bool = False
    workers: int = 0
    cluster: str = ""  # address of a Dask scheduler
    again: bool = False  # read also what was set aside

    @property
    def ledger_path(self) -> Path:
        """Where the ledger is: beside what it describes, unless told otherwise."""
        return self.ledger or self.content / FOLDER / NAME

    def engine(self) -> AbstractContextManager[Engine]:
        """Those who do the tasks."""
        return (
            cluster_engine(self.cluster)
            if self.cluster
            else local_engine(self.workers or os.cpu_count() or 1)
        )
