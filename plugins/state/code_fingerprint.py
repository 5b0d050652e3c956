"""Code fingerprint: a digest of modules, of all they import, and of the versions of the libraries behind them.

What a program remembers is right for the code that made it. Which code that is nobody lists by hand: the import
statements say it. They are found as text, not by running anything, so that modules that only tests or other commands
load count for nothing.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_OURS = ("plugins", "scripts")
_IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|[^\n]*)|import ([^\n]+))", re.MULTILINE)
_NAME = re.compile(r"[\w.]+(?= as |,|\s|\)|$)")
# Libraries whose distribution has another name than their module.
_DISTRIBUTIONS = {"PIL": "pillow", "bs4": "beautifulsoup4"}
_REQUIRED = re.compile(r"[\w.-]+(?![^;]*;.*\bextra\b)")  # a line of Requires-Dist that no extra asks for
_ALIAS = re.compile(r"\bas \w+|#[^\n]*")


def code_fingerprint(*modules: str, files: Iterable[Path] = (), more: Iterable[str] = ()) -> str:
    """SHA-256 (hex) of the code of `modules` (dotted names of this project) and of what they import, directly or not.

    `files` are data that the code reads (profiles, models, templates), `more` whatever else decides. Python's minor
    version and the versions of imported libraries are part of it. Raises FileNotFoundError for a module that is none.
    """
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    ours, libraries = _reached(modules)
    for library in libraries:
        digest.update(f"{library}={_version(library)};".encode())
    for path in [*ours, *sorted(files)]:
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    digest.update("\0".join(more).encode())
    return digest.hexdigest()


@cache
def _reached(modules: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of this project and the names of the libraries that `modules` reach, each in order."""
    waiting, seen = list(modules), set[Path]()
    libraries: set[str] = set()
    if missing := [name for name in modules if _file(name) is None]:
        raise FileNotFoundError(f"no module {missing[0]}")
    while waiting:
        name = waiting.pop()
        top = name.partition(".")[0]
        if top not in _OURS:
            if top not in sys.stdlib_module_names:
                libraries.add(top)
        elif (path := _file(name)) is not None and path not in seen:
            seen.add(path)
            waiting += imported_names(path)
    return tuple(sorted(seen)), tuple(sorted(libraries))


@cache
def _file(name: str) -> Path | None:
    """The file of a module of this project; None for what is none (a name within a module)."""
    path = _ROOT.joinpath(*name.split("."))
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in found if file.is_file()), None)


@cache
def imported_names(path: Path) -> tuple[str, ...]:
    """What the import statements of a Python file name: modules, and names in them, which may be modules as well."""
    return tuple(_names(path.read_text(encoding="utf-8")))


def _names(source: str) -> Iterator[str]:
    for package, names, plain in _IMPORT.findall(source):
        listed = _NAME.findall(_ALIAS.sub("", names or plain))
        if package:
            yield package
            yield from (f"{package}.{name}" for name in listed)
        else:
            yield from listed


@cache
def _version(library: str) -> str:
    """The versions of the distribution that an imported name belongs to, and of what that needs; none is ``""``."""
    found: dict[str, str] = {}
    waiting = [_DISTRIBUTIONS.get(library, library)]
    while waiting:
        name = waiting.pop().lower()
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # needed elsewhere only: on another system, for an extra
            continue
        found[name] = about.version
        needed = (match[0].lower() for line in about.requires or () if (match := _REQUIRED.match(line)))
        waiting += [other for other in needed if other not in found]
    return ",".join(f"{name} {version}" for name, version in sorted(found.items()))
