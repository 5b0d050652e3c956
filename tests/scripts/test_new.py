"""`python -m scripts.new` as an archivist runs it."""

import os
import pty
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article import parse_article
from plugins.core.dates import HANOI
from plugins.core.sections import Section
from scripts import new
from scripts.rules.examine import check_content
from scripts.rules.memory import Memory
from scripts.support.command import UsageError

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 9, 56, 7, 123456, tzinfo=HANOI)
TOML = '[[chuyen-muc]]\nten = "Tin tức - Sự kiện"\n\n[[chuyen-muc]]\nten = "Ý kiến báo chí"\n'
COMMAND = [sys.executable, "-m", "scripts.new"]


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def on_terminal(content: Path, typed: str) -> tuple[int, str]:
    """Run with a terminal on which `typed` is typed; exit code and what the terminal showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "--content", str(content)], cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed.encode())
    said, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, said.decode()


def drafts(content: Path) -> list[Path]:
    return sorted(content.rglob("*.md"))


def test_a_draft_is_valid_and_where_it_belongs(content, write, tmp_path):
    write("chuyen-muc.toml", TOML)
    path = new.write_draft(content, "Một cửa liên thông", "Ý kiến báo chí", NOW)
    assert re.fullmatch(
        r"bai-viet/2026/11/mot-cua-lien-thong-261123[0-9a-z]{3}\.md", path.relative_to(content).as_posix()
    )
    article, problems = parse_article(path.read_text(encoding="utf-8"), path.name)
    assert article is not None, problems
    assert (article.title, article.section, article.status) == (
        "Một cửa liên thông",
        "Ý kiến báo chí",
        "draft",
    )
    assert article.date is not None
    assert article.date.display == "23/11/2026 09:56"
    assert path.stem.endswith(article.id)
    assert check_content(content, Memory(tmp_path / "cache", content), NOW, lambda *_: None) == []


@given(st.text(min_size=1, max_size=40), st.integers(0, 10**6))
def test_ids_are_short_portable_and_repeatable(title, microseconds):
    when = NOW + timedelta(microseconds=microseconds)
    made = new.make_id(title, when)
    assert re.fullmatch(r"261123[0-9a-z]{3}", made)
    assert made == new.make_id(title, when)


def test_ids_of_people_working_apart_differ():
    made = {new.make_id("Một tiêu đề", NOW + timedelta(microseconds=n)) for n in range(100)}
    assert len(made) > 95


def test_a_taken_id_is_drawn_again(content, write):
    first = new.make_id("Bài", NOW)
    write("bai-viet/khac.md", f"Tiêu đề: x\nMã: {first.upper()}\nNgày: 1/2/2003\n\nx\n")
    write(f"bai-viet/x-{new.make_id('Bài', NOW, 1)}.md", "Tiêu đề: y\nNgày: 1/2/2003\n\nx\n")
    assert new.write_draft(content, "Bài", "", NOW).stem.endswith(new.make_id("Bài", NOW, 2))


def test_nothing_is_overwritten(content, monkeypatch):
    monkeypatch.setattr(new, "_taken", lambda *_: False)
    path = new.write_draft(content, "Bài", "", NOW)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        new.write_draft(content, "Bài", "", NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("wanted", ["2", "Ý kiến báo chí", "y kien bao chi", "Y-KIEN-BAO-CHI"])
def test_a_section_is_found_by_number_name_or_slug(wanted):
    sections = [Section("Tin tức", "tin-tuc", ""), Section("Ý kiến báo chí", "y-kien-bao-chi", "")]
    assert new.find_section(sections, wanted) == "Ý kiến báo chí"


@pytest.mark.parametrize("wanted", ["0", "3", "Thể thao", "²"])
def test_another_section_is_not(wanted):
    assert new.find_section([Section("Tin tức", "tin-tuc", "")], wanted) is None


def test_the_path_and_the_next_steps_are_printed(content):
    done = call("--title", "  Bài \u200b mới ", "--content", content)
    assert done.returncode == 0, done.stderr
    (path,) = drafts(content)
    assert f"Đã tạo bản nháp: {path}" in done.stdout
    assert "make check" in done.stdout
    assert path.read_text(encoding="utf-8").startswith("Tiêu đề: Bài mới\n")
    assert "\nChuyên mục:\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [[], ["--title", " "], ["--la"], ["--title", "x", "--section", "Thể thao"], ["--title"]]
)
def test_wrong_usage_exits_2_and_writes_nothing(content, write, arguments):
    write("chuyen-muc.toml", TOML)
    done = call(*arguments, "--content", content)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not done.stderr.isascii()
    assert drafts(content) == []


def test_a_missing_content_folder_is_wrong_usage(tmp_path):
    done = call("--title", "x", "--content", tmp_path / "khong-co")
    assert (done.returncode, "Không có thư mục nội dung" in done.stderr) == (2, True)


def test_a_terminal_is_asked_until_the_answer_is_good(content, write):
    write("chuyen-muc.toml", TOML)
    code, said = on_terminal(content, "\nHội nghị trực tuyến\n9\n2\n")
    assert code == 0, said
    assert "2. Ý kiến báo chí" in said
    text = drafts(content)[0].read_text(encoding="utf-8")
    assert "Tiêu đề: Hội nghị trực tuyến\n" in text
    assert "Chuyên mục: Ý kiến báo chí\n" in text


def test_the_section_may_wait(content, write):
    write("chuyen-muc.toml", TOML)
    code, said = on_terminal(content, "Bài\n\n")
    assert code == 0, said
    assert "\nChuyên mục:\n" in drafts(content)[0].read_text(encoding="utf-8")


def test_the_end_of_input_writes_nothing(content):
    code, said = on_terminal(content, "\x04")
    assert code == 130
    assert "Traceback" not in said
    assert drafts(content) == []


def test_a_compilation_has_its_own_series_and_no_clock_time(content, tmp_path):
    path = new.write_draft(content, "Một cửa", "", NOW, kind="compilation")
    article, problems = parse_article(path.read_text(encoding="utf-8"), path.name)
    assert article is not None, problems
    assert re.fullmatch(r"bs-261123[0-9a-z]{3}", article.id)
    assert (article.date.written, article.compiled.written) == ("23/11/2026", "23/11/2026")
    assert "\nCăn cứ:\n" in path.read_text(encoding="utf-8")
    assert check_content(content, Memory(tmp_path / "cache", content), NOW, lambda *_: None) == []


def test_an_unknown_kind_is_wrong_usage(content, capsys):
    with pytest.raises(UsageError, match="bài biên soạn"):
        new.main(["--title", "Bài", "--kind", "phóng sự", "--content", str(content)])
