"""A damaged record is a fault of its own: it never makes what it speaks of pass for whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.system.fixity import MANIFEST, digest_file, read_manifest, record_of
from plugins.system.seals import read_seal, seal_of_record, seal_of_site, write_seal
from scripts.support.command import run
from scripts.support.record import DamagedRecordError, binding, read_record, record
from scripts.verify import main
from tests.scripts.support.recorded import make_archive, verify

Factory = pytest.TempPathFactory
MANIFESTS = [
    "content/.toan-ven/manifest-sha256.txt", "captures/.toan-ven/manifest-sha256.txt",
    "output/manifest-sha256.txt", "output/nguon-sha256.txt",
]  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return make_archive(tmp_path)


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_line_that_cannot_be_read_is_named_with_its_file(
    archive: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The fault that switched fixity off: a digit that is none, and the file it spoke of changed."""
    assert verify(archive, "--record") == 0
    lines = (archive / name).read_text().splitlines(keepends=True)
    lines[-1] = "g" + lines[-1][1:]
    (archive / name).write_text("".join(lines))
    path = archive / name.partition("/")[0] / lines[-1][66:-1]
    if path.is_file():
        path.write_text("khác")
    assert verify(archive) == 1
    said = capsys.readouterr().out
    assert f"{archive / name}:{len(lines)}: ban-ghi: " in said
    assert f"{path}:0: " in said or name.endswith("nguon-sha256.txt")  # there it is content that is spoken of


@pytest.mark.parametrize("outside", ["../x", "/etc/hosts", "a/../../x", ".", "a//b"])
@pytest.mark.parametrize("name", MANIFESTS)
def test_a_name_that_leads_outside_is_never_read(
    archive: Path, capsys: pytest.CaptureFixture[str], name: str, outside: str
) -> None:
    assert verify(archive, "--record") == 0
    (archive / "x").write_text("x")
    line = f"{digest_file(archive / 'x')}  {outside}\n"
    (archive / name).write_text(line + (archive / name).read_text())
    assert verify(archive) == 1
    assert f"{archive / name}:1: ban-ghi: " in capsys.readouterr().out
    assert outside not in read_manifest(archive / name)


@pytest.mark.parametrize("root", ["content", "captures"])
@pytest.mark.parametrize(
    "harm", ["empty", "cut", "one line less", "gone", "folder gone", "twice", "a link", "other"]
)
def test_a_damaged_record_is_a_fault_and_is_not_built_on(
    archive: Path, capsys: pytest.CaptureFixture[str], root: str, harm: str
) -> None:
    assert verify(archive, "--record") == 0
    manifest = record_of(archive / root)
    text = manifest.read_text()
    match harm:
        case "empty":
            manifest.write_text("")
        case "cut":
            manifest.write_text(text[:-3])
        case "one line less":
            manifest.write_text("".join(text.splitlines(keepends=True)[1:]))
        case "gone":
            manifest.unlink()
        case "folder gone":
            shutil.rmtree(manifest.parent)
        case "twice":
            manifest.write_text(text + text)
        case "a link":
            manifest.rename(archive / "elsewhere")
            manifest.symlink_to(archive / "elsewhere")
        case "other":
            digit = "0" if text[0] != "0" else "1"
            manifest.write_text(digit + text[1:])
    before = manifest.read_bytes() if manifest.is_file() else None
    capsys.readouterr()
    assert verify(archive) == 1
    assert f"{manifest}:" in capsys.readouterr().out
    assert verify(archive, "--record") == 1
    assert f"{manifest}:" in capsys.readouterr().out
    assert (manifest.read_bytes() if manifest.is_file() else None) == before
    with pytest.raises(DamagedRecordError):
        binding(archive / root)
    assert verify(archive, "--record", "--accept") == 0
    assert verify(archive) == 0


