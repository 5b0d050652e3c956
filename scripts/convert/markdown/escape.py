"""Escaping of words that Markdown, raw HTML or the site's own markup would read as something else."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from plugins.core.vocabulary import BY_KEY, fold_key

# Python-Markdown's escapable characters that mean something in the middle of a line.
_SPECIAL = re.compile(r"[\\`*\[\]{}]")
# An underscore between two letters or digits is never emphasis there; every other one may be.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_START = re.compile(
    r"(?P<number>\d+)(?=\.(?:\s|$))|(?P<mark>[#>!]|[-+](?=[\s-]|$))|(?P<other>[:~|=](?=\s|[~|=:-]|$))"
)
_URL_SAFE = "/:?#@!$&'+,;=%~-._"
_PLAIN_URL = re.compile(r"[\w/:?#@!$&'+,;=%~.-]*", re.ASCII)


def text(words: str) -> str:
    """Plain words as they must stand inside a Markdown line."""
    words = _SPECIAL.sub(r"\\\g<0>", words)
    if "_" in words:
        words = _UNDERSCORE.sub(r"\\_", words)
    return _ENTITY.sub("&amp;", words).replace("<", "&lt;") if "&" in words or "<" in words else words


def start(line: str) -> str:
    """A Markdown line whose first characters must not begin a list, a heading, a quote, a rule or a table."""
    if line.startswith("["):  # a link: its words must not look like the label of a reference
        return line.replace("]:", "]&#58;")
    match = _START.match(line)
    if not match:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end() :]}"
    if match["mark"]:
        return "\\" + line
    return f"&#{ord(line[0])};{line[1:]}"


def opening(markdown: str) -> str:
    """The Markdown of a body whose first line must not read as a field of the front matter: “Mã: 5”."""
    key, colon, rest = markdown.partition(":")
    return f"{key}&#58;{rest}" if colon and fold_key(key) in BY_KEY else markdown


def address(url: str) -> str:
    """An address as it must stand in brackets: no space, bracket, brace or bar is left bare.

    Percent-encoding keeps ``{static}`` and ``|file|`` of a legacy page from being resolved by the build.
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    return "".join(char if char.isalnum() or char in _URL_SAFE else quote(char) for char in url)


def title(words: str) -> str:
    """Words as they must stand between the quotes of a picture's title."""
    return text(words).replace('"', "&quot;").replace("'", "&#39;")


def cell(markdown: str) -> str:
    """A Markdown line as it must stand in a cell of a pipe table."""
    return markdown.replace("|", "&#124;")


def markup(words: str) -> str:
    """Words as they must stand in raw HTML; never like a link of Markdown."""
    return html.escape(words, quote=False).replace("](", "]&#40;")
