"""Extraction of one record: an article, a refusal or a named failure; pure in the page's bytes and the statistics."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plugins.core.article import Article
from plugins.core.dates import DateError, Moment, parse_moment
from plugins.core.text import tidy
from scripts.convert.content.credits import complete_byline, marked_byline
from scripts.convert.content.extraction import Extraction, Refusal
from scripts.convert.content.generic import extract_generic
from scripts.convert.content.page_account import (
    BLOCK,
    CHROME,
    FIELD,
    LOST,
    LOST_REASON,
    BesideText,
    account_beside,
)
from scripts.convert.content.profile import choose_profile, extract_by_profile
from scripts.convert.content.stray_images import REASON as OUTSIDE
from scripts.convert.content.stray_images import stray_images
from scripts.convert.dom.line_scanner import scan_bare_lines, scan_lines
from scripts.convert.dom.lines import PageLines
from scripts.convert.dom.mentions import find_mentions
from scripts.convert.dom.site_statistics import PageStatistics, SiteStatistics, address_key, page_statistics
from scripts.convert.dom.tree import Element, TextLengths, base_of, parse, strip_unread, text_of
from scripts.convert.fields.front_matter_lines import find_lead, separate_front_matter, set_headings
from scripts.convert.fields.metadata import read_metadata
from scripts.convert.job.identity import article_id, base_address, page_address, same_article
from scripts.convert.job.results import Account, Loss, Result, article_path
from scripts.convert.limits import ADDRESS, ARTICLE_BYTES, PAGE_ERRORS, LimitError, limit_exceeded
from scripts.convert.markdown.assets import RELATIVE, linked_files, mark_relative_urls
from scripts.convert.markdown.blocks import Block, walk
from scripts.convert.markdown.figures import attach_captions
from scripts.convert.markdown.html_to_blocks import BlockReader
from scripts.convert.markdown.serializer import render
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.urls import join_url, url_fault

_TOLD = 100  # characters of a lost text that the report says
_TOO_LONG = f"bài dài hơn {ARTICLE_BYTES // 10**6} MB, kho không nhận; hãy tách trang gốc thành nhiều trang"


@dataclass(frozen=True, slots=True)
class Context:
    """What a run's conversions share: the forced profile ("" to choose, "none") and the site statistics."""

    site: str = ""
    statistics: SiteStatistics = field(default_factory=SiteStatistics)


def _tree(data: bytes, record: CaptureRecord) -> tuple[Element | None, str, int]:
    decoded = decode(data, record.content_type)
    return parse(decoded.text, decoded.charset), decoded.charset, decoded.replaced


def statistics_of_record(data: bytes, record: CaptureRecord, site: str) -> PageStatistics | None:
    """What a page adds to the site statistics; None where a profile reads it, or nothing can."""
    try:
        root, _, _ = _tree(data, record)
        if root is None or choose_profile(root, record.url, site) is not None:
            return None
        strip_unread(root)
        return page_statistics(scan_bare_lines(root))
    except (*PAGE_ERRORS, MemoryError):
        return None


def convert_record(data: bytes, record: CaptureRecord, context: Context) -> Result:
    """Convert one page; never raises for what is in the page."""
    result = Result(record.source, "failed", hashlib.sha256(data).hexdigest(), record.url)
    if record.status != 200:
        result.status, result.reason = "refused", f"máy chủ trả lời {record.status}, không phải bài viết"
        return result
    try:
        return _convert(data, record, context, result)
    except (*PAGE_ERRORS, MemoryError) as error:
        return failed_result(record, error, result.sha256)


def failed_result(record: CaptureRecord, error: BaseException, sha256: str = "") -> Result:
    """The named failure of a page over which the converter failed, or that goes beyond a bound."""
    bound = limit_exceeded(error)
    reason = bound or f"lỗi khi chuyển đổi ({type(error).__name__}: {str(error)[:120]})"
    return Result(record.source, "failed", sha256, record.url, reason, aside=bool(bound))


def _convert(data: bytes, record: CaptureRecord, context: Context, result: Result) -> Result:
    root, result.charset, replaced = _tree(data, record)
    if root is None:
        result.status, result.reason = "refused", "trang trống"
        return result
    lengths = TextLengths()
    declared = base_of(root)
    found, page = _locate(root, record, context, result, lengths)
    base = base_address(result.url, declared)
    result.mentions = find_mentions(root, base or result.url, lengths)
    if isinstance(found, Refusal):
        result.status, result.reason = "refused", found.reason
        return result
    result.losses += [
        Loss(f"ảnh {join_url(base or result.url, source)}", 0, OUTSIDE)
        for source in stray_images(root, found.title, found.body, lengths)
    ]
    if replaced:
        result.losses.append(Loss("ký tự", replaced, "byte hỏng, không giải mã được"))
    beside = account_beside(page, found, context.statistics)
    return _build_article(found, record, result, BlockReader(base, found.skip, found.cut, lengths), beside)


