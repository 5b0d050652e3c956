"""Machine-readable files of a site: feeds, sitemaps, robots, the table of old addresses. Each rule yields problems."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from plugins.core.problems import Problem
from scripts.check_site.links import UNLINKED
from scripts.check_site.page import BuiltSite

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _problem(url: str, rule: str, said: str) -> Problem:
    return Problem(url, 0, rule, said)


def _xml(site: BuiltSite, url: str) -> Any:
    # The site's own files: entities and networks are refused all the same.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring((site.folder / url).read_bytes(), parser)


def _dead(site: BuiltSite, url: str, link: str) -> bool:
    found = site.resolve(url, link)
    return not link.startswith(site.base) or found is None or found[0] not in site.files


def _is_date(text: str | None) -> bool:
    try:
        return datetime.fromisoformat(text or "") is not None
    except ValueError:
        return False


def atom_feeds(site: BuiltSite) -> Iterator[Problem]:
    """Atom feeds are well formed, carry what RFC 4287 requires, and lead to pages of the site."""
    for url in sorted(u for u in site.files if u.startswith("feeds/") and u.endswith(".xml")):
        try:
            root = _xml(site, url)
        except etree.XMLSyntaxError as error:
            yield _problem(url, "nguon-cap-tin", f"không phải XML: {error}")
            continue
        parts = [root, *root.findall(f"{ATOM}entry")]
        for part in parts:
            missing = [
                n for n in ("id", "title", "updated") if not (part.findtext(f"{ATOM}{n}") or "").strip()
            ]
            if missing or not _is_date(part.findtext(f"{ATOM}updated")):
                yield _problem(url, "nguon-cap-tin", f"thiếu hoặc sai {', '.join(missing) or 'updated'}")
        links = [e.get("href") or "" for part in parts for e in part.findall(f"{ATOM}link")]
        yield from (
            _problem(url, "nguon-cap-tin", f"liên kết chết: {x}") for x in links if _dead(site, url, x)
        )


def json_feeds(site: BuiltSite) -> Iterator[Problem]:
    """JSON feeds are JSON Feed 1.1 and lead to pages of the site."""
    for url in sorted(u for u in site.files if u.startswith("feeds/") and u.endswith(".json")):
        try:
            feed = json.loads((site.folder / url).read_bytes())
        except ValueError as error:
            yield _problem(url, "nguon-cap-tin", f"không phải JSON: {error}")
            continue
        if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
            yield _problem(url, "nguon-cap-tin", "thiếu version hoặc title của JSON Feed 1.1")
        for item in feed.get("items", []):
            if not (item.get("id") and item.get("title")) or not _is_date(item.get("date_published")):
                yield _problem(url, "nguon-cap-tin", f"mục thiếu id, title hoặc ngày: {item.get('url')}")
            if _dead(site, url, item.get("url", "")):
                yield _problem(url, "nguon-cap-tin", f"liên kết chết: {item.get('url')}")


def sitemaps(site: BuiltSite) -> Iterator[Problem]:
    """The sitemaps name every page once, nothing that is dead, and no map holds more than is allowed."""
    listed: list[str] = []
    for entry in _xml(site, "sitemap.xml").iter(f"{MAP}loc"):
        found = site.resolve("sitemap.xml", entry.text)
        if found is None or found[0] not in site.files:
            yield _problem("sitemap.xml", "so-do-trang", f"không có {entry.text}")
            continue
        places = [e.text for e in _xml(site, found[0]).iter(f"{MAP}loc")]
        if len(places) > site.budgets.site_sitemap:
            yield _problem(found[0], "so-do-trang", f"{len(places)} địa chỉ, quá {site.budgets.site_sitemap}")
        pages = [(place, site.resolve(found[0], place)) for place in places]
        yield from (
            _problem(found[0], "so-do-trang", f"trang chết: {place}")
            for place, page in pages
            if page is None or page[0] not in site.files
        )
        listed += [page[0] for _, page in pages if page]
    every = {url for url in site.files if url.endswith(".html")} - {"404.html"}
    for url in sorted(every - set(listed)):
        if b'<meta name="robots" content="noindex">' in (site.folder / url).read_bytes():
            continue  # a former address, the editor
        yield _problem(url, "so-do-trang", "không có trong sơ đồ trang")
    if len(listed) != len(set(listed)):
        yield _problem("sitemap.xml", "so-do-trang", f"{len(listed) - len(set(listed))} địa chỉ ghi hai lần")


def old_addresses(site: BuiltSite) -> Iterator[Problem]:
    """Every number of the old portal leads to a page, in the whole table, in its part and in nginx's map."""
    table = json.loads((site.folder / "dia-chi-cu.json").read_bytes())
    rules = (site.folder / "dia-chi-cu.nginx.map").read_text(encoding="utf-8")
    mapped = dict(line.split(" ", 1)[::-1] for line in rules.splitlines() if line.startswith("~"))
    parts: dict[str, str] = {}
    for url in sorted(u for u in site.files if u.startswith("dia-chi-cu/")):
        raw = (site.folder / url).read_bytes()
        parts |= json.loads(raw)
        if len(raw) > site.budgets.site_legacy_part:
            yield _problem(url, "dia-chi-cu", f"{len(raw)} byte, quá {site.budgets.site_legacy_part}")
    for key, url in table.items():
        if url not in site.files:
            yield _problem("dia-chi-cu.json", "dia-chi-cu", f"số {key} dẫn tới trang không có: {url}")
        if parts.get(key) != url or f"{key}/?" not in mapped.get(f"{site.base_path}{url};", ""):
            yield _problem(
                "dia-chi-cu.json", "dia-chi-cu", f"số {key} thiếu trong một bảng con hoặc bảng nginx"
            )


def export(site: BuiltSite) -> Iterator[Problem]:
    """`archive.jsonl` names every article of the site and no other."""
    with (site.folder / "archive.jsonl").open(encoding="utf-8") as lines:
        urls = [json.loads(line)["url"].removeprefix("/") for line in lines]
    yield from (_problem("archive.jsonl", "du-lieu", f"không có /{u}") for u in urls if u not in site.files)


def doors(site: BuiltSite) -> Iterator[Problem]:
    """robots.txt lets everyone in; OpenSearch has a template; pages nobody links to are there."""
    if "Allow: /" not in (site.folder / "robots.txt").read_text(encoding="utf-8"):
        yield _problem("robots.txt", "robots", "phải cho phép mọi trang")
    template = _xml(site, "opensearch.xml").find(".//{*}Url")
    if template is None or "{searchTerms}" not in template.get("template", ""):
        yield _problem("opensearch.xml", "opensearch", "thiếu mẫu địa chỉ tìm kiếm")
    for url in sorted(UNLINKED - site.files):
        yield _problem(url, "thieu-trang", "trang này phải có")


RULES: tuple[Callable[[BuiltSite], Iterator[Problem]], ...] = (
    atom_feeds,
    json_feeds,
    sitemaps,
    old_addresses,
    export,
    doors,
)
NEEDED = (
    "sitemap.xml",
    "dia-chi-cu.json",
    "dia-chi-cu.nginx.map",
    "archive.jsonl",
    "robots.txt",
    "opensearch.xml",
)


def machine_problems(site: BuiltSite) -> list[Problem]:
    """Everything wrong with what machines read; a missing file is named and ends the rest."""
    missing = [_problem(name, "thieu-tep", "tệp này phải có") for name in NEEDED if name not in site.files]
    return missing or [problem for rule in RULES for problem in rule(site)]
