"""Rules for one page's markup: each yields (rule, sentence), and its docstring is the rule."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from scripts.check_site.page import BuiltPage, BuiltSite

Found = Iterator[tuple[str, str]]
Rule = Callable[[BuiltPage, BuiltSite], Found]
# Circular 24/2011/TT-BTTTT, article 4: title, creator, date, description, publisher, identifier.
DUBLIN_CORE = ("title", "creator", "date", "description", "publisher", "identifier")
LIGHT_KINDS = {
    "article"
}  # kinds with the smaller weight; all others have the larger one and a limit of nodes


def head(page: BuiltPage, site: BuiltSite) -> Found:
    """Language, one title within its length, a description, a kind."""
    if not page.root.get("lang"):
        yield "ngon-ngu", "thẻ html không có lang"
    if not page.title or len(page.title) > site.budgets.page_title:
        yield "tieu-de", f"title dài {len(page.title)} ký tự, phải từ 1 đến {site.budgets.page_title}"
    for name in ("description", "page-kind", "viewport", "og:title", "og:description"):
        if len([v for v in page.metas(name) if v.strip()]) != 1:
            yield "mo-ta", f"phải có đúng một thẻ meta {name}, và có nội dung"


def policy(page: BuiltPage, site: BuiltSite) -> Found:
    """A policy that allows nothing inline and nothing foreign, and a page that keeps it."""
    policies = page.metas("Content-Security-Policy")
    if not policies or "default-src 'none'" not in policies[0] or "unsafe" in policies[0]:
        yield "csp", "chính sách nội dung phải có default-src 'none' và không có unsafe"
    for element in page.elements:
        inline = [a for a in element.attrib if a == "style" or a.startswith("on")]
        if inline:
            yield "csp", f"thuộc tính {inline[0]} trong thẻ {element.tag}"
        if element.tag == "style":
            yield "csp", "thẻ style trong trang"
        if (
            element.tag == "script"
            and not element.get("src")
            and element.get("type") != "application/ld+json"
        ):
            yield "csp", "mã lệnh viết ngay trong trang"
    foreign = [r for r in page.resources if urlsplit(r).netloc and not r.startswith(site.base)]
    if foreign:
        yield "ben-thu-ba", f"trang tải {foreign[0]}"


def structure(page: BuiltPage, site: BuiltSite) -> Found:
    """Ids once, one first heading, no skipped levels, the skip link first, one main."""
    del site
    for name in sorted(name for name, times in Counter(page.ids).items() if times > 1):
        yield "trung-id", f"id “{name}” có nhiều lần"
    levels = [
        int(e.tag[1]) for e in page.elements if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()
    ]
    if levels.count(1) != 1 or levels[0] != 1 or any(b > a + 1 for a, b in pairwise(levels)):
        yield "de-muc", f"các đề mục phải mở đầu bằng h1 duy nhất và xuống từng bậc: {levels}"
    first = next((e for e in page.elements if e.tag in ("a", "button", "input", "summary")), None)
    if first is None or not (first.get("href") or "").startswith("#"):
        yield "lien-ket-bo-qua", "liên kết bỏ qua phần đầu trang phải đứng trước hết"
    if sum(e.tag == "main" for e in page.elements) != 1:
        yield "vung-chinh", "trang phải có đúng một thẻ main"


def pictures(page: BuiltPage, site: BuiltSite) -> Found:
    """A picture has words in its place and holds its place before it is there."""
    del site
    for image in (e for e in page.elements if e.tag == "img"):
        if image.get("alt") is None:
            yield "hinh", f"hình {image.get('src')} không có alt"
        if not (image.get("width") and image.get("height")):
            yield "hinh", f"hình {image.get('src')} không có kích thước"


def _words(page: BuiltPage) -> int:
    """Bytes on the wire of an article's own text."""
    text = "".join(body.text_content() for body in page.root.xpath('//article//*[@class="body"]'))
    return len(gzip.compress(text.encode("utf-8"), 6, mtime=0))


