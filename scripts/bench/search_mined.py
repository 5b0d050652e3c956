"""Queries made of what stands in the texts: document numbers, dates, acronyms next to their full names."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from plugins.core.text import fold
from scripts.bench.search_texts import Query, SearchedText

_NUMBER = re.compile(r"(?<![\d/.-])\d+[a-z]?/(?:\d{4}/)?[A-ZĐ]{2,}(?:-[A-ZĐ]+)*(?![\w/-])")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/])")
_DEFINED = re.compile(r"((?:[^\W\d_]+ ){1,8}[^\W\d_]+) \(([A-ZĐ]{2,7})\)")


def _places(texts: Sequence[SearchedText], pattern: re.Pattern[str]) -> dict[str, set[str]]:
    where: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for match in pattern.finditer(f"{text.title} {text.body}"):
            where[match[0]].add(text.key)
    return where


def numbers(texts: Sequence[SearchedText], chance: random.Random, each: int) -> Iterator[Query]:
    """Document numbers, whole and begun; whoever has one that goes on so is right."""
    where = _places(texts, _NUMBER)
    folded: dict[str, set[str]] = defaultdict(set)
    for number, keys in where.items():
        folded[fold(number)] |= keys
    for number in chance.sample(sorted(where), min(each, len(where))):
        yield Query(
            "document number", chance.choice([number, number.lower()]), frozenset(folded[fold(number)])
        )
    for number in chance.sample(sorted(where), min(each, len(where))):
        first = next(i for i, char in enumerate(number) if i > number.index("/") and char.isalpha())
        head = number[: chance.randint(first + 1, max(first + 1, len(number) - 1))]
        wanted = {k for n, keys in folded.items() if n.startswith(fold(head)) for k in keys}
        yield Query("document number begun", head, frozenset(wanted))


def named_documents(texts: Sequence[SearchedText], chance: random.Random, each: int) -> Iterator[Query]:
    """Documents that a title or a lead names, written in other ways; the articles that name one so are right."""
    heads = [replace(text, body=text.lead) for text in texts]
    where = _places(heads, _NUMBER)
    for number in chance.sample(sorted(where), min(each, len(where))):
        kind = "document of a title or lead"
        yield Query(kind, chance.choice(_SPELLINGS)(number), frozenset(where[number]))


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    fold,
    lambda number: number.replace("-", "–"),
    lambda number: number.replace("-", " - "),
    lambda number: number.replace("/", " / "),
    lambda number: number.replace("/", "-"),
    lambda number: number.replace("Đ", "Ð"),
    lambda number: f"số {number}",
)


def dates(texts: Sequence[SearchedText], chance: random.Random, each: int) -> Iterator[Query]:
    """Days named in few texts, written as there or with leading zeros."""
    where: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for number, keys in _places(texts, _DATE).items():
        day, month, year = map(int, re.split("[/.-]", number))
        where[day, month, year] |= keys
    rare = sorted(date for date, keys in where.items() if len(keys) <= 3)
    for day, month, year in chance.sample(rare, min(each, len(rare))):
        shown = chance.choice(
            [f"{day}/{month}/{year}", f"{day:02}/{month:02}/{year}", f"{day}-{month}-{year}"]
        )
        yield Query("date in the text", shown, frozenset(where[day, month, year]))


def acronyms(texts: Sequence[SearchedText]) -> dict[str, str]:
    """Acronym → full name in lower case, as most "Full name (ACR)" of the texts say; seen at least twice."""
    pairs = Counter((name.lower(), short) for t in texts for name, short in _definitions(t.body))
    return {short: name for (name, short), n in sorted(pairs.items(), key=lambda p: (p[1], p[0])) if n > 1}


def _definitions(body: str) -> Iterator[tuple[str, str]]:
    for match in _DEFINED.finditer(body):
        name, short = match[1].split(), match[2]
        tail = name[-len(short) :]
        if fold("".join(w[0] for w in tail)) == fold(short):
            yield " ".join(tail), short


def respelled(text: SearchedText, table: dict[str, str], shorten: bool) -> tuple[str, str] | None:
    """(as written, as typed): a stretch of the title, its acronym spelled out (`shorten`), or the reverse."""
    title = " ".join(text.title_words)
    for short, name in sorted(table.items()):
        wanted, where = (re.escape(short), title) if shorten else (re.escape(name), title.lower())
        found = re.search(rf"\b{wanted}\b", where)
        if found:
            before, after = title[: found.start()].split()[-2:], title[found.end() :].split()[:3]
            there, other = (short, name) if shorten else (name, short)
            written, typed = (" ".join([*before, word, *after]) for word in (there, other))
            return (written.lower(), typed) if len(before) + len(after) >= 2 else None
    return None
