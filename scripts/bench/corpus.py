"""A corpus of plain texts as an archive: the content every benchmark builds.

A corpus is a folder of ``.txt`` files (title, lead, and the body on the third line). Dates, sections and bylines
are dealt out by a seeded generator, so that equal calls give equal archives. Where more articles are wanted than
there are texts, further ones are put together from parts of several.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

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
MIXED = 4  # texts that share in one put together
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+|])")


def _paragraphs(body: str) -> str:
    """The corpus has one line a body: cut it at every third full stop, its marks escaped."""
    sentences = _MARKUP.sub(r"\\\1", body).split(". ")
    return "\n\n".join(". ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


class CorpusText(NamedTuple):
    """A text of the corpus as it stands in its file."""

    title: str
    lead: str
    body: str


def _read(file: Path) -> CorpusText:
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()] + [
        ""
    ] * 2
    return CorpusText(lines[0], lines[1], " ".join(lines[2:]).strip())


def _texts(files: Sequence[Path], count: int, rng: random.Random) -> Iterator[CorpusText]:
    """The texts of the files, then mixed ones: no two alike, and none so like another that it is a copy of it."""
    yield from map(_read, files[:count])
    for _ in range(len(files), count):
        some = [_read(file) for file in rng.sample(files, MIXED)]
        sentences = [text.body.split(". ") for text in some]
        parts = [s[len(s) * n // MIXED : len(s) * (n + 1) // MIXED] for n, s in enumerate(sentences)]
        words = [text.title.split() for text in some[:2]]
        title = " ".join([*words[0][: len(words[0]) // 2 + 1], *words[1][len(words[1]) // 2 :]])
        yield CorpusText(title, some[2].lead, ". ".join(chain.from_iterable(parts)))


def corpus_articles(corpus: Path, count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles of the corpus in a seeded order, with ids from 10000."""
    rng = random.Random(seed)  # noqa: S311  # dealing out dates, not keys
    files = sorted(corpus.rglob("*.txt"))
    rng.shuffle(files)
    mixing = random.Random(seed)  # noqa: S311  # its own: the first articles are the same however many there are
    for number, text in enumerate(_texts(files, count, mixing), 10000):
        when = _FIRST + timedelta(days=rng.randrange(_DAYS), minutes=rng.randrange(600))
        yield Article(
            title=tidy(text.title),
            date=Moment(when),
            id=str(number),
            section=rng.choice(SECTIONS),
            authors=(rng.choice(AUTHORS),),
            source=rng.choice(SOURCES),
            summary=tidy(text.lead),
            body=_paragraphs(text.body),
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
