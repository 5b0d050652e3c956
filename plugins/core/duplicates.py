"""Duplicates: two sources with one id or one address, both named, none preferred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from plugins.core.addresses import article_address, article_key, slugify
from plugins.core.article import Article
from plugins.core.problems import Problem
from plugins.core.sources import TOPICS_FOLDER, Source, is_topic_path


def source_address(source: Source, article: Article) -> str:
    """Where a source is published, relative to the site's root: articles by date, pages at the top, topics together."""
    if is_topic_path(source.path):
        return f"{TOPICS_FOLDER}/{slugify(article.slug or source.stem)}.html"
    if source.is_page:
        return f"{slugify(article.slug or source.stem)}.html"
    return article_address(article, source.stem)


Named = tuple[str, str, str]
"""A path, and what no other may have: the id in ``archive.jsonl`` (``""`` for a page without), the address."""
Twins = Iterator[tuple[str, str, list[str]]]


def named(source: Source, article: Article) -> Named:
    """The id and the address of a source."""
    key = article.id if source.is_page else article_key(article, source.stem)
    return source.path, key, source_address(source, article)


def duplicate_groups(read: Iterable[Named]) -> Twins:
    """(id or address in Vietnamese, its value, the sources that have it) wherever there is more than one."""
    every = list(read)
    ids = [(key, path) for path, key, _ in every if key]
    addresses = [(url, path) for path, _, url in every]
    for what, pairs in (("mã", ids), ("địa chỉ", addresses)):
        yield from ((what, value, paths) for value, paths in _shared(pairs).items())


def _shared(named: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that more than one path has, with those paths."""
    if len({name for name, _ in named}) == len(named):
        return {}  # as nearly always
    owners: dict[str, list[str]] = defaultdict(list)
    for name, path in named:
        owners[name].append(path)
    return {name: paths for name, paths in owners.items() if len(paths) > 1}


def find_duplicates(read: Iterable[Named]) -> Iterator[Problem]:
    """One problem a source for every id or address that another source has too; case does not tell them apart."""
    for what, value, paths in duplicate_groups(read):
        for path in paths:
            others = ", ".join(p for p in paths if p != path)
            rule = "trung-ma" if what == "mã" else "trung-dia-chi"
            yield Problem(path, 1, rule, f"{what} “{value}” cũng có ở {others}; hãy đổi một trong hai")


def later_duplicates(read: Iterable[Named], published: Container[str]) -> set[str]:
    """The duplicates that give way: all but the one that is `published` already, else the first by its path."""
    groups = (sorted(paths, key=lambda p: (p not in published, p)) for _, _, paths in duplicate_groups(read))
    return {path for group in groups for path in group[1:]}
