"""A small archive with captures and a site, as `scripts.verify` finds them."""

from __future__ import annotations

from pathlib import Path

from plugins.site.publication import seal
from plugins.system.fixity import SOURCES, digest_file, format_manifest
from scripts.support.command import run
from scripts.verify import main


def make_archive(tmp_path: Path) -> Path:
    """An archive with a site built from it, nothing on record but by the build."""
    files = {
        "content/bai-viet/a-1.md": "Tiêu đề: A\n",
        "content/bai-viet/nháp.md": "Tiêu đề: Nháp\n",
        "content/anh/a.png": "hình",
        "content/.chuyen-doi/so-cai.jsonl": "{}\n",
        "captures/cchc-00001.warc.gz": "WARC",
        "captures/ledger.sqlite": "made anew from the captures",
        "output/2017/11/a-1.html": "<p>A",
        "output/anh/a.png": "hình",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    source = {"bai-viet/a-1.md": digest_file(tmp_path / "content/bai-viet/a-1.md")}
    (tmp_path / "output" / SOURCES).write_text(format_manifest(source))
    seal(tmp_path / "output", tmp_path / "none", dict.fromkeys({"2017/11/a-1.html", "anh/a.png", SOURCES}))
    return tmp_path


def verify(archive: Path, *more: str) -> int:
    folders = [f"--{name}={archive / name}" for name in ("content", "captures", "output")]
    return run(main, [*folders, *more])