def weight(page: BuiltPage, site: BuiltSite) -> Found:
    """Bytes on the wire, requests and elements are within the budget."""
    light = page.kind in LIGHT_KINDS
    assets = [r for r in page.resources if urlsplit(r).path.endswith((".css", ".js"))]
    found = (site.resolve(page.url, asset) for asset in assets)
    total = page.size() + sum(site.sizes.get(f[0], 0) for f in found if f)
    limit = site.budgets.weight_article if light else site.budgets.weight_page
    if light and total > limit:
        limit += max(0, _words(page) - site.budgets.weight_text)
    if total > limit:
        yield "dung-luong", f"{total} byte gzip kể cả kiểu dáng và mã lệnh, quá {limit}"
    photos = {e.get("src") for e in page.elements if e.tag == "img"}
    requests = 1 + len({r for r in page.resources if r not in photos})
    # The search page also fetches where its index is.
    if page.kind != "search" and requests > site.budgets.page_requests:
        yield "so-luot-tai", f"{requests} lượt tải, quá {site.budgets.page_requests}"
    if not light and len(page.elements) > site.budgets.page_nodes:
        yield "so-phan-tu", f"{len(page.elements)} phần tử, quá {site.budgets.page_nodes}"


def blocks(page: BuiltPage, site: BuiltSite) -> Found:
    """Latest news once on an article and on the home page, never twice, dated; related articles on every article."""
    del site
    wanted = {"latest": page.kind in ("article", "home"), "related": page.kind == "article"}
    for name, needed in wanted.items():
        found = page.root.xpath("//*[@data-block=$n]", n=name)
        if len(found) > 1 or (needed and not found):
            yield "khoi", f"phải có đúng một khối {name}"
        elif found and found[0].xpath(".//li[not(.//time[@datetime])]"):
            yield "khoi", f"khối {name} có mục không ghi ngày"


def structured_data(page: BuiltPage, site: BuiltSite) -> Found:
    """JSON-LD is JSON, and an article's names the article, its date and its way from the top."""
    graphs = []
    for script in page.root.xpath('//script[@type="application/ld+json"]'):
        try:
            graphs.append(json.loads(script.text or ""))
        except ValueError as error:
            yield "json-ld", f"không phải JSON: {error}"
    if page.kind != "article":
        return
    items = {item.get("@type"): item for graph in graphs for item in graph.get("@graph", [graph])}
    told = items.get("NewsArticle") or items.get("Article")  # what the archive wrote itself is no news
    if not told or "BreadcrumbList" not in items:
        yield "json-ld", "bài phải có NewsArticle (hay Article) và BreadcrumbList"
        return
    missing = [k for k in ("headline", "datePublished", "author", "publisher") if not told.get(k)]
    if missing:
        yield "json-ld", f"bài thiếu {', '.join(missing)}"
    places = [step.get("position") for step in items["BreadcrumbList"].get("itemListElement", [])]
    if places != list(range(1, len(places) + 1)) or len(places) < 2:
        yield "json-ld", f"BreadcrumbList đánh số sai: {places}"
    del site


def dublin_core(page: BuiltPage, site: BuiltSite) -> Found:
    """An article carries the six elements that circular 24/2011/TT-BTTTT requires."""
    del site
    if page.kind == "article":
        missing = [name for name in DUBLIN_CORE if not page.metas(f"DC.{name}")]
        if missing:
            yield "dublin-core", f"thiếu DC.{', DC.'.join(missing)}"


RULES: tuple[Rule, ...] = (
    head,
    policy,
    structure,
    pictures,
    weight,
    blocks,
    structured_data,
    dublin_core,
)


def examine(page: BuiltPage, site: BuiltSite) -> list[tuple[str, str]]:
    """Everything that is wrong with one page's markup."""
    return [found for rule in RULES for found in rule(page, site)]
