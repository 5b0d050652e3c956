"""Two sources with one id or one address: both named, none preferred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from plugins.core.addresses import article_address, article_key, slugify
from plugins.core.article import Article
from plugins.core.problems import Problem
from plugins.core.sources import Source


def source_address(source: Source, article: Article) -> str:
    """Where a source is published, relative to the site's root: articles by date, pages at the top."""
    if source.is_page:
        return f"{slugify(article.slug or source.stem)}.html"
    return article_address(article, source.stem)


Read = Iterable[tuple[Source, Article]]
Twins = Iterator[tuple[str, str, list[str]]]


def twin_groups(read: Read) -> Twins:
    """(id or address in Vietnamese, its value, the sources that have it) wherever there is more than one."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, article in read:
        if not source.is_page or article.id:
            owners["mã", article_key(article, source.stem)].append(source.path)
        owners["địa chỉ", source_address(source, article)].append(source.path)
    return ((what, value, paths) for (what, value), paths in owners.items() if len(paths) > 1)


def find_twins(read: Read) -> Iterator[Problem]:
    """One problem a source for every id or address that another source has too; case does not tell them apart."""
    for what, value, paths in twin_groups(read):
        for path in paths:
            others = ", ".join(p for p in paths if p != path)
            rule = "trung-ma" if what == "mã" else "trung-dia-chi"
            yield Problem(path, 1, rule, f"{what} “{value}” cũng có ở {others}; hãy đổi một trong hai")


def later_twins(read: Read, published: Container[str]) -> set[str]:
    """The twins that give way: all but the one that is `published` already, else the first by its path."""
    groups = (sorted(paths, key=lambda p: (p not in published, p)) for _, _, paths in twin_groups(read))
    return {path for group in groups for path in group[1:]}
