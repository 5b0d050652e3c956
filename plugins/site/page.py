"""Page as the writer is told of it: where it stands, the inputs it is made of, and how it is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Protocol

from plugins.site.views import key_of


class Template(Protocol):
    """A compiled Jinja template."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text of a page."""


class PageInputs:
    """Base of the inputs of a page: a frozen dataclass, one a kind of page.

    Its fields are what the template is given, and what the page's digest is made of: a page that shows something it
    does not depend on cannot be written.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()  # the names of the fields; dataclasses set it

    def shown(self) -> dict[str, Any]:
        """The fields by name."""
        return {name: getattr(self, name) for name in self.__match_args__}

    @property
    def digest(self) -> str:
        """Equal for inputs that give the same page."""
        said = "\n".join(map(key_of, _fields(self.__match_args__)(self)))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _fields(names: tuple[str, ...]) -> Callable[[PageInputs], tuple[object, ...]]:
    """What takes these fields, two or more, out of inputs."""
    return attrgetter(*names)


def _nothing(_inputs: Any) -> Mapping[str, Any]:
    return {}


@dataclass(slots=True)
class Page:
    """One file of the site: its address, its template and its inputs.

    `derive` makes more of what the template is given out of the inputs, and is given nothing else; it and `template`
    are called only when the page is rendered. `owner` names it in messages: a source file or a plugin.
    """

    url: str
    template: Callable[[], Template]
    inputs: PageInputs
    owner: str
    derive: Callable[[Any], Mapping[str, Any]] = _nothing

    def context(self) -> dict[str, Any]:
        """All that the template is given beside the globals."""
        shown = {"root": root_of(self.url), "latest_block": None}
        return shown | self.inputs.shown() | dict(self.derive(self.inputs))


def root_of(url: str) -> str:
    """The relative path from a page to the site's root: ``""``, ``"../"``, ``"../../"``."""
    return "../" * url.count("/")
