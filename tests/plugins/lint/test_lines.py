import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.lint.lines import find_links, mask_code

MARKS = st.text(st.sampled_from("`[]()!\\ \n<>ab:\"'-1.\t"), max_size=120)


@given(MARKS)
def test_masking_keeps_length_and_lines(body):
    masked = mask_code(body)
    assert len(masked) == len(body)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(body) if c == "\n"]
    assert all(m in (b, " ") for m, b in zip(masked, body, strict=True))


@given(MARKS)
def test_links_lie_inside_the_body_in_order(body):
    places = [link.at for link in find_links(mask_code(body))]
    assert places == sorted(places)
    assert all(0 <= at < len(body) for at in places)


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ("a `b` c", "a     c"),
        ("a ``b`c`` d", "a         d"),
        ("a ` b", "a ` b"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("a \\`b` c", "a \\`b` c"),
        ("x\n\n    mã\n    mã\ny", "x\n\n      \n      \ny"),
        ("- x\n\n    tiếp", "- x\n\n    tiếp"),
        ("x\n    tiếp", "x\n    tiếp"),
        ("\tmã", "   "),
    ],
)
def test_code_is_blanked(body, masked):
    assert mask_code(body) == masked


@pytest.mark.parametrize(
    ("body", "target", "text", "title"),
    [
        ("[a](b.md)", "b.md", "a", ""),
        ('![a](b.png "Chú \\"thích\\"")', "b.png", "a", 'Chú \\"thích\\"'),
        ("[a](<b c.md>)", "b c.md", "a", ""),
        ("[a](b(1).md)", "b(1).md", "a", ""),
        ("[a [b] c](d.md)", "d.md", "a [b] c", ""),
        ("[a](b\\_c.md)", "b_c.md", "a", ""),
        ("[a](b?x=1&amp;y=2)", "b?x=1&y=2", "a", ""),
        ("<a href='b.md'>x</a>", "b.md", "", ""),
        ('<IMG SRC="b.png" ALT="mô tả">', "b.png", "mô tả", ""),
        ("[a]: <b.md>", "b.md", "a", ""),
    ],
)
def test_forms_of_links(body, target, text, title):
    (link,) = find_links(body)
    assert (link.target, link.text, link.title) == (target, text, title)


def test_a_picture_inside_a_link_is_found():
    assert [(k.target, k.picture) for k in find_links("[![a](b.png)](c.md)")] == [
        ("c.md", False),
        ("b.png", True),
    ]


@pytest.mark.parametrize(
    "noise", ["[" * 20000, "![" * 20000, "[a](" * 10000, "`" * 20000, "<a " * 10000, "[a[b](" * 8000]
)
def test_noise_is_read_to_its_end(noise):
    find_links(mask_code(noise))


def test_only_a_picture_alone_is_a_figure():
    body = "![a](b.png)\n\nchữ ![a](b.png)\n\n![a](b.png)\nchữ\n\n  ![a](b.png)  "
    assert [link.alone for link in find_links(body)] == [True, False, False, True]
