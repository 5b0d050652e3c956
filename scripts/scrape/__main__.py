"""Command line of the crawler, ``python -m scripts.scrape START_URL --store DIR``: steps of a run and exit codes."""

from __future__ import annotations

import errno
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.core.exits import BUSY, DONE, PROBLEMS, USAGE
from plugins.core.problems import Problem
from plugins.system import interrupts
from plugins.system.locks import Busy, locked
from scripts.scrape.addresses import identity
from scripts.scrape.captures import CaptureOutcomes, CapturePlan, TextOnlyDiscovery, read_plan
from scripts.scrape.crawl import Crawl, CrawlComponents
from scripts.scrape.fetch import Fetcher
from scripts.scrape.ledger import CrawlLedger
from scripts.scrape.link_discovery import LinkDiscovery
from scripts.scrape.options import CrawlOptions, read_options
from scripts.scrape.outcomes import CrawlState, Outcomes
from scripts.scrape.progress import CrawlProgress
from scripts.scrape.rate_limiter import LONGEST_WAIT, RateLimiter
from scripts.scrape.reasons import explain
from scripts.scrape.recover import open_ledger, recover
from scripts.scrape.report import CrawlReport
from scripts.scrape.robots import product_token
from scripts.scrape.robots_cache import RobotsCache
from scripts.scrape.scope import Scope
from scripts.scrape.socket_tap import FetchLimits
from scripts.scrape.store import LOCK, WarcStore
from scripts.support.record import DamagedRecordError, read_record, record

STOPPED = "Đã dừng theo yêu cầu. Những gì đã lưu vẫn nguyên; hãy chạy lại cùng lệnh để tiếp tục."


class OtherStartError(Exception):
    """The store belongs to another site; the message names its start address."""


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _info(options: CrawlOptions) -> dict[str, str]:
    """What the warcinfo record says of this run; that TLS was not checked is part of it."""
    return {
        "software": "cchc-archive scripts.scrape 0.1 (urllib3, warcio)",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey (RFC 9309)",
        "http-header-user-agent": options.agent,
        "operator": options.contact,
        "start": options.start,
        "captures": f"{options.captures.name} from {options.replay}" if options.captures else "",
        "delay": f"{options.delay:g} s",
        "allow-host": ", ".join(options.allow_host),
        "insecure-tls": "yes: certificates not checked, old TLS accepted" if options.insecure_tls else "",
    }


@contextmanager
def _opened(options: CrawlOptions, bounds: FetchLimits) -> Iterator[CrawlComponents]:
    """Everything a crawl needs, with the ledger up to date; closed again whatever happens."""
    plan = _plan(options)
    with closing(open_ledger(options.store)) as ledger:
        yield from _begun(options, bounds, ledger, plan)


def _begun(
    options: CrawlOptions, bounds: FetchLimits, ledger: CrawlLedger, plan: CapturePlan | None
) -> Iterator[CrawlComponents]:
    scope = Scope(options.asked, options.allow_host)
    discovery = TextOnlyDiscovery(ledger, scope) if plan else LinkDiscovery(ledger, scope)
    recover(options.store, ledger, discovery)
    _begin(ledger, discovery, options, plan)
    report = CrawlReport(options.report)
    progress = CrawlProgress(ledger.counts)
    try:
        fetcher = Fetcher(
            scope,
            options.agent,
            options.sender,
            bounds,
            options.insecure_tls,
        )
        store = WarcStore(options.store, urlsplit(options.start).netloc, _info(options))
        limiter = RateLimiter(options.delay, progress.tick)
        robots_cache = RobotsCache(fetcher, limiter, scope, store, product_token(options.agent))
        crawl_state = CrawlState(ledger, store, scope, discovery, report)
        report.begin(ledger)
        outcomes = CaptureOutcomes(crawl_state, plan) if plan else Outcomes(crawl_state)
        yield CrawlComponents(fetcher, limiter, robots_cache, progress, crawl_state, outcomes)
        report.end(ledger)
    except KeyboardInterrupt:
        report.end(ledger)
        raise
    finally:
        progress.close()
        report.close()


def _plan(options: CrawlOptions) -> CapturePlan | None:
    if options.captures is None:
        return None
    return read_plan(options.captures, options.start, options.replay, options.near)


def _begin(
    ledger: CrawlLedger, discovery: LinkDiscovery, options: CrawlOptions, plan: CapturePlan | None
) -> None:
    """A first run, a resumed one, or, where nothing waits any more, a refresh; captures do not change."""
    start = ledger.get_meta("start")
    if start and Scope(options.asked).refusal(start):
        raise OtherStartError(start)
    ledger.set_meta("start", start or options.asked)
    if plan:
        plan.enter(ledger)
    elif discovery.add_link(options.start) is None and ledger.next_time() is None:
        ledger.begin_pass()
    ledger.commit()


