"""One record → one article, a refusal or a named failure: a pure function of the page's bytes and the
survey.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plugins.core.addresses import legacy_key
from plugins.core.article import Article
from plugins.core.dates import DateError, Moment, parse_moment
from plugins.core.text import tidy
from scripts.convert.content.credits import marked_byline, whole_byline
from scripts.convert.content.extraction import Located, Refusal
from scripts.convert.content.generic import locate
from scripts.convert.content.profile import choose_profile, locate_by
from scripts.convert.content.stray_images import REASON as OUTSIDE
from scripts.convert.content.stray_images import pictures_outside
from scripts.convert.dom.line_scanner import scan
from scripts.convert.dom.mentions import mentions
from scripts.convert.dom.site_statistics import Facts, Survey, address_key, facts_of
from scripts.convert.dom.tree import Element, Lengths, parse, strip_unread, text_of
from scripts.convert.fields.front_matter_lines import find_lead, lift, set_headings
from scripts.convert.fields.metadata import read_metadata
from scripts.convert.job.results import Account, Loss, Result, article_path
from scripts.convert.limits import ADDRESS, ARTICLE_BYTES, STUMBLES, BeyondError, beyond
from scripts.convert.markdown.assets import RELATIVE, address_rest, wanted_files
from scripts.convert.markdown.blocks import Block, walk
from scripts.convert.markdown.figures import attach_captions
from scripts.convert.markdown.html_to_blocks import Reader
from scripts.convert.markdown.serializer import render
from scripts.convert.sources.records import Record
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.urls import joined, unreadable

_TOO_LONG = f"bài dài hơn {ARTICLE_BYTES // 10**6} MB, kho không nhận; hãy tách trang gốc thành nhiều trang"
_ID = re.compile(r"[0-9]{1,15}")  # longer ones, and other digits, make no name of a file
_ID_IN_URL = re.compile(
    r"[?&](?:id|newsid|articleid|itemid|nid|aid|tinid|idtin|catid_id|contentid|postid|p)=([0-9]{2,12})(?:&|$)"
    r"|(?:^|[-/_.a-z])([0-9]{3,15})(?:/?(?:\.\w{2,5})?/?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a run's conversions share: the forced profile ("" to choose, "none") and the survey."""

    site: str = ""
    survey: Survey = field(default_factory=Survey)


def _tree(data: bytes, record: Record) -> tuple[Element | None, str, int]:
    decoded = decode(data, record.content_type)
    return parse(decoded.text, decoded.charset), decoded.charset, decoded.replaced


def page_facts(data: bytes, record: Record, site: str) -> Facts | None:
    """What a page adds to the survey; None where a profile reads it, or nothing can."""
    try:
        root, _, _ = _tree(data, record)
        if root is None or choose_profile(root, record.url, site) is not None:
            return None
        strip_unread(root)
        return facts_of(scan(root, Lengths()))
    except (*STUMBLES, MemoryError):
        return None


def convert_record(data: bytes, record: Record, context: Context) -> Result:
    """Convert one page; never raises for what is in the page."""
    result = Result(record.source, "failed", hashlib.sha256(data).hexdigest(), record.url)
    if record.status != 200:
        result.status, result.reason = "refused", f"máy chủ trả lời {record.status}, không phải bài viết"
        return result
    try:
        return _convert(data, record, context, result)
    except (*STUMBLES, MemoryError) as error:
        return stumbled(record, error, result.sha256)


def stumbled(record: Record, error: BaseException, sha256: str = "") -> Result:
    """The named failure of a page over which the converter stumbled, or that goes beyond a bound."""
    bound = beyond(error)
    reason = bound or f"lỗi khi chuyển đổi ({type(error).__name__}: {str(error)[:120]})"
    return Result(record.source, "failed", sha256, record.url, reason, aside=bool(bound))


def _convert(data: bytes, record: Record, context: Context, result: Result) -> Result:
    root, result.charset, replaced = _tree(data, record)
    if root is None:
        result.status, result.reason = "refused", "trang trống"
        return result
    lengths = Lengths()
    found = _locate(root, record, context, result, lengths)
    result.mentions = mentions(root, result.url, lengths)
    if isinstance(found, Refusal):
        result.status, result.reason = "refused", found.reason
        return result
    result.losses += [
        Loss(f"ảnh {joined(result.url, source)}", 0, OUTSIDE)
        for source in pictures_outside(root, found.title, found.body, lengths)
    ]
    if replaced:
        result.losses.append(Loss("ký tự", replaced, "byte hỏng, không giải mã được"))
    return _compose(found, record, result, lengths)


