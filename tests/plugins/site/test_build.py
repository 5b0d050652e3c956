"""The build as a person meets it: problems, exit codes, the last good site, the same bytes."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.bench.soak import Soak
from tests.conftest import AWKWARD, AWKWARD_ENV, ROOT, Built, Writer, build, tree

Make = Callable[..., Built]
GOOD = """Tiêu đề: Bài {0}
Mã: {0}
Ngày: {1:02}/11/2017 09:00
Chuyên mục: Tin

Nội dung bài {0} về cải cách hành chính số {1}.
"""


def test_everything_wrong_is_named_in_one_run_and_the_last_site_stays(make: Make, write: Writer) -> None:
    write("bai-viet/a-1.md", GOOD.format(1, 1))
    assert make().code == 0
    before = tree(make().output)
    write("bai-viet/b.md", "Tiêu đề: Không ngày\n\nx")
    write("bai-viet/c.md", "Tiêu đề: Ngày sai\nNgày: 31/02/2017\nTac gja: x\n\nx")
    write("bai-viet/d.md", GOOD.format(1, 2))
    write("bai-viet/e.md", "Tiêu đề: Latin\n".encode() + b"Ng\xe0y: 1/1/2010\n\nx")
    write("bai-viet/f.md", "")
    write("bai-viet/G.MD", GOOD.format(9, 3))
    write("bai-viet/ghi-chu.txt", "x")
    write("bai-viet/h-8.md", GOOD.format(8, 4) + "\n[hỏng](../không-có.md) và ![mất](/anh/mat.png)\n")
    built = make()
    assert built.code == 1
    for expected in (
        "bai-viet/b.md:1: thieu-truong",
        "bai-viet/c.md:2: ngay",
        "bai-viet/c.md:3: truong-la",
        "bai-viet/a-1.md:1: trung-ma",
        "bai-viet/d.md:1: trung-ma",
        "bai-viet/e.md:2: ma-hoa",
        "bai-viet/f.md:1: thieu-truong",
        "bai-viet/G.MD:0: loai-tep",
        "bai-viet/ghi-chu.txt:0: loai-tep",
    ):
        assert expected in built.said
    assert "Traceback" not in built.said
    assert tree(built.output) == before


def test_links_that_lead_nowhere_are_named_with_their_line(make: Make, write: Writer) -> None:
    write(
        "a-1.md",
        GOOD.format(1, 1) + "\n[hỏng](../khong-co.md)\n\n![mất](/anh/mat.png)\n\n[trang](/khong-co.html)\n",
    )
    built = make()
    assert built.code == 1
    for line in ("a-1.md:8: lien-ket-hong", "a-1.md:10: lien-ket-hong", "a-1.md:12: lien-ket-hong"):
        assert line in built.said


def test_symlinks_are_refused(make: Make, write: Writer, content: Path, tmp_path: Path) -> None:
    write("a-1.md", GOOD.format(1, 1))
    secret = tmp_path / "secret.md"
    secret.write_text(GOOD.format(66, 6))
    (content / "b.md").symlink_to(secret)
    built = make()
    assert built.code == 1
    assert "b.md:0: lien-ket" in built.said


def test_one_address_has_one_owner(make: Make, write: Writer) -> None:
    write("a.md", "Tiêu đề: A\nNgày: 1/11/2017\nĐường dẫn: index\n\nx")
    write("trang/tim-kiem.md", "Tiêu đề: Trang giả\n\nx")
    built = make()
    assert built.code == 1
    assert "2017/11/index.html" in built.said
    assert "tim-kiem.html" in built.said


def test_a_plugin_that_does_not_load_stops_the_build(make: Make, write: Writer) -> None:
    write("a-1.md", GOOD.format(1, 1))
    built = make(settings={"PLUGIN_ORDER": ["plugins.site.writer", "plugins.khong_co"]})
    assert built.code == 1
    assert "plugins.khong_co" in built.said


def test_an_empty_archive_builds(make: Make, content: Path) -> None:
    assert content.exists()
    built = make()
    assert built.code == 0, built.said
    assert "index.html" in tree(built.output)


def test_a_second_build_waits_for_nobody_and_says_so(write: Writer, content: Path, tmp_path: Path) -> None:
    write("a-1.md", GOOD.format(1, 1))
    with (tmp_path / ".output.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = build(content, tmp_path / "output", tmp_path / "cache")
    assert built.code == 75
    assert not (tmp_path / "output").exists()


def test_an_interrupted_build_leaves_the_last_site(
    write: Writer, make: Make, content: Path, tmp_path: Path
) -> None:
    write("a-1.md", GOOD.format(1, 1))
    before = tree(make().output)
    for n in range(2, 402):
        write(f"b-{n}.md", GOOD.format(n, n % 28 + 1))
    command = [
        sys.executable,
        "-m",
        "pelican",
        str(content),
        "-o",
        str(tmp_path / "output"),
        "-s",
        "pelicanconf.py",
    ]
    running = subprocess.Popen(
        [*command, "-e", f'CACHE_PATH="{tmp_path / "cache"}"'],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    staging = tmp_path / ".output.next"
    while not staging.exists() and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert tree(tmp_path / "output") == before
    assert make().code == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_changes_builds_what_a_clean_build_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Sources, settings, templates, the clock and the cache change, builds are killed (`scripts.bench.soak`)."""
    monkeypatch.chdir(ROOT)
    soak = Soak(tmp_path / "soak", seed)
    assert soak.build().code == 0
    for _ in range(3):
        done, differ = soak.turn()
        assert not differ, done


