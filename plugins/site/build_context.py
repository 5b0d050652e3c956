"""Build context: what the plugins of one build share, by name and type.

What the build itself begins with stands from the start. What a plugin makes for those below it in ``PLUGINS`` is a
`Later`: it is set once, and reading it before is an error that names it, not a missing key.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from plugins.core.documents import Document
from plugins.site.archive import Archive, ArchivedArticle
from plugins.site.cache import Cache
from plugins.site.page_titles import HeadTitles
from plugins.site.quarantine import Quarantine
from plugins.site.up_to_date import Inputs
from plugins.site.views import Assets, Pictures
from plugins.system.parallel import BackgroundTasks

T = TypeVar("T")
KEY = "build"  # of the one entry of Pelican's own context


@dataclass(frozen=True, slots=True)
class RelatedArticles:
    """Up to ten related articles, best first, and those with the same content, which stand in no list beside it.

    `same_event` tells of each related one whether it reports the same event as the one before; empty: not known.
    """

    related: list[ArchivedArticle]
    same_content: list[ArchivedArticle]
    same_event: list[bool] = field(default_factory=list)


RelatedOf = Callable[[ArchivedArticle], RelatedArticles]
"""An article → what stands under it."""


class ProgressReporter(Protocol):
    """What hears of the phases of a build."""

    def phase(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """One phase; the function given advances it by a number of items."""


class Later(Generic[T]):
    """A value that one plugin makes and later ones read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._values: list[T] = []

    def set(self, value: T) -> None:
        """Give the value; a second one is an error of the program."""
        assert not self._values, f"{self._name} is there already"
        self._values.append(value)

    @property
    def value(self) -> T:
        """The value; raises LookupError while it is not there."""
        if not self._values:
            raise LookupError(f"{self._name} is not there yet: what makes it stands further down in PLUGINS")
        return self._values[0]


@dataclass(frozen=True, slots=True)
class Services:
    """What a build works with: its memory, what it reads, what it sets aside, and its work in the background."""

    cache: Cache
    inputs: Inputs
    quarantine: Quarantine
    background: BackgroundTasks


@dataclass(frozen=True, slots=True)
class BuildContext:
    """One build: its progress and its services (a preview has none), then what its plugins make for each other.

    `documents` are the articles as the engines of related articles and of search are given them; `digest_of` gives the
    SHA-256 of a source's bytes by its path.
    """

    progress: ProgressReporter
    services: Services | None = None
    head_titles: HeadTitles = field(default_factory=HeadTitles)
    archive: Later[Archive] = field(default_factory=lambda: Later("archive"))
    documents: Later[list[Document]] = field(default_factory=lambda: Later("documents"))
    digest_of: Later[Callable[[str], str]] = field(default_factory=lambda: Later("digest_of"))
    assets: Later[Assets] = field(default_factory=lambda: Later("assets"))
    pictures: Later[Pictures] = field(default_factory=lambda: Later("pictures"))
    related: Later[RelatedOf] = field(default_factory=lambda: Later("related"))
