from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from plugins.site.publication import seal
from plugins.system.fixity import SOURCES, digest_file, format_manifest, read_manifest, record_of
from scripts.support.command import run
from scripts.support.record import archive_parts, binding, record
from scripts.verify import main
from tests.scripts.support.recorded import make_archive, verify


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return make_archive(tmp_path)


def flip(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def test_every_flipped_bit_is_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(archive, "--record") == 0
    assert verify(archive) == 0
    assert "0 tệp không toàn vẹn." in capsys.readouterr().err
    rng = random.Random(8)
    names = [
        "captures/cchc-00001.warc.gz", "content/bai-viet/nháp.md", "content/anh/a.png",
        "content/.chuyen-doi/so-cai.jsonl", "output/2017/11/a-1.html", "output/anh/a.png",
        "captures/ledger.sqlite", "content/.niem-phong", "captures/.niem-phong", "output/nguon-sha256.txt",
    ]  # fmt: skip
    for name in names:
        good = (archive / name).read_bytes()
        flip(archive / name, rng)
        assert verify(archive) == 1
        assert f"{archive / name}:0: " in capsys.readouterr().out
        (archive / name).write_bytes(good)


def test_content_never_recorded_is_held_against_what_the_site_was_built_from(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(archive) == 0
    assert "chưa ghi nhận" in capsys.readouterr().err
    for name in ("content/bai-viet/a-1.md", "content/anh/a.png"):
        flip(archive / name, random.Random(1))
        assert verify(archive) == 1
        assert f"{archive / name}:0: toan-ven" in capsys.readouterr().out


def test_what_was_edited_and_published_is_right(archive: Path) -> None:
    assert verify(archive, "--record") == 0
    edited = archive / "content/bai-viet/a-1.md"
    edited.write_text("Tiêu đề: A, đã sửa\n")
    assert verify(archive) == 1
    (archive / "output" / SOURCES).write_text(format_manifest({"bai-viet/a-1.md": digest_file(edited)}))
    seal(archive / "output", archive / "none", dict.fromkeys({"2017/11/a-1.html", "anh/a.png", SOURCES}))
    assert verify(archive) == 0


def test_lost_files_and_strange_files_of_a_site_are_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(archive, "--record") == 0
    (archive / "content/anh/a.png").unlink()
    (archive / "output/la.html").write_text("x")
    assert verify(archive) == 1
    said = capsys.readouterr().out
    assert f"{archive / 'content/anh/a.png'}:0: mat-tep" in said
    assert f"{archive / 'output/la.html'}:0: tep-la" in said


def test_bytes_that_changed_while_the_time_did_not_are_not_recorded(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, path = archive / "content", archive / "content/bai-viet/a-1.md"
    record(content)
    before, status = read_manifest(record_of(content)), path.stat()
    flip(path, random.Random(2))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 10**9))
    assert verify(archive, "--record") == 1
    assert f"{path}:0: toan-ven" in capsys.readouterr().out
    assert read_manifest(record_of(content)) == before
    assert verify(archive, "--record", "--accept") == 0
    assert read_manifest(record_of(content)) != before


def test_a_record_is_one_that_sha256sum_reads(archive: Path) -> None:
    record(archive / "content")
    command = ["sha256sum", "--check", "--strict", "--quiet", ".toan-ven/manifest-sha256.txt"]
    subprocess.run(command, cwd=archive / "content", check=True)


def test_an_archive_is_offered_as_parts_of_a_bag(archive: Path) -> None:
    record(archive / "content")
    parts = dict(archive_parts(archive / "captures", archive / "content", archive / "output"))
    assert parts["captures"].files == ("cchc-00001.warc.gz",)
    assert ".chuyen-doi/so-cai.jsonl" in parts["content"].files
    assert parts["content"].recorded == binding(archive / "content") != {}
    assert parts["output"].recorded["anh/a.png"] == digest_file(archive / "output/anh/a.png")


def test_nothing_to_verify_is_wrong_usage(tmp_path: Path) -> None:
    assert verify(tmp_path) == 2
    assert run(main, [str(tmp_path)]) == 2
