"""The glossary is true: a term is used in the file that is its home, and every home is told by a noun phrase."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    (cells[0].strip(), cells[1].strip(), cells[2].strip().strip("`"))
    for line in TEXT.splitlines()
    if line.startswith("| ")
    and not line.startswith("| Term ")
    and len(cells := line.strip("|").split("|")) == 3
]
MODULES = sorted(p for top in ("plugins", "scripts") for p in (ROOT / top).rglob("*.py"))
_RIDDLE = re.compile(r"(?:What|Where|Who|Whose|How|Which|When|Whether|Why)\b")
_PLACEHOLDER = re.compile(r"[-_\s]+")


def _words(text: str) -> str:
    """Text as its words alone, for names are written with underscores and in capitals."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return _PLACEHOLDER.sub(" ", split).casefold()


def test_terms_are_told_once_and_in_order() -> None:
    assert ROWS
    terms = [term.casefold() for term, _, _ in ROWS]
    assert len(terms) == len(set(terms))
    for section in TEXT.split("\n## ")[1:]:
        named = [
            line.split("|")[1].strip().casefold() for line in section.splitlines() if line.startswith("| ")
        ]
        assert named[1:] == sorted(named[1:]), section.partition("\n")[0]


@pytest.mark.parametrize(("term", "meaning", "file"), ROWS, ids=[row[0] for row in ROWS])
def test_a_term_is_used_in_its_home(term: str, meaning: str, file: str) -> None:
    assert meaning
    assert _words(term.partition(" (")[0]) in _words((ROOT / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_begins_with_a_noun_phrase(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert said
    assert not _RIDDLE.match(said)


def test_one_class_has_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
