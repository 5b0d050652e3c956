"""The lists of requirements are closed: installed line by line, without a look at any index, nothing is missing.

Judged for every Python and system that is promised, by the packages' own metadata.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path
from sysconfig import get_path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from scripts.support import lock, replay
from tests.conftest import ROOT

LISTS = [name.removesuffix(".in") for name in lock.FILES]
# What packages need that this system or this Python does not install; where one is installed, its own word counts.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "colorama": (),  # on Windows
    "tzdata": (),  # on Windows
    "importlib-metadata": ("zipp>=3.20", "lazy-importer"),  # before Python 3.12
    "lazy-importer": (),
    "zipp": (),
    "typing-extensions": (),  # before Python 3.13, for some
    "legacy-cgi": (),  # from Python 3.13 on
}
_NAMES = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}

# Run by the Python of requirements-replay.txt.
IN_REPLAY = {"replay_pywb.py", "expired_certificate.py"}

Environment = dict[str, str]


def environments(name: str) -> Iterator[Environment]:
    """Marker variables of each Python and system that a list is for."""
    for python in lock.pythons():
        for system in lock.platforms(f"{name}.in"):
            os_name, platform = _NAMES[system]
            yield {
                "python_version": python,
                "python_full_version": f"{python}.2" if python == lock.pythons()[0] else f"{python}.0",
                "sys_platform": system,
                "os_name": os_name,
                "platform_system": platform,
                "platform_machine": "x86_64",
                "platform_python_implementation": "CPython",
                "implementation_name": "cpython",
                "extra": "",
            }


def holds(requirement: Requirement, where: Environment, extras: Iterable[str] = ()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**where, "extra": extra}) for extra in ("", *extras))


@cache
def pins(name: str) -> list[Requirement]:
    lines = re.findall(
        r"(?m)^([A-Za-z0-9][^\\\n#]*?) *\\?$", (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    )
    return [Requirement(line) for line in lines]


@cache
def wanted(name: str) -> list[Requirement]:
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    named = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(line) for line in named if line and not line.startswith("-c")]


@cache
def installed(name: str) -> dict[str, Distribution]:
    replaying = [str(path) for path in replay.FOLDER.glob("lib/*/site-packages")]
    folders = replaying if name == "requirements-replay" else [get_path("purelib")]
    return {canonicalize_name(d.name): d for d in distributions(path=folders)}


def missing(name: str, where: Environment) -> Iterator[str]:
    """What the list needs in this environment and does not pin, and what it pins twice or for nothing."""
    here = [pin for pin in pins(name) if holds(pin, where)]
    pinned = {canonicalize_name(pin.name): pin for pin in here}
    if len(pinned) < len(here):
        yield "a package is pinned twice"
    todo, seen = list(wanted(name)), set()
    while todo:
        need = todo.pop()
        key = canonicalize_name(need.name)
        pin = pinned.get(key)
        version = str(pin.specifier).removeprefix("==") if pin else ""
        if not pin or not need.specifier.contains(version, prereleases=True) or not need.extras <= pin.extras:
            yield f"{need} (pinned: {pin})"
        elif key not in seen:
            seen.add(key)
            todo += [r for r in needs(name, key, version) if holds(r, where, pin.extras)]
    yield from (f"{key} is pinned for nothing" for key in pinned.keys() - seen)


def needs(name: str, key: str, version: str) -> list[Requirement]:
    about = installed(name).get(key)
    if about is None:
        assert key in ELSEWHERE, f"{key} is not installed here, so that its needs are not known"
        return [Requirement(line) for line in ELSEWHERE[key]]
    assert about.version == version, f"{key} {about.version} is installed, {version} is pinned"
    return [Requirement(line) for line in about.requires or ()]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_closed_wherever_it_is_promised(name: str) -> None:
    if name == "requirements-lock":  # its one package needs nothing; it is installed for `make lock` alone
        assert [pin.name for pin in pins(name)] == [need.name for need in wanted(name)]
        return
    found = {
        f"Python {where['python_version']}, {where['sys_platform']}: {fault}"
        for where in environments(name)
        for fault in missing(name, where)
    }
    assert not found


def test_an_open_list_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # As it stood when a newer coverage came out and the environment could not be made any more: without its extra.
    name = "requirements-dev"
    bare = [Requirement(re.sub(r"^coverage\[toml\]", "coverage", str(pin))) for pin in pins(name)]
    monkeypatch.setitem(globals(), "pins", lambda _: bare)
    (where, *_) = environments(name)
    assert any(fault.startswith("coverage[toml]") for fault in missing(name, where))


def test_every_pin_has_hashes_and_names_no_host() -> None:
    for name in LISTS:
        text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
        assert blocks
        assert all("--hash=sha256:" in block and "==" in block for block in blocks)


def test_every_pinned_version_runs_on_the_oldest_python_promised() -> None:
    # Debian 12's; the environment of the tests is the one that all lists but two are installed in.
    oldest = f"{lock.pythons()[0]}.2"
    bounds = {d.name: d.metadata.get("Requires-Python") for d in installed("").values()}
    assert "soupsieve" in bounds
    assert not {n: b for n, b in bounds.items() if b and not SpecifierSet(b).contains(oldest)}


def imported(folder: Path) -> dict[str, str]:
    """Top-level module → a file that imports it."""
    found = {}
    for path in folder.rglob("*.py"):
        if path.name in IN_REPLAY:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            found |= {name.partition(".")[0]: str(path.relative_to(ROOT)) for name in names}
    return found


@pytest.mark.parametrize(
    ("folder", "lists"),
    [
        ("plugins", ["requirements"]),
        ("scripts", ["requirements", "requirements-browser", "requirements-cluster"]),
        ("tests", [name for name in LISTS if name not in ("requirements-replay", "requirements-lock")]),
    ],
)  # fmt: skip
def test_whatever_is_imported_is_declared(folder: str, lists: list[str]) -> None:
    declared = {canonicalize_name(need.name) for name in lists for need in wanted(name)}
    owners = packages_distributions()
    ours = {
        path.stem for path in [*ROOT.iterdir(), *(ROOT / "tests").rglob("*.py")]
    } | sys.stdlib_module_names
    foreign = {name: path for name, path in imported(ROOT / folder).items() if name not in ours}
    assert foreign
    assert not {
        f"{name} in {path}"
        for name, path in foreign.items()
        if not declared & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
