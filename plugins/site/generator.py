"""Generator base: what every generator of this site shares, the templates' globals, and how a page is described."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from pelican import signals
from pelican.generators import Generator

from plugins.core.sources import TOPICS_FOLDER
from plugins.site.archive import Archive, ArchivedArticle
from plugins.site.build_context import KEY, BuildContext, Services
from plugins.site.fragment_cache import FragmentCache
from plugins.site.latest_news import LatestBlock, block_at, place_of
from plugins.site.page import Page, PageInputs
from plugins.site.reader import shorten
from plugins.site.views import PageHead, PageLink

# The settings that templates see. StrictUndefined makes any other an error, so nothing a page shows can be missing
# from the digest that decides whether it is rendered again.
PAGE_SETTINGS = ("SITENAME", "SITESUBTITLE", "SITEURL", "DEFAULT_LANG", "CONTENT_POLICY")
LOCAL_URL = "http://localhost:8000"
DESCRIPTION_LENGTH = 160  # characters search engines show


class SiteGenerator(Generator):
    """Base of the generators; one Jinja environment serves them all."""

    @property
    def build(self) -> BuildContext:
        """What this build's plugins share."""
        build: BuildContext = self.context[KEY]
        return build

    @property
    def services(self) -> Services:
        """What a build works with; a preview has none."""
        assert self.build.services is not None
        return self.build.services

    @property
    def archive(self) -> Archive:
        """The archive of this build; there once `plugins.site.collection` has run."""
        return self.build.archive.value

    @cached_property
    def content(self) -> Path:
        """The folder of the sources."""
        return Path(self.path)

    def latest_block(self, article: ArchivedArticle | None = None) -> LatestBlock:
        """The side column, live, or as it was when an article was the newest."""
        at = place_of(self.archive.articles, article) if article else 0
        return block_at(self.archive, self.settings["PRESS_SECTION"], at)

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

    def page_head(
        self,
        kind: str,
        title: str,
        url: str,
        description: str,
        *,
        note: str = "",
        head: str = "",
        feed: tuple[str, str] = ("", ""),
    ) -> PageHead:
        """What the head of the page at `url` says of it.

        `note` ends the title where pages of one title must be told apart (" – trang 3"); `head` is the ``<title>``,
        where it was given out already.
        """
        head = head or self.head_title(title, note, url)
        told = shorten(description, DESCRIPTION_LENGTH)
        return PageHead(kind, title + note, head, told, url, self.site_url(url), *feed)

    def head_title(self, title: str, note: str, url: str) -> str:
        """What stands in ``<title>`` of the page at `url`, which no other page has."""
        return self.build.head_titles.unique(title, note, self.settings["SITENAME"], url)

    def make_page(
        self,
        url: str,
        template: str,
        inputs: PageInputs,
        owner: str,
        derive: Callable[[Any], Mapping[str, Any]] | None = None,
    ) -> Page:
        """One page by the name of its template."""
        page = Page(url, partial(self.get_template, template), inputs, owner)
        return replace(page, derive=derive) if derive else page


def share_environment(generators: list[Any]) -> Environment | None:
    """Let all site generators use one Jinja environment, so that each template is compiled once."""
    own = [g for g in generators if isinstance(g, SiteGenerator)]
    if own:
        own[0].env.auto_reload = False  # no template changes while pages are rendered
        # Jinja's own goes on to look for a key: templates are given objects, and this takes a third of the time.
        own[0].env.getattr = getattr
    for generator in own[1:]:
        generator.env = own[0].env
    return own[0].env if own else None


def standing_links(archive: Archive) -> tuple[PageLink, ...]:
    """The pages that every page leads to at its foot: the standing pages, and the topics where there are any."""
    topics = (PageLink("Chủ đề", f"{TOPICS_FOLDER}/index.html"),) if archive.topics else ()
    return (*(PageLink(page.metadata.title, page.url) for page in archive.pages), *topics)


def set_template_globals(generator: SiteGenerator) -> None:
    """Give the templates what every page uses; called once the archive and the assets are known."""
    archive = generator.archive
    generator.env.globals.update(
        {name: generator.settings[name] for name in PAGE_SETTINGS},
        assets=generator.build.assets.value,
        sections=tuple([section.link for section in archive.sections]),
        standing=standing_links(archive),
        part=FragmentCache(generator.env),
    )


def register_generator(generator: type[Generator]) -> None:
    """Offer a generator to Pelican; `plugins.site.build` runs them in the order of ``PLUGINS``."""

    def offer(_pelican: object) -> type[Generator]:
        return generator

    offer.__module__ = generator.__module__
    # Not weak: nobody else holds the function.
    signals.get_generators.connect(offer, weak=False)
