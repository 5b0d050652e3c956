"""What every generator of this site shares: the archive, the templates' common words, and how a page is described."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from pelican import signals
from pelican.generators import Generator

from plugins.site.archive import Archive
from plugins.site.fragment_cache import Parts
from plugins.site.page import SHARED_SLOT, Page, root_of
from plugins.site.page_titles import unlike
from plugins.site.reader import shorten

# The settings that templates see. StrictUndefined makes any other an error, so nothing a page shows can be missing
# from the digest that decides whether it is rendered again.
PAGE_SETTINGS = ("SITENAME", "SITESUBTITLE", "SITEURL", "DEFAULT_LANG", "CONTENT_POLICY")
LOCAL_URL = "http://localhost:8000"
DESCRIPTION_LENGTH = 160  # characters search engines show


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What the head of a page says of it."""

    kind: str
    title: str
    head: str
    description: str
    url: str
    canonical: str
    feed: str
    feed_title: str


class SiteGenerator(Generator):
    """Base of the generators; one Jinja environment serves them all."""

    @property
    def archive(self) -> Archive:
        """The archive of this build; there once `plugins.site.collection` has run."""
        archive: Archive = self.context["archive"]
        return archive

    @cached_property
    def content(self) -> Path:
        """The folder of the sources."""
        return Path(self.path)

    def site_url(self, url: str) -> str:
        """The absolute form of an address, or ``""`` while ``SITEURL`` is not set."""
        base: str = self.settings["SITEURL"].rstrip("/")
        return f"{base}/{'' if url == 'index.html' else quote(url)}" if base else ""

    def feed_url(self, url: str) -> str:
        """An address for feeds and sitemaps, which must be absolute: that of `make serve` while there is no other."""
        return self.site_url(url) or f"{LOCAL_URL}/{'' if url == 'index.html' else quote(url)}"

    @cached_property
    def base_path(self) -> str:
        """The path of the site on its host, with slashes on both ends: ``/`` or ``/cchc/``."""
        return str(urlsplit(self.settings["SITEURL"]).path).rstrip("/") + "/"

    def make_page(
        self,
        url: str,
        template: str,
        *,
        kind: str,
        title: str,
        description: str,
        inputs: object,
        context: Callable[[], Mapping[str, Any]],
        owner: str,
        note: str = "",
        feed: tuple[str, str] = ("", ""),
        root: str | None = None,
        shared: object = SHARED_SLOT,
    ) -> Page:
        """Describe one page; `context` adds to what every page has (``root``, ``page``, ``shared_block``).

        `note` ends the title where pages of one title must be told apart (" – trang 3").
        """
        head, whole = self.head_title(title, note, url), title + note
        info = partial(self.page_info, kind, whole, head, description, url, feed)
        says = (kind, whole, head, description, feed, inputs)
        given = partial(self.page_context, url, info, context, root, shared)
        return Page(url, partial(self.get_template, template), says, given, owner)

    @staticmethod
    def page_context(
        url: str,
        info: Callable[[], PageInfo],
        context: Callable[[], Mapping[str, Any]],
        root: str | None = None,
        shared: object = SHARED_SLOT,
    ) -> dict[str, Any]:
        """All that a template is given."""
        way = root_of(url) if root is None else root
        return {"root": way, "page": info(), "shared_block": shared, **context()}

    def head_title(self, title: str, note: str, url: str) -> str:
        """What stands in ``<title>`` of the page at `url`, which no other page has."""
        taken = self.context.setdefault("head_titles", {})
        return unlike(title, note, self.settings["SITENAME"], url, taken)

    def page_info(
        self, kind: str, title: str, head: str, description: str, url: str, feed: tuple[str, str]
    ) -> PageInfo:
        """What the head of a page says of it."""
        told = shorten(description, DESCRIPTION_LENGTH)
        return PageInfo(kind, title, head, told, url, self.site_url(url), *feed)


def _settle(env: Environment) -> None:
    """Spare Jinja what it does for templates and globals that change: of these none does while pages are rendered.

    It would ask the disk for news of seven templates for every page, and walk a `ChainMap` of all globals as often.
    """

    def words(d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja's own where a template is given globals of its own; nobody here gives any."""
        return ChainMap(d, env.globals) if d else env.globals

    env.auto_reload = False
    env.make_globals = words  # type: ignore[method-assign]  # the class is chosen by Pelican


def share_environment(generators: list[Any]) -> Environment | None:
    """Let all site generators use one Jinja environment, so that each template is compiled once."""
    own = [g for g in generators if isinstance(g, SiteGenerator)]
    if own:
        _settle(own[0].env)
    for generator in own[1:]:
        generator.env = own[0].env
    return own[0].env if own else None


def share_words(generator: SiteGenerator) -> None:
    """Give the templates the words that every page uses; called once the archive and the assets are known."""
    archive = generator.archive
    generator.env.globals.update(
        {name: generator.settings[name] for name in PAGE_SETTINGS},
        assets=generator.context["assets"],
        sections=archive.sections,
        standing=archive.pages,
        part=Parts(generator.env),
    )


def register_generator(generator: type[Generator]) -> None:
    """Offer a generator to Pelican; `plugins.site.build` runs them in the order of ``PLUGINS``."""

    def offer(_pelican: object) -> type[Generator]:
        return generator

    offer.__module__ = generator.__module__
    # Not weak: nobody else holds the function.
    signals.get_generators.connect(offer, weak=False)
