"""Headers of other generators: read as YAML reads them, or named."""

import pytest

from plugins.core.article import parse_article


def read(head: str):
    return parse_article(f"---\n{head}\n---\n\nChữ.\n", "a.md", dated=False)


@pytest.mark.parametrize(
    ("head", "attribute", "value"),
    [
        ("title: 'Xã nay''s'", "title", "Xã nay's"),
        ('title: "Xã: \\"một\\"\\u00a0cửa" # ghi chú', "title", 'Xã: "một" cửa'),
        ("title: Xã # ghi chú", "title", "Xã"),
        ("title: a\nsummary: |\n  Một.\n\n  Hai.", "summary", "Một. Hai."),
        ("title: a\nsummary: >-\n  Một,\n  hai.\ntags: [x]", "summary", "Một, hai."),
        ("title: a\nsummary: Một\n  hai", "summary", "Một hai"),
        ('title: a\nsummary: "Một\n  hai"', "summary", "Một hai"),
        ("title: a\ntags: [\"Lào, Cai\", 'Yên Bái', x]", "tags", ("Lào, Cai", "Yên Bái", "x")),
        ('title: a\ntags: ["Lào, Cai"]', "tags", ("Lào, Cai",)),
        ("title: a\ntags:\n- một\n- 'hai'", "tags", ("một", "hai")),
        ("title: a\ntags:\n  - một\n  # ghi chú\n  - hai", "tags", ("một", "hai")),
        ("title: a\ntags: [một,\n  hai]", "tags", ("một", "hai")),
        ("title: a\nsource: ~", "source", ""),
        ("title: a\ndraft: true", "status", "draft"),
        ("title: a\ndraft: false", "status", "published"),
        ("title: a\ncategories: [Tin tức]", "section", "Tin tức"),
        ("# ghi chú\ntitle: a: b", "title", "a: b"),
    ],
)
def test_what_yaml_says_is_read(head, attribute, value):
    article, problems = read(head)
    assert problems == []
    assert getattr(article, attribute) == value


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: a\ntags: #mộtcửa", 3),
        ("title: a\ntags:\n  nhóm:\n    - x", 3),
        ("title: a\ntags:\n- tên: x", 3),
        ("title: a\nsource: {a: b}", 3),
        ("title: a\nsource: &x y", 3),
        ("title: a\nsource: *x", 3),
        ("title: a\ntags: [x, y", 3),
        ("title: a\nkhông có khóa", 3),
        ("title: a\ncategories: [x, y]", 3),
    ],
)
def test_what_an_article_has_no_place_for_is_named(head, line):
    article, problems = read(head)
    assert article is None
    assert [(p.line, p.rule) for p in problems] == [(line, "phan-dau")]


def test_a_header_of_toml_is_named_once():
    _, problems = parse_article('+++\ntitle = "x"\ndate = 2017\n+++\n\nChữ.\n', "a.md")
    assert [p.rule for p in problems if p.rule == "phan-dau"] == ["phan-dau"]
    assert "TOML" in problems[0].message
