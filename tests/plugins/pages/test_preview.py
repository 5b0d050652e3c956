"""A preview is the page that the build will write."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def preview(content, tmp_path):
    def ask(*paths: str) -> list[dict]:
        command = [sys.executable, "-m", "plugins.pages.preview", str(content), str(tmp_path / "output")]
        lines = "".join(f"{path}\n" for path in paths)
        done = subprocess.run(
            command, input=lines, capture_output=True, text=True, cwd=ROOT, check=True, timeout=120
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


@pytest.fixture
def articles(write):
    write("anh/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>')
    write("trang/gioi-thieu.md", "Tiêu đề: Giới thiệu\n\nKho.\n")
    common = "Chuyên mục: Tin\nThẻ: một cửa; PAR Index\nTác giả: A\n"
    paths = [f"bai-viet/2017/11/bai-{n}.md" for n in range(4)]
    for n, path in enumerate(paths):
        body = f"Cải cách hành chính lần {n}.\n\n![a](/anh/a.svg)\n\n[kia](bai-0.md) và [trang](/gioi-thieu.html)\n"
        write(path, f"Tiêu đề: Bài {n}\nMã: {n}\nNgày: 2{n}/11/2017 08:00\n{common}\n{body}")
    return paths


def test_a_preview_is_the_page_of_the_next_build(articles, make, preview):
    built = make()
    answers = preview(*articles, "trang/gioi-thieu.md")
    assert [a["problems"] for a in answers] == [[]] * 5
    assert [a["html"] for a in answers] == [built.page(a["url"]) for a in answers]


def test_reports_of_one_event_are_marked_before_the_next_build(make, preview, write):
    rng = random.Random(1)
    for n in range(24):
        # Of each event its own phrases, in another order in each report.
        phrases = [f"một{n // 3}x{k} hai{n // 3}x{k} ba{n // 3}x{k}" for k in range(40)]
        rng.shuffle(phrases)
        write(f"bai-viet/{n}.md", f"Tiêu đề: Bài {n}\nMã: {n}\nNgày: {n + 1}/3/2017\n\n{' '.join(phrases)}\n")
    built = make()
    (answer,) = preview("bai-viet/4.md")
    assert "Cùng việc" in answer["html"]
    assert answer["html"] == built.page(answer["url"])


def test_an_edited_source_shows_what_it_says_now(articles, make, preview, write):
    make()
    write(articles[0], "Tiêu đề: Khác\nMã: 0\nNgày: 20/11/2017 08:00\n\nLời mới. [hỏng](khong-co.md)\n")
    (answer,) = preview(articles[0])
    assert "Lời mới" in answer["html"]
    assert [(line, rule) for line, rule, _ in answer["problems"]] == [(5, "lien-ket-hong")]


@pytest.mark.parametrize(
    ("field", "status"),
    [("Trạng thái: bản nháp", "draft"), ("Trạng thái: ẩn", "hidden"), ("Sửa ngày: 1/2/2018", "published")],
)
def test_drafts_are_previewed_before_any_build(preview, write, field, status):
    write("bai-viet/n.md", f"Tiêu đề: Nháp\nMã: 9\nNgày: 1/2/2017\n{field}\n\nĐang viết.\n")
    (answer,) = preview("bai-viet/n.md")
    assert (answer["status"], answer["url"]) == (status, "2017/02/nhap-9.html")
    assert "Đang viết" in answer["html"]


def test_what_cannot_be_read_is_told_with_its_line(preview, write):
    write("bai-viet/n.md", "Tiêu đề: Nháp\nNgày: 31/02/2017\n\nx\n")
    broken, gone = preview("bai-viet/n.md", "bai-viet/khong-co.md")
    assert (broken["html"], broken["problems"][0][:2]) == ("", [2, "ngay"])
    assert gone["problems"][0][1] == "doc-tep"


def test_an_id_that_another_source_has_is_told(articles, make, preview, write):
    make()
    write("bai-viet/2018/x.md", "Tiêu đề: X\nMã: 2\nNgày: 1/2/2018\n\nx\n")
    (answer,) = preview("bai-viet/2018/x.md")
    assert [rule for _, rule, _ in answer["problems"]] == ["trung-ma"]
    assert articles[2] in answer["problems"][0][2]
