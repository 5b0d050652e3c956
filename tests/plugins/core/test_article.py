import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article import ATTRIBUTES, Article, format_article, parse_article
from plugins.core.dates import parse_moment
from plugins.core.field_values import ID_LIMIT
from plugins.core.vocabulary import BY_ATTRIBUTE, FIELDS, STATUS_NAMES, STATUSES
from tests.plugins.core.core_strategies import any_text, articles

NFD_KEY = unicodedata.normalize("NFD", "Tiêu đề")
PLAIN = "Tiêu đề: Cải cách hành chính\nNgày: 24/11/2017 09:56\n\nĐoạn văn.\n"


def read(text: str, **options: bool) -> Article:
    article, problems = parse_article(text, "a.md", **options)
    assert article is not None, problems
    return article


def faults(text: str, **options: bool) -> list[tuple[int, str]]:
    article, problems = parse_article(text, "a.md", **options)
    assert (article is None) == bool(problems)
    assert all(p.path == "a.md" for p in problems)
    return [(p.line, p.rule) for p in problems]


@given(articles)
def test_what_is_written_is_read_again(article):
    assert read(format_article(article)) == article


@given(articles)
def test_the_canonical_form_is_written_once_and_for_all(article):
    text = format_article(article)
    assert format_article(read(text)) == text


@given(any_text)
def test_any_text_is_an_article_or_has_named_problems(text):
    article, problems = parse_article(text, "a.md")
    assert (article is None) == bool(problems)
    assert all(p.line >= 1 and p.rule and p.message for p in problems)


@given(articles, st.sampled_from(["\r\n", "\r"]), st.booleans())
def test_line_ends_and_byte_order_mark_change_nothing(article, end, mark):
    text = ("\ufeff" if mark else "") + format_article(article).replace("\n", end)
    assert read(text) == article


@pytest.mark.parametrize(
    "key",
    ["Tiêu đề", "tiêu đề", "TIÊU ĐỀ", "tieu de", "Tieu_De", "Tiêu-đề", "tiêu\u00a0đề", NFD_KEY, "title"],
)
def test_keys_are_read_folded(key):
    assert read(PLAIN.replace("Tiêu đề", key)).title == "Cải cách hành chính"


@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f.attribute)
def test_every_alias_means_its_field(field):
    value = {"moment": "21/10/2018", "status": "ẩn", "kind": "biên soạn", "id": "a1"}.get(
        field.kind, "giá trị"
    )
    others = "".join(
        f"{f.key}: {v}\n"
        for f, v in ((FIELDS[0], "T"), (BY_ATTRIBUTE["date"], "01/02/2003"))
        if f is not field
    )
    expected = {
        "moment": lambda: parse_moment(value), "status": lambda: "hidden", "list": lambda: (value,),
        "kind": lambda: "compilation", "references": lambda: (value,),
    }.get(field.kind, lambda: value)()  # fmt: skip
    for name in (field.key, *field.aliases):
        assert getattr(read(f"{others}{name}: {value}\n\nx"), field.attribute) == expected


def test_vocabulary_and_article_agree():
    assert {f.attribute for f in FIELDS} == set(ATTRIBUTES) - {"body"}
    assert set(STATUSES.values()) == set(STATUS_NAMES)
    assert all(STATUSES[key] for key in ("xuat ban", "ban nhap", "an"))


def test_english_header_in_fences():
    text = (
        '---\ntitle: "Một cửa: điện tử"\ndate: 2017-11-24T02:56:00Z\ntags:\n  - CCHC\n- "PAR Index"\n'
        "# ghi chú\nauthors: [Thu Hà, 'Lê Anh']\nstatus: draft\n---\n\nNội dung\n"
    )
    article = read(text)
    assert article.title == "Một cửa: điện tử"
    assert article.date == parse_moment("24/11/2017 09:56")
    assert article.tags == ("CCHC", "PAR Index")
    assert article.authors == ("Thu Hà", "Lê Anh")
    assert (article.status, article.body) == ("draft", "Nội dung")


def test_values_may_run_over_several_lines():
    assert read("Tiêu đề: Một\n  hai\n\tba\nNgày: 1/2/2003\n\nx").title == "Một hai ba"