def test_what_a_damaged_record_no_longer_names_is_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(archive, "--record") == 0
    manifest = record_of(archive / "content")
    manifest.write_text(
        "".join(line for line in manifest.read_text().splitlines(keepends=True) if "nháp" not in line)
    )
    (archive / "content/bai-viet/nháp.md").write_text("khác")
    assert verify(archive) == 1
    assert f"{archive / 'content/bai-viet/nháp.md'}:0: tep-la: " in capsys.readouterr().out


def test_a_record_without_seal_is_a_fault(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(archive, "--record") == 0
    seal_of_record(archive / "content").unlink()
    assert verify(archive) == 1
    assert f"{seal_of_record(archive / 'content')}:0: niem-phong: " in capsys.readouterr().out


def test_killed_while_it_recorded_the_record_is_whole(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = archive / "content"
    record(root)
    (root / "moi.md").write_text("x")
    steps = 0

    def killed(path: Path, *more: object) -> None:
        nonlocal steps
        steps += 1
        if steps == stop:
            raise KeyboardInterrupt
        write_seal(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("scripts.support.record.write_seal", killed)
    for stop in (1, 2):
        steps = 0
        with pytest.raises(KeyboardInterrupt):
            record(root)
        assert read_record(root).faults == []
        assert "moi.md" in read_record(root).digests or stop == 1


def test_a_folder_with_its_record_is_whole_wherever_it_stands(
    archive: Path, tmp_path_factory: Factory
) -> None:
    assert verify(archive, "--record") == 0
    elsewhere = tmp_path_factory.mktemp("khac")
    shutil.copytree(archive / "captures", elsewhere / "ban-chup")
    folders = [f"--{name}={elsewhere / name}" for name in ("content", "output")]
    command = [f"--captures={elsewhere / 'ban-chup'}", *folders]
    assert run(main, command) == 0
    record_of(elsewhere / "ban-chup").unlink()
    assert run(main, command) == 1


@pytest.mark.parametrize("recorded", [True, False])
def test_a_source_of_the_site_that_is_gone_is_named(
    archive: Path, capsys: pytest.CaptureFixture[str], recorded: bool
) -> None:
    """An article published after the last record is listed by the site alone."""
    source = archive / "content/bai-viet/a-1.md"
    if recorded:
        text = source.read_text()
        source.unlink()
        record(archive / "content")
        source.write_text(text)
        assert verify(archive) == 0
    source.unlink()
    assert verify(archive) == 1
    assert f"{archive / 'content/bai-viet/a-1.md'}:0: mat-tep: " in capsys.readouterr().out


def test_the_ledger_of_a_crawl_may_be_deleted(archive: Path) -> None:
    assert verify(archive, "--record") == 0
    (archive / "captures/ledger.sqlite").unlink()
    assert verify(archive) == 0


def test_a_site_whose_file_and_line_were_changed_together_is_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = archive / "output"
    seal = seal_of_site(output)
    write_seal(seal, [digest_file(output / MANIFEST)], seal.parent)
    assert verify(archive) == 0
    before = digest_file(output / "2017/11/a-1.html")
    (output / "2017/11/a-1.html").write_text("<p>khác")
    text = (output / MANIFEST).read_text().replace(before, digest_file(output / "2017/11/a-1.html"))
    (output / MANIFEST).write_text(text)
    assert verify(archive) == 1
    assert f"{output / MANIFEST}:0: niem-phong: " in capsys.readouterr().out
    seal.unlink()  # as on another machine
    assert verify(archive) == 0


@pytest.mark.parametrize("text", ["", "x\n", "g" * 64 + "\n", "0" * 64, "0" * 64 + "\n" + "1" * 64 + "\n"])
def test_what_is_no_seal_accepts_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "s").write_text(text)
    assert read_seal(tmp_path / "s") == []
    assert read_seal(tmp_path / "none") is None
    write_seal(tmp_path / "s", ["a" * 64, "b" * 64, "a" * 64], tmp_path)
    assert read_seal(tmp_path / "s") == ["a" * 64, "b" * 64]
    assert [path.name for path in tmp_path.iterdir()] == ["s"]
