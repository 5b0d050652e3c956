"""A server that misbehaves, another one that nobody may ask, and the command run on the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.scrape.__main__ import run
from scripts.scrape.options import CrawlOptions
from scripts.scrape.socket_tap import FetchLimits
from scripts.support import replay
from tests.scripts.scrape.scrape_results import BOUNDS, Result
from tests.scripts.scrape.scrape_server import Site, served


@pytest.fixture(scope="session")
def player() -> Path:
    """An interpreter that has pywb, and cryptography with it; made when it is first asked for."""
    return replay.get()


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    """Another server that nobody may ask for anything."""
    with served(Site()) as running:
        yield running
        assert running.hits == []


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Callable[..., Result]:
    """Run the command on the site (again and again, on one store)."""

    def go(start: str = "/", bounds: FetchLimits = BOUNDS, **options: Any) -> Result:
        store, report = tmp_path / "captures", tmp_path / "report.jsonl"
        code = run(
            CrawlOptions(site.url + start, store, **{"delay": 0.0, "report": report, **options}), bounds
        )
        return Result(code, store, report)

    return go
