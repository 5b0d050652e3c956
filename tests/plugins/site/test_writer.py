"""The writer by itself: pages in several goes, and files written piece by piece."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.site import writer as room
from plugins.site.page import Page, PageInputs
from plugins.site.writer import ArchiveWriter


@dataclass(frozen=True, slots=True)
class Said(PageInputs):
    """A page that says a word."""

    word: str
    more: str = ""


class Template:
    """Renders the word."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return str({**dict(*args), **kwargs}["word"])


def begun(folder: Path, name: str, last: str = "") -> ArchiveWriter:
    (folder / name).mkdir()
    writer = ArchiveWriter(str(folder / name), settings={})
    writer.begin(folder / (last or "khong-co"), folder, "code")
    return writer


def pages(count: int) -> Iterator[Page]:
    return (Page(f"a/{n}.html", Template, Said(f"chữ {n}"), f"{n}.md") for n in range(count))


def test_pages_are_written_in_several_goes_and_kept_by_the_next_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "PAGES_AT_ONCE", 4)
    seen: list[int] = []
    first = begun(tmp_path, "1")
    first.write_pages(pages(10), seen.append)
    first.end()
    assert sum(seen) == first.rendered == 10
    assert (tmp_path / "1" / "a" / "9.html").read_text(encoding="utf-8") == "chữ 9"
    second = begun(tmp_path, "2", "1")
    second.write_pages(pages(11), seen.append)
    assert second.rendered == 1
    assert len(second.written()) == 11


def test_a_file_written_piece_by_piece_is_kept_where_its_bytes_are_the_same(tmp_path: Path) -> None:
    stats = []
    for name, last, parts in (
        ("1", "", [b"a\n", b"b\n"]),
        ("2", "1", [b"a\nb\n"]),
        ("3", "2", [b"a\n", b"c\n"]),
    ):
        writer = begun(tmp_path, name, last)
        with writer.growing_file("bang.csv", "plugins.thu") as file:
            for part in parts:
                file.write(part)
        writer.end()
        path = tmp_path / name / "bang.csv"
        assert path.read_bytes() == b"".join(parts)
        assert writer.digest_of("bang.csv") == file.digest == hashlib.sha256(b"".join(parts)).hexdigest()
        stats.append(os.stat(path))
    assert os.path.samestat(stats[0], stats[1])
    assert not os.path.samestat(stats[1], stats[2])


def test_a_file_written_piece_by_piece_gives_way_to_the_owner_of_its_address(tmp_path: Path) -> None:
    writer = begun(tmp_path, "1")
    writer.write_bytes("bang.csv", b"x", "bang.md")
    with writer.growing_file("bang.csv", "khac.md") as file:
        file.write(b"y")
    assert (tmp_path / "1" / "bang.csv").read_bytes() == b"x"
    assert [problem.path for problem in writer.problems] == ["khac.md"]
