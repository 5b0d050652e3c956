"""Pictures of the archive: their sizes, and narrower versions of wide ones for phones; originals stay as they are.

A version is kept only where it saves a reader something: most pictures of the legacy site are small and well packed,
and re-encoding them would cost quality for nothing.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.views import Picture
from plugins.site.writer import ArchiveWriter
from plugins.state import snapshot_file
from plugins.system.fixity import digest_file, is_inside
from plugins.system.parallel import run_forked

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


UNKNOWN = Picture(0, 0)
_FILE, _CODE = "pictures.bin", repr((PIL.__version__, WIDTHS, NARROWER, LIGHTER, QUALITY))


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


class _Known(NamedTuple):
    """What is remembered of a picture: the SHA-256 of its bytes, its size, and the SHA-256 of each version."""

    digest: str
    picture: Picture
    made: tuple[str, ...]

    def versions(self, path: str) -> Iterator[tuple[str, str]]:
        """Address and SHA-256 of each version of the picture at `path`."""
        for width, digest in zip(self.picture.versions, self.made, strict=True):
            yield version_url(width, path), digest


def _look(content: Path, store: Path, due: Sequence[tuple[str, str]]) -> list[tuple[str, _Known]]:
    """Sizes of pictures (path, SHA-256), and their versions put into `store`."""
    found = []
    for path, digest in due:
        versions = narrowed(content / path)
        for width, data in versions.items():
            file = store / version_url(width, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        picture = picture_size(content / path)._replace(versions=tuple(versions))
        made = tuple(hashlib.sha256(data).hexdigest() for data in versions.values())
        found.append((path, _Known(digest, picture, made)))
    return found


def is_picture(path: str) -> bool:
    """Whether a file of the archive is shown as a picture, by its ending."""
    return Path(path).suffix.lower() in {*_FORMATS, ".gif", ".avif", ".svg"}


class PictureGenerator(SiteGenerator):
    """Offers `BuildContext.pictures` and writes the versions, before any page is rendered.

    Versions are kept in the cache: a new template must not cost an encoding of every photograph.
    """

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: only pictures whose bytes are others than in the last build are opened."""
        self._store: Path = self.services.cache.folder
        before = self._recall()
        listed = [(p, self.build.digest_of.value(p)) for p in self.archive.static if is_picture(p)]
        self._known = {p: before[p] for p, now in listed if self._stands(writer, p, now, before.get(p))}
        due = [item for item in listed if item[0] not in self._known]
        with self.build.progress.phase("Ảnh", len(due)) as step:
            for found in run_forked(partial(_look, self.content, self._store), due):
                self._known.update(found)
                step(len(found))
        self._forget(before)
        self._remember()
        for path, known in self._known.items():
            for url, digest in known.versions(path):
                writer.copy(self._store / url, url, path, digest)
        self.build.pictures.set(self._picture)

    def _recall(self) -> dict[str, _Known]:
        rows = snapshot_file.load(self._store / _FILE, _CODE) or ()
        return {path: _Known(digest, Picture(*size), made) for path, digest, size, made in rows}

    def _remember(self) -> None:
        rows = [(path, k.digest, tuple(k.picture), k.made) for path, k in sorted(self._known.items())]
        snapshot_file.store(self._store / _FILE, _CODE, rows)

    def _picture(self, path: str) -> Picture:
        return self._known[path].picture if path in self._known else UNKNOWN

    def _stands(self, writer: ArchiveWriter, path: str, digest: str, known: _Known | None) -> bool:
        """Whether a picture is that of the last build, and its versions are there: in the last site, or kept."""
        if known is None or known.digest != digest:
            return False
        return all(writer.has(url, made) or self._keeps(url, made) for url, made in known.versions(path))

    def _keeps(self, url: str, digest: str) -> bool:
        file = self._store / url
        return file.is_file() and digest_file(file) == digest

    def _forget(self, before: Mapping[str, _Known]) -> None:
        """Remove versions whose picture is gone or has none any more."""
        for path, known in before.items():
            # A cache may come from elsewhere: a name from it must not lead out of it.
            for width in (
                set(known.picture.versions) - set(self._picture(path).versions) if is_inside(path) else ()
            ):
                (self._store / version_url(width, path)).unlink(missing_ok=True)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(PictureGenerator)
