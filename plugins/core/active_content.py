"""Active content: drawings and data in XML that a browser would run as a page of the site. Refused, never cleaned.

An SVG shown by ``<img>`` runs nothing, but the same file opened by its address is a document of the site's own origin.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

ENDINGS = frozenset({".svg", ".xml"})
_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_XLINK = "http://www.w3.org/1999/xlink href"
_REFUSED = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"})
_ANIMATIONS = frozenset({"set", "animate", "animatetransform", "animatemotion"})
# Part of the drawing itself, a picture in it, or a plain link out of it.
_TARGET = re.compile(
    r"\s*(?:#|data:image/(?:png|jpe?g|gif|webp)[;,]|https?://|[\w./-]*(?:[?#]|$))", re.IGNORECASE
)
_LIMIT = 20_000_000  # bytes; a drawing larger than this is no drawing


class Active(Exception):  # noqa: N818  # the name says what was found
    """Something in the file that could run; the message (Vietnamese) says what."""


def _element(name: str, attributes: dict[str, str]) -> None:
    space, _, local = name.rpartition(" ")
    if space == _XHTML:
        raise Active("có HTML bên trong")
    if space != _SVG:
        return
    if local.lower() in _REFUSED:
        raise Active(f"có phần tử <{local}>")
    for key, value in attributes.items():
        _attribute(local.lower(), key, value)


def _attribute(element: str, key: str, value: str) -> None:
    if key.lower().startswith("on"):
        raise Active(f"có thuộc tính {key}")
    if key in ("href", _XLINK) and not _TARGET.match(value):
        raise Active(f"có liên kết “{value[:40]}”")
    if element in _ANIMATIONS and key == "attributeName" and value.lower().endswith("href"):
        raise Active("có hiệu ứng đổi liên kết")


def _instruction(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise Active("có chỉ thị xml-stylesheet")


def _entity(name: str, *_rest: object) -> None:
    raise Active(f"khai báo thực thể {name}")


def active_content(path: Path) -> str | None:
    """What in an SVG or XML file could run in a reader's browser, in Vietnamese; None where nothing can.

    A file that is not well formed counts: browsers run what stands before the fault.
    """
    if path.stat().st_size > _LIMIT:
        return f"lớn hơn {_LIMIT // 10**6} MB"
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _element
    parser.ProcessingInstructionHandler = _instruction
    parser.EntityDeclHandler = _entity
    try:
        parser.Parse(path.read_bytes(), True)
    except Active as found:
        return str(found)
    except expat.ExpatError as error:
        return f"không phải XML đúng dạng ({error})"
    return None
