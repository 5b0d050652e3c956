import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import CONTROL, INVISIBLE, collation_key, fold, tidy, tidy_lines, tone_key, words
from tests.plugins.core.core_strategies import AWKWARD, any_text, phrases


@given(any_text)
def test_tidy_text_is_clean_and_stays_so(text):
    for clean in (tidy, tidy_lines):
        once = clean(text)
        assert unicodedata.is_normalized("NFC", once)
        assert not INVISIBLE.search(once)
        assert not CONTROL.search(once)
        assert clean(once) == once
    assert "\n" not in tidy(text)
    assert "  " not in tidy(text)


@given(any_text)
def test_tidying_loses_no_visible_character(text):
    """Only invisible, control and white-space characters may go."""

    def visible(s: str) -> str:
        hidden = CONTROL.sub("", INVISIBLE.sub("", s))
        return "".join(unicodedata.normalize("NFC", hidden).split())

    assert visible(tidy(text)) == visible(text)
    assert visible(tidy_lines(text)) == visible(text)


@given(st.sampled_from([c for c in AWKWARD if c.isspace()]))
def test_white_space_parts_words_whatever_its_kind(space):
    assert tidy(f"hành{space}chính") == "hành chính"


def test_tidy_lines_keeps_lines_and_indents():
    assert tidy_lines("a\r\n\tb \rc\n\n  d") == "a\n\tb \nc\n\n  d"


@given(any_text)
def test_folding_leaves_no_marks_and_no_capitals(text):
    folded = fold(text)
    decomposed = unicodedata.normalize("NFD", folded)
    assert "đ" not in folded
    assert not any(unicodedata.combining(c) for c in decomposed)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_fold():
    assert fold("ĐẶNG Hoà Ưởng") == "dang hoa uong"


@given(any_text)
def test_words_are_nfc_lower_case_tokens(text):
    assert words(unicodedata.normalize("NFD", text)) == words(text)
    for word in words(text):
        assert word
        assert word == word.lower()
        assert "_" not in word


def test_words():
    assert words("Nghị định 61/2018/NĐ-CP, “một_cửa”") == [
        "nghị",
        "định",
        "61",
        "2018",
        "nđ",
        "cp",
        "một",
        "cửa",
    ]


OLD_AND_NEW = [
    ("hòa bình", "hoà bình"), ("Ủy ban", "Uỷ ban"), ("khỏe", "khoẻ"), ("thúy", "thuý"), ("XÓA", "XOÁ"),
    ("lũy kế", "luỹ kế"), ("tùy", "tuỳ"), ("họa sĩ", "hoạ sĩ"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_two_tone_placements_are_one_word(old, new):
    assert tone_key(old) == tone_key(new) == tone_key(unicodedata.normalize("NFD", old))


@pytest.mark.parametrize(
    "text", ["của", "mùa", "toán", "hoàng", "khuyến", "chìa", "thuế", "quyền", "cải cách"]
)
def test_other_tones_stay_where_they_are(text):
    assert tone_key(text) == text


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hóa"), ("thúy", "thùy"), ("ma", "má"), ("Hà Nội", "Hà Nôi")]
)
def test_different_words_stay_different(one, other):
    assert tone_key(one) != tone_key(other)


@given(any_text)
def test_tone_key_is_stable_and_keeps_the_letters(text):
    key = tone_key(text)
    assert tone_key(key) == key
    assert fold(key) == fold(text.lower())


@given(st.lists(phrases, max_size=8))
def test_collation_is_an_order_of_distinct_texts(texts):
    texts = [unicodedata.normalize("NFC", t) for t in texts]
    backwards = texts[::-1]
    assert sorted(texts, key=collation_key) == sorted(backwards, key=collation_key)
    assert all(collation_key(a) != collation_key(b) for a in texts for b in texts if a != b)


def test_the_alphabet_first_then_tones_then_capitals():
    ordered = [
        "2 cửa", "a", "A", "à", "ả", "ã", "á", "ạ", "ai", "ăn", "ân", "ba", "cải", "cái cách", "chính", "da", "đa",
        "nga", "nghị", "oanh", "ôn", "ơn", "trung", "uy", "ưu", "vụ", "xã", "ý",
    ]  # fmt: skip
    backwards = ordered[::-1]
    assert sorted(backwards, key=collation_key) == ordered
