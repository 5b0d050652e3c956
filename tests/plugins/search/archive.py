"""A small archive for tests of the search."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from plugins.core.dates import HANOI, Moment
from plugins.core.documents import Document
from plugins.search.index import IndexReport, build_index

WORDS = [
    "bộ",
    "sở",
    "huyện",
    "xã",
    "báo",
    "cáo",
    "kế",
    "hoạch",
    "cán",
    "công",
    "chức",
    "một",
    "cửa",
    "liên",
    "thông",
    "hồ",
    "sơ",
    "thủ",
    "tục",
    "hành",
    "chính",
    "cải",
    "cách",
    "dịch",
    "vụ",
    "trực",
    "tuyến",
    "người",
    "dân",
    "doanh",
    "nghiệp",
    "kiểm",
    "tra",
    "đánh",
    "giá",
    "kết",
    "quả",
    "năm",
    "tháng",
    "tỉnh",
    "thành",
    "phố",
]


def document(key: str, title: str, day: int = 0, section: str = "Tin tức", **more: str) -> Document:
    """A document of a day after 1 January 2015."""
    when = datetime(2015, 1, 1, 9, 5, tzinfo=HANOI) + timedelta(days=day)
    return Document(
        key=key,
        url=f"{when:%Y/%m}/bai-{key}.html",
        title=title,
        summary=more.get("summary", ""),
        date=Moment(when),
        section=section,
        source=more.get("source", "Báo A"),
        tags=("kiểm tra",),
        authors=("Thu Hà",),
        digest=f"digest-{key}",
    )


def archive(size: int, seed: int = 3) -> list[tuple[Document, str]]:
    """Articles of random words, the oldest first."""
    chance = random.Random(seed)
    out = []
    for number in range(size):
        title = " ".join(chance.choices(WORDS, k=7)).capitalize()
        body = "\n".join(" ".join(chance.choices(WORDS, k=40)) + "." for _ in range(3))
        out.append(
            (document(str(number), f"{title} {number}", day=number * 9, section=f"Mục {number % 3}"), body)
        )
    return out


def build(
    items: Sequence[tuple[Document, str]], out: Path, cache: Path, last: Path | None = None
) -> IndexReport:
    """Index articles; `last` is an earlier index whose files may be taken over."""
    bodies = {d.digest: body for d, body in items}

    def texts(digests: Sequence[str]) -> Iterable[tuple[str, str]]:
        return ((digest, bodies[digest]) for digest in digests)

    def standing(name: str) -> str | None:
        return f"{last / name}" if last and (last / name).exists() else None

    return build_index([d for d, _ in items], texts, out, cache, standing)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
