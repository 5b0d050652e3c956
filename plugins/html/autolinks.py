"""Autolinks: bare addresses in a text (``https://…``, ``www.…``) become links, which Python-Markdown leaves as text."""

from __future__ import annotations

import re
from html import escape, unescape

from plugins.lint.lines import DEFINITION, INLINE, blank, mask_code

_ADDRESS = re.compile(r"""(?<![\w/@.:=&?-])(?:https?://[\w\[]|www\.\w)[^\s<>"“”‘’|\[\]]*""", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[.,;:!?…'*_~\\]|&(?:quot|gt|lt|rsquo|rdquo);)+$")
_SKIPPED = re.compile(
    r"<a\b[^<>]*>.*?</a>|<[^<>]*>|\[[^\[\]\n]*\] ?\[[^\[\]\n]*\]", re.IGNORECASE | re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)")


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence it ends, and without a bracket that was opened before it."""
    while True:
        shorter = _TRAILING.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def link_addresses(body: str) -> str:
    """A Markdown body with its bare addresses made links; their words stay as they are written."""
    if "://" not in body and "www." not in body:
        return body
    prose = mask_code(body)
    for pattern in (INLINE, DEFINITION, _SKIPPED):
        prose = pattern.sub(lambda m: blank(m[0]), prose)
    out, at = [], 0
    for match in _ADDRESS.finditer(prose):
        words = _trimmed(match[0])
        if "." not in words or words.endswith("//"):
            continue
        target = unescape(_ESCAPED.sub(r"\1", words))
        target = target if "://" in target else f"http://{target}"
        start = match.start()
        out += [body[at:start], f'<a href="{escape(target)}">{words}</a>']
        at = start + len(words)
    return "".join([*out, body[at:]])
