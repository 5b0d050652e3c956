"""Two sources with one id or one address: both named, none preferred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from plugins.core.addresses import article_address, article_key, slugify
from plugins.core.article import Article
from plugins.core.problems import Problem
from plugins.core.sources import Source


def source_address(source: Source, article: Article) -> str:
    """Where a source is published, relative to the site's root: articles by date, pages at the top."""
    if source.is_page:
        return f"{slugify(article.slug or source.stem)}.html"
    return article_address(article, source.stem)


def find_twins(read: Iterable[tuple[Source, Article]]) -> Iterator[Problem]:
    """One problem a source for every id or address that another source has too; case does not tell them apart."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, article in read:
        if not source.is_page or article.id:
            owners["mã", article_key(article, source.stem)].append(source.path)
        owners["địa chỉ", source_address(source, article)].append(source.path)
    for (what, value), paths in owners.items():
        for path in paths if len(paths) > 1 else ():
            others = ", ".join(p for p in paths if p != path)
            rule = "trung-ma" if what == "mã" else "trung-dia-chi"
            yield Problem(path, 1, rule, f"{what} “{value}” cũng có ở {others}; hãy đổi một trong hai")
