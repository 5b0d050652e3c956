"""The archivists' commands without what Windows lacks; the job on windows-latest runs them on Windows itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import ROOT, build, tree

WINDOWS = [sys.executable, str(ROOT / "tests" / "windows.py")]
ARTICLE = "Tiêu đề: Quầy mới\nMã: {0}\nNgày: 1/1/2020\nTóm tắt: x\n\nĐoạn văn thứ {0}.\n"


def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WINDOWS, *words], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


@pytest.fixture
def archive(write, content):
    for number in range(3):
        write(f"bai-viet/2020/01/bai-{number}.md", ARTICLE.format(number))
    return content


def test_the_stand_in_lacks_what_windows_lacks():
    code = "import tests.windows as w, os, sys; w.become_windows(); print(sys.platform, hasattr(os, 'fork'))"
    command = [sys.executable, "-c", f"{code}\nimport fcntl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["win32", "False"]
    assert "No module named 'fcntl'" in done.stderr


def test_an_article_is_begun_and_checked(archive, tmp_path):
    made = run("scripts.new", "--title", "Một cửa ở phường", "--content", str(archive))
    assert made.returncode == 0, made.stderr
    assert re.search(r"Đã tạo bản nháp: .*mot-cua-o-phuong", made.stdout)
    checked = run("scripts.check", "--content", str(archive), "--cache", str(tmp_path / "c"))
    assert checked.returncode == 0, checked.stderr
    (archive / "sai.md").write_text("Ngày: 31/02/2020\n\nx\n", encoding="utf-8")
    assert (
        "sai.md:1: ngay:"
        in run("scripts.check", "--content", str(archive), "--cache", str(tmp_path / "c")).stdout
    )


def test_a_whole_build_gives_the_same_site(archive, tmp_path):
    here = build(archive, tmp_path / "here" / "output", tmp_path / "here" / "cache")
    settings = [
        "-o",
        str(tmp_path / "there" / "output"),
        "-s",
        "pelicanconf.py",
        "-e",
        f'CACHE_PATH="{tmp_path}/there/cache"',
    ]
    for _ in range(2):  # the second replaces the first
        there = run("plugins", str(archive), *settings)
        assert there.returncode == 0, there.stderr
    assert tree(tmp_path / "there" / "output") == tree(here.output)
    (archive / "bai-viet" / "2020" / "01" / "bai-9.md").write_text(ARTICLE.format(9), encoding="utf-8")
    assert run("plugins", str(archive), *settings).returncode == 0
    assert "Đoạn văn thứ 9" in (tmp_path / "there" / "output" / "2020" / "01" / "bai-9.html").read_text(
        "utf-8"
    )


def test_the_devserver_shows_a_saved_draft(archive, tmp_path):
    words = [
        "scripts.devserver",
        "--content",
        str(archive),
        "--output",
        str(tmp_path / "output"),
        "--port",
        "0",
    ]
    pipe, same = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen([*WINDOWS, *words], cwd=ROOT, stdout=pipe, stderr=same, text=True) as going:
        try:
            assert going.stdout
            address = re.search(r"http://\S+", going.stdout.readline())[0]
            (archive / "nhap-7.md").write_text(
                ARTICLE.format(7).replace("\n\n", "\nTrạng thái: bản nháp\n\n"), "utf-8"
            )
            assert _comes(f"{address}2020/01/nhap-7.html", "Đoạn văn thứ 7")
        finally:
            os.kill(going.pid, signal.SIGKILL)


def _comes(address: str, text: str) -> bool:
    for _ in range(480):
        time.sleep(0.25)
        try:
            with urllib.request.urlopen(address) as answer:
                if text in answer.read().decode():
                    return True
        except OSError:
            continue
    return False
