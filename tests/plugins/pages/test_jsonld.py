from __future__ import annotations

import json

import pytest

from plugins.core.dates import parse_moment
from plugins.pages.jsonld import article_jsonld, to_script
from scripts.torture.hostile import ATTACKS
from tests.plugins.samples import author, view


def test_no_text_can_leave_the_script() -> None:
    text = str(to_script({"a": "</script><script>alert(1)</script><!-- & \u2028"}))
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text) == {"a": "</script><script>alert(1)</script><!-- & \u2028"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_data(attack: str) -> None:
    text = str(article_jsonld(view(title=attack, summary=attack, original_url=attack), "Kho", str))
    assert not {"<", ">", "&"} & set(text)
    news, crumbs = json.loads(text)["@graph"]
    assert (news["description"], news["isBasedOn"]) == (attack, attack)
    assert attack.startswith(news["headline"])
    assert crumbs["itemListElement"][-1]["name"] == attack


def test_addresses_are_left_out_while_the_site_has_none() -> None:
    news, crumbs = json.loads(article_jsonld(view(), "Kho", lambda url: ""))["@graph"]
    assert "mainEntityOfPage" not in news
    assert all("item" not in step for step in crumbs["itemListElement"])
    assert news["author"] == [{"@type": "Organization", "name": "Kho"}]
    assert news["datePublished"] == "2017-11-24T09:56:00+07:00"


def test_what_the_archive_wrote_is_an_article_of_an_organisation() -> None:
    filed = view(
        kind="compilation",
        date=parse_moment("20/06/2006"),
        compiled=parse_moment("22/11/2026"),
        basis=("Quyết định số 1/QĐ",),
        authors=(author("Nhóm lưu trữ"),),
    )
    told, _ = json.loads(article_jsonld(filed, "Kho", lambda url: ""))["@graph"]
    assert told["@type"] == "Article"
    assert told["author"] == [{"@type": "Organization", "name": "Nhóm lưu trữ"}]
    assert (told["datePublished"], told["temporalCoverage"]) == ("2026-11-22", "2006-06-20")
    assert told["citation"] == ["Quyết định số 1/QĐ"]
