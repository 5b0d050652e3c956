"""Term table: the terms of one kind by name, each with an address of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from plugins.core.text import tidy, tone_key
from plugins.site.archive import Term, TermKind


class TermTable:
    """Terms of one kind by name; names that differ only in case or tone placement are one term."""

    def __init__(self, kind: TermKind, slugify: Callable[[str], str]) -> None:
        self.kind = kind
        self._slugify = slugify
        self._terms: dict[str, Term] = {}
        self._slugs: set[str] = set()
        self._as_written: dict[str, Term] = {}
        self._together: dict[tuple[str, ...], tuple[Term, ...]] = {}

    def add(self, name: str, slug: str = "", description: str = "") -> Term:
        """The term of this name, made at its first mention.

        Pelican merges terms whose slugs coincide ("cải cách", "cải cạch") without a word; here the first named
        keeps the plain slug, and later ones get a short hash of their name, so that no address ever moves.
        """
        if name in self._as_written:
            return self._as_written[name]
        key = tone_key(tidy(name))
        if key not in self._terms:
            slug = slug or self._slugify(name)
            if slug in self._slugs or slug == "index":
                slug = f"{slug}-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
            self._slugs.add(slug)
            self._terms[key] = Term(tidy(name), slug, self.kind, description)
        self._as_written[name] = self._terms[key]
        return self._terms[key]

    def add_all(self, names: tuple[str, ...]) -> tuple[Term, ...]:
        """The terms of these names, each once."""
        if names not in self._together:
            self._together[names] = tuple(dict.fromkeys([self.add(name) for name in names]))
        return self._together[names]

    def get(self, name: str) -> Term | None:
        """The term of this name, if there is one."""
        return self._as_written.get(name) or self._terms.get(tone_key(tidy(name)))

    def all(self) -> list[Term]:
        """Every term, in the order of their first mention."""
        return list(self._terms.values())
