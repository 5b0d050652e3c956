"""*Tin mới nhất* and *Ý kiến báo chí* beside a model of the archive, after random acts of an archivist."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

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
        pages = [built.page("luu-tru.html")]
        pages += [built.page(record["url"].lstrip("/")) for record in built.records().values()]
        for page in pages:
            assert block(page, "latest") == newest(archive)
            assert block(page, "press")[:5] == newest(archive, PRESS)
