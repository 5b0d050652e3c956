import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.system.stamps import Digests, digest_of_stamps, list_files, settled, sized, stamp

LATER = 10_000_000_000  # ns: after every tick of any clock


def digests(root: Path, known: dict, seen: int) -> tuple[dict[str, str], dict]:
    reader = Digests(known, seen)
    found = {path: reader.of(root, path, status) for path, status in list_files(root)}
    return found, reader.fresh


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.md").write_text("một")
    (tmp_path / "a.md").write_text("hai")
    return tmp_path


def test_files_come_in_the_order_of_their_names(folder):
    (folder / "lien-ket").symlink_to(folder)
    assert sorted(path for path, _ in list_files(folder)) == ["a.md", "b/c.md", "lien-ket"]
    assert list(list_files(folder / "khong-co")) == []


def test_what_stands_is_not_read_again(folder):
    _, known = digests(folder, {}, time.time_ns() + LATER)
    known["a.md"] = known["a.md"][0], "remembered"
    again, fresh = digests(folder, known, time.time_ns() + LATER)
    assert again["a.md"] == "remembered"
    assert fresh == known


@pytest.mark.parametrize("keep_time", [True, False])
def test_a_file_written_again_is_read_again_even_with_its_old_time(folder, keep_time):
    first, known = digests(folder, {}, time.time_ns() + LATER)
    before = (folder / "a.md").stat()
    time.sleep(0.02)  # the file system's clock goes on
    (folder / "a.md").write_text("bar")  # as long as before
    if keep_time:
        os.utime(folder / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    again, _ = digests(folder, known, time.time_ns() + LATER)
    assert again["a.md"] != first["a.md"]
    assert again["b/c.md"] == first["b/c.md"]


def test_a_file_too_young_is_not_remembered(folder):
    _, known = digests(folder, {}, time.time_ns())
    assert known == {}
    status = (folder / "a.md").stat()
    assert not settled(status, status.st_ctime_ns)
    assert settled(status, status.st_ctime_ns + LATER)


def test_a_link_to_a_file_is_not_the_file_but_a_site_does_not_mind(folder, tmp_path_factory):
    def digest(of: Callable[[os.stat_result], tuple[int, ...]]) -> str:
        return digest_of_stamps((path, of(status)) for path, status in list_files(folder))

    own, site = digest(stamp), digest(sized)
    time.sleep(0.02)
    os.link(folder / "a.md", tmp_path_factory.mktemp("x") / "a.md")  # changes the time of status
    assert digest(stamp) != own
    assert digest(sized) == site
