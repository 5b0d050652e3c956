"""Link discovery in stored responses: new addresses, and whether a page brought anything new.

A live crawl and the rebuilding of a lost ledger learn by the same code.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from plugins.core.text import fold
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.url_normalisation import canonical
from scripts.scrape.addresses import article_of, identity
from scripts.scrape.fetch import FetchResponse
from scripts.scrape.ledger import CrawlLedger, FrontierEntry
from scripts.scrape.markup import read_html, read_links
from scripts.scrape.page import PROSE, ParsedPage, Postback, text_hash
from scripts.scrape.response_checks import HTML, looks_like_html
from scripts.scrape.scope import Scope

_LISTS = ("text/css", "text/xml", "application/xml", "application/rss+xml", "application/atom+xml")
# Buttons that, by their names, do more than show another page.
_CHANGES = re.compile(
    r"delete|remove|insert|update|edit|save|submit|send|log(?:in|out|on|off)|sign|vote|sort|order|print|search"
    r"|xoa|luu|gui|sua|dangnhap|dangxuat|thoat|binhchon|timkiem|lang|(?<![a-z])(?:del|rem|huy|duyet|cancel)(?![a-z])",
    re.IGNORECASE,
)
# The same by what is written on them (folded).
_SAYS_CHANGE = re.compile(
    r"\b(?:xoa|huy|gui|luu|sua|thoat|duyet|them moi|dang (?:nhap|xuat|ky)|binh chon|bieu quyet|danh gia|delete|remove"
    r"|log ?(?:in|out)|sign ?(?:in|out|up)|submit|send|vote|edit|save|cancel)\b"
)
_LONGEST = 2000  # characters of an address that IIS and proxies pass on
NEW_TEXT = 60  # characters no page had before, from which a page is new: less than the shortest news in brief
# The same for pages found on their likes, in running text: what generates addresses generates a heading too.
NEW_PROSE = 150


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """What a response holds for a crawler: `page` where it is HTML, `links` where it has links."""

    page: ParsedPage | None = None
    links: ParsedPage | None = None
    charset: str = ""


def parse_response(response: FetchResponse) -> ParsedResponse:
    """Read the body of a response, once: it may be large."""
    kind = response.content_type
    if kind in HTML or (
        kind in ("", "text/plain", "application/octet-stream") and looks_like_html(response.body)
    ):
        decoded = decode(response.body, response.headers.get("Content-Type", ""))
        page = read_html(decoded.text)
        return ParsedResponse(page, page, decoded.charset)
    if kind in _LISTS:
        return ParsedResponse(links=read_links(decode(response.body).text, kind))
    return ParsedResponse()


def body_digest(body: bytes) -> str:
    """SHA-256 of a decoded body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _plain(link: str) -> str:
    try:
        return identity(canonical(link))
    except ValueError:
        return link


def _button(call: Postback) -> str:
    """A postback's name in keys and reports: ``target|argument``, fit for a WARC header."""
    return quote(f"{call.target}|{call.argument}", safe="$|:;,!*()=@/_-.")


