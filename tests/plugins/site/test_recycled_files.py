"""Old sites as material for new ones: what is written over is nobody's, and nothing of it shows."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.site.recycled_files import Spare
from plugins.system.files import write_over
from tests.conftest import Built, Writer, tree

Make = Callable[..., Built]
ARTICLE = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: {1}\nTác giả: Người {0}\n\nLời {0}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    old = tmp_path / "old"
    (old / "2017").mkdir(parents=True)
    for name in ("own.html", "shared.html", "2017/own.html", "2017/private.html"):
        (old / name).write_text(name)
        (old / name).chmod(0o600 if "private" in name else 0o644)
    os.link(old / "shared.html", tmp_path / "published.html")
    (old / "link.html").symlink_to("own.html")
    return old


def test_only_files_that_have_one_name_and_are_open_to_all_are_taken(folder: Path, tmp_path: Path) -> None:
    spare, asked = (
        Spare(folder),
        ("own.html", "2017/own.html", "shared.html", "2017/private.html", "link.html", "x"),
    )
    path = str(tmp_path / "new.html")
    assert not spare.take("own.html", path), "not opened"
    spare.open()
    assert [url for url in asked if spare.take(url, path)] == ["own.html", "2017/own.html"]
    spare.close()
    assert not folder.exists()
    assert (tmp_path / "published.html").read_text() == "shared.html"


def test_where_there_is_none_nothing_is_taken(tmp_path: Path) -> None:
    spare = Spare(tmp_path / "none")
    spare.open()
    assert not spare.take("a.html", str(tmp_path / "a.html"))
    spare.close()


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 20_000])
def test_what_is_written_over_holds_the_new_bytes_alone(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.html"
    for old in (0, 5000, 30_000):
        path.write_bytes(b"o" * old)
        made = write_over(str(path), b"n" * size)
        assert path.read_bytes() == b"n" * size
        assert made.st_size == size


def test_earlier_sites_stay_as_they_were_while_their_predecessors_are_written_over(
    make: Make, write: Writer, content: Path
) -> None:
    """Most builds change the shared block of all pages; some take articles away, fail, or change one page alone."""
    for n in range(1, 60):
        write(f"bai-{n}.md", ARTICLE.format(n, f"{n % 28 + 1:02}/10/2017"))
    sites, reused = [], 0
    for day in range(1, 12):
        write(
            f"moi-{day}.md", ARTICLE.format(900 + day, "01/01/2005" if day % 4 == 3 else f"{day:02}/11/2017")
        )
        (content / f"bai-{day}.md").unlink()
        if day == 6:
            write("hong.md", "Tiêu đề: Không ngày\n\nx\n")
            assert make().code == 1
            (content / "hong.md").unlink()
        spare = {
            p.stat().st_ino for p in content.parent.glob(".output.spare/**/*.html") if p.stat().st_nlink == 1
        }
        built = make()
        assert built.code == 0, built.said
        sites.append(tree(built.output))
        reused += len(spare & {path.stat().st_ino for path in built.output.rglob("*.html")})
        for number, earlier in enumerate(reversed(sites[:-1][-2:]), 1):
            assert tree(content.parent / f".output.{number}") == earlier
    assert reused > 200
