"""The whole index: equal articles give equal bytes, whatever the cache holds."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.core.dates import Moment
from plugins.core.documents import Document
from plugins.search import tokens, weights
from plugins.search.full_build import parts_of
from plugins.search.index import build_index
from tests.plugins.search.archive import archive, build, document, files

Item = tuple[Document, str]


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path) -> None:
    items = archive(300)
    build(items[:100] + items[101:], tmp_path / "before", tmp_path / "cache")
    report = build(items, tmp_path / "grown", tmp_path / "cache")
    assert report.read < 20
    build(items, tmp_path / "clean", tmp_path / "other")
    assert files(tmp_path / "grown") == files(tmp_path / "clean")


def changed(items: list[Item], chance: random.Random, number: int) -> list[Item]:
    """One thing an archivist may do: add, delete, edit, move to another day, rename a section, define an acronym."""
    items, at = list(items), chance.randrange(len(items))
    doc, body = items[at]
    match number % 7:
        case 0:
            new = document(f"new-{number}", f"Bài mới số {number}", chance.randrange(3000))
            items.append((new, "Thủ tục hành chính mới.\nTheo 35/NQ-CP."))
        case 1:
            del items[at]
        case 2:
            items[at] = (replace(doc, digest=f"{doc.digest}-{number}"), f"{body}\nThêm một đoạn zyx{number}.")
        case 3:
            moved = Moment(doc.date.when + timedelta(days=chance.randrange(-400, 400)))
            items[at] = (replace(doc, date=moved, url=f"{moved.when:%Y/%m}/bai-{doc.key}.html"), body)
        case 4:
            items[at] = (replace(doc, section=f"Chuyên mục {number}", tags=("lạ",), kind="digest"), body)
        case 5:
            text = f"{body}\nCải cách thủ tục công (CCTTC) và thủ tục công dân (TTCD) ở xã."
            items[at] = (replace(doc, digest=f"{doc.digest}-{number}"), text)
        case _:
            text = f"{body}\nTTCD và CCTTC; công chức cấp xã (CCCX), cán bộ cơ sở (CCCX)."
            items[at] = (replace(doc, digest=f"{doc.digest}-{number}", title=f"{doc.title} TTCD"), text)
    return items


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_equals_a_clean_build(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # cut as an index of a million articles is
        for name, value in (
            ("DIRECTORY_BYTES", 60),
            ("LEAF_GROUPS", 1),
            ("MAX_LIST", 20),
            ("COLUMN_IDS", 20),
        ):
            monkeypatch.setattr(weights, name, value)
    if seed > 1:
        tiered(monkeypatch)
    chance, items = random.Random(seed), archive(90, seed)
    build(items, tmp_path / "0", tmp_path / "cache")
    for step in range(1, 15):
        items = changed(items, chance, step + seed)
        chance.shuffle(items)
        last = tmp_path / str(step - 1)
        build(items, tmp_path / str(step), tmp_path / "cache", last)
        if step % 5 == 4:
            build(items, tmp_path / f"clean-{step}", tmp_path / f"other-{step}")
            assert files(tmp_path / str(step)) == files(tmp_path / f"clean-{step}")


def tiered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest forty articles or fewer are a tier."""
    for name, value in (("TIERED_FROM", 80), ("RECENT_ARTICLES", 40), ("PACK_SHARDS", 2)):
        monkeypatch.setattr(weights, name, value)


def test_the_newest_articles_leave_the_base_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiered(monkeypatch)
    items = archive(113)
    for count in range(108, 114):
        build(items[:count], tmp_path / str(count), tmp_path / "cache", tmp_path / str(count - 1))
    build(items, tmp_path / "clean", tmp_path / "other")
    last = files(tmp_path / "113")
    assert last == files(tmp_path / "clean")
    new = {name.split("/")[0].split(".")[0] for name in last.keys() - files(tmp_path / "108").keys()}
    columns = {f"{facet}-2015" for facet in ("section", "source", "tag", "author")}
    recent = {"rb", "rs", "rx", "goi-y", "2017"}
    assert recent <= new <= recent | columns | {"rn"}


def test_a_border_that_moved_equals_a_clean_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiered(monkeypatch)
    items, bases = archive(140), set()
    for count in (90, 120, 121, 123, 140):
        build(items[:count], tmp_path / str(count), tmp_path / "cache")
        build(items[:count], tmp_path / f"clean-{count}", tmp_path / f"other-{count}")
        assert files(tmp_path / str(count)) == files(tmp_path / f"clean-{count}")
        bases.add(json.loads((tmp_path / str(count) / "manifest.json").read_text())["base"])
    assert len(bases) > 2


