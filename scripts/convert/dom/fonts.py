"""Legacy fonts of a page: which run is drawn in .VnTime, VNI-Times or a VPS font, by tag, style or style sheet."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from scripts.convert.text.text_repair import FONT_HINT, UNICODE

_FONT = re.compile(r"font-family\s*:\s*([^;]+)|font\s*:[^;]*?((?:\.vn|vni-|vps )[\w -]*)", re.IGNORECASE)
_NAMED = re.compile(rb"f(?:ace\s*=|ont)[^<>;]{0,120}?(?:\.vn|vni[-\s]|vps\s)")  # in lower case
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# A tag, a class, an id, or a tag with one of them; what stands before the last part of a selector is not asked.
_SELECTOR = re.compile(r"(?:^|[\s>+])([a-z][a-z0-9]*)?([.#][\w-]+)?\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)


def _font_in(style: str) -> str:
    match = _FONT.search(style)
    return _first(match[1] or match[2]) if match else ""


def _first(names: str) -> str:
    return names.split(",")[0].strip(" \"'\t\r\n")


def rules_of(css: str) -> dict[str, str]:
    """``p.MsoNormal``, ``.title``, ``td`` → the font a style sheet gives it; the last rule counts."""
    rules = {}
    for selectors, style in _RULE.findall(_COMMENT.sub(" ", css)):
        if font := _font_in(style):
            for selector in selectors.split(","):
                match = _SELECTOR.search(selector)
                if match and (match[1] or match[2]):
                    rules[f"{(match[1] or '').lower()}{match[2] or ''}"] = font
    return rules


class Fonts:
    """The legacy fonts of one page, looked for only where a run might be in one."""

    def __init__(self, root: Any, data: bytes) -> None:
        self._root, self._data = root, data

    @cached_property
    def any_legacy(self) -> bool:
        """Whether the page names a legacy font at all."""
        return _NAMED.search(self._data.lower()) is not None

    @cached_property
    def _rules(self) -> dict[str, str]:
        return rules_of("\n".join("".join(style.itertext()) for style in self._root.iter("style")))

    def of(self, text: str, element: Any) -> str:
        """The legacy font of a run that Unicode letters do not already explain; empty where it has none."""
        if not self.any_legacy or UNICODE.search(text):
            return ""
        while element is not None:
            if font := self._own(element):
                return font if FONT_HINT.match(font) else ""
            element = element.getparent()
        return ""

    def _own(self, element: Any) -> str:
        """The first font an element names itself, or a style sheet for it."""
        if face := element.get("face"):
            return _first(face)
        if (style := element.get("style")) and (font := _font_in(style)):
            return font
        return self._ruled(element) if self._rules else ""

    def _ruled(self, element: Any) -> str:
        tag = str(element.tag)
        named = [f".{name}" for name in (element.get("class") or "").split()]
        named += [f"#{element.get('id')}"] if element.get("id") else []
        keys = [f"{tag}{name}" for name in named] + named + [tag]
        return next((self._rules[key] for key in keys if key in self._rules), "")
