"""The common case of Markdown, told apart: bodies of nothing but paragraphs, and paragraphs without any marks.

A paragraph means the same whatever stands around it, so it can be converted alone, and one without marks needs no
converter at all. Everything here errs to one side: what is not certainly a plain paragraph is left to the converter.
"""

from __future__ import annotations

import re

# What may begin something else than a paragraph, or reach beyond one: headings, rules, lists, quotes, code, definitions
# of references; each after a line's end, so that the engine can skip from line to line. Then raw HTML, and the rest.
_STRUCTURE = re.compile(
    r"\n(?: {4}|[^\S\n ]| *(?:[#=+>~:-]|[*_]+(?:\s|$)|[*_]{3}|\d+[.)](?:\s|$)|\[[^\]]*\]:)|(?<=[^\S\n ]\n))"
)
_ANYWHERE = ("<", "\t", "\\\\")
_BREAK = re.compile(r"\n{2,}")
# What an inline pattern may begin with, what must be escaped in HTML, and U+00A0, which the sanitiser writes out.
_MARK = re.compile(r"[&*_`\[\]|>\\\u00a0]")
_ESCAPED = re.compile(r"\\([*_{}\[\]()#+\-.!|])")


def split_paragraphs(body: str) -> list[str] | None:
    """The paragraphs of a Markdown body, or None where it holds, or may hold, anything else."""
    if not body or any(mark in body for mark in _ANYWHERE) or _STRUCTURE.search(f"\n{body}\n"):
        return None
    return [text for text in _BREAK.split(body) if text.strip()]


def plain_paragraph(text: str) -> str | None:
    """The HTML of a paragraph without marks (characters escaped by a backslash are none), else None."""
    if text.startswith(" ") or text.endswith(" ") or " \n" in text or "\n " in text:
        return None
    if "\\" not in text:
        return None if _MARK.search(text) else f"<p>{text}</p>"
    return None if _MARK.search(_ESCAPED.sub("", text)) else f"<p>{_ESCAPED.sub(_bare, text)}</p>"


def _bare(match: re.Match[str]) -> str:
    return match[1]
