"""Placeholders of local links, on their way from a source to a page.

They leave the reader as ``@@path`` (relative to content) or ``@@/path`` (from the site's root), and become addresses
when a page is rendered: the address of another article may change while this source does not.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

# Right for what nh3 writes: lower-case names, double quotes, every "<" of text escaped.
_TARGET = re.compile(r'(<(?:a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")([^"]*)"')
_REST = re.compile(r"([^?#]*)(.*)", re.DOTALL)


Targets = Mapping[str, tuple[str, str]]
"""Local link → (its address, escaped; the further attributes of a picture that stands there)."""


def is_local(target: str) -> bool:
    """Whether a link stays inside the archive: no scheme, no host."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def resolve(target: str, folder: str) -> str:
    """A local link as ``/path`` from the site's root, or as a path relative to content; query and fragment stay."""
    path, rest = _REST.match(target).groups()  # type: ignore[union-attr]  # the pattern matches any text
    path = unquote(path)
    if not path.startswith("/"):
        path = posixpath.normpath(posixpath.join(folder, path))
    return path + rest


def _placeholder(target: str, folder: str) -> str:
    """A target (escaped HTML) with its placeholder, where it is local; what is not is left as it is."""
    plain = unescape(target).strip()
    if not plain or plain.startswith("#") or not is_local(plain):
        return target
    return "@@" + escape(resolve(plain, folder))


def local_links(html: str) -> Iterator[str]:
    """The marked local links of rendered HTML, in order."""
    return (unescape(match[2])[2:] for match in _TARGET.finditer(html) if match[2].startswith("@@"))


def resolve_placeholders(html: str, targets: Targets) -> str:
    """Rendered HTML with every marked link made an address."""

    def put(match: re.Match[str]) -> str:
        if not match[2].startswith("@@"):
            return match[0]
        address, picture = targets[unescape(match[2])[2:]]
        return f'{match[1]}{address}"{picture if match[1].endswith("src=" + chr(34)) else ""}'

    return _TARGET.sub(put, html)


def insert_placeholders(html: str, folder: str) -> str:
    """Sanitised HTML with its local links marked; relative ones start from `folder` (relative to content)."""
    return _TARGET.sub(lambda m: f'{m[1]}{_placeholder(m[2], folder)}"', html)
