"""Pictures of the archive: what is published of each, its size, and narrower versions of wide ones for phones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.core.problems import Problem
from plugins.lint.pictures import is_photograph, look_at
from plugins.pages.picture_versions import (
    CODE,
    FORMATS,
    UNKNOWN,
    narrowed,
    picture_size,
    published,
    version_url,
)
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.views import Picture
from plugins.site.writer import ArchiveWriter
from plugins.state import snapshot_file
from plugins.system.fixity import digest_file, is_inside
from plugins.system.parallel import run_forked

_FILE, _PUBLISHED = "pictures.bin", "anh-dang"  # where in the cache what is published of a picture stands


class _Known(NamedTuple):
    """What is remembered of a picture: the SHA-256 of its bytes, its size, the SHA-256 of each version, that of what is
    published for it (empty: itself), and what is wrong with it.
    """

    digest: str
    picture: Picture
    made: tuple[str, ...]
    published: str = ""
    fault: str = ""

    def files(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Address, place in the cache and SHA-256 of each file made of the picture at `path`."""
        for width, digest in zip(self.picture.versions, self.made, strict=True):
            yield version_url(width, path), version_url(width, path), digest
        if self.published:
            yield path, f"{_PUBLISHED}/{path}", self.published


def _look(content: Path, store: Path, due: Sequence[tuple[str, str]]) -> list[tuple[str, _Known]]:
    """Sizes of pictures (path, SHA-256), and the files made of them put into `store`."""
    found = []
    for path, digest in due:
        file = content / path
        picture, fault, data = picture_size(file), "", None
        versions = narrowed(file)
        for width, version in versions.items():
            _keep(store / version_url(width, path), version)
        if is_photograph(path):
            looked = look_at(file)
            fault, data = looked.fault, published(file, looked)
        if data is not None:
            _keep(store / _PUBLISHED / path, data)
            picture = picture_size(store / _PUBLISHED / path)
        made = tuple(map(_digest, versions.values()))
        known = _Known(
            digest, picture._replace(versions=tuple(versions)), made, _digest(data) if data else "", fault
        )
        found.append((path, known))
    return found


def _keep(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_picture(path: str) -> bool:
    """Whether a file of the archive is shown as a picture, by its ending."""
    return Path(path).suffix.lower() in {*FORMATS, ".gif", ".avif", ".svg"}


class PictureGenerator(SiteGenerator):
    """Offers `BuildContext.pictures`, writes pictures and their versions, before any page is rendered.

    What is made is kept in the cache: a new template must not cost an encoding of every photograph.
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
        for path, digest in listed:
            self._write(writer, path, digest, self._known[path])
        self.build.pictures.set(self._picture)

    def _write(self, writer: ArchiveWriter, path: str, digest: str, known: _Known) -> None:
        """Put a picture and what was made of it into the site, and name what is wrong with it."""
        for url, place, made in known.files(path):
            writer.copy(self._store / place, url, path, made)
        if not known.published:
            writer.copy(self.content / path, path, path, digest)
        if known.fault:
            self.archive.notes.append(Problem(path, 0, "anh-hong", known.fault))

    def _recall(self) -> dict[str, _Known]:
        rows = snapshot_file.load(self._store / _FILE, CODE) or ()
        return {path: _Known(digest, Picture(*size), *rest) for path, digest, size, *rest in rows}

    def _remember(self) -> None:
        rows = [(path, k.digest, tuple(k.picture), *k[2:]) for path, k in sorted(self._known.items())]
        snapshot_file.store(self._store / _FILE, CODE, rows)

    def _picture(self, path: str) -> Picture:
        return self._known[path].picture if path in self._known else UNKNOWN

    def _stands(self, writer: ArchiveWriter, path: str, digest: str, known: _Known | None) -> bool:
        """Whether a picture is that of the last build, and its versions are there: in the last site, or kept."""
        if known is None or known.digest != digest:
            return False
        return all(
            writer.has(url, made) or self._keeps(place, made) for url, place, made in known.files(path)
        )

    def _keeps(self, place: str, digest: str) -> bool:
        file = self._store / place
        return file.is_file() and digest_file(file) == digest

    def _forget(self, before: Mapping[str, _Known]) -> None:
        """Remove files whose picture is gone or has none any more."""
        for path, known in before.items():
            if not is_inside(path):  # a cache may come from elsewhere: a name from it must not lead out of it
                continue
            now = {place for _, place, _ in self._known[path].files(path)} if path in self._known else set()
            for _, place, _ in known.files(path):
                if place not in now:
                    (self._store / place).unlink(missing_ok=True)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(PictureGenerator)
