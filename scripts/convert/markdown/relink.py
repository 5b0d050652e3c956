"""Relinking of an article's Markdown: links and pictures lead into the archive once it is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from posixpath import relpath

from scripts.convert.markdown import escape

# What the renderer writes before an address, and nothing else: words have their brackets escaped.
_ADDRESS = re.compile(r'((?<!\\)\]\(|<a href=")([^)\s"]+)')


def relink(markdown: str, targets: Mapping[str, str], path: str) -> str:
    """The Markdown of the article at `path` with each address that has a target (a path in the content folder)
    replaced by the way there.
    """
    folder = PurePosixPath(path).parent.as_posix()
    ways = {escape.address(url): relpath(target, folder) for url, target in targets.items()}
    return _ADDRESS.sub(lambda m: m[1] + ways.get(m[2], m[2]), markdown) if ways else markdown
