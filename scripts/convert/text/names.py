"""Names of people and of organisations: what tells a person, an office or a newspaper from other words."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert.text.syllables import is_syllable

# Words an office's or a paper's name begins with; inside a name they are ordinary nouns.
_ORGANISATION = re.compile(
    r"(?:báo|tạp chí|đài|cổng|trang|website|thông tấn|bộ|sở|ubnd|cục|vụ|tổng cục|viện|văn phòng|ban"
    r"|trung tâm|hội)\b"
    r"|.*\b(?:ttxvn|vtv\d?|vov\d?|vietnamnet|vnexpress|vnmedia|chinhphu|news|times|online|điện tử|dân "
    r"trí|tuổi trẻ"
    r"|thanh niên|sggp|tt&vh|afp|reuters|bbc|cnn|xinhua|ictnews|infonet|zing|soha|hà nội mới|hànộimới"
    r"|nhân dân|lao động|tiền phong|sài gòn giải phóng|đại đoàn kết|kinh tế đô thị|vneconomy|vietnam\+|ttxvn)\b"
    r"|.*\.(?:vn|com|net|org|gov)\b",
    re.IGNORECASE,
)
# Family names that nine in ten Vietnamese bear, and the one that monks and nuns take.
_FAMILY_NAMES = frozenset(
    re.findall(
        r"\w+",
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn lâm mai trịnh trương cao"
        " tạ chu châu hà lương phùng tô thái tăng vương quách kiều tống lưu nghiêm thạch triệu la văn khuất ninh mạc"
        " bạch cù doãn đàm giang hứa khổng kim lã lại lục ông phí quan thân tiêu từ ung viên thích",
    )
)
# Places whose names begin with a family name (folded).
_PLACES = frozenset(
    ("ha noi", "ha nam", "ha tinh", "ha giang", "ha tay", "ha dong", "ha long", "ha tien", "cao bang", "cao lanh",
     "thai binh", "thai nguyen", "lam dong", "lai chau", "phan thiet", "phan rang", "chau doc", "vu quang", "ly son")
)  # fmt: skip
# Degrees, ranks and offices before a name: after one, a name may be of any shape.
_HONORIFIC = re.compile(
    r"(?:(?:pgs|gs|ts|ths|ls|cn|bs|ks|kts|lm|ht|hòa thượng|hoà thượng|thượng tọa|thượng toạ|đại đức"
    r"|t[ỳỷ][ -]kh(?:eo|ưu)|(?:đại )?trưởng lão|ni sư|sư cô|sư bà|thiền sư|pháp sư|cư[ -]sĩ|linh mục|mục sư"
    r"|phó giáo sư|giáo sư|tiến sĩ|thạc sĩ|bác sĩ|kỹ sư|luật sư|kiến trúc sư|dược sĩ|nghệ sĩ|nhạc sĩ|họa sĩ"
    r"|nhà báo|nhà văn|nhà thơ|nhà giáo|nsnd|nsưt|phóng viên|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)"
    r"|dr|prof|ven)\b\.?,?\s*)+",
    re.IGNORECASE,
)
_POLITE = re.compile(r"(?:ông|bà|anh|chị|cô)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_][\w-]+(?:\s[^\W\d_][\w-]+)?")
_COUNTED = re.compile(r"[A-ZĐ]\.\s?\w+\s\w")  # “A. Hai chữ” is a part, “P. Thảo” a person
_INITIAL = re.compile(r"[A-Z]\.")
_ETH = str.maketrans("Ðð", "Đđ")  # old input methods wrote it for đ
_ENDS = " .,()–-"


def _is_capitalised(words: list[str]) -> bool:
    return all(word.replace("-", "").replace(".", "").isalpha() and word[0].isupper() for word in words)


def is_person(text: str) -> bool:
    """True for a person's whole name: a family name, then one to four syllables, each with a capital; or, after a
    degree or an office, one to five words with capitals.
    """
    name = text.translate(_ETH).strip(_ENDS)
    bare = _HONORIFIC.sub("", name, count=1) if _HONORIFIC.match(name) else name
    words = _POLITE.sub("", bare, count=1).split()
    if bare != name and 1 <= len(words) <= 5 and _is_capitalised(words):
        return True
    if not 2 <= len(words) <= 5 or words[0].lower() not in _FAMILY_NAMES or fold(" ".join(words)) in _PLACES:
        return False
    return _is_capitalised(words) and all(is_syllable(part) for word in words for part in word.split("-"))


def is_foreign_name(text: str) -> bool:
    """True for a name as “V. I. Lê-nin” or “Karl Marx”: initials, or capitalised words of which one is no syllable."""
    name = text.translate(_ETH).strip(_ENDS)
    if not name:
        return False
    if _INITIALS.fullmatch(name):
        return not _COUNTED.match(name) or not all(map(is_syllable, name.split()[1:2]))
    first, *middle = name.split()
    words = [first, *(word for word in middle if not _INITIAL.fullmatch(word))]
    if not 2 <= len(words) <= 4 or is_organisation(name):
        return False
    spelled = all(len(word) > 1 and word.replace("-", "").isalpha() and word.istitle() for word in words)
    return spelled and not all(is_syllable(part) for word in words for part in word.split("-"))


def is_organisation(name: str) -> bool:
    """True for a name of a newspaper, agency, office or site, False for one of people."""
    return bool(_ORGANISATION.match(name)) or bool(re.fullmatch(r"[A-ZĐ0-9&.]{3,}", name))
