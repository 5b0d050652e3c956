"""Rules of names: sections, tags, authors and sources are each written in one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from plugins.core.problems import Problem
from plugins.core.sections import unknown_section
from plugins.core.text import fold, tone_key, words
from scripts.rules.archive import CheckedArchive

KINDS = {"tags": "thẻ", "authors": "tác giả", "source": "nguồn", "section": "chuyên mục"}
# Syllables with two accepted spellings: kỹ/kĩ, lý/lí, Mỹ/Mĩ; quy/qui.
_Y_ALONE = re.compile(r"\b([hklmstv])([yỳỷỹýỵ])\b")
_QUI = re.compile(r"\bqu([iìỉĩíị])\b")
_TO_I = str.maketrans("yỳỷỹýỵ", "iìỉĩíị")
_TO_Y = str.maketrans("iìỉĩíị", "yỳỷỹýỵ")
# North and south say one word in two ways. Not for people: Hoàng and Huỳnh are two families.
_REGIONAL = {"chánh": "chính", "tánh": "tính", "lãnh vực": "lĩnh vực", "nhơn": "nhân", "nhứt": "nhất"}
_REGIONAL_WORD = re.compile(r"\b(?:" + "|".join(_REGIONAL) + r")\b")
_SHORTEST = 6  # letters; in shorter names one letter is too much of the word


class Use(NamedTuple):
    """One mention of a name: which source, on which line."""

    path: str
    line: int


def spelling_key(name: str, kind: str) -> str:
    """The form in which spellings of one name are equal: case, tone placement, i/y, punctuation, region."""
    key = _Y_ALONE.sub(lambda m: m[1] + m[2].translate(_TO_I), tone_key(name))
    key = _QUI.sub(lambda m: "qu" + m[1].translate(_TO_Y), key)
    if kind not in ("authors", "source"):
        key = _REGIONAL_WORD.sub(lambda m: _REGIONAL[m[0]], key)
    return " ".join(words(key)) or key


def names_of(archive: CheckedArchive, kind: str) -> dict[str, list[Use]]:
    """Every name of one kind with its mentions, in the order of paths."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for path in sorted(archive.facts):
        facts = archive.facts[path]
        values = facts.fields.get(kind) or []
        for name in [values] if isinstance(values, str) else values:
            uses[name].append(Use(path, facts.lines.get(kind, 1)))
    return uses


def _kinds(archive: CheckedArchive) -> Iterator[tuple[str, str, dict[str, list[Use]]]]:
    """The kinds whose names the archive itself makes; declared sections have a rule of their own."""
    for kind, called in KINDS.items():
        if kind != "section" or archive.sections is None:
            yield kind, called, names_of(archive, kind)


def declared_section(archive: CheckedArchive) -> Iterator[Problem]:
    """Chuyên mục của bài được khai báo trong chuyen-muc.toml và viết đúng như ở đó."""
    yield from archive.section_problems
    if archive.sections is None:
        return
    declared = [section.name for section in archive.sections]
    for name, uses in names_of(archive, "section").items():
        if name in declared:
            continue
        message = unknown_section(name, declared)
        for use in uses:
            yield Problem(use.path, use.line, "chuyen-muc", message)


def reviewed_synonyms(archive: CheckedArchive) -> Iterator[Problem]:
    """Các nhóm từ đồng nghĩa của phần tìm kiếm trong dong-nghia.toml viết đúng mẫu, không cách viết nào có hai lần."""
    yield from archive.synonym_problems


def reviewed_acronyms(archive: CheckedArchive) -> Iterator[Problem]:
    """Bảng chữ viết tắt đã soát trong viet-tat.toml viết đúng mẫu, mỗi mục có chữ và nghĩa."""
    yield from archive.acronym_problems


def one_spelling(archive: CheckedArchive) -> Iterator[Problem]:
    """Một thẻ, tác giả, nguồn chỉ có một cách viết (hoa/thường, vị trí dấu, i/y, phương ngữ)."""
    for kind, called, names in _kinds(archive):
        groups: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            groups[spelling_key(name, kind)].append(name)
        for group in groups.values():
            # The commoner spelling wins, at par the one of the written language.
            best = max(group, key=lambda n: (len(names[n]), not _REGIONAL_WORD.search(tone_key(n))))
            also = f"còn được viết “{best}” ({len(names[best])} bài); hãy dùng một cách viết"
            for name in (n for n in group if n != best):
                for use in names[name]:
                    yield Problem(use.path, use.line, "viet-hai-cach", f"{called} “{name}” {also}")


def _alike(one: str, other: str) -> bool:
    return fold(one) == fold(other) or _one_letter(one, other)


def _one_letter(one: str, other: str) -> bool:
    """Whether two names differ by one letter put, left out or exchanged."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest == other_rest[1:] or rest[1:] == other_rest


def _near_pairs(keys: list[str]) -> set[tuple[str, str]]:
    """Pairs of keys one letter apart or equal without diacritics; keys that differ in a number are not near.

    Each key is filed under itself without one of its letters: near keys meet in a drawer, so that not every
    key is compared with every other.
    """
    drawers: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if len(key) >= _SHORTEST:
            for form in {key, fold(key), *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
                drawers[form].add(key)
    pairs = {pair for drawer in drawers.values() for pair in combinations(sorted(drawer), 2)}
    return {(a, b) for a, b in pairs if _digits(a) == _digits(b) and _alike(a, b)}


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def not_nearly_alike(archive: CheckedArchive) -> Iterator[Problem]:
    """Hai thẻ hay hai tác giả chỉ khác nhau một chữ cái hoặc dấu nên được xem lại: có thể là một."""
    for kind, called, names in _kinds(archive):
        shown: dict[str, str] = {}
        for name in sorted(names, key=lambda n: (-len(names[n]), n)):
            shown.setdefault(spelling_key(name, kind), name)
        for pair in sorted(_near_pairs(sorted(shown))):
            common, rare = sorted((shown[key] for key in pair), key=lambda n: (-len(names[n]), n))
            use = names[rare][0]
            near = f"gần giống “{common}” ({len(names[common])} bài); nếu là một, hãy viết như nhau"
            yield Problem(use.path, use.line, "gan-giong", f"{called} “{rare}” {near}")
