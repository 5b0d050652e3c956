"""The order of asking, budgets, and the robots.txt that outlives a bad day."""

import pytest

from scripts.scrape.fetch import FetchResponse
from scripts.scrape.ledger import CrawlLedger
from scripts.scrape.rate_limiter import RateLimiter
from scripts.scrape.robots_cache import RobotsCache
from scripts.scrape.scope import Scope
from scripts.scrape.socket_tap import FetchError
from scripts.scrape.trap_budgets import ARTICLE_BUDGET, BUDGET
from tests.scripts.scrape.scrape_pages import address

HOST = "http://vi-du.gov.vn"


@pytest.fixture
def ledger(tmp_path):
    opened = CrawlLedger(tmp_path)
    yield opened
    opened.close()


def add(ledger, path):
    return ledger.add(f"//vi-du.gov.vn{path}", f"{HOST}{path}")


def test_addresses_come_in_the_order_of_discovery_when_their_time_has_come(ledger):
    first, second = add(ledger, "/a"), add(ledger, "/b")
    assert add(ledger, "/a") is None
    first.not_before = 50.0
    ledger.put(first)
    assert ledger.next(10.0).key == second.key
    assert ledger.next(60.0).key == first.key
    assert ledger.next_time() == 0.0


def test_a_shape_without_anything_new_is_parked_and_comes_back_with_merit(ledger):
    entries = [add(ledger, f"/lich?d={n}") for n in range(BUDGET + 2)]
    for entry in entries[:BUDGET]:
        entry.state = "stored"
        ledger.put(entry)
        ledger.budgets.count_page(entry, new=False)
    assert ledger.next(1.0) is None
    assert add(ledger, "/lich?d=x").state == "parked"
    for _ in range(BUDGET):
        ledger.budgets.count_page(entries[0], new=True)
    assert ledger.next(1.0).key == entries[BUDGET].key


def test_articles_have_a_larger_budget(ledger):
    entries = [add(ledger, address(n)) for n in range(1, ARTICLE_BUDGET + 2)]
    for entry in entries[: BUDGET * 2]:
        ledger.budgets.count_page(entry, new=False)
    assert ledger.next(1.0) is not None
    for entry in entries[:ARTICLE_BUDGET]:
        ledger.budgets.count_page(entry, new=False)
    assert ledger.next(1.0) is None


def test_yesterdays_robots_file_holds_while_the_server_cannot_say(monkeypatch):
    answers = [b"User-agent: *\nDisallow: /cam"]

    class Fetcher:
        def fetch(self, ask):
            if not answers:
                raise FetchError("connection")
            return FetchResponse(ask.url, 200, {}, b"", b"", answers.pop(), b"", "", None)

    monkeypatch.setattr(RobotsCache, "_keep", lambda *_: None)
    manners = RobotsCache(Fetcher(), RateLimiter(0.0), Scope(f"{HOST}/"), None, "cchc-archive")
    assert not manners.robots(f"{HOST}/cam/x").allows(f"{HOST}/cam/x")
    monkeypatch.setattr("scripts.scrape.robots_cache._DAY", -1.0)
    again = manners.robots(f"{HOST}/cam/x")
    assert not again.closed
    assert not again.allows(f"{HOST}/cam/x")