def _locate(
    root: Element, record: CaptureRecord, context: Context, result: Result, lengths: TextLengths
) -> tuple[Extraction | Refusal, PageLines]:
    profile = choose_profile(root, record.url, context.site)
    meta = read_metadata(root)
    url = page_address(root, record.url or meta.url)
    result.url = "" if url_fault(url) else url
    result.canonical = same_article(result.url, meta.canonical)
    strip_unread(root)
    page = scan_lines(root, lengths)
    if profile is not None:
        result.url = join_url(profile.base, result.url) if result.url else ""
        found = extract_by_profile(profile, root)
        if found is not None:
            result.profile = profile.name
            return found, page
        result.notes.append(f"hồ sơ {profile.name} không khớp trang này; đã dùng cách chung")
    return extract_generic(root, page, meta, result.url, context.statistics), page


def _build_article(
    found: Extraction, record: CaptureRecord, result: Result, reader: BlockReader, beside: BesideText
) -> Result:
    total = sum(reader.lengths[e] for e in found.body)
    page_length = reader.lengths[found.body[0].getroottree().getroot()]
    blocks = attach_captions([b for element in found.body for b in reader.read(element)])
    marked = marked_byline(found)
    result.date_raw = found.date.raw if found.date else ""
    separated = separate_front_matter(blocks, found.title, marked, result.date_raw)
    byline = complete_byline(marked, separated.byline)
    lead = find_lead(separated.blocks, text_of(found.lead) if found.lead is not None else "")
    set_headings(separated.blocks, lead)
    date, captured = _dates(found, record, result)
    article = Article(
        title=tidy(found.title),
        date=date,
        id=article_id(result.canonical or result.url, record.source),
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
    mark_relative_urls(separated.blocks)
    result.linked_files = linked_files(separated.blocks)
    result.embedded = dict(reader.embedded)
    result.article = replace(article, body=render(separated.blocks))
    if len(result.text.encode()) > ARTICLE_BYTES:
        raise LimitError(_TOO_LONG)
    result.status, result.byline = "article", byline.raw
    result.losses += _losses(reader.dropped)
    result.losses += [Loss(f"“{_beginning(text)}”", chars, LOST_REASON) for text, chars in beside.lost]
    result.beside = [Loss(what, chars, kind) for (kind, what), chars in beside.named.items()]
    result.account = Account(
        page=page_length,
        body=total,
        emitted=sum(b.length for b in separated.blocks),
        fields=sum(n for _, n in separated.moved),
        dropped=sum(n for _, n in reader.dropped),
        named=beside.chars[FIELD],
        chrome=beside.chars[CHROME],
        blocks=beside.chars[BLOCK],
        lost=beside.chars[LOST],
    )
    result.links = dict(_links(separated.blocks, result.url))
    result.notes += found.notes
    return _checked_result(result)


def _beginning(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[:_TOLD].rstrip()}…"


def _losses(dropped: list[tuple[str, int]]) -> Iterator[Loss]:
    """The report's losses of what a reader left out: words first, then decorations; the rest held nothing."""
    yield from (Loss(reason, chars, "không thuộc bài viết") for reason, chars in dropped if chars)
    for reason, chars in dropped:
        if not chars and "trang trí" in reason:
            yield Loss(reason, 0, "không mang nội dung")


def _checked_result(result: Result) -> Result:
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


def _captured(record: CaptureRecord, found: Extraction) -> Moment | None:
    if record.captured:
        try:
            return parse_moment(record.captured)
        except DateError:
            return None
    return found.clock.moment if found.clock else None


def _dates(found: Extraction, record: CaptureRecord, result: Result) -> tuple[Moment | None, Moment | None]:
    """(publication, capture); a publication after its capture is not one."""
    captured = _captured(record, found)
    if found.date is None:
        return None, captured
    if captured is not None and found.date.moment.when.date() > captured.when.date():
        result.notes.append(f"ngày “{found.date.raw}” sau ngày lưu trang nên không dùng")
        return None, captured
    return found.date.moment, captured


def _links(blocks: list[Block], own: str) -> Iterator[tuple[str, str]]:
    """(address, key) of every link that may lead to another article."""
    for block in walk(blocks):
        cells = [s for row in block.rows for cell in row for s in cell.segments]
        for segment in (*block.segments, *cells):
            if len(segment.href) > ADDRESS or not segment.href.startswith(("http:", "https:", RELATIVE)):
                continue
            if (key := address_key(segment.href.removeprefix(RELATIVE))) != address_key(own):
                yield segment.href, key
