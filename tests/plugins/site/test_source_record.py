"""Records survive the cache, and say of a source what needs no other."""

from __future__ import annotations

import marshal

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article import Article
from plugins.core.dates import parse_moment
from plugins.core.sources import Source
from plugins.site.reader import Reading
from plugins.site.source_record import dump_record, listing_key, load_record, make_record, sort_key

line = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30)
dates = st.sampled_from(["24/11/2017 09:56", "24/11/2017", "2017-11-24T09:56:07+07:00"])
DAY = parse_moment("24/11/2017")


@given(line, st.lists(line.filter(bool), max_size=3), dates)
def test_a_record_survives_the_cache_as_plain_data(title: str, tags: list[str], date: str) -> None:
    article = Article(
        title=title,
        date=parse_moment(date),
        tags=tuple(tags),
        captured=parse_moment("21/10/2018 08:30"),
        id="7",
    )
    reading = Reading(article, "đầu", ("/a",), ((1, "nfc", "x"),))
    record = make_record(Source("bai-viet/a-7.md", "d" * 64, is_page=False), reading)
    assert load_record(marshal.loads(marshal.dumps(dump_record(record)))) == record


def test_the_second_value_of_a_row_is_the_digest_of_its_reading() -> None:
    record = make_record(Source("x/a.md", "d", is_page=False), Reading(Article("T", DAY), "", ()))
    assert dump_record(record)[1] == record.digest == "d:x"


def test_what_there_is_to_say_in_short() -> None:
    source = Source("x/a.md", "d", is_page=False)
    said = [
        make_record(source, Reading(Article("T", DAY, summary=summary), excerpt, ())).description
        for summary, excerpt in (("tóm tắt", "đầu bài"), ("", "đầu bài"), ("", ""))
    ]
    assert said == ["tóm tắt", "đầu bài", "T"]


def test_articles_of_one_minute_stand_in_the_order_of_their_numbers() -> None:
    keys = sorted([sort_key(DAY, key) for key in ("10", "9", "abc")])
    assert [key[-1] for key in keys] == ["abc", "9", "10"]
    assert sort_key(None, "5") < min(keys)


def test_a_listing_key_knows_all_that_a_list_says() -> None:
    other = parse_moment("25/11/2017")
    said = (
        ("u", "1", "T", DAY),
        ("v", "1", "T", DAY),
        ("u", "2", "T", DAY),
        ("u", "1", "S", DAY),
        ("u", "1", "T", other),
        ("u", "1", "T", DAY, "compilation"),
    )
    assert len({listing_key(*each) for each in said}) == 6
