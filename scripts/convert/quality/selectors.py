"""Selectors of a page's elements, in XPath and in CSS: short, of ids and classes, each tried on the page itself.

XPath is tried on the tree the converter reads; CSS on that of Beautiful Soup, which mends broken markup another way. A
selector that finds the same words in both is one that a change of parser will not break.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup

from scripts.convert.dom.tree import Element, text_of

_NAME = re.compile(r"[A-Za-z_][\w-]*")  # an id or a class that needs no escaping
_MADE = re.compile(r"\d{3,}|^(?:post|article|node|entry|id)[-_]?\d+")  # that of one article, not of all


class Selector(NamedTuple):
    """An element's selector in both languages; `css` is empty where Beautiful Soup finds something else with it."""

    xpath: str
    css: str


def select(root: Element, soup: BeautifulSoup, element: Element) -> Selector:
    """The shortest selector that finds an element first of all."""
    for xpath, css in _candidates(root, element):
        found = root.xpath(xpath)
        if found and found[0] is element:
            return Selector(xpath, css if _agrees(soup, css, element) else "")
    return Selector(f"//{_path(root, element)}", "")


def _candidates(root: Element, element: Element) -> list[tuple[str, str]]:
    """Its own name, then the names of what it stands in with the way from there."""
    found: list[tuple[str, str]] = []
    way_xpath = way_css = ""
    node = element
    while node is not None and node is not root:
        for xpath, css in _names(node):
            found.append((f"//{xpath}{way_xpath}", f"{css}{way_css}"))
        step, place = node.tag, _place(node)
        way_xpath, way_css = f"/{step}[{place}]{way_xpath}", f" > {step}:nth-of-type({place}){way_css}"
        node = node.getparent()
    return found


def _names(node: Element) -> list[tuple[str, str]]:
    """An element by its id, by each of its classes, and a heading by its tag."""
    tag, own = node.tag, node.get("id") or ""
    found = (
        [(f"{tag}[@id='{own}']", f"{tag}#{own}")] if _NAME.fullmatch(own) and not _MADE.search(own) else []
    )
    for name in (node.get("class") or "").split():
        if _NAME.fullmatch(name) and not _MADE.search(name):
            found.append((f"{tag}[contains(concat(' ', @class, ' '), ' {name} ')]", f"{tag}.{name}"))
    return [*found, (tag, tag)] if tag in ("h1", "h2", "h3", "article", "main", "time") else found


def _place(node: Element) -> int:
    return 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))


def _path(root: Element, element: Element) -> str:
    return str(root.getroottree().getelementpath(element))


def _agrees(soup: BeautifulSoup, css: str, element: Element) -> bool:
    found = soup.select_one(css)
    return found is not None and "".join(found.get_text().split()) == "".join(text_of(element).split())
