"""Pictures of the archive: their sizes, and narrower versions of wide ones for phones; originals stay as they are.

A version is kept only where it saves a reader something: most pictures of the legacy site are small and well packed,
and re-encoding them would cost quality for nothing.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

from plugins import blobs
from plugins.core.fixity import is_inside
from plugins.core.parallel import run_forked
from plugins.site import SiteGenerator, register_generator
from plugins.writer import ArchiveWriter

FOLDER = "anh-nho"  # versions stand at anh-nho/<width>/<path of the original>
# CSS pixels of a phone and of the text column (42rem), for screens of up to two and one and a half dots a pixel.
WIDTHS = (640, 1024)
NARROWER, LIGHTER = 0.8, 0.75  # a version has at most this share of its original's width and bytes
QUALITY = 80  # of JPEG and WebP: no difference is seen at the sizes of a column of text
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_ORIENTATION, _SIDEWAYS = 0x0112, frozenset({5, 6, 7, 8})  # Exif: turned by a quarter
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_SIZE = re.compile(r'\b(width|height)="([0-9.]+)(?:px)?"')
_VIEW_BOX = re.compile(r'\bviewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)"')
# What Pillow's readers raise at files that are no pictures, or too large ones.
_UNREADABLE = (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError)


class Picture(NamedTuple):
    """Width and height as shown, in pixels (0 where unknown), and the widths of the versions there are."""

    width: int
    height: int
    versions: tuple[int, ...] = ()


UNKNOWN = Picture(0, 0)
Pictures = Callable[[str], Picture]
"""Path of a picture (relative to content) → what is known of it."""


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
    ending, weight = _FORMATS.get(path.suffix.lower()), path.stat().st_size
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


Stamp = tuple[int, int]
"""Size and time of a file: what tells that it was not changed."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A picture to be looked at: its path and the stamp of its file."""

    path: str
    stamp: Stamp


_Found = tuple[_Due, Picture]


def _look(content: Path, store: Path, due: Sequence[_Due]) -> list[_Found]:
    """Sizes of pictures, and their versions put into `store`."""
    found = []
    for item in due:
        versions = narrowed(content / item.path)
        for width, data in versions.items():
            file = store / version_url(width, item.path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        size = picture_size(content / item.path)
        found.append((item, size._replace(versions=tuple(versions))))
    return found


def is_picture(path: str) -> bool:
    """Whether a file of the archive is shown as a picture, by its ending."""
    return Path(path).suffix.lower() in {*_FORMATS, ".gif", ".avif", ".svg"}


class PictureGenerator(SiteGenerator):
    """Offers ``context["pictures"]`` (`Pictures`) and writes the versions, before any page is rendered.

    Versions are kept in the cache: a new template must not cost an encoding of every photograph.
    """

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: only pictures that changed since the last build are opened."""
        self._store: Path = self.context["cache"].folder
        file, code = self._store / "pictures.bin", repr((PIL.__version__, WIDTHS, NARROWER, LIGHTER, QUALITY))
        before = {p: (tuple(stamp), Picture(*size)) for p, stamp, size in blobs.load(file, code) or ()}
        listed = self._listed()
        self._known = {d.path: before[d.path] for d in listed if self._stands(d, before.get(d.path))}
        due = [item for item in listed if item.path not in self._known]
        with self.context["progress"].phase("Ảnh", len(due)) as step:
            for found in run_forked(partial(_look, self.content, self._store), due):
                self._known.update((item.path, (item.stamp, size)) for item, size in found)
                step(len(found))
        self._forget(before)
        blobs.store(file, code, [(p, stamp, tuple(size)) for p, (stamp, size) in sorted(self._known.items())])
        for path, (_, size) in self._known.items():
            for url in (version_url(width, path) for width in size.versions):
                writer.copy(self._store / url, url, path)
        self.context["pictures"] = self._picture

    def _picture(self, path: str) -> Picture:
        return self._known[path][1] if path in self._known else UNKNOWN

    def _listed(self) -> list[_Due]:
        paths = [path for path in self.archive.static if is_picture(path)]
        status = [(self.content / path).stat() for path in paths]
        return [_Due(p, (s.st_size, s.st_mtime_ns)) for p, s in zip(paths, status, strict=True)]

    def _stands(self, item: _Due, known: tuple[Stamp, Picture] | None) -> bool:
        """Whether a picture and its versions are those of the last build."""
        if known is None or known[0] != item.stamp:
            return False
        return all((self._store / version_url(width, item.path)).is_file() for width in known[1].versions)

    def _forget(self, before: Mapping[str, tuple[Stamp, Picture]]) -> None:
        """Remove versions whose picture is gone or has none any more."""
        for path, (_, size) in before.items():
            # A cache may come from elsewhere: a name from it must not lead out of it.
            for width in set(size.versions) - set(self._picture(path).versions) if is_inside(path) else ():
                (self._store / version_url(width, path)).unlink(missing_ok=True)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(PictureGenerator)
