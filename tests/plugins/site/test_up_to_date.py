"""A build with nothing to do does nothing, and no change escapes it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Built, Writer, build, tree

Make = Callable[..., Built]
GOOD = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: {1}\nChuyên mục: Tin\n\nNội dung bài {0}.\n"
PAST, FUTURE = "01/11/2017 09:00", "01/11/2024 09:00"
NOW, THEN = {"SOURCE_DATE_EPOCH": "1700000000"}, {"SOURCE_DATE_EPOCH": "1800000000"}


def settle() -> None:
    """Wait until the stamps of what was just written can be trusted."""
    time.sleep(0.15)


@pytest.fixture
def stood(make: Make, write: Writer) -> Built:
    """A small site whose next build has nothing to do."""
    write("bai-viet/a-1.md", GOOD.format(1, PAST))
    write("bai-viet/b-2.md", GOOD.format(2, FUTURE))
    write("tep/so.csv", "1,2\n")
    settle()
    return make(env=NOW)


def _untouched(output: Path) -> int:
    return output.stat().st_ino


def test_nothing_is_done_where_nothing_changed(stood: Built, make: Make) -> None:
    before = _untouched(stood.output)
    again = make(env=NOW)
    assert _untouched(again.output) == before
    assert again.said.startswith("Xong: 1 bài, ")
    assert "dựng lại 0 trang" in again.said
    assert "1 bài chưa đăng" in again.said


def _edit(content: Path, output: Path) -> None:
    (content / "bai-viet/a-1.md").write_text(GOOD.format(1, PAST).replace("Nội", "Nôi"), encoding="utf-8")


def _edit_in_secret(content: Path, output: Path) -> None:
    path = content / "bai-viet/a-1.md"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("bài 1.", "bài 3."), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replace(content: Path, output: Path) -> None:
    (content / "tep/so.csv").write_text("3,4\n")


def _touch_the_site(content: Path, output: Path) -> None:
    (output / "index.html").write_text("hỏng", encoding="utf-8")


def _add_to_the_site(content: Path, output: Path) -> None:
    (output / "2017" / "la.html").write_text("lạ", encoding="utf-8")


def _delete_from_the_site(content: Path, output: Path) -> None:
    (output / "robots.txt").unlink()


def _rename(content: Path, output: Path) -> None:
    (content / "bai-viet/a-1.md").rename(content / "bai-viet/moi-1.md")


CHANGES = [
    _edit,
    _edit_in_secret,
    _replace,
    _rename,
    _touch_the_site,
    _add_to_the_site,
    _delete_from_the_site,
]


def test_no_change_escapes(stood: Built, make: Make, content: Path, tmp_path: Path) -> None:
    for change in CHANGES:
        make(env=NOW)
        change(content, stood.output)
        again = make(env=NOW)
        clean = build(content, tmp_path / "clean", tmp_path / change.__name__, env=NOW)
        assert again.code == clean.code == 0
        assert tree(again.output) == tree(clean.output), change.__name__
        settle()


def test_an_article_appears_when_its_day_has_come_and_goes_with_the_clock(stood: Built, make: Make) -> None:
    assert set(stood.records()) == {"1"}
    assert set(make(env=THEN).records()) == {"1", "2"}
    assert make(env=NOW).code == 1, "half of the site would go"
    assert set(make(env={**NOW, "TRUST_CLOCK": "1"}).records()) == {"1"}


def test_a_setting_is_a_change(stood: Built, make: Make) -> None:
    assert "SO HIEU" in make(env=NOW, settings={"SITENAME": "SO HIEU"}).page("index.html")


def test_a_cache_carried_elsewhere_still_spares_the_work(stood: Built, tmp_path: Path, content: Path) -> None:
    """Another folder, other times: every stamp differs and every content is known."""
    before = tree(stood.output)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.copytree(content, moved / "content", copy_function=shutil.copyfile)
    for folder in ("output", "cache"):
        shutil.copytree(tmp_path / folder, moved / folder)
    again = build(moved / "content", moved / "output", moved / "cache", env=NOW)
    assert again.code == 0, again.said
    assert "dựng lại 0 trang" in again.said
    assert tree(again.output) == before
