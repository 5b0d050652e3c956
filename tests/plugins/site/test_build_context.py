"""What plugins share is set once, and read only when it is there."""

from __future__ import annotations

import dataclasses

import pytest

from plugins.site.build_context import BuildContext, Later


class _Progress:
    def phase(self, name: str, total: int | None = None) -> None:
        raise AssertionError(name, total)


def test_a_value_is_there_once_it_is_set() -> None:
    later = Later[int]("archive")
    with pytest.raises(LookupError, match=r"^archive is not there yet"):
        _ = later.value
    later.set(3)
    assert later.value == 3
    with pytest.raises(AssertionError, match="archive"):
        later.set(4)


def test_the_context_of_a_build_cannot_be_changed() -> None:
    one, other = BuildContext(_Progress()), BuildContext(_Progress())
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.archive = other.archive
    assert one.archive is not other.archive


def test_each_value_is_named_by_its_field() -> None:
    context = BuildContext(_Progress())
    for field in dataclasses.fields(context):
        value = getattr(context, field.name)
        if isinstance(value, Later):
            with pytest.raises(LookupError, match=f"^{field.name} "):
                _ = value.value
