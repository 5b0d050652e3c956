"""Small archives made of a seeded vocabulary: subjects that share words, copies, empties."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from plugins.core.dates import HANOI, Moment
from plugins.core.documents import Document
from plugins.related.engine import related_lists

FIRST = datetime(2010, 1, 1, 8, 0, tzinfo=HANOI)
COMMON = (
    "và",
    "của",
    "các",
    "là",
    "được",
    "trong",
    "cho",
    "với",
    "một",
    "những",
    "này",
    "khi",
    "đã",
    "có",
    "không",
)


class Archive:
    """Documents by key with their bodies; what a build would hand to the engine."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.bodies: dict[str, str] = {}
        self.asked: list[str] = []

    def put(self, key: str, body: str, *, title: str = "", summary: str = "", day: float = 0) -> None:
        digest = hashlib.sha256(f"{title}|{summary}|{body}|{day}".encode()).hexdigest()
        self.bodies[digest] = body
        self.documents[key] = Document(
            key=key, url=f"{key}.html", title=title, summary=summary, date=Moment(FIRST + timedelta(days=day)),
            section="", source="", tags=(), authors=(), digest=digest,
        )  # fmt: skip

    def texts(self, digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        self.asked.extend(digests)
        for digest in digests:
            yield digest, self.bodies[digest]

    def lists(self, cache: Path, *, order: Iterable[str] | None = None) -> dict[str, list[str]]:
        """Lists by key, documents handed over newest first unless told."""
        newest = sorted(self.documents, key=lambda k: (self.documents[k].date, k), reverse=True)
        documents = [self.documents[key] for key in (order or newest)]
        self.asked.clear()
        found = related_lists(documents, self.texts, cache)
        return {d.key: [documents[i].key for i in row] for d, row in zip(documents, found, strict=True)}


def syllable(rng: random.Random, subject: int) -> str:
    return rng.choice(COMMON) if rng.random() < 0.4 else f"s{subject}t{int(rng.paretovariate(1.0)) % 40}"


def text(rng: random.Random, *, subjects: int = 6, length: int | None = None) -> str:
    subject = rng.randrange(subjects)
    return " ".join(syllable(rng, subject) for _ in range(length or rng.randrange(20, 90)))


def random_archive(rng: random.Random, size: int) -> Archive:
    archive = Archive()
    for number in range(size):
        archive.put(f"b{number:04}", text(rng), title=text(rng, length=8), day=rng.randrange(400))
    return archive
