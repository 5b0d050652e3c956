from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from plugins.site.fragment_cache import FragmentCache

TEMPLATES = {
    "entry": "<a>{{ root }}{{ a.url }}</a>",
    "greedy": "{{ page }}",
    "line": "<li>{{ root }}{{ a.url }}{% if filed %}!{% endif %}</li>",
    "word": "{{ SITENAME }} {{ here }}",
}


@pytest.fixture
def part() -> FragmentCache:
    env = Environment(loader=DictLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    env.globals["SITENAME"] = "A&B"
    return FragmentCache(env)


def test_a_part_is_rendered_once_for_what_it_is_given(part: FragmentCache) -> None:
    one, two = SimpleNamespace(url="<1>"), SimpleNamespace(url="<1>")
    first = part("entry", a=one, root="../")
    assert first == "<a>../&lt;1&gt;</a>"
    one.url = "changed"
    assert part("entry", a=one, root="../") is first
    assert part("entry", a=one, root="") == "<a>changed</a>"
    assert part("entry", a=two, root="../") == first


def test_a_part_sees_the_common_words_and_nothing_of_the_page_around_it(part: FragmentCache) -> None:
    assert part("word", here="x") == "A&amp;B x"
    with pytest.raises(UndefinedError):
        part("greedy")


def test_each_is_one_part_a_line(part: FragmentCache) -> None:
    some = [SimpleNamespace(url="<1>"), SimpleNamespace(url="2")]
    assert part.each("line", [], root="", filed=True) == ""
    assert part.each("line", some, root="../", filed=False) == "<li>../&lt;1&gt;</li>\n<li>../2</li>\n"
    assert part.each("line", some[1:], root="", filed=True) == "<li>2!</li>\n"
    alone = part("line", a=some[0], root="../", filed=False)
    assert part.each("line", some[:1], root="../", filed=False) == alone + "\n"
