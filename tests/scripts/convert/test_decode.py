import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.convert.charmaps import TCVN3, VISCII, VNI, VPS
from scripts.convert.decode import decode
from scripts.convert.runs import by_font, by_words, repaired, undoubled
from scripts.convert.syllables import is_syllable, share_of_syllables

TEXT = "Bộ phận một cửa của huyện đã rà soát quy trình, người dân chỉ phải đến hai lần để nhận kết quả."
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = sorted({c for c in TCVN3.values() if c.isalpha() and c == c.lower()})
lower = st.text(st.sampled_from([*LETTERS, *"abcdeghiklmnopqrstuvxy "]), max_size=60)


def cp1258(text):
    out = b""
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
        tones = "".join(c for c in marks if c in TONES)
        out += (base + tones).encode("cp1258", "xmlcharrefreplace")
    return out


def in_table(text, table):
    codes = {char: code for code, char in table.items()}
    return bytes(codes.get(c, ord(c)) for c in text)


def in_tcvn3(text):
    codes = {c: chr(b) for b, c in TCVN3.items() if c.isalpha()}
    return "".join(codes.get(c, c) for c in text)


def in_vni(text):
    codes = {char: key for key, char in VNI.items() if key == key.lower()}
    return "".join(codes.get(c, c) for c in text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        cp1258(TEXT),
        in_table(TEXT, VISCII),
        in_table(TEXT, VPS),
    ],
    ids=["utf-8", "bom", "utf-16", "windows-1258", "viscii", "vps"],
)
def test_text_is_read_without_a_declaration(data):
    assert unicodedata.normalize("NFC", decode(data).text) == TEXT


def test_valid_utf8_wins_over_a_wrong_declaration():
    page = f'<meta charset="windows-1252">{TEXT}'.encode()
    assert TEXT in decode(page, "text/html; charset=iso-8859-1").text


def test_windows_1258_declared_as_western_is_recognised_by_its_words():
    assert decode(b"<meta charset=iso-8859-1>" + cp1258(TEXT)).charset == "windows-1258"


def test_a_damaged_byte_is_counted_and_costs_nothing_else():
    decoded = decode(TEXT.encode() + b"\xff" + TEXT.encode())
    assert decoded.replaced == 1
    assert decoded.text == TEXT + "\ufffd" + TEXT


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_give_some_text(data, content_type):
    assert isinstance(decode(data, content_type).text, str)


@given(lower)
def test_tcvn3_round_trip_by_font(text):
    assert by_font(in_tcvn3(text), ".VnTime") == text


@given(lower)
def test_vni_reads_what_was_written_once_it_is_written(text):
    # "oâ" is both ô and o + â in VNI: what is read must be written the same way again.
    read = by_font(in_vni(text), "VNI-Times")
    assert in_vni(read) == in_vni(text)


def test_capital_fonts_make_capitals():
    assert by_font(in_tcvn3("cộng hòa"), ".VnTimeH") == "CỘNG HÒA"


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_legacy_runs_are_recognised_without_a_font(write):
    assert by_words(write(TEXT.lower())) == TEXT.lower()


def test_unicode_under_a_legacy_font_is_left_alone():
    assert repaired(TEXT, ".VnTime") == TEXT


@pytest.mark.parametrize(
    "text",
    ["XÃ HỘI và KHÁ » HƠN", "Nguyễn Văn A – 20°C, 5 × 3 m², ©", "café façade naïve Ñandú", "Ða số «đúng»"],
)
def test_good_text_is_not_repaired(text):
    assert repaired(text) == text


def test_doubled_utf8_is_undone():
    doubled = "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
        for b in TEXT.encode()
    )
    assert undoubled(doubled) == TEXT


def test_combining_marks_become_letters():
    assert repaired(unicodedata.normalize("NFD", TEXT)) == TEXT


def test_syllables():
    assert all(map(is_syllable, ["nghiêng", "khuya", "quyết", "Đường", "ƯU", "gì", "hoà", "hòa", "uỷ"]))
    assert not any(map(is_syllable, ["straße", "xyz", "Hµ", "tøc"]))
    assert share_of_syllables("no marked word") == 0
