"""`python -m scripts.check` as a person runs it."""

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from plugins.core.dates import HANOI
from scripts.rules import examine, memory
from scripts.rules.memory import Memory

NOW = datetime(2026, 1, 1, tzinfo=HANOI)
ROOT = Path(__file__).resolve().parents[2]
GOOD = "Tiêu đề: Bài\nNgày: 24/11/2017 09:56\nTóm tắt: Tóm tắt.\n\nNội dung.\n"
BAD = GOOD.replace("24/11", "31/02")


@pytest.fixture
def check(content, tmp_path):
    def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "scripts.check",
            *map(str, arguments),
            "--cache",
            str(tmp_path / "cache"),
        ]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
        )

    return run


def test_a_clean_archive_exits_0(check, content, write):
    write("bai-viet/a.md", GOOD)
    done = check("--content", content)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Kết quả: 0 lỗi, 0 lời khuyên\n"


def test_problems_exit_1_and_editors_can_jump_to_them(check, content, write, tmp_path):
    write("bai-viet/a.md", BAD)
    done = check(cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "content/bai-viet/a.md:2: ngay: Ngày: ngày “31/02/2017 09:56” không có thật"
    )


def test_advice_is_printed_before_problems_and_does_not_fail(check, content, write):
    write("bai-viet/z.md", GOOD.replace("Tóm tắt: Tóm tắt.\n", ""))
    done = check("--content", content)
    assert done.returncode == 0
    assert ":1: thieu-tom-tat: (khuyên) " in done.stdout
    write("bai-viet/a.md", BAD)
    rules = [line.split(": ")[1] for line in check("--content", content).stdout.splitlines()]
    assert rules == ["thieu-tom-tat", "ngay"]


def test_much_advice_is_counted_not_listed(check, content, write):
    for n in range(23):
        write(f"bai-viet/{n}.md", GOOD.replace("Tóm tắt: Tóm tắt.\n", ""))
    short, long = check("--content", content), check("--content", content, "--all")
    assert len(short.stdout.splitlines()) == 20
    assert "3 lời khuyên “thieu-tom-tat” nữa" in short.stderr
    assert len(long.stdout.splitlines()) == 23


@pytest.mark.parametrize("path", ["bai-viet/a.md", "bai-viet"])
def test_only_what_was_asked_for_is_reported(check, content, write, path):
    write("bai-viet/a.md", GOOD.replace("Ngày", "Mã: 7\nNgày"))
    write("khac/b.md", BAD)
    assert check(content / path).returncode == 0
    write("khac/c.md", GOOD.replace("Bài", "Bài khác").replace("Ngày", "Mã: 7\nNgày"))
    done = check(content / path)
    assert done.returncode == 1
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["trung-ma"]


