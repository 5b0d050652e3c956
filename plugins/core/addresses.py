"""Addresses of the archive: portable, unique, never changing once published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from plugins.core.article import Article
from plugins.core.text import fold

SLUG_LIMIT = 80  # bytes; the slugs are ASCII
# Names that Windows reserves for devices, whatever the extension.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# …/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/ and the same address once a server has escaped it.
_PLACE = re.compile(r"(?:^|/)bai-viet/((?:19|20)\d\d)/(0[1-9]|1[0-2])/([^/]+)\.md$")
_ARCHIVED = re.compile(r"(?:^|/)((?:19|20)\d\d/(?:0[1-9]|1[0-2])/[A-Za-z0-9-]+)(?:\.html|/)?(?:[?#]\S*)?$")
_LEGACY = re.compile(
    r"(?:PortalPlus\.aspx)(?:\?|%3F)/?[\w-]+/News/(?:[\d/]*/)?(\d+)/?(?:[#&].*)?$", re.IGNORECASE
)


def _cut(slug: str, limit: int) -> str:
    if len(slug) <= limit:
        return slug
    head = slug[: limit + 1].rpartition("-")[0]
    return head or slug[:limit]


@lru_cache(maxsize=1 << 17)
def slugify(text: str, limit: int = SLUG_LIMIT) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word to `limit` bytes; never empty.

    Letters without an ASCII base (other scripts) are dropped; what is left of nothing is ``bai``.
    """
    slug = _cut(_NOT_SLUG.sub("-", fold(text)).strip("-"), limit) or "bai"
    return f"{slug}-bai" if _DEVICES.fullmatch(slug) else slug


def _slug_of(article: Article, stem: str) -> str:
    """The slug that lasts: written by hand, else kept by the file's name, else made from the title."""
    if article.slug:
        return slugify(article.slug)
    suffix = f"-{article.id}"
    if article.id and not stem.lower().endswith(suffix):
        return slugify(article.title)
    return slugify(stem.lower().removesuffix(suffix) if article.id else stem)


def article_name(article: Article, stem: str) -> str:
    """The last part of an article's address without ``.html``: ``<slug>-<id>``, or the slug alone without id.

    `stem` is the source file's name without ``.md``. A file named ``<slug>-<id>.md`` keeps its slug when the
    title is corrected later: addresses never change once published.
    """
    slug = _slug_of(article, stem)
    return f"{slug}-{article.id}" if article.id else slug


def article_address(article: Article, stem: str) -> str:
    """Address of an article relative to the site's root: ``2017/11/<slug>-<id>.html``."""
    if article.date is None:
        raise ValueError(f"an article without a date has no address: {stem}")
    when = article.date.when
    return f"{when.year:04}/{when.month:02}/{article_name(article, stem)}.html"


def former_address(path: str, article: Article) -> str:
    """The address of an article before its date, slug or id was changed: what the name and folder of its file say.

    Empty where the file does not lie where `make new` or the converter puts it, or says what the article says.
    """
    match = _PLACE.search(path)
    stem = match[3].lower() if match else ""
    if match is None or article.date is None or (article.id and not stem.endswith(f"-{article.id}")):
        return ""
    name = f"{slugify(stem.removesuffix(f'-{article.id}'))}-{article.id}" if article.id else slugify(stem)
    former = f"{match[1]}/{match[2]}/{name}.html"
    return "" if former == article_address(article, match[3]) else former


def archived_address(written: str) -> str:
    """The address of an article, relative to the site's root, in whatever way it was copied; ``""`` where none is.

    With the site's own address before it or without, with ``.html`` or as hosts show it without.
    """
    match = _ARCHIVED.search(written.strip())
    return f"{match[1].lower()}.html" if match else ""


def former_addresses(path: str, article: Article) -> Iterator[str]:
    """Where an article was before: what its file's place says, and its ``Địa chỉ cũ``; never where it is now."""
    if placed := former_address(path, article):
        yield placed
    if article.former and article.date is not None:
        now = article_address(article, PurePosixPath(path).stem)
        said = dict.fromkeys(map(archived_address, article.former))
        yield from (url for url in said if url and url not in (now, placed))


def article_key(article: Article, stem: str) -> str:
    """The id of an article in ``archive.jsonl``: its ``Mã``, or its slug where it has none."""
    return article.id or _slug_of(article, stem)


def legacy_key(url: str) -> str | None:
    """The article id in an address of the legacy portal, None where the address is not one of an article."""
    match = _LEGACY.search(url.strip())
    return match[1] if match else None
