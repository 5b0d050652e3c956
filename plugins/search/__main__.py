"""Benchmark build of an index from plain texts: ``python -m plugins.search CORPUS_DIR OUT [--count N]``.

Prints one JSON line with the report, CPU seconds and the peak memory (kB) of the process and of its largest worker.
Dates and terms, which plain texts lack, come from a generator with a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from plugins.core.addresses import slugify
from plugins.core.dates import HANOI, Moment
from plugins.core.documents import Document
from plugins.search.index import build_index

FIRST_DAY, MINUTES = datetime(2005, 1, 1, tzinfo=HANOI), 14 * 365 * 24 * 60


def lines(path: Path) -> list[str]:
    """Title, summary and body of a text file; missing ones are empty."""
    return [*path.read_text(encoding="utf-8").split("\n", 2), "", ""][:3]


def read(paths: Sequence[Path]) -> list[Document]:
    """A document for each file, the newest first."""
    chance = random.Random(7)  # noqa: S311  # a reproducible draw, nothing secret
    documents = []
    for path in paths:
        title, summary, _ = lines(path)
        when = FIRST_DAY + timedelta(minutes=chance.randrange(MINUTES))
        documents.append(
            Document(
                key=path.stem,
                url=f"{when:%Y/%m}/{slugify(title)}-{path.stem}.html",
                title=title,
                summary=summary,
                date=Moment(when),
                section=f"Mục {chance.randrange(12)}",
                source=f"Báo {chance.randrange(30)}",
                tags=(f"thẻ {chance.randrange(200)}",),
                authors=(f"Tác giả {chance.randrange(60)}",),
                digest=path.stem,
            )
        )
    return sorted(documents, key=lambda d: d.date.when, reverse=True)


def main() -> int:
    """Build and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=0, help="only so many files, spread evenly")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--last", type=Path, help="an earlier index: its files are linked where they fit")
    parser.add_argument("--skip", type=int, default=-1, help="leave out the article of this number")
    args = parser.parse_args()
    paths = sorted(args.corpus.glob("*.txt"))
    if args.count:
        paths = paths[:: max(1, len(paths) // args.count)][: args.count]
    where = {p.stem: p for p in paths}
    documents = read(paths)
    documents = [d for number, d in enumerate(documents) if number != args.skip]

    def texts(digests: Sequence[str]) -> Iterable[tuple[str, str]]:
        return _bodies(digests, where)

    def previous(name: str) -> str | None:
        path = args.last / name if args.last else None
        return f"{path}" if path and path.exists() else None

    with tempfile.TemporaryDirectory() as temporary:
        begin, used = time.monotonic(), _cpu()
        report = build_index(documents, texts, args.out, args.cache or Path(temporary), previous)
        measured = {"cpu": round(_cpu() - used, 1), "wall": round(time.monotonic() - begin, 1)}
    sizes = [p.stat().st_size for p in args.out.rglob("*") if p.is_file()]
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    measured |= {"memory": own.ru_maxrss, "worker_memory": workers.ru_maxrss}
    counted = {"articles": len(documents), "read": report.read, "files": len(sizes), "bytes": sum(sizes)}
    print(json.dumps(counted | measured))
    return 0


def _cpu() -> float:
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def _bodies(digests: Sequence[str], where: dict[str, Path]) -> Iterator[tuple[str, str]]:
    for digest in digests:
        yield digest, lines(where[digest])[2]


if __name__ == "__main__":
    raise SystemExit(main())
