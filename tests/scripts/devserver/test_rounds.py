from __future__ import annotations

from scripts.devserver.rounds import read_problems


def test_problems_are_read_from_what_a_build_says():
    said = "bai-viet/a.md:3: ngay: Ngày: sai\nCó 1 vấn đề; chưa đưa gì lên. Trang đã dựng lần trước được giữ nguyên.\n"
    assert [str(p) for p in read_problems(said, 1)] == ["bai-viet/a.md:3: ngay: Ngày: sai"]


def test_a_failure_without_a_name_is_told_whole():
    (problem,) = read_problems("Không ghi được: hết chỗ trên đĩa.", 1)
    assert "hết chỗ trên đĩa" in problem.message


def test_a_build_that_went_well_has_none():
    assert read_problems("", 0) == []
