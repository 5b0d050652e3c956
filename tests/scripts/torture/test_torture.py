"""Each part of `make torture` in a small form, on a site of a few dozen pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.torture.__main__ import holds
from scripts.torture.conversions import conversions
from scripts.torture.crashes import double_starts, kills
from scripts.torture.disks import full_disks, no_inodes, read_only
from scripts.torture.flips import flips, verify_many
from scripts.torture.hostile_files import hostile_files, write_hostile
from scripts.torture.interrupts import Ended, interrupts
from scripts.torture.poison import HEAVY, KINDS, poison
from scripts.torture.sameness import differences
from scripts.torture.site import ROOT, TortureSite, is_whole
from tests.conftest import AWKWARD


def test_killed_and_read_at_once_the_site_is_whole(tmp_path: Path) -> None:
    figures = kills(tmp_path, 3)
    assert figures["kills"] + figures["polls"] > 3
    assert holds("kills", figures), figures


def test_of_two_starts_one_is_refused_and_nothing_mixes(tmp_path: Path) -> None:
    figures = double_starts(tmp_path, 1)
    assert holds("starts", figures), figures


def test_told_to_stop_at_any_moment_commands_end_with_130_and_one_sentence(tmp_path: Path) -> None:
    figures = interrupts(tmp_path, 4)
    assert figures["interrupts"] == 12
    assert figures["stopped"] >= 4
    assert holds("interrupts", figures), figures


def test_other_ends_are_told_from_those_that_were_asked_for() -> None:
    sentence, trace = "\nĐã dừng.\n", 'File "/usr/lib/python3/x.py"\nKeyboardInterrupt\n'
    ours = f'File "{ROOT}/plugins/site/writer.py"\n{trace}'
    for code, said, left, kind in (
        (130, sentence, False, "stopped"),
        (130, sentence * 2, False, "wrong sentences"),
        (130, trace + sentence, False, "wrong sentences"),
        (0, "", False, "finished"),
        (-2, trace, False, "unanswered"),
        (-2, ours, False, "wrong codes"),
        (1, sentence, False, "wrong codes"),
        (130, sentence, True, "processes left"),
    ):
        assert Ended(code, "", said, left).kind() == kind
    assert not holds("interrupts", {"interrupts": 3, "wrong codes": 1})


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare"), reason="mounting a disk needs root and Linux"
)
@pytest.mark.parametrize("trial", [full_disks, no_inodes, read_only])
def test_a_full_disk_leaves_the_last_site(
    tmp_path: Path, trial: Callable[[Path, int], dict[str, int] | None]
) -> None:
    figures = trial(tmp_path, 2)
    if figures is None:
        pytest.skip("this system mounts no disk of its own for a test")
    assert figures["too small"] > 0
    assert holds("disks", figures), figures


def test_flipped_bytes_are_named(tmp_path: Path) -> None:
    figures = flips(tmp_path, 28)
    assert holds("flips", figures), figures


def test_many_files_are_verified(tmp_path: Path) -> None:
    assert verify_many(tmp_path, 600)["code"] == 0


def test_the_same_sources_give_the_same_site(tmp_path: Path) -> None:
    figures = differences(tmp_path, AWKWARD)
    assert len(figures) == 6
    assert holds("sameness", figures), figures


def test_what_is_broken_is_seen(tmp_path: Path) -> None:
    site = TortureSite(tmp_path)
    site.write(3, 0)
    assert site.build()[0] == 0
    assert is_whole(site.output)
    (site.output / "index.html").write_text("x")
    assert not is_whole(site.output)
    assert not holds("kills", {"kills": 1, "broken polls": 1})
    assert not holds("flips", {"flips": 2, "named": 1})


def test_there_are_hostile_files_of_every_kind(tmp_path: Path) -> None:
    assert len(hostile_files()) > 250
    assert "xau/khac/ong.md" in write_hostile(tmp_path)


def test_hostile_captures_end_no_conversion(tmp_path: Path) -> None:
    figures = conversions(tmp_path, 60)
    assert (figures["inputs"], figures["runs"]) == (60, 1)
    assert holds("hostile", figures), figures


def test_hostile_captures_are_of_every_kind_and_always_the_same() -> None:
    assert {poison(number)[0] for number in range(90)} == set(KINDS)
    assert poison(99)[0] in HEAVY
    assert poison(7) == poison(7)
    assert not holds("hostile", {"runs": 1, "runs ended": 1})
    assert not holds("hostile", {"runs": 1, "MB": 1025})
    assert not holds("hostile", {"runs": 1, "MB": 1025})
