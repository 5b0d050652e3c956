import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.bench.encodings import difference, meant, read, repaired_runs
from scripts.bench.legacy import WAYS, by_table, double_encoded, tcvn3, vni, windows_1258
from scripts.convert.dom.fonts import rules_of
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.legacy_charsets import TCVN3, VISCII, VPS
from scripts.convert.text.mojibake import repair_mojibake
from scripts.convert.text.syllables import is_syllable, share_of_syllables
from scripts.convert.text.text_repair import by_font, by_words, repaired

TEXT = "Bộ phận một cửa của huyện đã rà soát quy trình, người dân chỉ phải đến hai lần để nhận kết quả."
LETTERS = sorted({c for c in TCVN3.values() if c.isalpha() and c == c.lower()})
lower = st.text(st.sampled_from([*LETTERS, *"abcdeghiklmnopqrstuvxy "]), max_size=60)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        windows_1258(TEXT),
        by_table(TEXT, VISCII),
        by_table(TEXT, VPS),
    ],
    ids=["utf-8", "bom", "utf-16", "windows-1258", "viscii", "vps"],
)
def test_text_is_read_without_a_declaration(data):
    assert unicodedata.normalize("NFC", decode(data).text) == TEXT


def test_valid_utf8_wins_over_a_wrong_declaration():
    page = f'<meta charset="windows-1252">{TEXT}'.encode()
    assert TEXT in decode(page, "text/html; charset=iso-8859-1").text


def test_windows_1258_declared_as_western_is_recognised_by_its_words():
    assert decode(b"<meta charset=iso-8859-1>" + windows_1258(TEXT)).charset == "windows-1258"


def test_a_damaged_byte_is_counted_and_costs_nothing_else():
    decoded = decode(TEXT.encode() + b"\xff" + TEXT.encode())
    assert decoded.replaced == 1
    assert decoded.text == TEXT + "\ufffd" + TEXT


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_give_some_text(data, content_type):
    assert isinstance(decode(data, content_type).text, str)


@given(lower)
def test_tcvn3_round_trip_by_font(text):
    assert by_font(tcvn3(text).decode("latin-1"), ".VnTime") == text


@given(lower)
def test_vni_reads_what_was_written_once_it_is_written(text):
    # "oâ" is both ô and o + â in VNI: what is read must be written the same way again.
    read = by_font(vni(text).decode("latin-1"), "VNI-Times")
    assert vni(read).decode("latin-1") == vni(text).decode("latin-1")


def test_capital_fonts_make_capitals():
    assert by_font(tcvn3("cộng hòa").decode("latin-1"), ".VnTimeH") == "CỘNG HÒA"


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_legacy_runs_are_recognised_without_a_font(write):
    assert by_words(write(TEXT.lower()).decode("latin-1")) == TEXT.lower()


def test_unicode_under_a_legacy_font_is_left_alone():
    assert repaired(TEXT, ".VnTime") == TEXT


@pytest.mark.parametrize(
    "text",
    ["XÃ HỘI và KHÁ » HƠN", "Nguyễn Văn A – 20°C, 5 × 3 m², ©", "café façade naïve Ñandú", "Ða số «đúng»"],
)
def test_good_text_is_not_repaired(text):
    assert repaired(text) == text


@pytest.mark.parametrize("by", ["windows-1252", "latin-1"])
def test_doubled_utf8_is_undone(by):
    assert repair_mojibake(double_encoded(TEXT, by)) == TEXT
    assert repair_mojibake(double_encoded(double_encoded(TEXT, by), by)) == TEXT
    assert repaired(double_encoded("“Ánh” – ♪ … Đặng", by)) == "“Ánh” – ♪ … Đặng"


def test_doubled_utf8_with_losses_is_undone_as_far_as_it_is_certain():
    lost = (
        double_encoded("Đường đến những quyền ấy")
        .replace("\x90", "?")
        .replace("\x81", "?")
        .replace("\x9d", "")
    )
    assert repaired(lost) == "Đường đến những quyền ấy"
    several = (
        double_encoded("được mọi người").replace("\x8d", "?").replace("\x9d", "?")
    )  # mọi, mời or mỏi: nobody knows
    assert repaired(several) == "được má»?i người"


def test_doubled_text_beside_good_letters_needs_more_proof():
    assert repaired("Đã rõ: «khá»…") == "Đã rõ: «khá»…"
    assert repaired("Ngày đăng: " + double_encoded(TEXT)) == "Ngày đăng: " + TEXT


def test_combining_marks_become_letters():
    assert repaired(unicodedata.normalize("NFD", TEXT)) == TEXT


def test_syllables():
    assert all(map(is_syllable, ["nghiêng", "khuya", "quyết", "Đường", "ƯU", "gì", "hoà", "hòa", "uỷ"]))
    assert not any(map(is_syllable, ["straße", "xyz", "Hµ", "tøc", "Cẳp", "tìch"]))
    assert share_of_syllables("no marked word") == 0


