import pytest

from plugins.core.sections import Section, read_sections

GOOD = """\
[[chuyen-muc]]
ten = "Tin tức - Sự kiện"

[[chuyen-muc]]
ten = "Ý kiến"
duong-dan = "y-kien-khac"
mo-ta = "Mô tả"
"""


def faults(content) -> list[str]:
    sections, problems = read_sections(content)
    assert sections is not None
    assert all(p.rule == "chuyen-muc" and p.path == "chuyen-muc.toml" for p in problems)
    return [p.message for p in problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
def test_sections_in_their_order(content, write, mark):
    write("chuyen-muc.toml", mark + GOOD.encode())
    assert read_sections(content) == (
        [
            Section("Tin tức - Sự kiện", "tin-tuc-su-kien", ""),
            Section("Ý kiến", "y-kien-khac", "Mô tả"),
        ],
        [],
    )


def test_an_archive_may_declare_none(content):
    assert read_sections(content) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "[[chuyen-muc]\n",
        'ten = "a"\n',
        "chuyen-muc = 3\n",
        "[[chuyen-muc]]\n",
        '[[chuyen-muc]]\nten = " "\n',
        '[[chuyen-muc]]\nten = "a"\nmau = "đỏ"\n',
        "[[chuyen-muc]]\nten = 5\n",
        "chuyen-muc = [1]\n",
    ],
)
def test_what_is_not_a_section_is_named(content, write, text):
    write("chuyen-muc.toml", text)
    assert len(faults(content)) == 1


def test_twins_are_named(content, write):
    tables = ['ten = "Hòa giải"', 'ten = "Hoà giải"', 'ten = "Khác"\nduong-dan = "hoa-giai"']
    write("chuyen-muc.toml", "".join(f"[[chuyen-muc]]\n{t}\n" for t in tables))
    assert len(faults(content)) == 2


def test_another_encoding_is_named(content, write):
    write("chuyen-muc.toml", GOOD.encode("utf-16"))
    assert len(faults(content)) == 1
