"""What counts as the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.folding import WORD, bare, fold_word


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("hòa", "hoà"),
        ("khoẻ", "khỏe"),
        ("ủy", "uỷ"),
        ("thúy", "thuý"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("quý", "quí"),
        ("Mỹ", "mĩ"),
        ("ĐẤT", "đất"),
        ("toàn", unicodedata.normalize("NFD", "toàn")),
        ("sỹ", "SĨ"),
        ("tỷ", "tỉ"),
    ],
)
def test_spellings_of_one_word_are_one_form(one: str, two: str) -> None:
    assert fold_word(one) == fold_word(two)


@pytest.mark.parametrize(
    ("one", "two"), [("bán", "bạn"), ("đất", "dất"), ("ca", "că"), ("ma", "mà"), ("tay", "tai")]
)
def test_different_words_are_different_forms(one: str, two: str) -> None:
    assert fold_word(one)[1] != fold_word(two)[1]


def test_keys_carry_no_marks() -> None:
    words = ["Đường", "thuỷ", "nội", "địa", "ở", "huyện"]
    assert [fold_word(w)[0] for w in words] == ["duong", "thuy", "noi", "dia", "o", "huyen"]
    assert fold_word("tay")[0] != fold_word("tai")[0]


@given(
    st.from_regex(
        r"[a-zăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]{1,8}", fullmatch=True
    )
)
def test_unicode_forms_and_case_do_not_matter(word: str) -> None:
    assert fold_word(unicodedata.normalize("NFD", word.upper())) == fold_word(word)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        key = fold_word(word)[0]
        assert fold_word(key)[0] == key


def test_addresses() -> None:
    assert bare("Kỹ thuật Đo") == "ky thuat do"
