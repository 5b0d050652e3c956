from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.conftest import ROOT

PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    '<meta name="page-kind" content="{}"><title>{}</title><link rel="icon" href="data:,"></head>'
    '<body><h1>Ẫ</h1><p style="height:3000px">x</p></body></html>'
)


def test_every_kind_is_pictured_in_four_ways(tmp_path: Path, chromium_path: str) -> None:
    site, to = tmp_path / "output", tmp_path / "shots"
    site.mkdir()
    (site / "sitemap.xml").write_text("<sitemapindex/>")
    for name, kind in (("index", "home"), ("bai", "article")):
        (site / f"{name}.html").write_text(PAGE.format(kind, name), encoding="utf-8")
    # In a process of its own: playwright runs once in a thread, and other tests' browser may be running in this one.
    done = subprocess.run(
        [sys.executable, "-m", "scripts.shots", str(site), "--to", str(to)],
        cwd=ROOT,
        env={**os.environ, "CHROMIUM": chromium_path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(to / "index.html")), done.stderr
    for kind in ("home", "article"):
        for width, tall in ((390, 1688), (1280, 1800)):
            light, dark = (Image.open(to / f"{kind}-{width}-{scheme}.png") for scheme in ("light", "dark"))
            assert light.size == dark.size == (width, tall)
            assert light.getpixel((5, 5)) != dark.getpixel((5, 5))
    sheet = (to / "index.html").read_text(encoding="utf-8")
    assert sheet.count("<img ") == 8
    assert (to / "sheet-1.png").exists()
