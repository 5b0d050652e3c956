"""A bag that no backup wrote is refused before a byte of it is written; bagit-python is asked as well."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest

from scripts import backup, restore, verify
from scripts.support.bag import copy_file
from scripts.support.bag_rules import judge_bag
from scripts.support.command import run
from tests.conftest import tree
from tests.scripts.support.hostile_bags import HOSTILE

# bagit-python allows what a backup never writes, and what only `scripts.restore` would do harm with: other folders
# and tag files, links and pipes, names of other systems, a bag without what RFC 8493 leaves to its maker.
REFUSED_BY_BAGIT = {
    "the reported bag",
    "out of the bag",
    "absolute",
    "a home",
    "named twice",
    "wrong sums of SHA-512 beside",
    "another version",
    "an empty declaration",
    "a byte-order mark",
    "more bytes than there are",
    "a cut manifest",
    "an empty manifest",
    "no manifest",
    "a digit that is none",
    "files to fetch from outside",
    "a link to /etc/hosts",
    "a file nobody names",
    "one more folder nobody names",
}


@pytest.fixture
def archive(tmp_path, write, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("a.md", "Tiêu đề: a\nNgày: 1/2/2003\n\nx\n")
    write("anh/sơ đồ.png", b"\x89PNG")
    write(".chuyen-doi/so-cai.jsonl", "{}\n")
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "a.warc.gz").write_bytes(b"\x1f\x8b...")
    return tmp_path


@pytest.fixture
def bag(archive, tmp_path_factory):
    """A genuine bag, alone in a folder: what is restored from it stands beside it."""
    alone = tmp_path_factory.mktemp("may-khac")
    assert backup.main([str(alone / "goi")]) == 0
    yield alone / "goi"
    subprocess.run(["rm", "-rf", str(alone)], check=True)  # pytest cannot: one is deeper than Python's stack


def is_valid(bag: Path) -> bool:
    """The judge's word."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    try:
        return bagit.Bag(str(bag)).is_valid()
    except (bagit.BagError, ValueError, OSError):
        return False


def restored(bag: Path) -> int:
    targets = [f"--{name}={bag.parent / 'kho' / name}" for name in ("content", "captures")]
    return run(restore.main, [str(bag), *targets])


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 40
    assert set(HOSTILE) >= REFUSED_BY_BAGIT


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bag_is_refused_before_a_byte_is_written(bag, monkeypatch, capsys, name):
    HOSTILE[name](bag)
    monkeypatch.chdir(bag.parent)
    before = {p: p.lstat().st_mtime_ns for p in sorted(bag.parent.iterdir())}
    assert run(verify.main, [str(bag)]) == 1
    said = capsys.readouterr().out
    assert f"{bag}" in said
    assert restored(bag) == 1
    assert "chưa lấy lại gì" in capsys.readouterr().err
    assert {p: p.lstat().st_mtime_ns for p in sorted(bag.parent.iterdir())} == before


@pytest.mark.parametrize("name", sorted(REFUSED_BY_BAGIT))
def test_bagit_python_refuses_it_too(bag, name):
    assert is_valid(bag)
    HOSTILE[name](bag)
    assert not is_valid(bag)


def test_a_genuine_bag_is_whole_for_both_and_comes_back(bag, archive):
    assert is_valid(bag)
    assert verify.main([str(bag)]) == 0
    assert restored(bag) == 0
    kept = {name: tree(archive / name) for name in ("content", "captures")}
    assert {name: tree(bag.parent / "kho" / name) for name in kept} == kept


@pytest.mark.parametrize("algorithms", [["sha256"], ["sha256", "sha512"]])
def test_a_bag_that_bagit_python_made_of_the_same_folders_comes_back(archive, tmp_path_factory, algorithms):
    alone = tmp_path_factory.mktemp("may-khac")
    for name in ("content", "captures"):
        shutil.copytree(archive / name, alone / "goi" / name)
    bagit.make_bag(str(alone / "goi"), {"Contact-Name": "Lưu trữ"}, checksums=algorithms)
    assert verify.main([str(alone / "goi")]) == 0
    assert restored(alone / "goi") == 0
    assert tree(alone / "kho" / "content") == tree(archive / "content")


def test_every_byte_of_a_bag_of_two_algorithms_counts(archive, tmp_path_factory):
    alone = tmp_path_factory.mktemp("may-khac") / "goi"
    shutil.copytree(archive / "content", alone / "content")
    bagit.make_bag(str(alone), checksums=["sha256", "sha512"])
    for path in [p for p in sorted(alone.rglob("*")) if p.is_file() and p.stat().st_size]:
        good = path.read_bytes()
        path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
        assert judge_bag(alone).faults, path
        path.write_bytes(good)
    assert judge_bag(alone).faults == []


def test_a_link_swapped_in_after_the_look_is_not_followed(bag, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "sơ đồ.png").write_bytes(b"\x89PNG")
    shutil.rmtree(bag / "data/content/anh")
    (bag / "data/content/anh").symlink_to(secret)
    with pytest.raises(OSError, match="sơ đồ") as found:
        copy_file(bag, "data/content/anh/sơ đồ.png", tmp_path / "ra" / "x")
    assert found.value.filename == str(bag / "data/content/anh/sơ đồ.png")
    assert not (tmp_path / "ra" / "x").exists()


def test_a_file_that_changes_between_look_and_copy_restores_nothing(bag, monkeypatch, capsys):
    def judged_then_changed(folder):
        judged = judge_bag(folder)
        (folder / "data/content/a.md").write_text("khác")
        return judged

    monkeypatch.setattr(restore, "judge_bag", judged_then_changed)
    assert restored(bag) == 1
    assert "đọc ra khác" in capsys.readouterr().err
    assert list((bag.parent / "kho").iterdir()) == []


def test_a_record_comes_back_with_what_it_records(archive, tmp_path_factory, monkeypatch, capsys):
    assert verify.main(["--record"]) == 0
    bag = tmp_path_factory.mktemp("may-khac") / "goi"
    assert backup.main([str(bag)]) == 0
    assert is_valid(bag)
    assert restored(bag) == 0
    monkeypatch.chdir(bag.parent / "kho")
    capsys.readouterr()
    assert verify.main([]) == 0
    assert "chưa ghi nhận" not in capsys.readouterr().err
    (bag.parent / "kho" / "content" / "a.md").write_text("x")
    assert verify.main([]) == 1


def test_no_backup_is_made_on_a_damaged_record(archive, capsys):
    assert verify.main(["--record"]) == 0
    manifest = archive / "captures/.toan-ven/manifest-sha256.txt"
    manifest.write_text("g" + manifest.read_text()[1:])
    assert backup.main(["goi"]) == 1
    assert f"captures{os.sep}.toan-ven/manifest-sha256.txt:1: ban-ghi" in capsys.readouterr().err
    assert not (archive / "goi").exists()
