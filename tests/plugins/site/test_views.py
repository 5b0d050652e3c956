"""The key of a page is made of what the page is given: another view is another key, and nothing else is shown."""

from __future__ import annotations

import dataclasses
import importlib
import re
from dataclasses import replace

import pytest

import pelicanconf
from plugins.core.article import ATTRIBUTES
from plugins.core.dates import parse_moment
from plugins.core.vocabulary import BY_ATTRIBUTE
from plugins.pages.articles import ArticleInputs
from plugins.pages.first_picture import SizedPicture
from plugins.site.archive import Term
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs
from plugins.site.views import PeriodSummary, TermLink, TermSummary, key_of
from tests.conftest import ROOT
from tests.plugins.samples import article

for plugin in pelicanconf.PLUGINS:
    importlib.import_module(plugin)
KINDS = sorted(PageInputs.__subclasses__(), key=lambda kind: kind.__name__)


def inputs(**given: object) -> ArticleInputs:
    one = article()
    shown = {
        "article": one,
        "note": "",
        "head": "T",
        "targets": {},
        "related": (one.link,),
        "same_event": (),
        "same_content": (),
        "same_tags": (),
        "same_period": (),
        "older": (),
        "same_day": (),
        "picture": None,
        "drawings": (),
        "newer": None,
        "previous": one.link,
        "latest_block": LatestBlock((one.link,), (None, ())),
        "day_url": "2017/11/index.html#ngay-24",
    }
    return ArticleInputs(**{**shown, **given})


def changed() -> list[dict[str, object]]:
    """Each input of an article page, as something else."""
    section = Term("Tin", "tin", "section")
    other, one_link = article(id="9", title="Khác"), article().link
    return [
        {"article": article(id="8")},
        {"article": article(digest="e:")},
        {"article": article(tags=(Term("một cửa", "mot-cua", "tag"),))},
        {"note": " (2)"},
        {"head": "U"},
        {"targets": {"a.md": ("../a.html", "")}},
        {"related": ()},
        {"related": (other.link,)},
        {"related": (article(section=section).link,)},
        {"same_event": (True,)},
        {"same_content": (other.link,)},
        {"same_tags": (other.link,)},
        {"same_period": (other.link,)},
        {"older": (other.link,)},
        {"same_day": (other.link,)},
        {"picture": SizedPicture("anh/a.jpg", 1200, 630)},
        {"drawings": (("anh/a.svg", "<svg/>"),)},
        {"newer": other.link},
        {"previous": None},
        {"day_url": "2017/11/trang-1.html#ngay-24"},
        {"latest_block": LatestBlock((other.link,), (None, ()))},
        {"latest_block": LatestBlock((one_link,), (None, (other.link,)))},
    ]


@pytest.mark.parametrize("change", changed(), ids=str)
def test_another_input_is_another_page(change: dict[str, object]) -> None:
    assert inputs(**change).digest != inputs().digest


def test_equal_inputs_are_one_page() -> None:
    assert inputs().digest == inputs().digest


def test_every_kind_of_page_declares_its_inputs() -> None:
    assert len(KINDS) >= 9
    for kind in KINDS:
        assert dataclasses.is_dataclass(kind), kind
        assert kind.__dataclass_params__.frozen, kind
        assert kind.__match_args__ == tuple(field.name for field in dataclasses.fields(kind))


def test_a_template_is_given_the_inputs_and_what_is_derived_of_them() -> None:
    given = inputs(head="Đầu")
    page = Page("2017/11/a.html", lambda: None, given, "a.md", lambda i: {"page": i.head})
    assert page.context() == {**given.shown(), "page": "Đầu", "root": "../../"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TermLink("a", "b"), TermLink("ab", "")),
        (TermSummary("a", "u", 1), TermSummary("a", "u", 2)),
        (PeriodSummary("a", "u", 1), PeriodSummary("a", "u", 1, (PeriodSummary("b", "v", 1),))),
        (("a", "b"), ("ab",)),
        (None, ""),
        ((None, "a"), ("a", None)),
        (parse_moment("1/2/2003"), parse_moment("1/2/2003 00:00")),
    ],
)
def test_views_that_differ_have_other_keys(one: object, other: object) -> None:
    assert key_of(one) != key_of(other)


def test_a_link_to_an_article_has_a_key_for_all_it_shows() -> None:
    section = Term("Tin", "tin", "section")
    links = [
        article().link,
        article(title="Khác").link,
        article(id="7").link,
        article(date=parse_moment("25/11/2017")).link,
        article(kind="compilation").link,
        article(section=section).link,
        article(section=Term("Tin mới", "tin", "section")).link,
    ]
    assert len({link.key for link in links}) == len(links)
    shown = {field.name for field in dataclasses.fields(links[0])} - {"key"}
    assert shown == {"url", "title", "date", "section", "kind"}


def test_a_field_that_is_shown_is_named_in_three_places() -> None:
    """The vocabulary, the article, the template: nothing between them copies fields one by one.

    Beside these, a field of people is named where names are checked and in the form in which it is written.
    """
    shown = "photographers"
    assert shown in BY_ATTRIBUTE
    assert shown in ATTRIBUTES
    places = [
        path.relative_to(ROOT).as_posix()
        for folder, ending in (("plugins", "py"), ("theme/templates", "html"))
        for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
        if re.search(rf"\b{shown}\b", path.read_text(encoding="utf-8"))
    ]
    assert places == [
        "plugins/core/article.py",
        "plugins/core/vocabulary.py",
        "plugins/lint/front.py",
        "plugins/pages/editor.py",
        "theme/templates/article.html",
        "theme/templates/blocks/provenance.html",
    ]


def test_a_field_of_the_front_matter_reaches_the_page() -> None:
    corrected = article(correction="đã sửa")
    assert corrected.view.metadata.correction == "đã sửa"
    assert replace(corrected.metadata, correction="") == article().metadata