def test_many_changes_at_once(tmp_path: Path) -> None:
    items = archive(120)
    build(items, tmp_path / "before", tmp_path / "cache")
    build(items[:40], tmp_path / "shrunk", tmp_path / "cache")
    build(items[:40], tmp_path / "clean", tmp_path / "other")
    assert files(tmp_path / "shrunk") == files(tmp_path / "clean")


def test_an_added_article_leaves_most_files_alone(tmp_path: Path) -> None:
    items = archive(600)
    build(items[:-1], tmp_path / "before", tmp_path / "cache")
    build(items, tmp_path / "after", tmp_path / "cache", tmp_path / "before")
    before, after = ({p.stat().st_ino for p in (tmp_path / f).glob("x/*/*")} for f in ("before", "after"))
    kept = before & after
    assert len(kept) > len(after) / 2


@pytest.mark.parametrize("damage", [b"", b"not a state", b"PK\x03\x04 cut short"])
@pytest.mark.parametrize("name", ["state", "bigrams-03.postings", "unigrams-00.postings"])
def test_a_damaged_cache_is_not_believed(tmp_path: Path, name: str, damage: bytes) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache" / name).write_bytes(damage)
    assert build(items, tmp_path / "second", tmp_path / "cache").read == 20
    assert files(tmp_path / "first") == files(tmp_path / "second")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.99])
def test_a_flipped_bit_in_the_cache_is_noticed(tmp_path: Path, share: float) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    held = tmp_path / "cache" / "state"
    raw = bytearray(held.read_bytes())
    raw[int(len(raw) * share)] ^= 1
    held.write_bytes(raw)
    assert build(items, tmp_path / "second", tmp_path / "cache").read == 20
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_a_lost_part_of_the_cache_is_noticed(tmp_path: Path) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache" / "numbers-00.postings").unlink()
    assert build(items, tmp_path / "second", tmp_path / "cache").read == 20


def test_nothing_is_read_when_nothing_changed(tmp_path: Path) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    assert build(items, tmp_path / "second", tmp_path / "cache").read == 0
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_the_manifest_names_every_column(tmp_path: Path) -> None:
    report = build(archive(30), tmp_path / "out", tmp_path / "cache")
    found = files(tmp_path / "out")
    manifest = json.loads(found[report.manifest])
    assert manifest["articles"] == 30
    columns = [name for cuts in manifest["facets"].values() for *_, name in cuts]
    years = [name for *_, name in manifest["years"]]
    assert all(name in found for name in [manifest["model"], *columns, *years])


@pytest.mark.parametrize(
    "items",
    [
        [],
        [(document("1", "Chỉ có đầu đề"), "")],
        [(document("1", "!"), "?!")],
        [(document("1", ""), "x" * 3000)],
    ],
)
def test_the_smallest_archives(tmp_path: Path, items: list[Item]) -> None:
    build(items, tmp_path / "out", tmp_path / "cache")
    assert len(files(tmp_path / "out")) >= 2
    build(items, tmp_path / "again", tmp_path / "cache")
    assert files(tmp_path / "out") == files(tmp_path / "again")


def test_the_order_of_the_articles_does_not_matter(tmp_path: Path) -> None:
    items = archive(20)
    bodies = {d.digest: body for d, body in items}
    for name, some in (("a", items), ("b", items[::-1])):
        documents = [d for d, _ in some]
        build_index(
            documents, lambda ds: ((d, bodies[d]) for d in ds), tmp_path / name, tmp_path / f"c{name}"
        )
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_summary_the_body_begins_with_is_kept_once() -> None:
    text = tokens.full_text(document("1", "Đầu đề", summary="Mở đầu bài…"), "Mở đầu bài viết.\nĐoạn hai.")
    assert text == "Đầu đề\n\nMở đầu bài viết.\nĐoạn hai.\nkiểm tra; Thu Hà"


def test_the_bytes_do_not_depend_on_what_is_done_at_a_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    items = archive(60)
    build(items, tmp_path / "whole", tmp_path / "cache-whole")
    for name, value in (("ARTICLES_PER_PART", 1), ("PARTS_AT_MOST", 40), ("BATCH", 7), ("GROUP", 11)):
        monkeypatch.setattr(weights, name, value)
    assert parts_of(60) == 40
    build(items, tmp_path / "parts", tmp_path / "cache-parts")
    assert len(list((tmp_path / "cache-parts").glob("unigrams-*.postings"))) == 40
    assert files(tmp_path / "parts") == files(tmp_path / "whole")
