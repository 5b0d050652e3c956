"""A corpus of plain texts as an archive: the content every benchmark builds.

A corpus is a folder of ``.txt`` files (title, lead, and the body on the third line). Dates, sections and bylines
are dealt out by a seeded generator, so that equal calls give equal archives.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from plugins.core.addresses import article_address
from plugins.core.article import Article, format_article
from plugins.core.dates import HANOI, Moment
from plugins.core.text import tidy

SECTIONS = (
    "Tin tức - Sự kiện",
    "Chương trình tổng thể",
    "Tình hình triển khai",
    "Các cơ chế cải cách",
    "Ý kiến báo chí",
    "Ý kiến người dân",
    "Câu chuyện CCHC",
    "Thảo luận",
)
AUTHORS = ("Xuân Thắng", "Thu Hà", "Minh Đức", "Lê Anh", "Đỗ Ngọc Bích")
SOURCES = ("TTXVN", "Báo Điện tử Chính phủ", "Trang tin điện tử về Cải cách hành chính Nhà nước")
_FIRST, _DAYS = datetime(2005, 3, 1, 1, 0, tzinfo=HANOI), 4970
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+|])")


def _paragraphs(body: str) -> str:
    """The corpus has one line a body: cut it at every third full stop, its marks escaped."""
    sentences = _MARKUP.sub(r"\\\1", body).split(". ")
    return "\n\n".join(". ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def corpus_articles(corpus: Path, count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles of the corpus in a seeded order, with ids from 10000."""
    rng = random.Random(seed)  # noqa: S311  # dealing out dates, not keys
    files = sorted(corpus.rglob("*.txt"))
    rng.shuffle(files)
    for number, file in enumerate(files[:count], 10000):
        title, lead, *body = [
            line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
        ] + [""] * 2
        when = _FIRST + timedelta(days=rng.randrange(_DAYS), minutes=rng.randrange(600))
        yield Article(
            title=tidy(title),
            date=Moment(when),
            id=str(number),
            section=rng.choice(SECTIONS),
            authors=(rng.choice(AUTHORS),),
            source=rng.choice(SOURCES),
            summary=tidy(lead),
            body=_paragraphs(" ".join(body).strip()),
        )


def write_archive(articles: Iterator[Article], content: Path) -> list[Path]:
    """Write articles under `content` as the converter would; the paths, in order."""
    paths = []
    for article in articles:
        path = content / "bai-viet" / article_address(article, "").replace(".html", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_article(article), encoding="utf-8")
        paths.append(path)
    return paths
