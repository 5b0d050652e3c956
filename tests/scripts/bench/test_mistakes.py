"""No mistake of an archivist is published in silence, and check and html say the same of it."""

import pytest

from scripts.bench.mistake_cases import MISTAKES
from scripts.bench.mistakes import Verdict, judge, table


@pytest.fixture(scope="module")
def verdicts():
    return judge(MISTAKES)


def test_every_mistake_is_named_or_shown_as_meant(verdicts):
    assert len(verdicts) > 130
    assert [v.name for v in verdicts if v.silent] == []


def test_check_and_html_say_the_same(verdicts):
    assert [(v.name, v.check, v.html) for v in verdicts if v.check != v.html] == []


def test_the_table_tells_what_is_wrong():
    some = frozenset({(3, "ngay")})
    rows = table([Verdict("a", some, some, False), Verdict("b", some, frozenset(), False)]).splitlines()
    assert rows[0].split() == ["a", "3:ngay", "3:ngay", "named"]
    assert rows[1].split() == ["b", "3:ngay", "–", "SILENT", "DISAGREE"]
