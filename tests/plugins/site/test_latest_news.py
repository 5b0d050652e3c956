"""*Tin mới nhất* and *Ý kiến báo chí* beside a model of the archive, after random acts of an archivist."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from plugins.core.dates import HANOI
from plugins.site.latest_news import PERIOD, block_at, news_periods, period_blocks, place_of
from tests.conftest import Built

PRESS, OTHER = "Ý kiến báo chí", "Tin tức - Sự kiện"


@dataclass(frozen=True)
class Model:
    number: int
    date: str  # DD/MM/YYYY HH:MM
    section: str = PRESS
    draft: bool = False

    @property
    def shown(self) -> bool:
        return not self.draft and self.date[6:10] != "2098"

    @property
    def place(self) -> tuple[str, ...]:
        day, month, year, time = self.date[:2], self.date[3:5], self.date[6:10], self.date[11:]
        return year, month, day, time

    def source(self) -> str:
        status = "Trạng thái: bản nháp\n" if self.draft else ""
        return (
            f"Tiêu đề: Bài {self.number}\nMã: {self.number}\nNgày: {self.date}\nChuyên mục: {self.section}\n"
            f"{status}\nNội dung của bài số {self.number}.\n"
        )


def random_date(rng: random.Random) -> str:
    """Few minutes, so that many tie; now and then the future."""
    return f"0{rng.randrange(1, 3)}/03/{rng.choice(['2016', '2016', '2016', '2017', '2098'])} 08:0{rng.randrange(2)}"


def act(rng: random.Random, archive: dict[int, Model]) -> None:
    number = rng.choice(sorted(archive)) if archive and rng.random() < 0.6 else rng.randrange(100, 1000)
    old = archive.get(number)
    if old is None:
        archive[number] = Model(number, random_date(rng), rng.choice([PRESS, OTHER]))
    elif (what := rng.randrange(4)) == 0:
        del archive[number]
    elif what == 1:
        archive[number] = replace(old, date=random_date(rng))
    elif what == 2:
        archive[number] = replace(old, draft=not old.draft)
    else:
        archive[number] = replace(old, section=PRESS if old.section == OTHER else OTHER)


def block(page: str, name: str) -> list[str]:
    return [a.get_text().strip() for a in BeautifulSoup(page, "lxml").select(f'[data-block="{name}"] li a')]


def newest(archive: dict[int, Model], section: str | None = None) -> list[str]:
    shown = [m for m in archive.values() if m.shown and section in (None, m.section)]
    shown.sort(key=lambda m: (m.place, m.number), reverse=True)
    return [f"Bài {m.number}" for m in shown[:5]]


@pytest.mark.parametrize("seed", [1, 2])
def test_both_blocks_are_right_after_any_act(make: Callable[..., Built], content: Path, seed: int) -> None:
    rng = random.Random(seed)
    archive: dict[int, Model] = {}
    for step in range(5):
        for _ in range(14 if step == 0 else 4):
            act(rng, archive)
        for path in content.glob("*.md"):
            path.unlink()
        for model in archive.values():
            (content / f"bai-{model.number}.md").write_text(model.source(), encoding="utf-8")
        built = make(env={"TRUST_CLOCK": "1"})  # what is dated 2098 is meant to wait
        assert built.code == 0, built.said
        home = built.page("index.html")
        assert block(home, "latest") == newest(archive)
        told = [a["href"] for a in BeautifulSoup(home, "lxml").select("main .list a, .lead a")]
        assert len(told) == len(set(told)), "the home page tells a title twice"
        # So few articles are one period, which is still running.
        pages = [built.page(f"{name}.html") for name in ("luu-tru", "chuyen-muc/index", "tim-kiem", "404")]
        pages += [built.page(record["url"].lstrip("/")) for record in built.records().values()]
        for page in pages:
            assert block(page, "latest") == newest(archive)
            assert block(page, "press")[:5] == newest(archive, PRESS)


SECTIONS = [SimpleNamespace(slug=slug, link=(slug, f"{slug}.html")) for slug in ("tin-tuc", "bao-chi")]


def archive_of(articles: dict[str, datetime]) -> Any:
    """An archive of articles by id; every eighth id is of the section of press opinions."""
    made = [
        SimpleNamespace(
            id=key, link=key, date=SimpleNamespace(when=when), section=SECTIONS[int(key) % 8 == 0]
        )
        for key, when in articles.items()
    ]
    return SimpleNamespace(
        articles=sorted(made, key=lambda a: (a.date.when, a.id), reverse=True), sections=SECTIONS
    )


def random_articles(rng: random.Random, count: int, days: int) -> dict[str, datetime]:
    first = datetime(2009, 1, 1, tzinfo=HANOI)
    return {
        str(n): first + timedelta(days=rng.randrange(days), minutes=rng.randrange(600)) for n in range(count)
    }


def told(archive: Any) -> dict[str, tuple[object, object]]:
    return {key: (b.articles, b.press) for key, b in period_blocks(archive, "bao-chi").items()}


@pytest.mark.parametrize(("count", "days"), [(60, 4000), (700, 3000), (3000, 400), (900, 3), (500, 9000)])
def test_a_period_is_short_or_a_day_and_periods_follow_each_other(count: int, days: int) -> None:
    archive = archive_of(random_articles(random.Random(count), count, days))
    spans = list(news_periods(archive.articles))
    assert [begin for begin, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == count
    for begin, end in spans:
        first, last = archive.articles[begin].date.when, archive.articles[end - 1].date.when
        assert end - begin <= PERIOD or first.date() == last.date()
    if count <= PERIOD:
        assert spans == [(0, count)]


@pytest.mark.parametrize(("count", "days"), [(700, 3000), (3000, 400), (2000, 9000)])
def test_one_article_more_changes_the_blocks_of_its_period_and_few_others(count: int, days: int) -> None:
    rng = random.Random(days)
    articles = random_articles(rng, count, days)
    before, sizes = told(archive_of(articles)), []
    for number in range(40):
        more = articles | {"9001": articles[str(number)] + timedelta(minutes=3)}  # not of the press section
        archive = archive_of(more)
        after, order = told(archive), [a.id for a in archive.articles]
        begin, end = next((b, e) for b, e in news_periods(archive.articles) if "9001" in order[b:e])
        period = set(order[begin:end])
        changed = {key for key in before if before[key][0] != after[key][0]}
        # A period that had few enough articles may have been cut; one that follows may look back beyond its own.
        assert len(changed - period) <= PERIOD
        sizes.append(len({key for key in before if before[key] != after[key]}))
    assert max(sizes) <= 2 * PERIOD
    assert sum(sizes) / len(sizes) < PERIOD / 2


def test_a_list_tells_what_was_newest_when_its_own_newest_article_was(
    make: Callable[..., Built], content: Path
) -> None:
    for number in range(12):
        source = Model(number, f"{number + 1:02}/03/2016 08:00", OTHER).source()
        tagged = source.replace("\n\n", "\nThẻ: một cửa\n\n", 1) if number in (2, 7) else source
        (content / f"bai-{number}.md").write_text(tagged, encoding="utf-8")
    page = make().page("the/mot-cua.html")
    assert block(page, "latest") == [f"Bài {number}" for number in (7, 6, 5, 4, 3)]
    assert "tính đến ngày 08/03/2016" in page


@pytest.mark.parametrize("count", [1, 40])
def test_an_article_is_found_among_all(count: int) -> None:
    """Many have one minute."""
    articles: Any = [SimpleNamespace(record=SimpleNamespace(timestamp=-(n // 7))) for n in range(count)]
    assert [place_of(articles, article) for article in articles] == list(range(count))


def test_blocks_do_not_depend_on_what_is_newer() -> None:
    articles = random_articles(random.Random(5), 900, 2000)
    archive = archive_of(articles)
    (_, running), (begin, _), *_ = news_periods(archive.articles)
    newest = archive.articles[0].date.when
    newer = told(archive_of(articles | {"9001": newest + timedelta(minutes=1)}))
    assert running == begin
    assert [newer[a.id] for a in archive.articles[begin:]] == [
        told(archive)[a.id] for a in archive.articles[begin:]
    ]
    assert newer["9001"][0][0] == "9001"
    assert block_at(archive, "bao-chi").articles == tuple(a.id for a in archive.articles[:5])
    assert block_at(archive, "khong-co").press == (None, ())
