"""Damaged text is never published in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.core.oddities import oddities
from tests.conftest import Built, Writer

HEAD = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: 1/1/2010\n\n"
DAMAGED = {
    "ky-tu-an": "cải\u200b cách \u202ehành\u202c chính \x07",
    "nfc": "ca\u0309i ca\u0301ch",
    "ky-tu-hong": "c\ufffdi cách",
    "bang-ma-cu": "c¶i c¸ch hµnh chÝnh",
    "ma-hoa-kep": "Cáº£i cÃ¡ch hÃ nh chÃ­nh",
}


@pytest.mark.parametrize("rule", DAMAGED)
def test_damage_is_named_with_its_line(rule: str) -> None:
    (found, *_) = [o for o in oddities("Tiêu đề: x\n\n" + DAMAGED[rule]) if o.rule == rule]
    assert found.line == 3
    assert found.message


@pytest.mark.parametrize(
    "text", ["plain", "Cải cách thủ tục hành chính, 5 °C, “dấu”, N·m, résumé, naïve", "a\r\nb\tc"]
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert oddities(text) == ()


def test_a_build_names_what_it_repaired_and_what_it_could_not(
    make: Callable[..., Built], write: Writer
) -> None:
    for number, (rule, text) in enumerate(DAMAGED.items()):
        write(f"{rule}.md", HEAD.format(number) + text)
    for _ in range(2):  # what was read before is named again
        built = make()
        assert built.code == 0
        for rule in DAMAGED:
            repaired = rule in ("nfc", "ky-tu-an")
            line = f"{rule}.md:5: {rule}: ({'đã sửa trên trang' if repaired else 'đăng nguyên như thế'})"
            assert line in built.said
        write("them.md", HEAD.format(99) + "x")
    (page,) = (built.output / "2010" / "01").glob("*-0.html")
    text = page.read_text(encoding="utf-8")
    assert not {"\u200b", "\u202e", "\u202c", "\x07"} & set(text)
