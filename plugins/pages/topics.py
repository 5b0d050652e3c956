"""Topic pages: an introduction written by hand (``content/chu-de/<slug>.md``) with the articles of the topic by year.

An article belongs to a topic whose ``Thẻ`` it carries; one without tags, as many legacy ones, where its title names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from plugins.core.sources import TOPICS_FOLDER
from plugins.core.text import tone_key
from plugins.html.link_placeholders import Targets, resolve_placeholders
from plugins.pages.link_resolver import LinkTable
from plugins.pages.listing import ListGroup
from plugins.pages.year_chart import Bar, year_chart
from plugins.site.archive import ArchivedArticle, entries
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.source_record import SourceRecord
from plugins.site.views import PageHead, PeriodSummary, TermLink, TermSummary
from plugins.site.writer import ArchiveWriter

INDEX = f"{TOPICS_FOLDER}/index.html"
SHOWN = 75  # articles on a topic's page: about 600 elements, 16 kB gzip; of more, so many of each year
LEAST = 3  # articles of each year that stand there in any case
_OWNER = "plugins.pages.topics"
_DESCRIPTION = "Những chủ đề của cải cách hành chính, mỗi chủ đề có lời giới thiệu và các bài theo từng năm."


@dataclass(frozen=True, slots=True)
class TopicInputs(PageInputs):
    """A topic: its text is that of the reading with this `reading`; `years` have its articles, `terms` lead to more."""

    page: PageHead
    title: str
    reading: str
    targets: Targets
    total: int
    chart: tuple[Bar, ...]
    years: tuple[ListGroup, ...]
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class TopicsInputs(PageInputs):
    """The index of topics: each with its number of articles and its summary."""

    page: PageHead
    topics: tuple[TermSummary, ...]


class TopicGenerator(SiteGenerator):
    """Writes a page for each topic, and their index where there are any."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: a handful of pages through the incremental writer."""
        self.links = LinkTable(self.archive, self.content, writer, self.build.pictures.value)
        writer.write_pages(self._pages(), lambda _: None)

    def _pages(self) -> Iterator[Page]:
        topics = sorted(self.archive.topics, key=lambda topic: topic.metadata.title)
        members = members_of(topics, self.archive.articles)
        for topic, articles in zip(topics, members, strict=True):
            yield self._topic(topic, articles)
        if topics:
            summaries = [
                TermSummary(topic.metadata.title, topic.url, len(articles), topic.metadata.summary)
                for topic, articles in zip(topics, members, strict=True)
            ]
            head = self.page_head("topics", "Chủ đề", INDEX, _DESCRIPTION)
            yield self.make_page(INDEX, "topics", TopicsInputs(head, tuple(summaries)), _OWNER)

    def _topic(self, topic: SourceRecord, articles: Sequence[ArchivedArticle]) -> Page:
        title = topic.metadata.title
        years = timeline(topic.url, articles)
        inputs = TopicInputs(
            page=self.page_head("topic", title, topic.url, topic.description),
            title=title,
            reading=topic.digest,
            targets=self.links.targets(topic.reading.links, topic.path),
            total=len(articles),
            chart=year_chart([PeriodSummary(year.label, year.url, year.count) for year in years]),
            years=tuple(years),
            terms=tuple([tag.link for tag in self.archive.tags if tag.name in topic.metadata.tags]),
        )
        return self.make_page(topic.url, "topic", inputs, topic.path, self._derive)

    def _derive(self, inputs: TopicInputs) -> Mapping[str, Any]:
        html = dict(self.archive.html([inputs.reading]))[inputs.reading]
        return {"content": Markup(resolve_placeholders(html, inputs.targets))}  # noqa: S704  # sanitised in plugins.html.rendering


def members_of(
    topics: Sequence[SourceRecord], articles: Sequence[ArchivedArticle]
) -> list[list[ArchivedArticle]]:
    """The articles of each topic, newest first."""
    wanted = [{tone_key(tag) for tag in topic.metadata.tags} for topic in topics]
    found: list[list[ArchivedArticle]] = [[] for _ in topics]
    if not any(wanted):
        return found
    phrases = sorted(set[str]().union(*wanted), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")
    for article in articles:
        own = [tone_key(tag.name) for tag in article.tags]
        keys = {*(own or named.findall(tone_key(article.title)))}
        for tags, members in zip(wanted, found, strict=True):
            if tags & keys:
                members.append(article)
    return found


def timeline(url: str, articles: Sequence[ArchivedArticle]) -> list[ListGroup]:
    """The years of a topic, newest first, each with the newest of its articles as far as there is room."""
    by_year = [
        (year, list(some)) for year, some in groupby(articles, key=lambda article: article.date.when.year)
    ]
    room = len(articles) if len(articles) <= SHOWN else max(LEAST, SHOWN // len(by_year))
    return [
        ListGroup(f"{year:04}", f"{url}#nam-{year:04}", len(some), entries(some[:room]))
        for year, some in by_year
    ]


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(TopicGenerator)