def test_every_kind_of_change_builds_what_a_clean_build_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the soak's acts once, seven between two builds."""
    monkeypatch.chdir(ROOT)
    soak = Soak(tmp_path / "soak", 3, articles=20)
    assert soak.build().code == 0
    kinds = list({act.__name__: act for act in soak.acts}.values())
    soak.rng.shuffle(kinds)
    assert len(kinds) > 30
    for start in range(0, len(kinds), 7):
        acts = kinds[start : start + 7]
        assert soak.compare(acts) == [], [act.__name__ for act in acts]


@pytest.mark.parametrize("harm", ["delete", "truncate", "garbage"])
def test_the_cache_is_never_needed(make: Make, write: Writer, tmp_path: Path, harm: str) -> None:
    for n in range(1, 6):
        write(f"b-{n}.md", GOOD.format(n, n))
    before = tree(make().output)
    for path in [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]:
        if harm == "delete":
            path.unlink()
        elif harm == "truncate":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        else:
            path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
    built = make()
    assert built.code == 0, built.said
    assert tree(built.output) == before


def test_nothing_is_rendered_twice(make: Make, write: Writer) -> None:
    for n in range(1, 30):
        write(f"b-{n}.md", GOOD.format(n, n % 28 + 1))
    make()
    assert "dựng lại 0 trang" in make().said


def test_an_unchanged_index_is_taken_over_and_a_changed_one_is_not(make: Make, write: Writer) -> None:
    write("a-1.md", GOOD.format(1, 1))
    manifest = make().output / "tim-kiem" / "manifest.json"
    before = manifest.stat().st_ino
    make()
    assert manifest.stat().st_ino == before
    write("a-2.md", GOOD.format(2, 2))
    make()
    assert manifest.stat().st_ino != before


def test_a_touched_page_is_made_again(make: Make, write: Writer) -> None:
    write("a-1.md", GOOD.format(1, 1))
    built = make()
    before = tree(built.output)
    (built.output / "index.html").write_text("hỏng", encoding="utf-8")
    assert tree(make().output) == before


def test_the_machine_leaves_no_mark(tmp_path: Path) -> None:
    sites = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "America/New_York", "C.UTF-8")):
        folder = tmp_path / seed / f"d{seed}"
        folder.mkdir(parents=True)
        content = shutil.copytree(AWKWARD, folder / "content")
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, **AWKWARD_ENV}
        sites.append(tree(build(content, folder / "out", folder / "cache", env=env).output))
    assert sites[0] == sites[1]


def test_pelican_still_has_what_the_build_relies_on() -> None:
    import inspect

    import pelican
    from pelican.generators import Generator
    from pelican.plugins import signals
    from pelican.writers import Writer as PelicanWriter

    from plugins.site.build import RELIED_ON

    assert len(RELIED_ON) == 9
    assert hasattr(pelican.log.console, "is_terminal")
    assert list(inspect.signature(pelican.Pelican.__init__).parameters) == ["self", "settings"]
    assert list(inspect.signature(pelican.Pelican.run).parameters) == ["self"]
    generator = inspect.signature(Generator.__init__).parameters
    assert {"context", "settings", "path", "theme", "output_path"} <= set(generator)
    assert list(inspect.signature(Generator.get_template).parameters) == ["self", "name"]
    assert list(inspect.signature(PelicanWriter.__init__).parameters) == ["self", "output_path", "settings"]
    for name in ("get_generators", "get_writer", "all_generators_finalized", "finalized"):
        assert hasattr(signals, name)
