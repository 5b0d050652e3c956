"""Addresses of linked resources: resolution as browsers do it, candidates of lazy and responsive pictures, documents
behind viewers. The crawler and the converter read pages by the same rules, so that what one asks for the other finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import parse_qsl

from scripts.convert.text.urls import is_absolute, is_attachment, join, split_url

# What loaders of pictures read an address from, the surest first.
LAZY_SOURCES = (
    "data-original", "data-src", "data-lazy-src", "data-lazy", "data-photo-original-src", "data-full-src",
    "data-hi-res-src", "data-large-file", "data-orig-file", "data-echo", "data-cfsrc", "data-url", "data-image",
    "lazysrc", "lazy-src", "_src", "real_src", "original",
)  # fmt: skip
LAZY_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_CANDIDATE = re.compile(
    r"\s*(?P<url>[^\s,]\S*?)(?:\s+(?P<size>[\d.]+)[wxh])?\s*(?:,\s+|,(?=\s*$)|,(?=[/h])|$)"
)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:lazy(?:load)?|loading|loader|spinner|placeholder|blank|spacer|pixel|transparent|trans|grey|gray"
    r"|1x1|dot|clear)[\w-]{0,12}\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)",
    re.IGNORECASE,
)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif)$", re.IGNORECASE)
_VIEWER = re.compile(
    r"docs\.google\.com/(?:viewer|gview)|drive\.google\.com/viewer|view\.officeapps\.live\.com|viewer\.html?$"
    r"|/(?:pdf-?js|pdf-?viewer|flip-?book|viewer-?js|doc-?viewer|xem-?(?:pdf|tep|file))",
    re.IGNORECASE,
)
_VIEWED = ("url", "file", "src", "pdf", "doc", "document", "filename", "path", "link", "f")
_ESCAPED = re.compile(r"\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})|\\(/)", re.IGNORECASE)


def resolve(base: str, link: str) -> str:
    """A link as browsers understand it, absolute; raises ValueError where it is no address."""
    if is_absolute(link) and link.isascii():
        return join(base, link)
    link = link.encode("utf-8", "replace").decode().strip()
    link = link.replace("\t", "").replace("\n", "").replace("\r", "")
    head, mark, query = link.partition("?")
    if re.match(r"(?:https?:)?[\\/]|[^:]*$", head, re.IGNORECASE):
        head = head.replace("\\", "/")
    return join(base, head + mark + query)


def unescape_script(text: str) -> str:
    r"""A string of a script as it is meant: ``\u0026`` is ``&``, ``\/`` a slash."""
    return _ESCAPED.sub(lambda m: m[3] or chr(int(m[1] or m[2], 16)), text) if "\\" in text else text


def source_set(value: str | None) -> list[str]:
    """The addresses of a ``srcset``, the largest first; equals in the order of the page."""
    found: list[tuple[float, str]] = []
    for match in _CANDIDATE.finditer(value or ""):
        found.append(
            (float(match["size"] or 1) if (match["size"] or "1").count(".") < 2 else 1.0, match["url"])
        )
    return [url for _, url in sorted(found, key=lambda pair: -pair[0])]


def is_placeholder(address: str) -> bool:
    """True for an address that by its name shows nothing: ``loading.gif``, a blank pixel."""
    return bool(_PLACEHOLDER.search(address))


def _ranked(addresses: Iterable[str | None]) -> Iterator[str]:
    """Every address once; placeholders and pictures inside the page itself last."""
    known = dict.fromkeys(a.strip() for a in addresses if a and a.strip())
    later = [a for a in known if a.startswith("data:") or is_placeholder(a)]
    yield from (a for a in known if a not in later)
    yield from sorted(later, key=lambda a: not a.startswith("data:"))


def picture_candidates(image: Mapping[str, str], sources: Iterable[Mapping[str, str]] = ()) -> list[str]:
    """Addresses a picture may be loaded from, the best first: `image` are the attributes of an <img>, `sources` those
    of the <source> elements of its <picture>.
    """
    lazy = [url for name in LAZY_SOURCE_SETS for url in source_set(image.get(name))]
    lazy += [image.get(name) or "" for name in LAZY_SOURCES]
    wide = source_set(image.get("srcset"))
    others = [s for one in sources for n in (*LAZY_SOURCE_SETS, "srcset") for s in source_set(one.get(n))]
    # In what a loader reads stands at times no address but a word or a size.
    lazy = [url for url in lazy if "/" in url or "." in url]
    return list(_ranked([*lazy, *wide, image.get("src"), *others]))


def viewed_document(url: str) -> str:
    """The address of the document that a viewer at `url` shows, as it names it; empty where it is no viewer."""
    split = split_url(url)
    named = [(name.lower(), value) for name, value in parse_qsl(split.query) if value]
    named += [(name.lower(), value) for name, value in parse_qsl(split.fragment) if value]
    viewer = _VIEWER.search(f"{split.netloc}{split.path}") is not None
    for name, value in sorted(named, key=lambda n: _VIEWED.index(n[0]) if n[0] in _VIEWED else len(_VIEWED)):
        said = is_attachment(value) and (viewer or "/" in value)
        if said or (viewer and name in _VIEWED and ("/" in value or "." in value)):
            return value
    return ""


def is_picture(url: str) -> bool:
    """True for an address that by its ending is a picture."""
    return bool(_PICTURE_NAME.search(PurePosixPath(split_url(url).path).name))
