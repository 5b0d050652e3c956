"""What is spared Jinja changes nothing of what it writes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from plugins.templates import escape_once, settle

TEMPLATES = {
    "base": "<title>{{ a }}</title>{% block text %}{% endblock %}{{ WORD }}",
    "page": '{% extends "base" %}{% block text %}<p title="{{ a }}"></p>{% include "part" %}{% endblock %}',
    "part": "{% for x in [a, WORD] %}{{ x }}{{ loop.index }}{% endfor %}",
}


def environment(*, settled: bool) -> Environment:
    env = Environment(loader=DictLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    if settled:
        settle(env)
    env.globals["WORD"] = "A&B"
    return env


STOCK, SETTLED = environment(settled=False), environment(settled=True)


class Odd(str):
    """A text with a say of its own in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<b>{self}</b>"


@given(
    st.one_of(
        st.text("ab<>&\"'ộ"),
        st.integers(),
        st.booleans(),
        st.none(),
        st.text("a<").map(Markup),
        st.text("a").map(Odd),
    )
)
def test_pages_are_those_of_jinja_as_it_comes(value: Any) -> None:
    for _ in range(2):  # anew, and remembered
        assert SETTLED.get_template("page").render(a=value) == STOCK.get_template("page").render(a=value)


def test_what_is_safe_and_what_is_not_are_told_apart_though_they_are_equal() -> None:
    assert escape_once("<b>") == "&lt;b&gt;"
    assert escape_once(Markup("<b>")) == "<b>"
    assert escape_once(Odd("x")) == "<b>x</b>"
    assert isinstance(escape_once("<b>"), Markup)


def test_compiled_templates_escape_by_it() -> None:
    template = SETTLED.get_template("page")
    assert template.root_render_func.__globals__["escape"] is escape_once
    assert all(block.__globals__["escape"] is escape_once for block in template.blocks.values())


def test_globals_are_seen_when_they_come_and_those_of_one_template_are_its_own() -> None:
    env = environment(settled=True)
    template = env.get_template("base")
    env.globals["WORD"] = "later"
    assert template.render(a=1).endswith("later")
    assert env.from_string("{{ WORD }}", globals={"WORD": "own"}).render() == "own"
    assert env.globals["WORD"] == "later"
    with pytest.raises(UndefinedError):
        template.render()
