"""The same sources under other circumstances: every file of the site is the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.torture.site import ROOT, TortureSite

DAY = 86_400  # seconds
NOW = 1_780_000_000  # a day in 2026, after every article of the archive
CIRCUMSTANCES: dict[str, dict[str, str]] = {
    "hash seed": {"PYTHONHASHSEED": "77"},
    "time zone": {"TZ": "America/St_Johns"},
    "locale": {"LC_ALL": "C", "LANG": "C"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "400 days later": {"SOURCE_DATE_EPOCH": str(NOW + 400 * DAY)},
}


def _built(site: TortureSite, env: dict[str, str], umask: int = 0o022) -> dict[str, tuple[bytes, int]]:
    """Every file of a build with its rights."""
    command = [
        sys.executable,
        "-c",
        f"import os, sys; os.umask({umask}); os.execv(sys.argv[1], sys.argv[1:])",
    ]
    # An article that waits for its day must not get it, whatever the day of the build.
    fixed = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(NOW), "TRUST_CLOCK": "1", **env}
    subprocess.run(
        [*command, *site.command()], cwd=ROOT, env={**os.environ, **fixed}, check=True, capture_output=True
    )
    files = sorted(p for p in site.output.rglob("*") if p.is_file())
    return {p.relative_to(site.output).as_posix(): (p.read_bytes(), p.stat().st_mode) for p in files}


def _copied(content: Path, target: Path, *, backwards: bool) -> None:
    """Copy a folder, its files made in one order or the other: most file systems list them as they came."""
    for path in sorted((p for p in content.rglob("*") if p.is_file()), reverse=backwards):
        copy = target / path.relative_to(content)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def differences(folder: Path, content: Path) -> dict[str, int]:
    """Circumstance → files that differ from the plain build of `content`."""
    plain = TortureSite(folder / "plain")
    _copied(content, plain.content, backwards=False)
    expected, found = _built(plain, {}), dict[str, int]()
    for number, (name, env) in enumerate(CIRCUMSTANCES.items()):
        site = TortureSite(folder / f"way-{number}")
        _copied(content, site.content, backwards=False)
        found[name] = _different(expected, _built(site, env))
    other = TortureSite(folder / "a longer way" / "đường khác")
    _copied(content, other.content, backwards=True)
    found["path, order and umask"] = _different(expected, _built(other, {}, umask=0o077))
    return found


def _different(one: dict[str, tuple[bytes, int]], other: dict[str, tuple[bytes, int]]) -> int:
    return sum(one.get(path) != other.get(path) for path in one.keys() | other.keys())
