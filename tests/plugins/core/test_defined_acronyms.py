"""Acronyms that a text defines, and the file of those that people reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.defined_acronyms import defined_acronyms
from plugins.core.reviewed_acronyms import ReviewedAcronym, read_reviewed_acronyms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Công tác cải cách hành chính (CCHC) năm nay", [("CCHC", "cải cách hành chính")]),
        ("của Ủy ban nhân dân (UBND) tỉnh", [("UBND", "Ủy ban nhân dân")]),
        ("Bộ Giáo dục và Đào tạo (GD&ĐT)", [("GD&ĐT", "Giáo dục và Đào tạo")]),
        ("Bộ Lao động - Thương binh và Xã hội (Bộ LĐTBXH)", [("LĐTBXH", "Lao động - Thương binh và Xã hội")]),
        ("Liên hợp quốc (gọi tắt là LHQ ) họp", [("LHQ", "Liên hợp quốc")]),
        ("chương trình “Một cửa quốc gia” (MCQG)", [("MCQG", "Một cửa quốc gia")]),
        ("cải cách\nhành chính (CCHC), thủ tục hành chính (tthc), sở (theo Ủy ban nhân dân UBND)", []),
        ("Phòng cảnh sát (PC45), gặp ông Nam (HN), theo luật (TTHC)", []),
        ("cải cách. Hành chính (CCHC); cải cách hành chính: (CCHC)", []),
        ("hành chính (CCHC)", []),
    ],
)  # fmt: skip
def test_initials_spell_the_letters(text: str, found: list[tuple[str, str]]) -> None:
    assert [*defined_acronyms(text)] == found


def test_the_reviewed_file_is_read_and_its_mistakes_are_named(tmp_path: Path) -> None:
    assert read_reviewed_acronyms(tmp_path)[0].entries == ()
    file = tmp_path / "viet-tat.toml"
    file.write_text('bo-qua = ["ABC"]\n[[viet-tat]]\nchu = "CCHC"\nnghia = "cải cách  hành chính"\n', "utf-8")
    reviewed, problems = read_reviewed_acronyms(tmp_path)
    assert (reviewed.entries, reviewed.left_out) == (
        (ReviewedAcronym("CCHC", "cải cách hành chính"),),
        frozenset(("ABC",)),
    )
    assert problems == []
    for text, line in (('[[viet-tat]]\nchu = "CCHC"\n', 0), ("\nchu =\n", 2), ('khac = "x"\n', 0)):
        file.write_text(text, "utf-8")
        (problem,) = read_reviewed_acronyms(tmp_path)[1]
        assert (problem.path, problem.line, problem.rule) == ("viet-tat.toml", line, "bang-viet-tat")
