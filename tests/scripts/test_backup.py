"""What is backed up comes back byte for byte, or not at all."""

from __future__ import annotations

import os

import pytest

from scripts import backup, restore, verify
from scripts.support.command import UsageError
from tests.conftest import tree


@pytest.fixture
def archive(tmp_path, write, content, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("bai-viet/2017/11/a-1.md", "Tiêu đề: a\nNgày: 1/2/2003\n\nx\n")
    write("tep/báo cáo.pdf", b"%PDF\0\xff")
    write(".chuyen-doi/so-cai.jsonl", "{}\n")
    captures = tmp_path / "captures"
    captures.mkdir()
    (captures / "a.warc.gz").write_bytes(b"\x1f\x8b...")
    return tmp_path


def test_another_machine_has_it_all_again(archive, tmp_path_factory, monkeypatch):
    assert backup.main(["goi"]) == 0
    before = {name: tree(archive / name) for name in ("content", "captures")}
    elsewhere = tmp_path_factory.mktemp("may-khac")
    monkeypatch.chdir(elsewhere)
    assert restore.main([str(archive / "goi")]) == 0
    assert {name: tree(elsewhere / name) for name in before} == before


def test_a_backup_is_a_bag_that_verify_knows(archive):
    backup.main(["goi"])
    assert verify.main(["goi"]) == 0


def test_two_backups_a_day_stand_beside_each_other(archive):
    backup.main([])
    backup.main([])
    assert len([p for p in (archive / "sao-luu").iterdir() if (p / "bagit.txt").is_file()]) == 2


@pytest.mark.parametrize("harm", ["change", "remove", "add"])
def test_a_damaged_backup_restores_nothing_and_names_the_file(archive, capsys, harm):
    backup.main(["goi"])
    file = archive / "goi" / "data" / "content" / "bai-viet" / "2017" / "11" / "a-1.md"
    match harm:
        case "change":
            file.write_bytes(file.read_bytes()[:-1] + b"!")
        case "remove":
            file.unlink()
        case "add":
            file = file.with_name("b.md")
            file.write_text("x")
    assert restore.main(["goi", "--content", "moi", "--captures", "moi-chup"]) == 1
    assert file.name in capsys.readouterr().err
    assert not (archive / "moi").exists()


def test_what_is_there_is_not_overwritten(archive):
    backup.main(["goi"])
    with pytest.raises(UsageError, match="captures không trống"):
        restore.main(["goi"])


def test_a_byte_gone_bad_does_not_enter_a_backup(archive, content, capsys):
    verify.main(["--record"])
    file = content / "tep" / "báo cáo.pdf"
    stamp = file.stat()
    file.write_bytes(b"%PDF\0\xfe")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns - 10**9))
    assert backup.main(["goi"]) == 1
    assert "báo cáo.pdf" in capsys.readouterr().err
    assert not (archive / "goi").exists()
