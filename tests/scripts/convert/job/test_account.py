"""The account over the whole page closes exactly, whatever is done to its markup."""

import random
import re
from pathlib import Path

import pytest

from scripts.convert.dom.tree import parse, strip_unread, text_length
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.text.charset_detection import decode

CASES = Path(__file__).parents[3] / "cases"
PAGES = sorted(CASES.glob("*/*/page.html"))
TAG = re.compile(r"<[^<>]*>")
NOISE = [
    "<style>.x{}", "</td>", "<td>", "<table>", "</div>", "<div class='menu'>", "<br>", "<!--", "<b>", "<p>", "</p>",
    "<span style='display:none'>", "<pre>", "<ul><li>", "<q>", "<embed src=a.wmv>", "&amp;amp;", "<noscript>", "<h2>",
    "</body>", "<iframe src=a.pdf>", "<font size=7>", "<select><option>", "<blockquote>", "<ol type=a><li>",
]  # fmt: skip


def mutated(html, rng):
    """Tags left out, said twice, moved, and others put between them."""
    pieces = re.split(r"(<[^<>]*>)", html)
    for _ in range(rng.randrange(1, 9)):
        at, to = rng.randrange(len(pieces)), rng.randrange(len(pieces))
        match rng.randrange(4):
            case 0:
                pieces[at] = "" if TAG.fullmatch(pieces[at]) else pieces[at]
            case 1:
                pieces.insert(at, pieces[to])
            case 2:
                pieces.insert(at, rng.choice(NOISE))
            case _:
                pieces[at], pieces[to] = pieces[to], pieces[at]
    return "".join(pieces)


def visible(html):
    root = parse(html)
    if root is None:
        return 0
    strip_unread(root)
    return text_length(root)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.parent.name)
@pytest.mark.parametrize("site", ["", "none"])
def test_every_visible_character_is_told(page, site):
    rng = random.Random(page.parent.name)
    html = decode(page.read_bytes()).text
    articles = 0
    for number in range(12):
        changed = mutated(html, rng) if number else html
        record = CaptureRecord(f"{number}.html", Path(f"{number}.html"))
        result = convert_record(changed.encode(), record, Context(site))
        assert "lỗi khi chuyển đổi" not in result.reason
        if result.account is None:
            continue
        articles += 1
        account = result.account
        assert account.closes, changed
        assert account.page == visible(changed)
        beside = account.named + account.chrome + account.blocks + account.lost
        assert sum(one.chars for one in result.beside) == beside
        told = sum(loss.chars for loss in result.losses if not loss.what.startswith("ký tự"))
        assert told == account.dropped + account.lost
    refused = "refused" in page.with_name("expected.md").read_text(encoding="utf-8")[:8]
    assert articles or refused
