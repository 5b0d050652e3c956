"""The limits of ``budgets.toml``, typed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.support.command import UsageError

HOUSE = Path(__file__).with_name("budgets.toml")


@dataclass(frozen=True, slots=True)
class PageBudgets:
    """Every limit, named ``<table>_<key>`` after its place in the file."""

    weight_article: int
    weight_text: int
    weight_page: int
    weight_css: int
    weight_script: int
    page_nodes: int
    page_requests: int
    page_title: int
    rendered_widths: tuple[int, ...]
    rendered_text: float
    rendered_shift: float
    rendered_outline: int
    sample_rendered: int
    sample_validated: int
    site_sitemap: int
    site_legacy_part: int


def load_budgets(path: Path = HOUSE) -> PageBudgets:
    """Read a file of limits; raises `UsageError` where one is missing or unknown."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {f"{t}_{key}": v for t, table in tables.items() for key, v in table.items()}
    unlike = set(values) ^ set(PageBudgets.__dataclass_fields__)
    if unlike:
        raise UsageError(f"{path}: giới hạn thiếu hoặc lạ: {', '.join(sorted(unlike))}")
    values["rendered_widths"] = tuple(values["rendered_widths"])
    return PageBudgets(**values)
