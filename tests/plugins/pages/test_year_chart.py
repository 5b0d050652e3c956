from __future__ import annotations

from plugins.pages.year_chart import HEIGHT, WIDTH, year_chart
from plugins.site.views import PeriodSummary


def test_bars_stand_in_order_inside_the_drawing_and_gaps_stay_empty() -> None:
    years = [PeriodSummary(str(y), f"{y}/index.html", n) for y, n in ((2018, 40), (2017, 4), (2010, 1))]
    bars = year_chart(years)
    assert [bar.label for bar in bars] == ["2010", "2017", "2018"]
    assert bars[1].x - bars[0].x > 6 * bars[0].width
    assert bars[2].height > bars[1].height >= bars[0].height > 0
    assert all(bar.x + bar.width <= WIDTH and bar.y + bar.height <= HEIGHT for bar in bars)


def test_an_empty_archive_has_no_chart() -> None:
    assert year_chart([]) == ()
