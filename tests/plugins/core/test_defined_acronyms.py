"""Acronyms that a text defines, and the file of those that people reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.defined_acronyms import defined_acronyms
from plugins.core.reviewed_acronyms import ReviewedAcronym, read_reviewed_acronyms, unambiguous_acronyms


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


def test_what_the_archive_says_of_an_acronym_replaces_what_is_common(tmp_path: Path) -> None:
    common = unambiguous_acronyms(tmp_path)
    assert common["CCHC"] == "cải cách hành chính"
    own = [
        'bo-qua = ["BHXH"]',
        *(
            '[[viet-tat]]\nchu = "CCHC"\nnghia = "Cải cách hóa chất"',
            '[[viet-tat]]\nchu = "XYZT"\nnghia = "Chỉ số"',
        ),
        *('[[viet-tat]]\nchu = "HN"\nnghia = "Hà Nội"', '[[viet-tat]]\nchu = "HN"\nnghia = "Hà Nam"'),
    ]
    (tmp_path / "viet-tat.toml").write_text("\n".join(own), "utf-8")
    told = unambiguous_acronyms(tmp_path)
    assert (told["CCHC"], told["XYZT"]) == ("Cải cách hóa chất", "Chỉ số")
    assert common.keys() - told.keys() == {"BHXH"} | ({"HN"} & common.keys())
    assert told.keys() - common.keys() == {"XYZT"}
