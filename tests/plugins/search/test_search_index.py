"""The whole index: equal articles give equal bytes, whatever the cache holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.search import tokens
from tests.plugins.search.archive import archive, build, document, files


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path) -> None:
    items = archive(300)
    build(items[:-1], tmp_path / "before", tmp_path / "cache")
    build(items, tmp_path / "grown", tmp_path / "cache")
    build(items, tmp_path / "clean", tmp_path / "other")
    assert files(tmp_path / "grown") == files(tmp_path / "clean")


def test_an_added_article_leaves_other_texts_alone(tmp_path: Path) -> None:
    items = archive(300)
    build(items[:-1], tmp_path / "before", tmp_path / "cache")
    build(items, tmp_path / "after", tmp_path / "cache")
    before, after = ({n for n in files(tmp_path / f) if n.startswith("x/")} for f in ("before", "after"))
    assert len(before - after) <= 16


@pytest.mark.parametrize("damage", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_a_damaged_cache_is_not_believed(tmp_path: Path, damage: bytes) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    (group,) = (tmp_path / "cache").glob("*.npz")
    group.write_bytes(damage)
    build(items, tmp_path / "second", tmp_path / "cache")
    assert files(tmp_path / "first") == files(tmp_path / "second")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.99])
def test_a_flipped_bit_in_the_cache_is_noticed(tmp_path: Path, share: float) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    (group,) = (tmp_path / "cache").glob("*.npz")
    raw = bytearray(group.read_bytes())
    raw[int(len(raw) * share)] ^= 1
    group.write_bytes(raw)
    build(items, tmp_path / "second", tmp_path / "cache")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_what_is_no_longer_needed_leaves_the_cache(tmp_path: Path) -> None:
    build(archive(20), tmp_path / "a", tmp_path / "cache")
    build(archive(20, seed=4)[:5], tmp_path / "b", tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_the_report_counts_every_file(tmp_path: Path) -> None:
    report = build(archive(30), tmp_path / "out", tmp_path / "cache")
    found = files(tmp_path / "out")
    assert (report.manifest, report.files, report.bytes) == (
        "manifest.json",
        len(found),
        sum(map(len, found.values())),
    )
    manifest = json.loads(found["manifest.json"])
    assert manifest["articles"] == 30
    assert all(
        name in found for name in [manifest["model"], manifest["directory"], *manifest["facets"].values()]
    )


@pytest.mark.parametrize(
    "items",
    [
        [],
        [(document("1", "Chỉ có đầu đề"), "")],
        [(document("1", "!"), "?!")],
        [(document("1", ""), "x" * 3000)],
    ],
)
def test_the_smallest_archives(tmp_path: Path, items: list[tuple[object, str]]) -> None:
    report = build(items, tmp_path / "out", tmp_path / "cache")  # type: ignore[arg-type]  # parametrize widens the tuple
    assert report.files >= 8


def test_a_summary_the_body_begins_with_is_kept_once() -> None:
    text = tokens.full_text(document("1", "Đầu đề", summary="Mở đầu bài…"), "Mở đầu bài viết.\nĐoạn hai.")
    assert text == "Đầu đề\n\nMở đầu bài viết.\nĐoạn hai."
