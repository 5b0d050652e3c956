"""Versions of pictures: the size of each as shown, narrower ones for phones, and the one that is published for it.

A version is kept only where it saves a reader something: most pictures of the legacy site are small and well packed,
and re-encoding them would cost quality for nothing.
"""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

from plugins.lint.pictures import PictureFile
from plugins.pages.picture_metadata import without_metadata
from plugins.site.views import Picture

FOLDER = "anh-nho"  # versions stand at anh-nho/<width>/<path of the original>
# CSS pixels of a phone and of the text column (42rem), for screens of up to two and one and a half dots a pixel.
WIDTHS = (640, 1024)
NARROWER, LIGHTER = 0.8, 0.75  # a version has at most this share of its original's width and bytes
FULL_SIDE = 2560  # pixels at most of the picture published for a large one: a screen full
QUALITY = 80  # of JPEG and WebP: no difference is seen at the sizes of a column of text
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_ORIENTATION, _SIDEWAYS = 0x0112, frozenset({5, 6, 7, 8})  # Exif: turned by a quarter
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_SIZE = re.compile(r'\b(width|height)="([0-9.]+)(?:px)?"')
_VIEW_BOX = re.compile(r'\bviewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)"')
# What Pillow's readers raise at files that are no pictures, or too large ones.
_UNREADABLE = (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError)


UNKNOWN = Picture(0, 0)
CODE = repr((PIL.__version__, WIDTHS, NARROWER, LIGHTER, QUALITY, FULL_SIDE))


def version_url(width: int, path: str) -> str:
    """Address of the version of one width, relative to the site's root."""
    return f"{FOLDER}/{width}/{path}"


def _svg_size(text: str) -> Picture:
    head = _SVG.search(text)
    if not head:
        return UNKNOWN
    size = {name: float(value) for name, value in _SVG_SIZE.findall(head[0])}
    if len(size) == 2:
        return Picture(round(size["width"]), round(size["height"]))
    box = _VIEW_BOX.search(head[0])
    return Picture(round(float(box[1])), round(float(box[2]))) if box else UNKNOWN


def _shown_size(image: Image.Image) -> Picture:
    sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
    return Picture(*(reversed(image.size) if sideways else image.size))


def picture_size(path: Path) -> Picture:
    """Width and height of a picture file; `UNKNOWN` where it has none or cannot be read."""
    try:
        if path.suffix.lower() == ".svg":
            return _svg_size(path.read_text(encoding="utf-8"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                return _shown_size(image)
    except _UNREADABLE:
        return UNKNOWN


def narrowed(path: Path) -> dict[int, bytes]:
    """Versions of a picture by width, made where they are worth it; none of one that moves or cannot be read."""
    ending, weight = FORMATS.get(path.suffix.lower()), path.stat().st_size
    try:
        with Image.open(path) as image:
            if ending is None or getattr(image, "is_animated", False):
                return {}
            shown = ImageOps.exif_transpose(image)
            made = {w: _encode(shown, w, ending) for w in WIDTHS if w <= shown.width * NARROWER}
    except _UNREADABLE:
        return {}
    return {width: data for width, data in made.items() if len(data) <= weight * LIGHTER}


def _encode(image: Image.Image, width: int, ending: str) -> bytes:
    """One version in its original's format, with its colour profile and without its other metadata."""
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    profile = image.info.get("icc_profile")
    small.save(file, ending, quality=QUALITY, optimize=True, progressive=True, icc_profile=profile)
    return file.getvalue()


def published(path: Path, known: PictureFile) -> bytes | None:
    """The bytes that readers get for a picture: without metadata, and smaller where it is large; None: its own."""
    data = path.read_bytes()
    plain = without_metadata(data)
    if known.is_large and not known.is_huge and not known.fault and (small := _reduced(path)):
        plain = min(plain, small, key=len)
    return None if plain == data else plain


def _reduced(path: Path) -> bytes:
    """A large picture within `FULL_SIDE`, the right way up; empty where it moves or cannot be read."""
    ending = FORMATS.get(path.suffix.lower())
    try:
        with Image.open(path) as image:
            if ending is None or getattr(image, "is_animated", False):
                return b""
            shown = ImageOps.exif_transpose(image)
            return _encode(shown, round(shown.width * min(1, FULL_SIDE / max(shown.size))), ending)
    except _UNREADABLE:
        return b""
