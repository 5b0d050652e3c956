"""Jinja, told what it may rely on: while pages are rendered no template changes, and no global."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any, Self

from jinja2 import Environment, Template
from markupsafe import Markup, escape

_TEXTS = (
    4096  # escaped texts at hand: addresses, names and dates come again and again, a title six times a page
)
_remembered = lru_cache(_TEXTS)(escape)


def escape_once(value: object) -> Markup:
    """As `markupsafe.escape`, which makes the same text safe a hundred times a page."""
    return _remembered(value) if type(value) is str else escape(value)


class PageTemplate(Template):
    """A template whose compiled code escapes by `escape_once`."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Self:
        """As Jinja makes it, but for the name under which compiled code finds what it escapes by."""
        template = super().from_code(*args, **kwargs)
        template.root_render_func.__globals__["escape"] = escape_once
        return template  # type: ignore[return-value]  # Jinja makes one of `cls`


def settle(env: Environment) -> None:
    """Spare an environment, before its first template is loaded, what it does in case something changes.

    It would ask the disk for news of seven templates for every page, and walk a `ChainMap` of all globals as often.
    """

    def words(d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja's own where a template is given globals of its own; nobody here gives any."""
        return ChainMap(d, env.globals) if d else env.globals

    env.auto_reload = False
    env.make_globals = words  # type: ignore[method-assign]  # the class is chosen by Pelican
    env.template_class = PageTemplate
