from __future__ import annotations

import json
from datetime import date

from plugins.core.dates import parse_moment
from plugins.pages.on_this_day import by_day_of_year, month_file, shown_on
from plugins.site.archive import ArchivedArticle
from tests.plugins.samples import article


def of(*days: str) -> list[ArchivedArticle]:
    """Articles of these days, as the archive orders them."""
    return [article(date=parse_moment(day), id=str(n)) for n, day in enumerate(days)]


def test_a_day_shows_its_oldest_articles_first() -> None:
    days = by_day_of_year(of("20/06/2018", "20/06/2010", "20/06/2006"))
    exact, found = shown_on(date(2000, 6, 20), days)
    assert exact
    assert [a.date.when.year for a in found] == [2006, 2010]


def test_a_day_without_articles_shows_those_around_it_even_over_new_year() -> None:
    days = by_day_of_year(of("31/12/2012", "29/02/2012"))
    assert shown_on(date(2000, 1, 2), days)[0] is False
    assert [a.date.when.day for a in shown_on(date(2000, 1, 2), days)[1]] == [31]
    assert shown_on(date(2000, 2, 29), days)[0] is True
    assert shown_on(date(2000, 7, 1), days) == (True, [])


def test_the_file_of_a_month_tells_each_of_its_days() -> None:
    days = json.loads(month_file(6, by_day_of_year(of("20/06/2006"))))
    said = [["2006/06/kiem-tra-0.html", "Kiểm tra", "20/06/2006"]]
    assert list(days) == [f"{day:02}" for day in range(1, 31)]
    assert (days["20"], days["17"], days["16"]) == ([True, said], [False, said], [True, []])
