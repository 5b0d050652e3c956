from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.site.publication import NotWhole, publication, seal
from plugins.system.fixity import MANIFEST, digest_file, read_manifest
from plugins.system.locks import Busy
from plugins.system.seals import read_seal, seal_of_site
from plugins.system.versions import SITE_FILE, NotASite, Overlap, Versions, refuse_overlap


def put(output: Path, text: str, keep: int = 2) -> None:
    with publication(output, keep) as staging:
        (staging / SITE_FILE).touch()
        (staging / "a.html").write_text(text)


def test_a_new_site_takes_the_place_of_the_last(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, "một")
    (output / "stale.html").write_text("cũ")
    put(output, "hai")
    assert sorted(p.name for p in output.iterdir()) == ["a.html", SITE_FILE]
    assert (output / "a.html").read_text() == "hai"
    assert (tmp_path / ".output.1" / "stale.html").read_text() == "cũ"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".output.1", ".output.lock", "output"]


def test_a_failed_build_leaves_the_last_site(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, "một")
    with pytest.raises(KeyboardInterrupt), publication(output) as staging:
        (staging / "a.html").write_text("dở")
        raise KeyboardInterrupt
    assert (output / "a.html").read_text() == "một"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".output.lock", "output"]


def test_two_builds_of_one_output_exclude_each_other(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with publication(output), pytest.raises(Busy):
        put(output, "hai")
    put(output, "ba")
    assert (output / "a.html").read_text() == "ba"


def test_a_folder_of_somebodys_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").write_text("x")
    with pytest.raises(NotASite):
        put(tmp_path / "home", "một")
    assert (tmp_path / "home" / "thesis.doc").read_text() == "x"
    (tmp_path / "empty").mkdir()
    put(tmp_path / "empty", "một")
    assert (tmp_path / "empty" / "a.html").exists()


def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    put(tmp_path / "real", "một")
    (tmp_path / "www").symlink_to("real")
    put(tmp_path / "www", "hai")
    assert (tmp_path / "www").is_symlink()
    assert (tmp_path / "real" / "a.html").read_text() == "hai"


def test_a_site_is_sealed_with_the_digest_of_every_file(tmp_path: Path) -> None:
    staging, last = tmp_path / "new", tmp_path / "last"
    (staging / "2017").mkdir(parents=True)
    (staging / "2017" / "a b.html").write_text("một")
    os.chmod(staging / "2017" / "a b.html", 0o600)
    seal(staging, last, dict.fromkeys({"2017/a b.html"}))
    assert read_manifest(staging / MANIFEST) == {"2017/a b.html": digest_file(staging / "2017" / "a b.html")}
    assert (staging / "2017" / "a b.html").stat().st_mode & 0o777 == 0o644


def test_a_file_taken_over_keeps_the_digest_recorded_for_it(tmp_path: Path) -> None:
    last, staging = tmp_path / "last", tmp_path / "new"
    last.mkdir()
    (last / "a.html").write_text("một")
    seal(last, tmp_path / "none", dict.fromkeys({"a.html"}))
    recorded = read_manifest(last / MANIFEST)
    (last / "a.html").write_text("hỏng")  # a disk that has gone bad
    staging.mkdir()
    os.link(last / "a.html", staging / "a.html")
    seal(staging, last, dict.fromkeys({"a.html"}))
    assert read_manifest(staging / MANIFEST) == recorded


@pytest.mark.parametrize("expected", [set(), {"a.html", "b.html"}])
def test_a_site_with_more_or_fewer_files_than_meant_is_not_sealed(tmp_path: Path, expected: set[str]) -> None:
    (tmp_path / "a.html").write_text("một")
    with pytest.raises(NotWhole):
        seal(tmp_path, tmp_path / "last", dict.fromkeys(expected))


def test_what_is_no_file_is_not_sealed(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to("/etc/hostname")
    with pytest.raises(NotWhole):
        seal(tmp_path, tmp_path / "last", dict.fromkeys({"a.html"}))


@pytest.mark.parametrize(("content", "output"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a", "c/../a/b")])
def test_content_and_output_do_not_hold_each_other(tmp_path: Path, content: str, output: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "c").mkdir()
    refuse_overlap(tmp_path / "a", tmp_path / "ab")
    with pytest.raises(Overlap):
        refuse_overlap(tmp_path / content, tmp_path / output)


def published(output: Path, text: str) -> None:
    with publication(output) as staging:
        (staging / "archive.jsonl").write_text(text)
        seal(staging, output, dict.fromkeys({"archive.jsonl"}))


def is_sealed(output: Path, site: Path | None = None) -> bool:
    return digest_file((site or output) / MANIFEST) in (read_seal(seal_of_site(output)) or ())


def test_the_manifest_of_every_site_that_can_stand_is_sealed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for text in ("một", "hai", "ba"):
        published(output, text)
        assert is_sealed(output)
    for text in ("hai", "ba"):
        versions = Versions(output, 2)
        with versions.lock():
            versions.roll_back(1)
        assert (output / "archive.jsonl").read_text() == text
        assert is_sealed(output)


def test_killed_on_either_side_of_the_exchange_the_site_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    published(output, "một")

    def killed(_: Versions) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Versions, "publish", killed)
    with pytest.raises(KeyboardInterrupt):
        published(output, "hai")
    assert (output / "archive.jsonl").read_text() == "một"
    assert is_sealed(output)


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_seal_that_is_lost_is_made_anew_for_all_sites_there_are(tmp_path: Path, harm: str) -> None:
    output = tmp_path / "output"
    published(output, "một")
    published(output, "hai")
    if harm == "lost":
        seal_of_site(output).unlink()
    else:
        seal_of_site(output).write_text("x\n")
    published(output, "ba")
    assert is_sealed(output)
    assert all(is_sealed(output, tmp_path / f".output.{number}") for number in (1, 2))
