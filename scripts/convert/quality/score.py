"""Extraction scores against a truth file: ``python -m scripts.convert.score TRUTH.jsonl REPORT.jsonl CONTENT_DIR``.

A truth line holds file, title, date (ISO, minutes where known, null for unknown), section, byline, tags, and either
paragraphs (list), captions (list) and chrome (strings that must not leak), or body (text, compared by words);
``"article": false`` marks a page that must be refused.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.core.article import parse_article
from plugins.core.text import words
from scripts.convert.markdown.roundtrip import Rendered, render_back

Row = dict[str, Any]


@dataclass(slots=True)
class Scores:
    """Sums over the pages of a truth file; `share` turns them into figures between 0 and 1."""

    hits: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, value: float, where: str = "") -> None:
        """Count one measurement between 0 and 1; those under 1 are kept by name."""
        self.hits[name] += value  # type: ignore[assignment]  # Counter counts fractions as well
        self.of[name] += 1
        if value < 1 and where:
            self.misses.append(f"{name}: {where}")

    def shares(self) -> dict[str, float]:
        """Each measure as a mean, rounded to four places."""
        return {name: round(self.hits[name] / self.of[name], 4) for name in sorted(self.of)}


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def word_f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over the bags of words."""
    a, b = Counter(words(found)), Counter(words(wanted))
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else float(not a and not b)


def in_order(text: str, parts: Iterable[str]) -> bool:
    """True where every part stands in the text, each after the one before."""
    at = 0
    for part in parts:
        at = text.find(_squeezed(part), at)
        if at < 0:
            return False
        at += 1
    return True


def _fields(scores: Scores, row: Row, truth: Row, where: str) -> None:
    for name in ("title", "section", "byline"):
        if name in truth:
            wanted, got = _squeezed(truth[name] or ""), _squeezed(row[name] or "")
            scores.add(name, float(wanted == got), f"{where}: “{got}”, đúng là “{wanted}”")
    if "date" in truth:
        got_date, wanted_date = row["date"], truth["date"]
        scores.add("date", float(got_date == wanted_date), f"{where}: {got_date}, đúng là {wanted_date}")
        scores.add("date not wrong", float(got_date in (None, wanted_date)))


def _body(scores: Scores, read: Rendered, truth: Row, where: str) -> None:
    if "paragraphs" in truth:
        scores.add("paragraphs in order", float(in_order(read.text, truth["paragraphs"])), where)
        wanted = " ".join(
            [
                truth.get("lead", ""),
                *truth["paragraphs"],
                *truth.get("captions", []),
                *truth.get("attachments", []),
            ]
        )
        scores.add("word F1", word_f1(read.text, wanted))
    if "body" in truth:
        scores.add("word F1", word_f1(read.text, " ".join((truth.get("lead") or "", truth["body"]))))
    if truth.get("captions"):
        attached = Counter(_squeezed(c) for _, c in read.figures)
        wanted_captions = Counter(map(_squeezed, truth["captions"]))
        scores.add(
            "captions as figures",
            sum((attached & wanted_captions).values()) / sum(wanted_captions.values()),
            where,
        )
    if truth.get("chrome"):
        leaked = [
            c
            for c in truth["chrome"]
            if _squeezed(c) in read.text
            and not any(_squeezed(c) in _squeezed(p) for p in truth.get("paragraphs", []))
        ]
        scores.add("no chrome", float(not leaked), f"{where}: {leaked[:2]}")


def _one(scores: Scores, row: Row | None, truth: Row, content: Path) -> None:
    where = str(truth["file"])
    if not truth.get("article", True):
        scores.add("refused", float(row is not None and row["status"] == "refused"), where)
        return
    there = row is not None and row["status"] == "article"
    scores.add("converted", float(there), f"{where}: {row['reason'] if row else 'không có trong báo cáo'}")
    if row is None or not there:
        return
    _fields(scores, row, truth, where)
    account = row["account"]
    scores.add(
        "account closes",
        float(account["body"] == account["emitted"] + account["fields"] + account["dropped"]),
        where,
    )
    article, _ = parse_article(
        (content / row["path"]).read_text(encoding="utf-8"), row["path"], dated=row["date"] is not None
    )
    scores.add("readable", float(article is not None), where)
    if article is not None and "tags" in truth:
        scores.add("tags", float(list(article.tags) == truth["tags"]), f"{where}: {list(article.tags)}")
    if article is not None:
        _body(scores, render_back(article.body), truth, where)


def read_lines(path: Path) -> Iterator[Row]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def measure(truth: Iterable[Row], report: Iterable[Row], content: Path) -> Scores:
    """Compare report lines and articles with the truth, page by page; pages are matched by file name."""
    rows = {row["source"]: row for row in report}
    scores = Scores()
    for known in truth:
        row = rows.get(known["file"]) or rows.get(Path(known["file"]).name)
        _one(scores, row, known, content)
    return scores


def main(argv: list[str] | None = None) -> int:
    """Print the shares, then the first misses."""
    ask = argparse.ArgumentParser(
        prog="python -m scripts.convert.score", description="Đo một lần chuyển đổi so với đáp án."
    )
    ask.add_argument("truth", type=Path, help="đáp án, mỗi trang một dòng JSON")
    ask.add_argument("report", type=Path, help="báo cáo của scripts.convert")
    ask.add_argument("content", type=Path, help="thư mục nội dung đã ghi")
    ask.add_argument("--misses", type=int, default=10, help="số chỗ sai in ra")
    arguments = ask.parse_args(argv)
    scores = measure(read_lines(arguments.truth), read_lines(arguments.report), arguments.content)
    for name, share in scores.shares().items():
        print(f"{name:22} {share:.4f}  ({scores.of[name]})")
    for miss in scores.misses[: arguments.misses]:
        print("  ", miss)
    return 0


if __name__ == "__main__":
    sys.exit(main())
