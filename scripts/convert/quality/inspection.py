"""Inspection of one page: what each rule saw of it, and a site profile proposed from that.

For whoever adds a site: ``python -m scripts.convert.inspect PAGE [--url URL] [--site NAME]`` prints the candidates of
title and date with their points, the body, the account over the page, and a profile to begin with.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bs4 import BeautifulSoup

from scripts.convert.content.body import find_body
from scripts.convert.content.extraction import Extraction, Refusal
from scripts.convert.content.generic import extract_generic
from scripts.convert.content.profile import choose_profile, extract_by_profile
from scripts.convert.dom.line_scanner import scan_lines
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import Element, TextLengths, parse, strip_unread, text_of
from scripts.convert.fields.date import rank_dates
from scripts.convert.fields.metadata import Metadata, read_metadata
from scripts.convert.fields.title import BodyRange, rank_titles
from scripts.convert.fields.title_lines import find_headline
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.job.results import Result
from scripts.convert.quality.selectors import Selector, select
from scripts.convert.sources.enumeration import records
from scripts.convert.sources.records import CaptureRecord, load, page_in
from scripts.convert.text.byline_grammar import read_byline
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.names import is_person
from scripts.convert.text.urls import split_url
from scripts.support.command import UsageError, VietnameseParser
from scripts.support.command import run as run_command

_SHOWN = 6  # candidates of a field that are printed
_WIDTH = 90  # characters of a text that are printed


@dataclass(frozen=True, slots=True)
class Inspected:
    """One page as the rules see it, and as Beautiful Soup does."""

    root: Element
    page: PageLines
    meta: Metadata
    soup: BeautifulSoup
    found: Extraction | Refusal
    result: Result


def inspect_page(record: CaptureRecord, site: str = "") -> Inspected:
    """Read a page the way a conversion does, and keep what it would throw away."""
    data = page_in(load(record), record)
    decoded = decode(data, record.content_type)
    root = parse(decoded.text, decoded.charset)
    if root is None:
        raise UsageError(f"“{record.path}” là trang trống")
    meta, profile = read_metadata(root), choose_profile(root, record.url, site)
    strip_unread(root)
    page = scan_lines(root, TextLengths())
    found = extract_by_profile(profile, root) if profile is not None else None
    if found is None:
        found = extract_generic(root, page, meta, record.url, SiteStatistics())
    soup = BeautifulSoup(decoded.text, "lxml")
    for unread in soup(["script", "style", "noscript", "template"]):
        unread.decompose()
    return Inspected(root, page, meta, soup, found, convert_record(data, record, Context(site)))


def report(seen: Inspected) -> Iterator[str]:
    """What the rules saw, line by line (Vietnamese)."""
    result = seen.result
    yield f"Kết quả: {result.status}{f' ({result.reason})' if result.reason else ''}; mã chữ {result.charset}"
    yield f"Địa chỉ: {result.url or '(không rõ)'}; hồ sơ: {result.profile or '(không có, đọc theo cách chung)'}"
    yield f"Trang tự khai: tiêu đề “{seen.meta.headline or seen.meta.page_title}”, ngày “{seen.meta.published}”"
    yield from _candidates(seen)
    if isinstance(seen.found, Extraction):
        yield from _article(seen, seen.found)
        yield from _account(result)
        yield from ("", *propose_profile(seen, seen.found))


def _candidates(seen: Inspected) -> Iterator[str]:
    body = find_body(seen.page, SiteStatistics(), find_headline(seen.page, seen.meta))
    if body is None:
        yield "Thân bài: không dòng nào đủ dài để là văn xuôi"
        return
    reach = BodyRange((body.before or body.prose)[0].index, body.prose[-1].index)
    titles = rank_titles(seen.page, reach, seen.meta, SiteStatistics(), "")
    yield from ("", "Tiêu đề, theo điểm:")
    yield from (f"{score:7.2f}  {_where(line)}  {_cut(line.text)}" for score, line in titles[:_SHOWN])
    title = titles[0][1].index if titles else -1
    yield from ("", "Ngày, theo điểm:")
    for score, date in rank_dates(seen.page, reach, title, SiteStatistics())[:_SHOWN]:
        mark = " (ngày sửa)" if date.updated else " (ngày đăng)" if date.posted else ""
        yield f"{score:7.2f}  {date.moment.when:%d/%m/%Y %H:%M}  {_cut(date.raw)}{mark}"
    bylines = [line for line in seen.page.lines if _is_near_byline(line, reach)]
    yield from ("", "Tác giả, có thể ở dòng:")
    yield from (f"   {_where(line)}  {_cut(line.text)}" for line in bylines[:_SHOWN])


def _is_near_byline(line: Line, reach: BodyRange) -> bool:
    near = reach.first - 4 <= line.index <= reach.last + 6
    return near and not line.is_prose and (is_person(line.text) or read_byline(line.text) is not None)


def _article(seen: Inspected, found: Extraction) -> Iterator[str]:
    yield from (
        "",
        f"Chọn: “{found.title}”; ngày “{found.date.raw if found.date else ''}”; {seen.result.byline}",
    )
    for element in found.body:
        lines = seen.page.lines_in(element) if element in seen.page.spans else []
        prose = sum(line.is_prose for line in lines)
        yield f"Thân bài: {_tag(element)}, {len(lines)} dòng, {prose} đoạn, {seen.page.lengths[element]} ký tự"
    for element, reason in list(found.skip.items())[:_SHOWN]:
        yield f"   bỏ {_tag(element)} ({reason}): {_cut(text_of(element))}"


def _account(result: Result) -> Iterator[str]:
    account = result.account
    if account is None:
        return
    state = "khép" if account.closes else "KHÔNG khép"
    yield from (
        "",
        f"Sổ ký tự của trang ({state}): {account.page} = thân bài {account.body} + ngoài thân bài:",
    )
    yield from (f"{one.chars:7}  {one.reason}: {one.what}" for one in result.beside)
    yield f"   trong thân bài: {account.emitted} vào bài, {account.fields} vào trường, {account.dropped} bỏ"
    yield from (
        f"{loss.chars:7}  mất: {_cut(loss.what)} ({loss.reason})" for loss in result.losses if loss.chars
    )


def propose_profile(seen: Inspected, found: Extraction) -> Iterator[str]:
    """A profile to begin with, as TOML: XPath that finds the fields on this page, CSS beside it."""
    host = split_url(seen.result.url).hostname or "ten-mien-cu.vn"
    yield f"# Hồ sơ đề xuất: scripts/convert/sites/{host}.toml; hãy thử với vài trang khác rồi sửa."
    yield f'name = "{host}"'
    yield f'hosts = ["{host}", "www.{host}"]'
    yield f'base = "http://{host}/"'
    for field, element in _fields(seen, found):
        selector: Selector = select(seen.root, seen.soup, element)
        yield from ("", f"[{field}]{f'  # CSS: {selector.css}' if selector.css else ''}")
        yield f'select = "{selector.xpath}"'


def _fields(seen: Inspected, found: Extraction) -> Iterator[tuple[str, Element]]:
    """The elements of the fields: of several lines that say the same, the one nearest to the title."""
    lines = seen.page.lines
    titles = [x for x in lines if x.text == found.title or (x.heading and found.title.startswith(x.text))]
    title = max(titles, key=lambda x: bool(x.heading), default=None)
    if title is not None:
        yield "title", title.holder
    at = title.index if title is not None else 0
    printed = found.date.raw if found.date else ""
    for field, text in (("date", printed), ("section", found.section), ("byline", seen.result.byline)):
        alike = [x for x in lines if text and x.text == text]
        if alike:
            yield field, min(alike, key=lambda x: abs(x.index - at)).holder
    if found.lead is not None:
        yield "lead", found.lead
    yield "body", found.body[-1]


def _tag(element: Element) -> str:
    named = (f"#{element.get('id')}" if element.get("id") else "") or ".".join(
        ["", *(element.get("class") or "").split()]
    )
    return f"<{element.tag}{named}>"


def _where(line: Line) -> str:
    return f"dòng {line.index:3} {_tag(line.holder)}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def _command(argv: list[str]) -> int:
    ask = VietnameseParser(
        "python -m scripts.convert.inspect",
        "python -m scripts.convert.inspect TRANG [--url ĐỊA_CHỈ] [--site TÊN]",
        "Cho thấy bộ chuyển đổi hiểu một trang cũ thế nào, và đề xuất hồ sơ cho trang ấy.",
    )
    ask.add_argument("page", type=Path, metavar="TRANG", help="một trang đã lưu, hoặc tệp WARC (trang đầu)")
    ask.add_argument("--url", default="", metavar="ĐỊA_CHỈ", help="địa chỉ của trang, nếu tệp không cho biết")
    ask.add_argument("--site", default="", metavar="TÊN", help="hồ sơ phải dùng, hoặc none")
    arguments: argparse.Namespace = ask.parse_args(argv)
    if not arguments.page.is_file():
        raise UsageError(f"không có tệp “{arguments.page}”")
    record = next(records([arguments.page]))
    if arguments.url:
        record = replace(record, url=arguments.url)
    for line in report(inspect_page(record, arguments.site)):
        print(line)
    return 0


def main(argv: list[str] | None = None) -> int:
    """Print the inspection of one page; 2 where the page cannot be read."""
    return run_command(_command, sys.argv[1:] if argv is None else argv)