SAMPLES = [
    "Bộ phận một cửa của huyện đã rà soát quy trình, người dân chỉ phải đến hai lần để nhận kết quả.",
    "cải cách hành chính nhà nước: công khai thủ tục, giảm phiền hà, rút ngắn thời gian (15 ngày → 7 ngày).",
    "hội nghị trực tuyến về “một cửa liên thông” - kết quả, vướng mắc & kiến nghị năm 2009, tại Hà Giang",
]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_back(way):
    tried = 0
    for text in (meant(sample) for sample in SAMPLES):
        if (data := WAYS[way](text)) is not None:
            tried += 1
            assert read(data) == text, difference(text, read(data))
    assert tried, "no sample can be said this way"


def test_a_reading_that_explains_every_word_needs_fewer_strange_ones():
    text = (
        "Bà con các xã có cán bộ giúp kê khai thuế: hàng hoá, nhà cửa và cả những gì mà hội nói là phải nộp"
    )
    written = WAYS["VPS in a UTF-8 page, no font"](text)
    assert written is not None
    assert read(written) == text


@given(
    st.lists(
        st.sampled_from(sorted({w for t in SAMPLES for w in t.lower().split() if w.isalpha()})), min_size=8
    )
)
def test_any_sentence_comes_back_from_every_set(words):
    text = " ".join(words)
    for way in ("windows-1258", "TCVN3 in .VnTime", "VNI in VNI-Times", "UTF-8, NFD", "numeric references"):
        data = WAYS[way](text)
        assert data is None or read(data) == text


def page(body, head=""):
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def legacy(text, write=tcvn3):
    """Legacy bytes as a program shows them that took them for windows-1252."""
    return write(text).decode("windows-1252")


def test_a_page_that_mixes_everything():
    body = (
        f"<p>{TEXT}</p><p>{legacy('rà soát quy trình, người dân chỉ phải đến hai lần')}</p>"
        f"<p>The 2 reports of UBND, page 15.</p><p><font face='.VnTimeH'>{legacy('cộng hòa xã hội')}</font></p>"
        f"<td style=\"font-family: '.VnArial'\">{legacy('ảnh')}: 5 kg</td>"
        f"<p>{legacy('kết quả của cải cách ở các tỉnh', vni)}</p>"
        f"<p><font face='VNI-Times'>{legacy('ảnh', vni)}</font></p>"
        f"<p>{double_encoded('Đường về nhà')}</p><p>Nhà 5 « café » – 20°C</p>"
    )
    assert read(page(body)) == (
        f"{TEXT} rà soát quy trình, người dân chỉ phải đến hai lần The 2 reports of UBND, page 15. CỘNG HÒA XÃ HỘI "
        "ảnh : 5 kg kết quả của cải cách ở các tỉnh ảnh Đường về nhà Nhà 5 « café » – 20°C"
    ).replace("ảnh : 5", "ảnh: 5")


def test_a_style_sheet_names_the_font():
    css = '<style>p.MsoNormal, .tieu-de {font-size:12pt; font-family: ".VnTime", serif} td {font-family:Arial}</style>'
    body = f"<p class=MsoNormal>{legacy('ảnh')}</p><p>{legacy('ảnh')}</p><b class='x tieu-de'>{legacy('đẹp')}</b>"
    assert read(page(body, css)) == f"ảnh {legacy('ảnh')} đẹp"
    assert rules_of("/* p{font-family:.VnTime} */ div p {font-family:'VNI-Times'}") == {"p": "VNI-Times"}


def test_short_runs_follow_what_long_ones_proved():
    long = "rà soát quy trình, người dân chỉ phải đến hai lần"
    assert read(page(f"<p>{legacy(long)}</p><p>{legacy('ảnh đẹp')}</p>")) == f"{long} ảnh đẹp"
    assert read(page(f"<p>{legacy('ảnh')}</p>")) == legacy("ảnh"), "one word alone proves nothing"


def test_legacy_bytes_as_references():
    assert read(page("C&#182;i c&#184;ch h&#181;nh ch&iacute;nh")) != ""
    assert read(page("<p>C&para;i c&#184;ch</p>")) == "Cải cách"


@pytest.mark.parametrize(
    "text",
    [
        "À bientôt, où êtes-vous ? Le café façade naïve — garçon, élève, Noël",
        "Größe, Straße, schön, Übung, für die Mädchen, ähnlich, Äpfel",
        "El Niño, señor, ¿qué tal?, mañana, corazón, ¡hola!, pingüino",
        "Škoda, Dvořák, München, København, Tromsø, Åse, Malmö",
        "Công ty Nestlé, ông Pelé, 20°C ± 2°C, 5 × 3 m², ½ kg, £5, §3, ©, ®",
        "HỘI NGHỊ TOÀN QUỐC – KHÁCH SẠN",
        "XÃ HÀ, THÔN ÂU, KHÁ, ÍT, Ý, Ô, Ú",
    ],
)
def test_no_false_repair(text):
    assert repaired_runs(text) == []
    assert read(page(f"<p>{text}</p>")) == text
