"""Link boxes inside a body: related articles, most read, “xem thêm”; each drop is named, none is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Line
from scripts.convert.dom.tree import Element, TextLengths
from scripts.convert.text.urls import is_attachment

_LABEL = re.compile(
    r"\W*(?:(?:cac |nhung |mot so )?(?:tin|bai|su kien|chu de|chuyen de|video|clip)(?: viet| tuc| bai)*"
    r" (?:lien quan|cung |khac|moi|noi bat|nong|doc nhieu|xem nhieu|cu hon|tiep theo|da dua|da dang|truoc do)"
    r"|xem them|xem tiep|doc them|doc tiep|doc nhieu|xem nhieu|(?:co the )?ban (?:co the )?(?:dang )?quan tam"
    r"|co the ban|lien quan|(?:theo )?dong su kien|moi cap nhat|nhieu nguoi doc|related|recommended"
    r"|you (?:may|might) (?:also )?like|most (?:read|popular)|more (?:news|stories|from|on|in|about)|read "
    r"(?:more|next|also)|see (?:more|also)"
    r"|lesen sie auch|(?:mehr|weiteres) zum thema|auch interessant|(?:a )?lire aussi"
    r"|(?:lea|vea|ver|leia|veja) (?:tambien|tambem)"
    r"|(?:le|te) puede interesar|puedes ver"
    r"|(?:uber den|about the|sobre el) aut(?:h?or|hor)|zum weiterlesen|weiterlesen|das konnte (?:dich|sie|ihnen|euch)"
    r"|mehr (?:zu|aus|auf|uber) |beliebte artikel|aktuelle (?:news|artikel|beitrage)|empfehlungen aus"
    r"|(?:temas?|notas?|noticias?) relacionad[oa]s?|themen im artikel|schlagworte|weiterfuhrende links?"
    r"|(?:diesen |den )?(?:beitrag|artikel) (?:\w+ \w+ )?teilen|(?:bisherige )?kommentare? (?:schreiben|zu|geschlossen)"
    r"|don'?t miss|trending|also read|editor'?s picks|popular|up next|watch)\b",
)
_POINTER = re.compile(
    r"\s*(?:>|»|►|▶|→|⇒|\+\+)"
)  # a link on a line of its own after one of these leads elsewhere
_REMARK = re.compile(r"\([^()]*\)\s*\w")  # “(xem thêm) Tùng Linh”: words in brackets that others follow
REASON = "danh sách liên kết tới bài khác"


def _is_link(line: Line) -> bool:
    if not line.is_headline_link or line.unlikely:
        return False
    links = [a.get("href") or "" for a in line.holder.iter("a")]
    return not any(is_attachment(href) for href in links)


@lru_cache(maxsize=4096)  # asked of the same lines by several rules, and of the same labels page after page
def _reads_as_label(text: str) -> bool:
    return _LABEL.match(fold(text)) is not None


def is_label(line: Line) -> bool:
    """True for a short line such as “Tin cùng chuyên mục” that introduces a list of other articles."""
    if len(line.text) > weights.LABEL_LONGEST or not _reads_as_label(line.text):
        return False
    return bool(line.linked) or not _REMARK.match(line.text)


def _runs(lines: tuple[Line, ...]) -> Iterator[list[Line]]:
    """Runs of two or more headline links, and single ones under or after a label."""
    held: list[Line] = []
    label: Line | None = None
    for line in lines:
        if _is_link(line):
            held.append(line)
            continue
        yield from _link_run(held, label)
        held, label = [], line if is_label(line) else None
    yield from _link_run(held, label)


def _is_shouted(line: Line) -> bool:
    """True for a headline in capitals that is all a link: it leads elsewhere, however alone it stands."""
    return line.linked == line.length and line.text.isupper()


def _link_run(held: list[Line], label: Line | None) -> Iterator[list[Line]]:
    labelled = label is not None or (
        held and (_LABEL.match(fold(held[0].text)) or _POINTER.match(held[0].text))
    )
    shouted = len(held) == 1 and _is_shouted(held[0])
    if len(held) >= weights.LINK_RUN_LEAST or shouted or (held and labelled):
        yield [*([label] if label is not None else []), *held]


def find_link_boxes(lines: tuple[Line, ...], body: Element, lengths: TextLengths) -> dict[Element, str]:
    """Elements of a body that only lead to other articles; an element with any other words is left alone."""
    skip: dict[Element, str] = {}
    for run in _runs(lines):
        for line in run:
            place = line.holder
            if place is not body and lengths[place] == line.length:
                skip[place] = REASON
    return skip
