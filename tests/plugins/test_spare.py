"""Old sites as material for new ones: what is written over is nobody's, and nothing of it shows."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.spare import Spare
from tests.conftest import Built, Writer, tree

Make = Callable[..., Built]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    old = tmp_path / "old"
    (old / "2017").mkdir(parents=True)
    for name in ("own.html", "shared.html", "2017/own.html", "2017/private.html"):
        (old / name).write_text(name)
        (old / name).chmod(0o600 if "private" in name else 0o644)
    os.link(old / "shared.html", tmp_path / "published.html")
    return old


def test_only_what_has_one_name_and_is_open_to_all_is_written_over(folder: Path) -> None:
    spare = Spare(str(folder))
    asked = ("own.html", "2017/own.html", "shared.html", "2017/private.html", "new.html")
    assert [url for url in asked if spare.may_be_written(url)] == ["own.html", "2017/own.html"]


def test_what_another_site_shares_is_replaced(folder: Path) -> None:
    spare, published = Spare(str(folder)), folder.parent / "published.html"
    assert spare.has("shared.html", published.stat())
    assert not spare.has("own.html", published.stat())
    spare.clear("shared.html")
    assert not (folder / "shared.html").exists()
    assert published.read_text() == "shared.html"


def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(folder: Path) -> None:
    spare = Spare(str(folder))
    spare.make_folder("own.html/a")
    assert (folder / "own.html" / "a").is_dir()
    spare.clear("2017")
    (folder / "2017").write_text("a file")
    spare.sweep(["2017"])
    assert (folder / "2017").read_text() == "a file"


def test_what_is_no_longer_part_of_the_site_goes_with_its_folder(folder: Path) -> None:
    Spare(str(folder)).sweep(["own.html"])
    assert sorted(p.name for p in folder.rglob("*")) == ["own.html"]


def empty_folders(site: Path) -> set[str]:
    """Search has some of its own: of lists that are empty."""
    found = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_dir() and not any(p.iterdir()))
    return {url for url in found if not url.startswith("tim-kiem/")}


def test_earlier_sites_stay_as_they_were_while_their_predecessors_are_written_over(
    make: Make, write: Writer, content: Path
) -> None:
    """Every build changes the shared block of all pages; some take articles away, or fail."""
    for n in range(1, 10):
        write(
            f"bai-{n}.md",
            f"Tiêu đề: Bài {n}\nMã: {n}\nNgày: {n:02}/10/2017\nTác giả: Người {n}\n\nLời {n}.\n",
        )
    sites, reused = [], 0
    for day in range(1, 9):
        write(f"moi-{day}.md", f"Tiêu đề: Tin mới {day}\nMã: 9{day}\nNgày: {day:02}/11/2017 09:00\n\nMới.\n")
        (content / f"bai-{day}.md").unlink(missing_ok=day != 3)
        oldest = max(content.parent.glob(".output.[0-9]"), default=content)
        inodes = {path.stat().st_ino for path in oldest.rglob("*.html")}
        if day == 6:
            write("hong.md", "Tiêu đề: Không ngày\n\nx\n")
            assert make().code == 1
            (content / "hong.md").unlink()
        built = make()
        assert built.code == 0, built.said
        sites.append(tree(built.output))
        reused += len(inodes & {path.stat().st_ino for path in built.output.rglob("*.html")})
        for number, earlier in enumerate(reversed(sites[:-1][-2:]), 1):
            assert tree(content.parent / f".output.{number}") == earlier
    assert reused > 50
    assert empty_folders(built.output) == set()
