"""Hostile files among good ones: every one is a page or a named problem, and the good are unharmed."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.system.fixity import MANIFEST, SOURCES, read_manifest
from scripts.torture.hostile_files import write_hostile
from scripts.torture.site import TortureSite

GOOD = 188
_BODY = re.compile(r'<div class="body".*?</div>|<h1.*?</h1>', re.DOTALL)


def _pages(site: TortureSite) -> dict[str, list[str]]:
    """Address → title and text of the pages of the good articles."""
    paths = sorted((site.output / "2017").rglob("bai-*.html"))
    return {str(p.relative_to(site.output)): _BODY.findall(p.read_text(encoding="utf-8")) for p in paths}


def _lost(site: TortureSite, paths: list[str], said: str) -> list[str]:
    """The files that are neither on the site nor named, by themselves or by the folder they stand in."""
    there = {*read_manifest(site.output / SOURCES), *read_manifest(site.output / MANIFEST)}
    named = {line.partition(":")[0] for line in said.splitlines()}
    shown = {path: path.encode("utf-8", "backslashreplace").decode() for path in paths}
    return [
        path
        for path in paths
        if path not in there
        and f"\n{shown[path]}:" not in f"\n{said}"
        and not any(parent.as_posix() in named for parent in Path(path).parents)
    ]


def strangers(folder: Path) -> dict[str, int]:
    """Build good articles alone, then with everything hostile beside them."""
    site = TortureSite(folder / "strangers")
    site.write(GOOD, 0)
    site.build()
    before = _pages(site)
    paths = write_hostile(site.content)
    code, said = site.build({"KEEP_GOING": "1"})
    after = _pages(site)
    (folder / "strangers" / "said.txt").write_text(said, encoding="utf-8", errors="backslashreplace")
    lost = _lost(site, paths, said)
    print(*map(ascii, lost), sep="\n")
    return {
        "hostile": len(paths),
        "lost": len(lost),
        "good": len(before),
        "harmed": sum(before[url] != after.get(url) for url in before),
        "code": code,
        "tracebacks": said.count("Traceback"),
    }
