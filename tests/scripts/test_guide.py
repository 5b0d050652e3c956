"""The archivists' documents against the code: fields, commands, rules, the example article and messages."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from plugins.core.dates import HANOI
from plugins.core.sections import read_sections
from plugins.core.vocabulary import FIELDS
from plugins.lint.pictures import LARGE_BYTES, LARGE_SIDE
from scripts.new import make_id
from scripts.rules.examine import check_content
from scripts.rules.listing import rules_in_markdown
from scripts.rules.memory import Memory

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
NOW = datetime(2027, 1, 1, tzinfo=HANOI)
BAD_DATE = "Tiêu đề: a\nNgày: 31/02/2026\n\nx\n"


def test_the_list_of_rules_is_the_code():
    listed = (ROOT / "docs" / "quy-tac.md").read_text(encoding="utf-8")
    assert listed == rules_in_markdown(), "run: python -m scripts.rules.listing > docs/quy-tac.md"


def test_every_field_is_explained_in_its_order():
    rows = "\n".join(f"| {field.key} | {field.meaning} |" for field in FIELDS)
    assert rows in GUIDE


def test_every_command_is_there():
    targets = set(
        re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    commands = set(re.findall(r"(?:^ *|`)make ([a-z]+)\b(?! target)", GUIDE, re.MULTILINE))
    assert {"new", "check", "devserver", "html", "serve", "publish"} <= commands
    assert commands <= targets


@pytest.fixture
def check(content, tmp_path):
    return lambda: [
        str(p) for p in check_content(content, Memory(tmp_path / "cache", content), NOW, lambda *_: None)
    ]


def example() -> str:
    (text,) = re.findall(r"^```text\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    return text


def test_the_example_breaks_no_rule_of_the_archive(check, write):
    write("chuyen-muc.toml", (ROOT / "content" / "chuyen-muc.toml").read_text(encoding="utf-8"))
    write("trang/gioi-thieu.md", "Tiêu đề: Giới thiệu\n\nx\n")
    write("bai-viet/2026/11/phuong-thi-diem-mot-cua-lien-thong-261123an7.md", example())
    assert check() == []


def test_the_pictures_of_the_guide_are_written_rightly(check, write):
    (line,) = re.findall(r"^ *(!\[.*\]\(/.*)$", GUIDE, re.MULTILINE)
    write("bai-viet/a.md", f"Tiêu đề: a\nNgày: 1/2/2003\nTóm tắt: b\n\n{line}\n")
    assert [text for text in check() if "anh-thieu" in text] == []
    assert f"{LARGE_BYTES / 10**6:.1f} MB".replace(".", ",") in GUIDE
    assert f"{LARGE_SIDE} điểm ảnh" in GUIDE


def test_every_picture_of_a_screen_is_there_and_described():
    pictures = re.findall(r"^!\[(.*)\]\((anh/.*)\)$", GUIDE, re.MULTILINE)
    assert {path for _, path in pictures} == {
        p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs" / "anh").glob("*.png")
    }
    assert min(len(words) for words, _ in pictures) > 20


def test_the_message_shown_is_the_one_printed(check, write):
    write("bai-viet/2026/11/bai-261123an7.md", BAD_DATE)
    message = next(text for text in check() if ": ngay: " in text)
    assert f"content/{message}\n" in GUIDE


def test_the_section_and_the_id_of_the_example_are_real():
    sections, _ = read_sections(ROOT / "content")
    named = re.search(r"^Chuyên mục: (.*)$", example(), re.MULTILINE)
    assert named
    assert named[1] in [section.name for section in sections or ()]
    shape = re.sub(r"\w", "x", make_id("a", NOW))
    identifier = re.search(r"^Mã: (.*)$", example(), re.MULTILINE)
    assert identifier
    assert re.sub(r"\w", "x", identifier[1]) == shape
