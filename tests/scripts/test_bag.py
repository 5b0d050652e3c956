from __future__ import annotations

import random
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from plugins.core.fixity import digest_file, read_manifest
from scripts.bag import TAG_MANIFEST, Damaged, Part, check_bag, is_bag, write_bag

DAY = date(2018, 10, 21)
INFO = {"Source-Organization": "Lưu trữ"}


def part(root: Path, recorded: dict[str, str] | None = None) -> Part:
    files = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return Part(root, tuple(files), recorded or {})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    for name, text in (("a.md", "một"), ("anh/sơ đồ.png", "hai"), ("tep/rỗng.txt", "")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture
def bag(archive: Path, tmp_path: Path) -> Path:
    write_bag(tmp_path / "bag", {"content": part(archive)}, INFO, DAY)
    return tmp_path / "bag"


def test_a_bag_has_the_form_of_rfc_8493(bag: Path) -> None:
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text().splitlines())
    assert info == {**INFO, "Bagging-Date": "2018-10-21", "Payload-Oxum": "8.3"}
    for line in (bag / "manifest-sha256.txt").read_text().splitlines():
        assert re.fullmatch(r"[0-9a-f]{64}  data/content/\S.*", line)
    assert is_bag(bag)
    assert not is_bag(bag / "data")


def test_sha256sum_finds_the_bag_whole(bag: Path) -> None:
    for manifest in ("manifest-sha256.txt", TAG_MANIFEST):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=bag, check=True)


def test_a_whole_bag_has_no_faults(bag: Path) -> None:
    assert check_bag(bag) == ([], [], [])


def test_every_flipped_bit_is_named(bag: Path) -> None:
    rng = random.Random(8)
    files = [p for p in sorted(bag.rglob("*")) if p.is_file() and p.stat().st_size]
    for path in files * 4:
        good = path.read_bytes()
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bad)
        faults = check_bag(bag)
        named = {*faults.changed, *faults.missing, *faults.unrecorded}
        assert path.relative_to(bag).as_posix() in named or (named and "manifest" in path.name)
        path.write_bytes(good)


def test_lost_and_added_files_are_named(bag: Path) -> None:
    (bag / "data/content/a.md").unlink()
    (bag / "data/content/b.md").write_text("x")
    faults = check_bag(bag)
    assert faults.missing == ["data/content/a.md"]
    assert faults.unrecorded == ["data/content/b.md"]


def test_a_file_gone_bad_does_not_enter_a_bag(archive: Path, tmp_path: Path) -> None:
    recorded = {"a.md": digest_file(archive / "a.md")}
    (archive / "a.md").write_text("hỏng")
    with pytest.raises(Damaged) as found:
        write_bag(tmp_path / "bag", {"content": part(archive, recorded)}, INFO, DAY)
    assert found.value.paths == [str(archive / "a.md")]
    assert [p.name for p in tmp_path.iterdir()] == ["content"]


def test_a_bag_is_never_written_over(archive: Path, bag: Path) -> None:
    before = read_manifest(bag / "manifest-sha256.txt")
    with pytest.raises(FileExistsError):
        write_bag(bag, {"content": part(archive)}, INFO, DAY)
    assert read_manifest(bag / "manifest-sha256.txt") == before


def test_what_a_killed_run_left_is_begun_anew(archive: Path, tmp_path: Path) -> None:
    shutil.copytree(archive, tmp_path / ".bag.next")
    assert write_bag(tmp_path / "bag", {"content": part(archive)}, INFO, DAY) == 3
    assert check_bag(tmp_path / "bag") == ([], [], [])
