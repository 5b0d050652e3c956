"""What search and related articles are given of an article: its light fields, and its text on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plugins.core.dates import Moment


@dataclass(frozen=True, slots=True)
class Document:
    """The fields of one published article that can be matched or shown; names, not addresses, of its terms.

    `digest` is the SHA-256 of the source file: equal digests mean equal texts.
    """

    key: str
    url: str
    title: str
    summary: str
    date: Moment
    section: str
    source: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    digest: str


Texts = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
"""Digests → (digest, plain text of the body, paragraphs separated by line feeds), in the order asked."""
