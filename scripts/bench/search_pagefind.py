"""Pagefind as shipped (npm), on the same articles: installed apart, found by its path or by npx."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

from scripts.bench.search_server import Host
from scripts.bench.search_texts import SearchedText

_PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body><h1>{title}</h1><p>{body}</p></main></body></html>"""
_SEARCH = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Pagefind</title>
<link rel="icon" href="data:,"></head><body><script type="module" src="search.js"></script></body></html>"""
_SCRIPT = """import * as pagefind from './pagefind/pagefind.js';
window.ask = async (text) => {
    const found = await pagefind.search(text);
    const shown = await Promise.all(found.results.slice(0, 10).map((r) => r.data()));
    return shown.map((r) => r.url);
};
"""


def find(command: str) -> list[str] | None:
    """How to call Pagefind: a given program, one on the path, one that npx has; None where there is none."""
    if command:
        return [command] if shutil.which(command) else None
    if found := shutil.which("pagefind"):
        return [found]
    npx = shutil.which("npx")
    asked = [npx, "--no-install", "pagefind"] if npx else []
    if asked and not subprocess.run([*asked, "--version"], capture_output=True, check=False).returncode:
        return asked
    return None


def build(program: Sequence[str], texts: Sequence[SearchedText], folder: Path) -> dict[str, float]:
    """Write a page for each article and index them; CPU seconds, kB of memory, files and bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        page = _PAGE.format(title=html.escape(text.title), body=html.escape(text.body))
        (folder / f"bai-{text.key}.html").write_text(page, encoding="utf-8")
    running = subprocess.Popen([*program, "--site", str(folder)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, list(program))
    (folder / "search.html").write_text(_SEARCH, encoding="utf-8")
    (folder / "search.js").write_text(_SCRIPT, encoding="utf-8")
    files = [p for p in (folder / "pagefind").rglob("*") if p.is_file()]
    return {
        "cpu": round(used.ru_utime + used.ru_stime, 1),
        "memory": used.ru_maxrss,
        "files": len(files),
        "bytes": sum(p.stat().st_size for p in files),
    }


def first_answer(page: Page, host: Host, text: str) -> list[str]:
    """Open the page and ask."""
    page.goto(f"{host.address}/search.html")
    page.wait_for_function("window.ask", timeout=60_000)
    return next_answer(page, text)


def next_answer(page: Page, text: str) -> list[str]:
    """Keys of the first ten results."""
    links: list[str] = page.evaluate("text => window.ask(text)", text)
    return [link.rsplit("-", 1)[-1].removesuffix(".html") for link in links]
