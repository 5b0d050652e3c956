"""Extraction results, of a profile or the generic extractor: elements and raw fields, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

from scripts.convert.dom.tree import Element, TextNode
from scripts.convert.text.date_grammar import PrintedDate


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is not an article (a listing, a login page…); the reason is shown to a person."""

    reason: str


@dataclass(slots=True)
class Extraction:
    """An article found in a page's tree; fields are raw text, empty where the page gives none."""

    title: str
    body: list[Element]
    date: PrintedDate | None = None
    section: str = ""
    byline: str = ""  # a byline found outside the body
    author: str = ""  # one the page marks as the author's name
    source: str = ""
    clock: PrintedDate | None = None  # the page's own clock: when it was captured
    lead: Element | None = None  # the element of the body the page marks as the lead
    url: str = ""
    tags: tuple[str, ...] = ()
    profile: str = ""
    skip: dict[Element, str] = field(default_factory=dict)
    cut: dict[TextNode, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
