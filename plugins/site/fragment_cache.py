"""Fragment cache: parts of pages that many pages share, rendered once for what they are given.

A template names a part with all it depends on: ``{{ part("blocks/entry.html", a=a, root=root) }}``. A part sees that
and the words every page uses, nothing of the page around it (StrictUndefined makes the attempt an error), so what was
rendered once is right wherever the same is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context
from markupsafe import Markup


class FragmentCache:
    """The parts rendered so far, of one environment whose globals no longer change."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._made: dict[tuple[object, ...], tuple[Markup, dict[str, Any]]] = {}
        self._parts: dict[str, tuple[Template, Context, dict[str, Any]]] = {}

    def __call__(self, name: str, **given: Any) -> Markup:
        """The part `name` (a template) for texts, and for objects that stay as they are."""
        key = name, *map(_key, given.values())
        if key not in self._made:
            text = self._render(name, given)
            # The objects are held: an id is one object's only while that lives.
            self._made[key] = Markup(text), given  # noqa: S704  # rendered by an autoescaped template
        return self._made[key][0]

    def _render(self, name: str, given: dict[str, Any]) -> str:
        """As ``Template.render``, which makes a context for each text: for a line of a list half of its time."""
        if name not in self._parts:
            template = self._env.get_template(name)
            context = template.new_context()
            self._parts[name] = template, context, context.parent
        template, context, common = self._parts[name]
        context.parent = common | given
        context.vars.clear()
        context.exported_vars.clear()
        return "".join(template.root_render_func(context))

    def each(self, name: str, items: Iterable[object], **given: Any) -> Markup:
        """The part `name` for each of many objects `a`, one a line; what else is given is the same for all."""
        made, same = self._made, tuple(map(_key, given.values()))
        lines = [
            made[key][0] if (key := (name, id(a), *same)) in made else self(name, a=a, **given) for a in items
        ]
        return Markup("\n".join([*lines, ""]))  # noqa: S704  # as above


def _key(value: object) -> object:
    return value if isinstance(value, str) else id(value)