@pytest.mark.parametrize(
    "arguments",
    [["khong-co"], ["--content", "khong-co"], ["--la"], ["README.md", "--content", "tests"], ["--fix=1"]],
)
def test_wrong_usage_exits_2_in_vietnamese(check, arguments):
    done = check(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert not done.stderr.isascii()
    assert "Traceback" not in done.stderr


def test_help_is_vietnamese(check):
    done = check("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Cách gọi: python -m scripts.check")
    assert "usage" not in done.stdout
    assert "options" not in done.stdout


def test_fix_mends_shows_and_is_done(check, content, write):
    file = write(
        "bai-viet/a.md", b"\xef\xbb\xbf" + GOOD.replace("Tiêu đề", "title").replace("\n", "\r\n").encode()
    )
    broken = write("bai-viet/b.md", BAD.replace("Nội dung", "Nội\u200b dung"))
    done = check("--content", content, "--fix")
    assert done.returncode == 1
    assert "-title: Bài\n+Tiêu đề: Bài\n" in done.stdout
    assert "đã sửa 2 tệp, còn 1 lỗi" in done.stderr
    assert file.read_bytes() == GOOD.encode()
    assert broken.read_bytes() == BAD.encode()
    again = check("--content", content, "--fix")
    assert "đã sửa 0 tệp" in again.stderr
    assert "---" not in again.stdout
    assert sorted(p.name for p in file.parent.iterdir()) == ["a.md", "b.md"]


def test_fix_rewrites_utf16(check, content, write):
    file = write("bai-viet/a.md", GOOD.encode("utf-16"))
    assert check("--content", content, "--fix").returncode == 0
    assert file.read_bytes() == GOOD.encode()


def test_fix_touches_only_what_was_asked_for(check, content, write):
    text = GOOD.replace("Tiêu đề", "title")
    one, other = write("bai-viet/a.md", text), write("bai-viet/b.md", text.replace("Bài", "Bài khác"))
    check(one, "--fix")
    assert one.read_text(encoding="utf-8") == GOOD
    assert other.read_text(encoding="utf-8").startswith("title")


def test_a_file_name_that_is_no_text_is_reported(check, content, write):
    write("bai-viet/a.md", GOOD)
    with open(os.fsencode(content) + b"/t\xe1p.xyz", "wb"):
        pass
    done = check("--content", content)
    assert done.returncode == 1
    assert "\\udce1p.xyz:0: ten-tep" in done.stdout


def test_output_may_be_cut_off(check, content, write, tmp_path):
    for n in range(400):
        write(f"bai-viet/{n}.md", BAD)
    command = f"{sys.executable} -m scripts.check --content {content} --cache {tmp_path}/cache | head -1"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.fixture
def read_files(monkeypatch) -> list[str]:
    """Paths of the files whose text was read."""
    read: list[str] = []
    real = examine.examine

    def spy(root, source):
        read.append(source.path)
        return real(root, source)

    monkeypatch.setattr(examine, "examine", spy)
    return read


def findings(content: Path, tmp_path: Path) -> list[str]:
    return [
        str(p)
        for p in examine.check_content(content, Memory(tmp_path / "cache", content), NOW, lambda *_: None)
    ]


def test_only_what_changed_is_read_again(content, write, tmp_path, read_files):
    write("bai-viet/a.md", BAD)
    write("bai-viet/b.md", GOOD)
    first = findings(content, tmp_path)
    assert findings(content, tmp_path) == first
    assert read_files == ["bai-viet/a.md", "bai-viet/b.md"]
    write("bai-viet/a.md", GOOD.replace("Bài", "Bài một"))
    assert findings(content, tmp_path) == []
    assert read_files[2:] == ["bai-viet/a.md"]


def test_a_moved_file_is_known_and_named_anew(content, write, tmp_path, read_files):
    file = write("bai-viet/a.md", BAD)
    findings(content, tmp_path)
    file.rename(file.with_name("b.md"))
    assert findings(content, tmp_path)[0].startswith("bai-viet/b.md:2: ngay")
    assert len(read_files) == 1


def test_a_page_and_an_article_of_one_text_are_two_things(content, write, tmp_path):
    text = "Tiêu đề: Giới thiệu\n\nNội dung.\n"
    write("trang/a.md", text)
    write("bai-viet/a.md", text)
    assert [line.split(":")[:3] for line in findings(content, tmp_path)] == [
        ["bai-viet/a.md", "1", " thieu-truong"]
    ]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b'"khac"\n["x", 1]\n', b"[[[[", None])
def test_a_damaged_memory_is_forgotten(content, write, tmp_path, damage):
    write("bai-viet/a.md", BAD)
    first = findings(content, tmp_path)
    kept = Memory(tmp_path / "cache", content)
    whole, known = kept.path.read_bytes(), kept.load()
    kept.path.write_bytes(whole[: len(whole) - 20] if damage is None else damage)
    assert kept.load() == {}
    assert findings(content, tmp_path) == first
    assert kept.load() == known != {}


def test_other_code_remembers_nothing(content, write, tmp_path, read_files, monkeypatch):
    write("bai-viet/a.md", GOOD)
    findings(content, tmp_path)
    monkeypatch.setattr(memory, "code_fingerprint", lambda _: "khác")
    findings(content, tmp_path)
    assert len(read_files) == 2


def test_two_cores_find_what_one_does(content, write, tmp_path, monkeypatch):
    for n in range(12):
        write(f"bai-viet/{n}.md", (BAD if n % 3 else GOOD).replace("Bài", f"Bài {n}"))
    alone = findings(content, tmp_path / "one")
    monkeypatch.setattr(examine, "CHUNK", 2)
    assert findings(content, tmp_path / "two") == alone


def test_the_clock_is_not_remembered(content, write, tmp_path):
    write("bai-viet/a.md", GOOD)
    early = datetime(2017, 1, 1, tzinfo=HANOI)
    found = examine.check_content(content, Memory(tmp_path / "cache", content), early, lambda *_: None)
    assert [p.rule for p in found] == ["ngay-tuong-lai"]
    assert findings(content, tmp_path) == []


def test_remarks_stand_at_their_lines(check, write, content):
    write("bai-viet/a, b.md", "Tiêu đề: a\nNgày: 31/02/2017\nTóm tắt: 100% x\n\nx\n")
    done = check("--content", content, "--remarks", "github")
    assert done.returncode == 1
    (remark,) = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert re.match(
        r"::error file=\S*/bai-viet/a%2C b\.md,line=2,title=ngay::Ngày: ngày “31/02/2017”", remark
    )
