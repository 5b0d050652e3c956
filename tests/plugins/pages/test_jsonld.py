from __future__ import annotations

import json

import pytest

from plugins.pages.jsonld import article_jsonld, to_script
from scripts.torture.hostile import ATTACKS
from tests.plugins.samples import view


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
