"""One page of every kind, rendered from the samples.

``python -m tests.theme.sample_pages FOLDER`` writes them as a small site to look at.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pelicanconf import CONTENT_POLICY
from plugins.core.dates import parse_moment
from plugins.pages import assets
from plugins.pages.first_picture import SizedPicture
from plugins.pages.listing import SearchWithin, Steering
from plugins.pages.year_chart import year_chart
from plugins.site.fragment_cache import FragmentCache
from tests.theme.samples import (
    ARTICLES,
    BARE,
    BODY,
    CITE,
    PRESS,
    SECTION_TERMS,
    STANDING,
    STANDING_PAGES,
    TAGS,
    YEARS,
    article,
    day,
    period,
    term,
)

THEME = Path(__file__).parents[2] / "theme"
SITEURL = "https://luu-tru.example.vn"
Rendered = tuple[str, dict[str, Any]]  # a template's name and its context


def environment() -> Environment:
    """Jinja as ``pelicanconf.py`` sets it."""
    loader = FileSystemLoader(THEME / "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def context(
    env: Environment, kind: str, url: str, title: str, /, *, siteurl: str = SITEURL, **more: Any
) -> dict[str, Any]:
    """What every page gets, with the page's own values in `more`."""
    root = more.pop("root", "../" * url.count("/"))
    page = SimpleNamespace(
        kind=kind,
        title=title,
        head=title,
        description=f"{title}: trang của kho lưu trữ mẫu.",
        url=url,
        feed=more.pop("feed", ""),
        feed_title=title,
        canonical=f"{siteurl}/{url}" if siteurl else "",
    )
    words = {
        "SITENAME": "Lưu trữ Cải cách hành chính",
        "SITESUBTITLE": "Kho lưu trữ tin bài về cải cách hành chính nhà nước",
        "SITEURL": siteurl,
        "DEFAULT_LANG": "vi",
        "CONTENT_POLICY": CONTENT_POLICY,
        "sections": SECTION_TERMS,
        "standing": STANDING_PAGES,
        "assets": SimpleNamespace(
            css="theme/site.css",
            article_css="theme/article.css",
            home_css="theme/home.css",
            home_js="theme/home.js",
            js="theme/site.js",
            legacy_js="theme/legacy.js",
        ),
    }
    env.globals.update(words, part=FragmentCache(env))
    block = SimpleNamespace(articles=ARTICLES[:5], press=PRESS)
    return {"root": root, "page": page, "latest_block": block, **more}


def article_page(env: Environment, item: Any, **more: Any) -> dict[str, Any]:
    """The context of an article's page, with full lists unless `more` says otherwise."""
    values: dict[str, Any] = {
        "content": BODY + Markup("".join(f"<h2 id=muc-{n}>{n}</h2>" for n in range(1, 5))),
        "related": ARTICLES[1:11],
        "same_event": (False, True, True, *[False] * 7),
        "same_content": (),
        "same_tags": (),
        "same_period": (),
        "older": ARTICLES[11:21],
        "same_day": ARTICLES[1:3],
        "chapters": (("muc-1", "Một"), ("muc-2", "Hai"), ("muc-3", "Ba"), ("muc-4", "Bốn")),
        "minutes": 4,
        "image": SizedPicture("", 0, 0),
        "wayback": "",
        "newer": ARTICLES[1],
        "previous": ARTICLES[2],
        "day_url": "2017/11/index.html#ngay-24",
        "cite": CITE,
        "jsonld": Markup('{"@context": "https://schema.org", "@type": "NewsArticle"}'),
    }
    return context(env, "article", item.url, item.title, article=item, **{**values, **more})


def _listing(env: Environment, kind: str, url: str, heading: str, **more: Any) -> dict[str, Any]:
    stem = url.removesuffix(".html")
    numbers = [(1, url), *((10 - n, f"{stem}/trang-{n}.html") for n in (8, 7, 6, 5, 1))]
    entries = [
        SimpleNamespace(link=item, summary="Những điều đáng chú ý & <b>nổi bật</b>.") for item in ARTICLES
    ]
    values = {
        "heading": heading,
        "intro": "Tin và bài của mục này.",
        "groups": [SimpleNamespace(label="", url="", count=0, articles=entries, mark="")],
        "total": 1234,
        "place": "Trang 1 trên 9",
        "timed": False,
        "section_url": "",
        "crumbs": [],
        "steering": Steering(),
        "pages": [
            SimpleNamespace(label=str(n), url=address, current=n == 1, gap=n == 9) for n, address in numbers
        ],
        "newer_page": "",
        "older_page": f"{stem}/trang-8.html",
        "older": None,
    }
    return context(env, kind, url, heading, **{**values, **more})


def _home(env: Environment) -> Rendered:
    return "index.html", context(
        env,
        "home",
        "index.html",
        "Kho lưu trữ tin bài",
        lead=SimpleNamespace(
            link=ARTICLES[5], summary="Một câu tóm tắt. " * 12, picture=SizedPicture("anh/a.jpg", 640, 480)
        ),
        latest=ARTICLES[:5],
        press=PRESS,
        topics=SECTION_TERMS,
        chart=year_chart(YEARS),
        days="ngay-nay",
        total=35440,
    )


def _articles(env: Environment) -> Iterator[Rendered]:
    yield "article.html", article_page(env, ARTICLES[1])
    corrected = article(
        4,
        url="2017/11/dinh-chinh.html",
        correction="Bản trước ghi nhầm ngày họp.",
        modified=parse_moment("01/12/2017"),
    )
    few = {
        "related": ARTICLES[1:4],
        "same_event": (),
        "same_tags": ARTICLES[4:8],
        "same_period": ARTICLES[8:10],
        "same_content": ARTICLES[21:23],
    }
    yield "article.html", article_page(env, corrected, **few)
    yield "article.html", article_page(env, BARE, related=[], older=[], newer=None, previous=None, siteurl="")