class LinkDiscovery:
    """Puts addresses into the ledger, each once, with the reason where they may not be asked for."""

    def __init__(self, ledger: CrawlLedger, scope: Scope) -> None:
        self._ledger = ledger
        self._scope = scope

    def add_link(self, link: str, via: FrontierEntry | None = None, hops: int = 0) -> FrontierEntry | None:
        """Take in a link (absolute); None where it is known already."""
        try:
            if not (plain := urlsplit(link).scheme in ("http", "https")):
                return self._refuse(link[:_LONGEST], link[:_LONGEST], via, "scheme")
            url = self._scope.as_started(canonical(link), everywhere=False)
        except ValueError:
            return self._refuse(link[:_LONGEST], link[:_LONGEST], via, "bad-address")
        reason = self._scope.refusal(url) or ("bad-address" if len(url) > _LONGEST or not plain else "")
        if reason:
            return self._refuse(identity(url)[:_LONGEST], url[:_LONGEST], via, reason)
        return self._ledger.add(identity(url), url, via, hops=hops)

    def _refuse(self, key: str, url: str, via: FrontierEntry | None, reason: str) -> FrontierEntry | None:
        entry = self._ledger.add(key, url, via)
        if entry is not None:
            entry.state, entry.reason = "refused", reason
            self._ledger.put(entry)
        return entry

    def process(
        self,
        entry: FrontierEntry,
        response: FetchResponse,
        parsed: ParsedResponse,
        *,
        duplicate: FrontierEntry | None = None,
        good: bool = True,
    ) -> None:
        """A response has come: follow its links, and see whether it was new (first visits only).

        `duplicate` is the address that gave the same bytes before. A response that is not good is never new;
        its links may lead on all the same, should the judgement be wrong.
        """
        first = not entry.digest
        page = parsed.page
        self.same_text_as(entry, response.url, page if good and first else None)
        if parsed.links is not None:
            for link in parsed.links.resolved(response.url):
                self.add_link(link, entry)
        if page is not None:
            self._postbacks(entry, response.url, page, renew=not first)
        if first:
            self._ledger.budgets.count_page(entry, new=good and self._is_new(entry, page, duplicate))

    def same_text_as(self, entry: FrontierEntry, url: str, page: ParsedPage | None) -> FrontierEntry | None:
        """Another address, stored, that gave the same text up to counters and clocks.

        Articles are known by their text. Of two other pages the links must be the same too: lists share
        their introductions.
        """
        if page is None or (mark := page.text_fingerprint()) is None:
            return None
        duplicate = self._ledger.same_text(mark, entry.key)
        if not entry.article and (duplicate is None or not duplicate.article):
            links = sorted({_plain(link) for link in page.resolved(url)})
            duplicate = self._ledger.same_text(text_hash("\n".join([str(mark), *links])), entry.key)
        return duplicate if duplicate is not None and duplicate.digest else None

    def is_shell(self, entry: FrontierEntry, page: ParsedPage | None) -> bool:
        """Whether the page of an article has nothing but what other pages have."""
        return bool(
            entry.article and page and not page.prose and self._ledger.knows_text(page.block_fingerprints())
        )

    def _is_new(self, entry: FrontierEntry, page: ParsedPage | None, duplicate: FrontierEntry | None) -> bool:
        if page is None:
            return duplicate is None
        fresh = self._ledger.new_text(page.block_fingerprints())
        if entry.kin:
            return sum(length for length in fresh if length >= PROSE) >= NEW_PROSE
        return sum(fresh) >= NEW_TEXT

    def _postbacks(self, entry: FrontierEntry, url: str, page: ParsedPage, *, renew: bool) -> None:
        if "__VIEWSTATE" not in page.hidden and page.postbacks and not page.action:
            return
        try:
            action = canonical(resolve(url, page.action or url))
        except ValueError:
            return
        if self._scope.refusal(action):
            return
        for call in page.postbacks:
            says = _SAYS_CHANGE.search(fold(page.labels.get(call, "")))
            if (
                entry.article
                or article_of(action)
                or says
                or _CHANGES.search(f"{call.target} {call.argument}")
            ):
                name = _button(call)
                self._refuse(f"#{name}", f"{entry.url}#{name}", entry, "postback")
            else:
                self._postback(entry, action, page, call, renew=renew)

    def _postback(
        self, entry: FrontierEntry, action: str, page: ParsedPage, call: Postback, *, renew: bool
    ) -> None:
        """A pager's button: its number names the page it leads to; without one, the page it stands on does."""
        key = f"{identity(action)}#{_button(call)}"
        if not any(map(str.isdigit, call.argument)):
            key += "|" + body_digest("\n".join(page.links).encode())[:12]
        form = urlencode({**page.hidden, "__EVENTTARGET": call.target, "__EVENTARGUMENT": call.argument})
        if (
            self._ledger.add(key, action, entry, form=form) is None
            and renew
            and (known := self._ledger.get(key))
        ):
            known.form, known.state, known.attempts, known.not_before = form, "waiting", 0, 0.0
            self._ledger.put(known)

    def record_failure(self, entry: FrontierEntry, reason: str) -> None:
        """An address has no good response: its shape has one dead address, or one page without anything new, more.

        Pages that say they are missing have been counted as pages when they arrived.
        """
        if reason == "duplicate":
            self._ledger.budgets.count_page(entry, new=False)
        elif reason != "soft-404" and not entry.digest:
            self._ledger.budgets.count_failure(entry)

    def redirected(self, entry: FrontierEntry, target: str) -> None:
        """A redirect has been stored: its target is an address like any other, one hop further."""
        if not entry.digest:
            self._ledger.budgets.count_page(entry, new=False)
        self.add_link(target, entry, entry.hops + 1)
