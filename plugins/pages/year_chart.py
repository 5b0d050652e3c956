"""Bar chart of articles per year, as numbers that a template draws in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plugins.site.views import PeriodSummary

WIDTH, HEIGHT = 360, 104  # of the drawing, in its own units
_BASE, _TOP = 88, 14  # where the bars stand, and the room for a number above them
_GAP = 0.22  # of a bar's place that stays empty
CROWDED = 20  # years beyond which only every fifth is named


class Bar(NamedTuple):
    """One year's bar: where it is drawn (`middle` is that of its label, `number` is of articles), and what it says."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    url: str
    number: int
    named: bool


def year_chart(years: Sequence[PeriodSummary]) -> tuple[Bar, ...]:
    """A bar for each year from the first to the last, in order; years without articles leave their place empty."""
    if not years:
        return ()
    by_year = {int(year.label): year for year in years}
    first, last = min(by_year), max(by_year)
    place, most = WIDTH / (last - first + 1), max(year.count for year in years)
    every = 1 if last - first < CROWDED else 5
    return tuple(
        _bar(by_year[year], (year - first) * place, place, most, named=year % every == 0)
        for year in sorted(by_year)
    )


def _bar(year: PeriodSummary, left: float, place: float, most: int, *, named: bool) -> Bar:
    height = max(2.0, (_BASE - _TOP) * year.count / most)
    return Bar(
        x=round(left + place * _GAP / 2, 2),
        y=round(_BASE - height, 2),
        width=round(place * (1 - _GAP), 2),
        height=round(height, 2),
        middle=round(left + place / 2, 2),
        label=year.label,
        url=year.url,
        number=year.count,
        named=named,
    )