def _listings(env: Environment) -> Iterator[Rendered]:
    section, tag, month = SECTION_TERMS[0], TAGS[2], period(2017, 11)
    above = [("Chuyên mục", "chuyen-muc/index.html")]
    yield (
        "listing.html",
        _listing(
            env,
            "section",
            section.url,
            section.name,
            section_url=section.url,
            feed=section.feed,
            crumbs=above,
        ),
    )
    two = [SimpleNamespace(link=item, summary="") for item in ARTICLES[:2]]
    short = {
        "pages": [],
        "older_page": "",
        "groups": [SimpleNamespace(label="", url="", count=0, articles=two)],
        "intro": "",
    }
    yield (
        "listing.html",
        _listing(env, "tag", tag.url, f"Thẻ: {tag.name}", crumbs=[("Thẻ", "the/index.html")], **short),
    )
    above = [("Lưu trữ theo năm", "luu-tru.html"), ("Năm 2017", "2017/index.html")]
    days = [day(n) for n in range(30, 0, -1)]
    by_day = [SimpleNamespace(label="Thứ Sáu, 24/11/2017", url="", count=2, articles=two, mark="ngay-24")]
    yield (
        "listing.html",
        _listing(
            env,
            "period",
            month.url,
            month.label,
            crumbs=above,
            steering=Steering(strip=tuple(days), strip_unit="Ngày"),
            groups=by_day,
            timed=True,
        ),
    )
    year = period(2017)
    yield (
        "year.html",
        context(
            env,
            "period",
            year.url,
            "Năm 2017",
            period=year,
            articles=[SimpleNamespace(link=item, summary="Tóm tắt.") for item in ARTICLES[:10]],
            months=year.months,
            in_sections=[period(2017)],
            in_sources=[],
            steering=Steering(
                strip=(period(2017), period(2016)),
                beside=(period(2016), None),
                unit="Năm",
                within=SearchWithin((("nam", "2017"),), "Tìm trong năm 2017"),
            ),
        ),
    )
    yield "archive.html", context(env, "periods", "luu-tru.html", "Lưu trữ theo năm", years=YEARS)


def _indexes(env: Environment) -> Iterator[Rendered]:
    words = ("n toàn", "inh tế", "ông vụ")
    letters = [
        (x, [term("tag", x + w, f"{x}-{n}", n * 7) for n, w in enumerate(words)]) for x in "AĂÂBCDĐEÊGH"
    ]
    groups = [("#", [term("tag", "35/NQ-CP", "35")]), *letters]
    yield (
        "terms.html",
        context(
            env,
            "terms",
            "the/index.html",
            "Thẻ",
            heading="Thẻ",
            groups=groups,
            kind="tag",
            letters=[],
            crumbs=[],
        ),
    )
    groups = [("", SECTION_TERMS)]
    yield (
        "terms.html",
        context(
            env,
            "terms",
            "chuyen-muc/index.html",
            "Chuyên mục",
            heading="Chuyên mục",
            groups=groups,
            kind="section",
            letters=[],
            crumbs=[],
        ),
    )


def pages(env: Environment) -> Iterator[Rendered]:
    """(template, context) of one page of every kind, and of the awkward ones."""
    yield _home(env)
    yield from _articles(env)
    yield from _listings(env)
    yield from _indexes(env)
    yield (
        "page.html",
        context(env, "page", "gioi-thieu.html", "Giới thiệu", title="Giới thiệu", content=STANDING),
    )
    yield "404.html", context(env, "error", "404.html", "Không tìm thấy trang", years=YEARS, root="/")
    yield "legacy.html", context(env, "error", "PortalPlus.aspx/index.html", "Địa chỉ cũ", years=YEARS)


def bundle(folder: str, suffix: str) -> str:
    """The theme's files of one kind as the build sends them."""
    static = THEME / "static"
    files = assets.style_files(static) if suffix == "css" else list((static / folder).glob(f"*.{suffix}"))
    return assets.bundle(files, f"site.{suffix}")[1].decode()


def article_style() -> str:
    """The style of articles as the build sends it."""
    return assets.bundle(assets.article_style_files(THEME / "static"), "article.css")[1].decode()


def write(out: Path, env: Environment) -> list[str]:
    """Write the site under `out`; returns the addresses."""
    rendered = {
        values["page"].url: env.get_template(template).render(values) for template, values in pages(env)
    }
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"></svg>'
    rendered |= {
        "theme/site.css": bundle("css", "css"),
        "theme/article.css": article_style(),
        "theme/home.css": bundle("css", "css")
        + (THEME / "static/css" / assets.HOME_STYLE).read_text("utf-8"),
        "theme/site.js": bundle("js/site", "js"),
        "theme/home.js": bundle("js/site", "js") + bundle("js/home", "js"),
        "ngay-nay/index.html": "<!DOCTYPE html><title>Ngày</title>",
        "theme/legacy.js": bundle("js/site", "js") + bundle("js/legacy", "js"),
        "anh/mau.svg": picture,
    }
    for address, text in rendered.items():
        (out / address).parent.mkdir(parents=True, exist_ok=True)
        (out / address).write_text(text, "utf-8")
    shutil.copytree(THEME / "static/img", out / "theme/img", dirs_exist_ok=True)
    return list(rendered)


if __name__ == "__main__":
    sys.stdout.write("\n".join(write(Path(sys.argv[1]), environment())) + "\n")
