"""robots.txt (RFC 9309), read by protego: what it forbids, how slowly it wants us, which sitemaps it names."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego

LONGEST_DELAY = 86400.0  # seconds; whoever asks for more has mistyped
SIZE_LIMIT = 512_000  # bytes read, as RFC 9309 §2.5 asks at least


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one product token; without rules everything is allowed, unless `closed`."""

    token: str
    rules: Protego | None = None
    closed: bool = False
    sitemaps: tuple[str, ...] = field(default=())

    def allows(self, url: str) -> bool:
        """Whether the rules let this product ask for an address."""
        return not self.closed and (self.rules is None or self.rules.can_fetch(url, self.token))

    @property
    def delay(self) -> float:
        """Seconds between requests that the file asks for (Crawl-delay or Request-rate), 0.0 where none."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(self.token)
        asked = max(
            self.rules.crawl_delay(self.token) or 0.0,
            rate.seconds / rate.requests if rate and rate.requests else 0.0,
        )
        return min(asked, LONGEST_DELAY) if asked > 0 else 0.0  # "nan" is a number too


def product_token(user_agent: str) -> str:
    """The name by which robots.txt knows a crawler: the first word of its User-Agent without the version."""
    return (user_agent.split("/")[0].split() or ["*"])[0]


def read_robots(status: int, body: bytes, token: str) -> Robots:
    """The rules a response stands for: 200 is read, other 2xx–4xx mean none, 429 and 5xx mean stay out.

    429 is a 4xx that says "later", not "there is none": taking it for leave would be the opposite of manners.
    """
    if status == 429 or status >= 500:
        return Robots(token, closed=True)
    if status != 200:
        return Robots(token)
    rules = Protego.parse(body[:SIZE_LIMIT].decode("utf-8-sig", "replace"))
    return Robots(token, rules, sitemaps=tuple(rules.sitemaps))
