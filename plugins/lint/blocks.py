"""Blocks of Markdown: the runs of lines between empty lines, and what each line begins like."""

from __future__ import annotations

import re
from typing import NamedTuple

BULLET = re.compile(r"[ \t]*([•●○▪■◦‣·§\uf0b7\uf0a7\uf0d8][ \t\u00a0]*)\S")
DASH = re.compile(r"[ \t]*([-*+–])[ \t\u00a0]+\S")
NUMBER = re.compile(r"[ \t]*(?:(\d{1,3})[.)/-]|\(?([a-zđ]|[ivx]{1,4})[).])[ \t\u00a0]+\S")
TIGHT = re.compile(r"[ \t]*(?:[-+•*–](?=[^\W\d_])|\d{1,2}[.)](?=[^\W\d_]))")  # a mark without its blank
RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_HEADING = re.compile(r"#{1,6}")


class SourceBlock(NamedTuple):
    """Lines that no empty line parts: the offset of the first in the body, and the lines."""

    at: int
    lines: list[str]

    def offset(self, number: int) -> int:
        """The offset of one of its lines in the body."""
        return self.at + sum(len(line) + 1 for line in self.lines[:number])


def blocks(prose: str) -> list[SourceBlock]:
    """The blocks of a body in order."""
    found: list[SourceBlock] = []
    at, open_ = 0, False
    for line in prose.split("\n"):
        if not line.strip():
            open_ = False
        elif open_:
            found[-1].lines.append(line)
        else:
            found.append(SourceBlock(at, [line]))
            open_ = True
        at += len(line) + 1
    return found


def is_item(line: str) -> bool:
    """Whether a line begins as Python-Markdown's list items do, at the left margin or indented."""
    return bool(re.match(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+\S", line))


def is_marked(line: str) -> bool:
    """Whether a line begins as an item of some list: Markdown's, or Word's bullets, dashes and letters."""
    return bool(BULLET.match(line) or DASH.match(line) or NUMBER.match(line))


def is_rule_of_table(line: str) -> bool:
    """Whether a line is the rule below a table's head."""
    return "|" in line and "-" in line and bool(RULE.fullmatch(line))


def cells(line: str) -> int:
    """The number of cells in a row of a pipe table."""
    return len(re.findall(r"(?<!\\)\|", line.strip().strip("|"))) + 1


def is_heading(line: str) -> bool:
    """Whether a line is a heading."""
    return bool(_HEADING.match(line))