def test_what_follows_the_header_is_never_metadata():
    assert read(PLAIN + "\nNguồn: TTXVN\n").body == "Đoạn văn.\n\nNguồn: TTXVN"
    assert read(PLAIN.replace("Đoạn văn.", "Ghi chú: một câu.")).body == "Ghi chú: một câu."


def test_indentation_of_the_first_line_stays():
    assert read("Tiêu đề: a\nNgày: 1/2/2003\n\n    mã\n").body == "    mã"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a; b", ("a", "b")),
        ("a, b", ("a", "b")),
        ("a, b; c", ("a, b", "c")),
        ("a, b;", ("a, b")),
        ("a; a;; b", ("a", "b")),
        (";", ()),
    ],
)
def test_lists_follow_pelicans_rule(value, expected):
    expected = (expected,) if isinstance(expected, str) else expected
    assert read(PLAIN.replace("\n\n", f"\nThẻ: {value}\n\n")).tags == expected


def test_names_of_laws_keep_their_commas():
    said = "Luật Cán bộ, công chức số 22/2008/QH12; Thông tư của Bộ A, Bộ B"
    basis = read(PLAIN.replace("\n\n", f"\nCăn cứ: {said}\n\n", 1)).basis
    assert basis == ("Luật Cán bộ, công chức số 22/2008/QH12", "Thông tư của Bộ A, Bộ B")


def test_every_problem_is_named_with_its_line_in_one_run():
    text = (
        "Tiêu đề : \nngày: 31/02/2017\nTiêu đê phụ: x\nMã: có dấu\nTrạng thái: lạ\nThẻ: a\nthe: b\n"
        "không phải trường\n\nNội dung"
    )
    assert faults(text) == [
        (1, "thieu-truong"), (2, "ngay"), (3, "truong-la"), (4, "ma"), (5, "trangthai"), (7, "truong-lap"),
        (8, "phan-dau"),
    ]  # fmt: skip


def test_a_faulty_date_is_not_also_missing():
    assert faults("Tiêu đề: a\nNgày: hôm qua\n\nx") == [(2, "ngay")]


def test_missing_fields_are_each_named():
    assert faults("") == [(1, "thieu-truong")] * 2
    assert faults("Nội dung không có phần đầu.") == [
        (1, "phan-dau"),
        (1, "thieu-truong"),
        (1, "thieu-truong"),
    ]


def test_pages_need_no_date():
    assert read("Tiêu đề: Giới thiệu\n\nx", dated=False).date is None
    assert faults("Ngày: 1/2/2003\n\nx", dated=False) == [(1, "thieu-truong")]


def test_lines_count_from_the_files_first_even_after_empty_ones():
    assert faults("\n\nTiêu đề: a\nNgày: ?\n\nx") == [(4, "ngay")]
    assert faults("---\ntitle: a\ndate: ?\n---\nx") == [(3, "ngay")]


def test_an_open_fence_is_named():
    assert faults("---\nTiêu đề: a\nNgày: 1/2/2003\n")[0] == (1, "phan-dau")


def test_a_look_alike_key_is_suggested():
    _, problems = parse_article("Tiêu đề: a\nNgày: 1/2/2003\nChuyen mụk: b\n\nx", "a.md")
    assert "có phải “Chuyên mục”?" in problems[0].message


@pytest.mark.parametrize("bad", ["có dấu", "a b", "a/b", "../x", "-a", "a-", "a.b", "x" * (ID_LIMIT + 1)])
def test_an_id_that_could_not_stand_in_an_address_is_refused(bad):
    assert faults(PLAIN.replace("\n\n", f"\nMã: {bad}\n\n")) == [(3, "ma")]


def test_an_id_is_lower_case():
    assert read(PLAIN.replace("\n\n", "\nMã: AbC-1\n\n")).id == "abc-1"


def test_empty_fields_are_as_absent_ones():
    assert read(PLAIN.replace("\n\n", "\nThẻ:\nNguồn:   \n\n")) == read(PLAIN)


def test_decomposed_text_is_read_composed():
    assert read(unicodedata.normalize("NFD", PLAIN)) == read(PLAIN)


def test_published_is_not_written_and_drafts_are():
    article = read(PLAIN)
    assert "Trạng thái" not in format_article(article)
    assert "Trạng thái: bản nháp\n" in format_article(replace(article, status="draft"))