def _locate(
    root: Element, record: Record, context: Context, result: Result, lengths: Lengths
) -> Located | Refusal:
    profile = choose_profile(root, record.url, context.site)
    meta = read_metadata(root)
    url = _address(root, record.url or meta.url)
    result.url = "" if unreadable(url) else url
    strip_unread(root)
    if profile is not None:
        result.url = joined(profile.base, result.url) if result.url else ""
        found = locate_by(profile, root)
        if found is not None:
            result.profile = profile.name
            return found
        result.notes.append(f"hồ sơ {profile.name} không khớp trang này; đã dùng cách chung")
    return locate(root, scan(root, lengths), meta, result.url, context.survey)


def _address(root: Element, url: str) -> str:
    """The page's address; a form that posts to an article's own address tells it where nothing else does."""
    if url:
        return url
    actions = (form.get("action") or "" for form in root.iter("form"))
    return next((a for a in actions if legacy_key(a)), "")


def article_id(url: str, source: str) -> str:
    """The id in an address; without one, a short hash that stays the same as long as the address does."""
    if (key := legacy_key(url)) and _ID.fullmatch(key):
        return key
    if match := _ID_IN_URL.search(url.partition("#")[0]):
        return match[1] or match[2]
    return "t" + hashlib.sha256((address_key(url) or source).encode()).hexdigest()[:9]


def _compose(found: Located, record: Record, result: Result, lengths: Lengths) -> Result:
    reader = Reader(_base(result.url), found.skip, found.cut, lengths)
    total = sum(lengths[e] for e in found.body)
    blocks = [b for element in found.body for b in reader.read(element)]
    blocks = attach_captions(blocks)
    marked = marked_byline(found)
    lifted = lift(blocks, found.title, marked, found.stamp.raw if found.stamp else "")
    byline = whole_byline(marked, lifted.byline)
    lead = find_lead(lifted.blocks, text_of(found.lead) if found.lead is not None else "")
    set_headings(lifted.blocks, lead)
    date, captured = _dates(found, record, result)
    article = Article(
        title=tidy(found.title),
        date=date,
        id=article_id(result.url, record.source),
        section=tidy(found.section),
        tags=found.tags,
        authors=byline.authors,
        photographers=byline.photographers,
        source=byline.source,
        summary=lead,
        original_url=result.url,
        captured=captured,
        sha256=result.sha256,
    )
    result.path = article_path(article)
    address_rest(lifted.blocks)
    result.wanted = wanted_files(lifted.blocks)
    result.article = replace(article, body=render(lifted.blocks))
    if len(result.text.encode()) > ARTICLE_BYTES:
        raise BeyondError(_TOO_LONG)
    result.status, result.byline = "article", byline.raw
    result.date_raw = found.stamp.raw if found.stamp else ""
    result.losses += [
        Loss(reason, chars, "không thuộc bài viết") for reason, chars in reader.dropped if chars
    ]
    result.losses += [
        Loss(reason, 0, "không mang nội dung")
        for reason, chars in reader.dropped
        if not chars and "trang trí" in reason
    ]
    result.account = Account(
        total,
        sum(b.length for b in lifted.blocks),
        sum(n for _, n in lifted.moved),
        sum(n for _, n in reader.dropped),
    )
    result.links = dict(_links(lifted.blocks, result.url))
    result.notes += found.notes
    return _judged(result)


def _judged(result: Result) -> Result:
    if result.article is not None and not result.article.body:
        result.status, result.reason, result.article, result.path = (
            "failed",
            "thân bài trống sau khi chuyển đổi",
            None,
            "",
        )
    elif result.account is not None and not result.account.closes:
        result.notes.append("sổ ký tự không khép: hãy báo lỗi của bộ chuyển đổi")
    if result.article is not None and result.article.date is None:
        result.notes.append(
            "không rõ ngày đăng: hãy bổ sung dòng “Ngày” rồi chuyển bài vào thư mục năm, tháng"
        )
    return result


def _base(url: str) -> str:
    return url if "://" in url else ""


def _captured(record: Record, found: Located) -> Moment | None:
    if record.captured:
        try:
            return parse_moment(record.captured)
        except DateError:
            return None
    return found.clock.moment if found.clock else None


def _dates(found: Located, record: Record, result: Result) -> tuple[Moment | None, Moment | None]:
    """(publication, capture); a publication after its capture is not one."""
    captured = _captured(record, found)
    if found.stamp is None:
        return None, captured
    if captured is not None and found.stamp.moment.when.date() > captured.when.date():
        result.notes.append(f"ngày “{found.stamp.raw}” sau ngày lưu trang nên không dùng")
        return None, captured
    return found.stamp.moment, captured


def _links(blocks: list[Block], own: str) -> Iterator[tuple[str, str]]:
    """(address, key) of every link that may lead to another article."""
    for block in walk(blocks):
        cells = [s for row in block.rows for cell in row for s in cell.segments]
        for segment in (*block.segments, *cells):
            if len(segment.href) > ADDRESS or not segment.href.startswith(("http:", "https:", RELATIVE)):
                continue
            if (key := address_key(segment.href.removeprefix(RELATIVE))) != address_key(own):
                yield segment.href, key