def run(options: CrawlOptions, bounds: FetchLimits | None = None) -> int:
    """One run of the command; the exit code."""
    with locked(options.store / LOCK):
        if faults := read_record(options.store).faults:
            return _refuse_record(options.store, faults)
        with _opened(options, bounds or FetchLimits()) as parts:
            code = _crawl(parts, options)
        return _record(options.store) or code


def _crawl(parts: CrawlComponents, options: CrawlOptions) -> int:
    """Ask for what waits; the exit code."""
    if not _may_come_back(parts):
        return PROBLEMS
    robots = parts.robots_cache.robots(options.asked)
    if robots.closed:
        parts.crawl_state.report.closed = True
        _say(f"{options.asked}: {explain('robots-unavailable')}")
        return PROBLEMS
    for sitemap in () if options.captures else robots.sitemaps:
        parts.crawl_state.discovery.add_link(sitemap)
    crawl = Crawl(parts, options.delay, options.max_pages, options.max_time)
    crawl.run()
    return _conclude(crawl.stop_reason, parts.crawl_state.ledger, options)


def _record(store: Path) -> int:
    """Record what `scripts.verify` holds the captures against from now on, the ledger as it was closed included."""
    try:
        damaged = record(store, forget=False)
    except DamagedRecordError as error:
        return _refuse_record(store, error.faults)
    for path in damaged:
        _say(f"{store / path}:0: toan-ven: không còn như khi ghi nhận; hãy lấy lại từ bản sao lưu")
    return PROBLEMS if damaged else DONE


def _refuse_record(store: Path, faults: list[Problem]) -> int:
    """What stands in a store is not added to while its record cannot be trusted."""
    for fault in faults:
        _say(str(fault))
    _say(f"{store}: bản ghi nhận của các bản chụp đã hỏng; hãy sửa trước khi lưu thêm.")
    return PROBLEMS


def _may_come_back(parts: CrawlComponents) -> bool:
    """Whether the host may be asked again, now or soon: the last run may have been told to stay away."""
    until = float(parts.crawl_state.ledger.get_meta("away-until") or 0)
    if (away := until - time.time()) > LONGEST_WAIT:
        moment = datetime.fromtimestamp(until).astimezone()
        _say(f"Máy chủ xin đừng hỏi trước {moment:%H:%M %d/%m/%Y}; hãy chạy lại cùng lệnh sau đó.")
        return False
    parts.limiter.hold(max(away, parts.limiter.delay if parts.crawl_state.ledger.counts() else 0.0))
    return True


def _conclude(why: str, ledger: CrawlLedger, options: CrawlOptions) -> int:
    counts = ledger.counts()
    failed, start = counts.get("failed", 0), ledger.get(identity(options.start))
    if why:
        cause = {
            "host-down": "Máy chủ không còn trả lời",
            "host-busy": "Máy chủ xin đợi lâu hơn một lần chạy có thể đợi",
        }.get(why, "Đã đến giới hạn của lần chạy này")
        _say(f"{cause}; còn {counts.get('waiting', 0)} địa chỉ chờ. Hãy chạy lại cùng lệnh để tiếp tục.")
    if failed:
        where = f"xem {options.report}" if options.report else "thêm --report FILE.jsonl để xem từng địa chỉ"
        _say(f"{failed} địa chỉ không lưu được; {where}.")
    if shut := start is not None and start.state == "refused":
        _say(" → ".join(filter(None, (start.url, start.same_as))) + f": {explain(start.reason)}.")
    return PROBLEMS if failed or shut or why in ("host-down", "host-busy") else DONE


def _interrupt(signum: int, frame: Any) -> None:  # noqa: ARG001  # the signature signal handlers have
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """Run the command; whatever happens, a person is told in a sentence."""
    options = read_options(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        interrupts.begin()
        return run(options)
    except Busy:
        _say(f"{options.store}: một lần chạy khác đang dùng thư mục này; hãy đợi nó xong.")
        return BUSY
    except KeyboardInterrupt:
        return interrupts.say(STOPPED)
    except OtherStartError as error:
        _say(f"{options.store}: thư mục này lưu trang {error}; hãy dùng thư mục khác cho {options.asked}.")
        return USAGE
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        remedy = "giải phóng chỗ trống" if full else "kiểm tra đường dẫn và quyền ghi"
        _say(
            f"Không ghi được vào {error.filename or options.store}: {error.strerror or error}. "
            f"Những gì đã lưu vẫn nguyên; hãy {remedy} rồi chạy lại cùng lệnh."
        )
        return PROBLEMS
    except sqlite3.Error as error:
        _say(
            f"{options.store}: không ghi được sổ theo dõi ({error}). Hãy xem đĩa còn chỗ trống không rồi "
            "chạy lại cùng lệnh; sổ được dựng lại từ tệp WARC."
        )
        return PROBLEMS


if __name__ == "__main__":
    sys.exit(main())
