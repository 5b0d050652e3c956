from __future__ import annotations

import os
import random
import re
import shutil
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from plugins.core.problems import Problem
from plugins.system.fixity import digest_file, read_manifest
from scripts.support.bag import TAG_MANIFEST, Damaged, Part, Unfit, is_bag, write_bag
from scripts.support.bag_rules import judge_bag

DAY = date(2018, 10, 21)
INFO = {"Source-Organization": "Lưu trữ"}
FILES = ("a.md", "anh/sơ đồ.png", "tep/rỗng.txt")


def part(root: Path, recorded: dict[str, str] | None = None) -> Part:
    files = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return Part(root, tuple(files), recorded or {})


def named(bag: Path) -> set[str]:
    """Paths, relative to the bag, of what is wrong with it."""
    return {Path(fault.path).relative_to(bag).as_posix() for fault in judge_bag(bag).faults}


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
    judged = judge_bag(bag)
    assert judged.faults == []
    assert judged.payload == {f"data/content/{n}": digest_file(bag / "data/content" / n) for n in FILES}


def test_every_flipped_bit_is_named(bag: Path) -> None:
    rng = random.Random(8)
    files = [p for p in sorted(bag.rglob("*")) if p.is_file() and p.stat().st_size]
    for path in files * 4:
        good = path.read_bytes()
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bad)
        assert path.relative_to(bag).as_posix() in (found := named(bag)) or (
            found and "manifest" in path.name
        )
        path.write_bytes(good)


def test_lost_and_added_files_are_named(bag: Path) -> None:
    (bag / "data/content/a.md").unlink()
    (bag / "data/content/b.md").write_text("x")
    faults = {(fault.rule, Path(fault.path).name) for fault in judge_bag(bag).faults}
    assert faults == {("mat-tep", "a.md"), ("tep-la", "b.md"), ("dung-luong", "bag-info.txt")}


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
    assert judge_bag(tmp_path / "bag").faults == []


def test_names_that_look_like_escapes_come_back(tmp_path: Path) -> None:
    names = ("a%0Ab.md", "a%250Ab.md", "100%25.pdf", "dòng\nmới.txt", "%\r.txt", "%0.md", "%250D")
    for name in names:
        (tmp_path / "content" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "content" / name).write_text(name)
    write_bag(tmp_path / "bag", {"content": part(tmp_path / "content")}, INFO, DAY)
    judged = judge_bag(tmp_path / "bag")
    assert judged.faults == []
    assert set(judged.payload) == {f"data/content/{name}" for name in names}


def test_what_could_not_come_back_is_named_and_no_bag_is_written(tmp_path: Path) -> None:
    root = tmp_path / "content"
    root.mkdir()
    for name in ("x.md", "X.md", "nul.png", "a\\b.md"):
        (root / name).write_text("x")
    (root / "lien-ket").symlink_to("/etc/hosts")
    os.mkfifo(root / "ong")
    every = Part(root, tuple(sorted(os.listdir(root))), {})
    with pytest.raises(Unfit) as found:
        write_bag(tmp_path / "bag", {"content": every}, INFO, DAY)
    assert {Path(fault.path).name for fault in found.value.faults} == {
        "x.md",
        "nul.png",
        "a\\b.md",
        "lien-ket",
        "ong",
    }
    assert all(isinstance(fault, Problem) and fault.message for fault in found.value.faults)
    assert [p.name for p in tmp_path.iterdir()] == ["content"]


def test_a_file_of_a_bag_brings_no_rights_along(archive: Path, tmp_path: Path) -> None:
    (archive / "a.md").chmod(0o4755)
    write_bag(tmp_path / "bag", {"content": part(archive)}, INFO, DAY)
    copied, source = (tmp_path / "bag/data/content/a.md").stat(), (archive / "a.md").stat()
    assert stat.S_IMODE(copied.st_mode) == 0o755
    assert copied.st_mtime_ns == source.st_mtime_ns
