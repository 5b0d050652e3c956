import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.addresses import (
    SLUG_LIMIT,
    article_address,
    article_key,
    article_name,
    legacy_key,
    slugify,
)
from plugins.core.article import Article
from plugins.core.dates import parse_moment
from tests.plugins.core.core_strategies import any_text, articles, phrases

WHEN = parse_moment("24/11/2017 09:56")


@given(any_text)
def test_slugs_are_portable(text):
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug.encode()) <= SLUG_LIMIT
    assert slugify(slug) == slug


@given(phrases, st.integers(8, 80))
def test_a_slug_is_cut_at_a_word(text, limit):
    whole, slug = slugify(text, 10_000), slugify(text, limit)
    assert len(slug) <= limit
    assert whole.startswith(slug)
    assert whole == slug or whole[len(slug)] == "-" or "-" not in whole[: limit + 1]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đẩy mạnh cải cách hành chính", "day-manh-cai-cach-hanh-chinh"),
        ("Ủy ban / Uỷ ban", "uy-ban-uy-ban"),
        ("Nghị định số 61/2018/NĐ-CP", "nghi-dinh-so-61-2018-nd-cp"),
        ("“…?!”", "bai"),
        ("", "bai"),
        ("CON", "con-bai"),
        ("lpt1", "lpt1-bai"),
        ("Москва", "bai"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


def test_the_address_carries_date_slug_and_id():
    article = Article("Cải cách", WHEN, id="26573")
    assert article_address(article, "ten-cu-26573") == "2017/11/ten-cu-26573.html"
    assert article_address(article, "ten-khac") == "2017/11/cai-cach-26573.html"
    assert article_key(article, "x") == "26573"


def test_an_address_outlives_a_corrected_title():
    stem = article_name(Article("Tiêu đề sai", WHEN, id="7"), "")
    assert article_name(Article("Tiêu đề đúng", WHEN, id="7"), stem) == stem


def test_without_an_id_the_files_name_or_the_slug_is_the_key():
    assert article_address(Article("Cải cách", WHEN), "Tên Tệp") == "2017/11/ten-tep.html"
    named = Article("Cải cách", WHEN, slug="ten-rieng")
    assert article_address(named, "x") == "2017/11/ten-rieng.html"
    assert article_key(named, "x") == "ten-rieng"


@given(articles, phrases)
def test_every_article_has_one_portable_address(article, stem):
    address = article_address(article, stem)
    assert re.fullmatch(r"(19|20)\d\d/(0[1-9]|1[0-2])/[a-z0-9]+(-[a-z0-9]+)*\.html", address)
    assert address == article_address(article, stem)


def test_a_page_has_no_dated_address():
    with pytest.raises(ValueError, match="without a date"):
        article_address(Article("Giới thiệu", None), "gioi-thieu")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://caicachhanhchinh.example/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/", "26573"),
        ("/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573", "26573"),
        ("PortalPlus.aspx%3F/vi-VN/News/75//101147/0/26573/#noi-dung", "26573"),
        (" portalplus.ASPX?/en-US/News/1/2/ ", "2"),
        ("http://example.vn/PortalPlus.aspx?/vi-VN/News/", None),
        ("http://example.vn/2017/11/bai-26573.html", None),
        ("", None),
    ],
)
def test_legacy_keys(url, key):
    assert legacy_key(url) == key
