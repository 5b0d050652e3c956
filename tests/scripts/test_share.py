"""Two people share an archive: whatever git meets, they read Vietnamese."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scripts.share import explain
from tests.conftest import ROOT

ARTICLE = "Tiêu đề: Quầy mới\nMã: 7\nNgày: 1/1/2020\nTóm tắt: Quầy mới.\n\nĐoạn của {0}.\n"
PLACE = "content/bai-viet/2020/01/quay-moi-7.md"


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def people(tmp_path, monkeypatch):
    """A shared archive, and two copies of it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    git(tmp_path, "init", "--bare", "--initial-branch=main", "kho.git")
    for name in ("lan", "hung"):
        git(tmp_path, "clone", "kho.git", name)
        git(tmp_path / name, "config", "user.name", name)
        git(tmp_path / name, "config", "user.email", f"{name}@example.org")
        git(tmp_path / name, "checkout", "-B", "main")
        if name == "lan":
            save(tmp_path / name, "ban đầu")
            assert share(tmp_path / name, "gui").returncode == 0
    return tmp_path / "lan", tmp_path / "hung"


def save(folder, who, place=PLACE, text=ARTICLE):
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_text(text.format(who), encoding="utf-8")


def share(folder, *words):
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scripts.share", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=here)


def test_what_one_sends_the_other_gets(people):
    lan, hung = people
    assert "Đã lấy bài mới về" in share(hung, "lay").stdout or (hung / PLACE).is_file()
    save(lan, "Lan", "content/bai-viet/2020/01/khac-8.md", ARTICLE.replace("Mã: 7", "Mã: 8"))
    sent = share(lan, "gui", "--note", "Thêm bài")
    assert "Đã gửi 1 tệp" in sent.stdout, sent.stderr
    assert "1 tệp khác" in share(hung, "lay").stdout
    assert (hung / "content/bai-viet/2020/01/khac-8.md").is_file()
    assert "mới nhất" in share(hung, "lay").stdout
    assert "Không có gì mới" in share(hung, "gui").stdout


def test_a_conflict_is_explained_and_worked_out(people):
    lan, hung = people
    share(hung, "lay")
    save(lan, "Lan")
    assert share(lan, "gui").returncode == 0
    save(hung, "Hùng")
    stopped = share(hung, "gui")
    assert stopped.returncode == 1
    assert "Bạn và đồng nghiệp đã sửa cùng một chỗ" in stopped.stderr
    assert PLACE in stopped.stderr
    assert "CONFLICT" not in stopped.stdout + stopped.stderr
    again = share(hung, "gui")  # nothing was done about it yet
    assert again.returncode == 1
    assert "<<<<<<<" in again.stderr
    save(hung, "Lan và Hùng")
    assert share(hung, "gui").returncode == 0
    share(lan, "lay")
    assert "Lan và Hùng" in (lan / PLACE).read_text("utf-8")


def test_two_articles_at_once_are_no_conflict(people):
    lan, hung = people
    share(hung, "lay")
    for who, number in ((lan, 8), (hung, 9)):
        save(
            who, "ai", f"content/bai-viet/2020/01/bai-{number}.md", ARTICLE.replace("Mã: 7", f"Mã: {number}")
        )
        assert share(who, "gui").returncode == 0
    share(lan, "lay")
    assert (lan / "content/bai-viet/2020/01/bai-9.md").is_file()


def test_what_breaks_a_rule_is_not_sent(people):
    lan, _ = people
    save(lan, "Lan", text=ARTICLE.replace("1/1/2020", "31/02/2020"))
    stopped = share(lan, "gui")
    assert stopped.returncode == 1
    assert "Chưa gửi" in stopped.stderr
    assert f"{PLACE}:3: ngay:" in stopped.stdout


def test_a_folder_without_git_is_told_so(tmp_path):
    save(tmp_path, "Lan")
    stopped = share(tmp_path, "lay")
    assert stopped.returncode == 1
    assert "không phải kho" in stopped.stderr


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "Không nối được"),
        (
            "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://x/'",
            "không nhận tên",
        ),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", "không nhận tên"),
        ("Author identity unknown\n*** Please tell me who you are.", "git config --global user.name"),
        ("remote: error: GH006: Protected branch update failed", "không cho gửi thẳng"),
        ("fatal: Unable to create '.git/index.lock': File exists.", "index.lock"),
        ("error: something new", "gửi dòng này cho người quản trị: error: something new"),
    ],
)
def test_what_git_says_is_explained(said, meaning):
    assert meaning in explain(said)
