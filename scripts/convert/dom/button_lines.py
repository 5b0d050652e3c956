"""Button lines (print, send, share, back): no part of any text, and no headline either."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.dom.lines import Line
from scripts.convert.text.urls import is_attachment

_BUTTONS = re.compile(
    r"(?:(?:in|xem ban|ban)(?: (?:trang|bai|tin|bai viet|in))?(?: nay)?|(?:gui )?(?:e-?mail|mail)(?: cho ban be)?"
    r"|gui (?:cho ban be|bai viet|tin|ban be|phan hoi|y kien)(?: nay)?|luu (?:bai|trang|tin)(?: viet)?(?: nay)?"
    r"|quay lai|tro (?:lai|ve)|ve (?:dau trang|trang chu|trang truoc)|(?:len )?dau trang|chia se|phan hoi|binh luan"
    r"|facebook|twitter|google\+?|zalo|linkhay|share|tweet|print|back|top|pdf|rss|copy link|thich|like|nghe bai"
    r"|y kien ban doc|viet binh luan|(?:image|photo|anh|hinh) \d+ (?:of|tren|/) ?/? ?\d+"
    r"|hay la nguoi dau tien binh luan\.?|danh gia cua ban"
    r"|a[+-]|\(?\+|-|aa|co chu|tang|giam|mac dinh|xem tren|tai ve|on|buzz|[|/•·\s,:])+"
)
_LINKS = ("#", "javascript:", "mailto:")


def is_button_line(line: Line) -> bool:
    """True for a line of buttons: print, send, share, back."""
    if line.length > weights.BUTTONS_LONGEST or _leads_to_document(line):
        return False
    if line.linked and line.length > weights.BUTTONS_ACTIVE_LONGEST and not _is_idle(line):
        return False
    text = line.folded.strip()
    if not any(map(str.isalpha, text)) and line.length > weights.BUTTONS_SIGNS_LONGEST:
        return False  # a rule drawn with hyphens
    return _BUTTONS.fullmatch(text) is not None


def _leads_to_document(line: Line) -> bool:
    """True for a line with a link to a document, whatever its words: “Tải về: bản PDF”."""
    return line.linked > 0 and any(is_attachment(a.get("href") or "") for a in line.holder.iter("a"))


def _is_idle(line: Line) -> bool:
    """True for a line whose links lead to no page."""
    links = [a.get("href") or "" for a in line.holder.iter("a")]
    return bool(links) and all(not href or href.strip().lower().startswith(_LINKS) for href in links)
