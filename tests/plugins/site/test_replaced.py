"""Files replaced by others of the same size and time, as `cp -p`, `rsync -t`, `unzip` and `mv` do it: all are seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plugins.system.fixity import MANIFEST
from tests.conftest import ROOT, tree
from tests.plugins.pages.test_pictures import photograph

TIME = 1_600_000_000  # of every file, whatever it holds
SETTINGS = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
# The code of a plugin and a template, with a word that shows in the site.
CODE = (ROOT / "plugins" / "site" / "generator.py").read_text(encoding="utf-8")
SHEET = "theme/static/css/99-thu.css"


def height(edition: str) -> int:
    """Pixels of the picture, which tell its editions apart."""
    return 400 + 8 * (ord(edition) % 8)


@cache
def files(edition: str) -> dict[str, bytes]:
    """Every kind of source by path; another edition (one letter) has the same sizes."""
    article = f"Tiêu đề: Bài {{}}\nMã: {{}}\nNgày: 1/2/2003\nChuyên mục: Tin\n\nLời {edition}.\n\n![x](/anh/x.jpg)\n"
    picture = photograph(880, height(edition)).ljust(400_000, b"\0")
    assert len(picture) == 400_000
    template = (ROOT / "theme/templates/blocks/footer.html").read_text(encoding="utf-8")
    return {
        "content/bai-viet/a-1.md": article.format("một", 1).encode(),
        "content/trang/gioi-thieu.md": f"Tiêu đề: Giới thiệu\n\nTrang {edition}.\n".encode(),
        "content/anh/x.jpg": picture,
        "content/anh/y.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{edition}</title></svg>'.encode(),
        "content/tep/so.csv": f"so,{edition}\n".encode(),
        "content/chuyen-muc.toml": f'[[chuyen-muc]]\nten = "Tin"\nmo-ta = "Mục {edition}"\n'.encode(),
        "theme/templates/blocks/footer.html": f"{template}<p>Chân {edition}</p>\n".encode(),
        SHEET: f".thu{edition} {{ color: red }}\n".encode(),
        "theme/static/js/site/99-thu.js": f"window.thu = '{edition}';\n".encode(),
        "theme/static/img/thu.svg": f"<svg><title>{edition}</title></svg>".encode(),
        "plugins/site/generator.py": CODE.replace("localhost:8000", f"{edition}ocalhost:8000").encode(),
        "pelicanconf.py": SETTINGS.replace('SITENAME = "Lưu trữ', f'SITENAME = "{edition}ưu trữ').encode(),
    }


def shown(site: dict[str, bytes], edition: str) -> dict[str, bool]:
    """Kind → whether the site shows this edition of it."""
    theme = b"".join(data for url, data in site.items() if url.startswith("theme/"))
    article, made, mark = site["2003/02/a-1.html"], files(edition), edition.encode()
    return {
        "article": f"Lời {edition}.".encode() in article,
        "page": f"Trang {edition}.".encode() in site["gioi-thieu.html"],
        # Published without what hangs behind it.
        "picture": site["anh/x.jpg"] == made["content/anh/x.jpg"].rstrip(b"\0"),
        "its size": f'height="{height(edition)}"'.encode() in article,
        "drawing": site["anh/y.svg"] == made["content/anh/y.svg"],
        "attachment": site["tep/so.csv"] == made["content/tep/so.csv"],
        "sections": f"Mục {edition}".encode() in site["chuyen-muc/tin.html"],
        "template": f"Chân {edition}".encode() in article,
        "style": b".thu" + mark in theme,
        "script": b"window.thu = '" + mark + b"'" in theme,
        "picture of the theme": site["theme/img/thu.svg"] == made["theme/static/img/thu.svg"],
        "code": mark + b"ocalhost:8000" in site["feeds/tat-ca.atom.xml"],
        "settings": f"{edition}ưu trữ".encode() in article,
    }


def _stamped(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    os.utime(path, (TIME, TIME))
    return path


def copied_over(path: Path, data: bytes) -> None:
    """``cp -p other path``: the same inode with other contents."""
    subprocess.run(["cp", "-p", _stamped(path.with_name("khac"), data), path], check=True)
    path.with_name("khac").unlink()


def moved_over(path: Path, data: bytes) -> None:
    """``mv other path``, as rsync -t and unzip end too: another inode."""
    _stamped(path.with_name("khac"), data).replace(path)


def written_into(path: Path, data: bytes) -> None:
    """Written in place, and its time put back."""
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, (TIME, TIME))


def deleted_and_made(path: Path, data: bytes) -> None:
    """Removed, then made anew: a file system may give it the same inode."""
    path.unlink()
    _stamped(path, data)


WAYS = [copied_over, moved_over, written_into, deleted_and_made]


class House:
    """A copy of the project that may be changed, with one archive in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for path in files("a"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)

    def put(self, edition: str, way: Callable[[Path, bytes], object]) -> None:
        for path, data in files(edition).items():
            way(self.folder / path, data)
        time.sleep(0.15)  # what was just written is not known by its stamp

    def build(self, output: str = "output") -> dict[str, bytes]:
        settings = f'CACHE_PATH="{self.folder / f"cache-{output}"}"'
        # As people build: Python keeps what it compiled.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [
            sys.executable,
            "-m",
            "pelican",
            "content",
            "-o",
            output,
            "-s",
            "pelicanconf.py",
            "-e",
            settings,
        ]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return tree(self.folder / output)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("house"))
    made.put("a", _stamped)
    made.build()
    assert set(shown(made.build(), "a").values()) == {True}
    return made


@pytest.mark.parametrize("way", WAYS)
def test_what_is_replaced_in_secret_is_published(house: House, way: Callable[[Path, bytes], object]) -> None:
    """With a warm cache, then with an empty one beside the last site."""
    for edition, memory in (("b", "warm"), ("c", "empty")):
        if memory == "empty":
            shutil.rmtree(house.folder / "cache-output")
        house.put(edition, way)
        site = house.build()
        assert [kind for kind, right in shown(site, edition).items() if not right] == [], memory
    assert "anh-nho/640/anh/x.jpg" in site
    shutil.rmtree(house.folder / "cache-clean", ignore_errors=True)
    assert site == house.build("clean")


def test_whoever_sends_sites_by_size_and_time_sees_the_change(house: House) -> None:
    drawing = house.folder / "output" / "anh" / "y.svg"
    house.put("d", copied_over)
    house.build()
    before = drawing.stat()
    house.put("e", copied_over)
    house.build()
    assert drawing.stat().st_size == before.st_size
    assert drawing.stat().st_mtime_ns != before.st_mtime_ns


@pytest.mark.parametrize("memory", ["warm", "empty"])
def test_what_was_only_put_in_place_again_is_the_same_file_of_the_site(house: House, memory: str) -> None:
    """As after ``git checkout``: every inode and time is new, no byte is."""
    house.put("f", _stamped)
    house.build()
    if memory == "empty":
        shutil.rmtree(house.folder / "cache-output")
    inodes = {path: path.stat().st_ino for path in (house.folder / "output").rglob("*") if path.is_file()}
    del inodes[house.folder / "output" / MANIFEST]  # written by every build
    house.put("f", moved_over)
    house.build()
    now = {path: path.stat().st_ino for path in inodes}
    kept = {path.suffix for path in inodes if now[path] == inodes[path]}
    assert {".jpg", ".svg", ".csv"} <= kept
    if memory == "warm":
        assert now == inodes
