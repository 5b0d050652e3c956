"""A page as the writer is told of it: where it stands, what it shows, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup

SHARED_BEGIN, SHARED_END = "<!--dung-chung-->", "<!--/dung-chung-->"
SHARED_SLOT = Markup(SHARED_BEGIN + SHARED_END)  # noqa: S704  # two constants


class Template(Protocol):
    """A compiled Jinja template."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text of a page."""


@dataclass(slots=True)
class Page:
    """One file of the site: its address, what it is rendered from, and what that depends on.

    `inputs` is everything (beside code, templates and settings) the page shows; equal inputs mean equal pages. A
    text is the quickest form; anything else is known by its `repr`.
    `template` and `context` are called only when the page is rendered. `owner` names it in messages: a source file or
    a plugin.
    """

    url: str
    template: Callable[[], Template]
    inputs: object
    context: Callable[[], Mapping[str, Any]]
    owner: str

    @property
    def digest(self) -> str:
        """Stands for the inputs."""
        said = self.inputs if isinstance(self.inputs, str) else repr(self.inputs)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def root_of(url: str) -> str:
    """The way from a page to the site's root: ``""``, ``"../"``, ``"../../"``."""
    return "../" * url.count("/")
