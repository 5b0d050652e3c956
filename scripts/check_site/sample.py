"""Sample of pages that stands for the rest where looking at every one would take too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def _spread(urls: list[str], count: int) -> list[str]:
    """The first, the last, and evenly between them."""
    if len(urls) <= count:
        return urls
    if count == 1:
        return urls[:1]
    return [urls[round(i * (len(urls) - 1) / (count - 1))] for i in range(count)]


def by_kind(kinds: Mapping[str, tuple[str, int]], count: int) -> dict[str, list[str]]:
    """`count` pages of each kind: the longest first, which shows most, the shortest last, evenly between."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for url, (kind, length) in kinds.items():
        groups[kind].append((-length, url))
    return {kind: _spread([url for _, url in sorted(group)], count) for kind, group in sorted(groups.items())}


def spread(kinds: Mapping[str, tuple[str, int]], count: int) -> list[str]:
    """At most `count` pages, every kind among them in like number, the small kinds whole."""
    left, chosen = count, []
    groups = sorted(by_kind(kinds, count).values(), key=len)
    for at, group in enumerate(groups):
        share = _spread(group, max(1, left // (len(groups) - at)))
        chosen += share
        left -= len(share)
    return sorted(chosen)
