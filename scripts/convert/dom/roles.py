"""Roles of elements by the words of their class and id, as bits of one number."""

from __future__ import annotations

import re
from functools import lru_cache

from scripts.convert.dom.tree import Element

EXCLUDED = 1  # a place that never holds an article, however long its text
COMMENTS = 2  # of those, readers' comments: nothing frees them
UNLIKELY = 4  # one that holds an article only where most of the page's prose is in it
TITLE, DATE, CLOCK, AUTHOR, SOURCE, CRUMBS, LEAD, TAGS, SECTION = (1 << n for n in range(3, 12))
ROLES = (TITLE, DATE, AUTHOR, SOURCE, CRUMBS, LEAD, TAGS, SECTION)  # an element with one of these is marked
MARKED = sum(ROLES)
# The words of each role; two words with a space stand side by side.
_ROLE_WORDS = {
    EXCLUDED: "copyright login dangnhap poll pool vote breadcrumb breadcrumbs pagination pager popup rating othernews"
    " other others footer readmore signup trending",
    EXCLUDED | COMMENTS: "comment comments disqus cookie cookies consent gdpr",
    TAGS: "tag tags tukhoa keyword keywords hashtag hashtags taglist",
    UNLIKELY: "sidebar side share sharing tag tags toolbar tool tools print ad ads quangcao qc promo modal most"
    " mostread latest hot xemthem aside widget topbar rss hidden floating weather tukhoa keyword keywords",
    TITLE: "title headline tieude subject heading tenbai",
    DATE: "date time datetime ngay posted publish published pubdate timestamp ngaydang thoigian update updated",
    SECTION: "category categories chuyenmuc cate",
    CLOCK: "clock today now current topbar header hientai dongho",
    AUTHOR: "author authors tacgia byline writer pauthor butdanh nguoiviet reporter creator",
    SOURCE: "source nguon nguontin origin",
    CRUMBS: "breadcrumb breadcrumbs crumb crumbs path duongdan",
    LEAD: "lead sapo summary desc description intro introtext trichdan tomtat chapeau headnote abstract"
    " hometext mota dek",
}
_ROLE_WORD_PAIRS = {
    "binh luan": EXCLUDED | COMMENTS, "fb comments": EXCLUDED | COMMENTS, "lien quan": EXCLUDED, "tin khac": EXCLUDED,
    "other news": EXCLUDED, "read more": EXCLUDED, "tin cung": EXCLUDED, "cung chuyen": EXCLUDED, "doc nhieu": EXCLUDED,
    "xem nhieu": EXCLUDED, "tin moi": EXCLUDED, "author bio": EXCLUDED, "author description": EXCLUDED,
    "about author": EXCLUDED, "tu khoa": TAGS | UNLIKELY, "xem them": UNLIKELY, "tieu de": TITLE, "ten bai": TITLE,
    "tac gia": AUTHOR, "cat links": SECTION, "chuyen muc": SECTION, "duong dan": CRUMBS, "tom tat": LEAD, "mo ta": LEAD,
}  # fmt: skip
_ROLE_PREFIXES = {
    UNLIKELY: ("nav", "menu", "social", "advert", "banner", "search"),
    EXCLUDED: ("related", "recommend", "newsletter", "subscri"),
}
# What names written without a gap hold: boxtinlienquan, baicungchuyenmuc.
_ROLE_SUBSTRINGS = {
    EXCLUDED: (
        "lienquan",
        "cungchuyenmuc",
        "cungchude",
        "docnhieu",
        "xemnhieu",
        "tinkhac",
        "tinmoi",
        "tindadua",
    ),
    EXCLUDED | COMMENTS: ("binhluan",),
    TITLE: ("heading", "newstitle", "articletitle", "pagetitle", "posttitle", "detailtitle", "titlenews"),
}
_WORDS: dict[str, int] = {}
for _role, _words in _ROLE_WORDS.items():
    for _word in _words.split():
        _WORDS[_word] = _WORDS.get(_word, 0) | _role
_FIRST = frozenset(pair.split()[0] for pair in _ROLE_WORD_PAIRS)
_PARTS = re.compile(
    "|".join(
        [f"^(?:{'|'.join(beginning for some in _ROLE_PREFIXES.values() for beginning in some)})"]
        + [part for some in _ROLE_SUBSTRINGS.values() for part in some]
    )
)
# What is not hidden itself: a field of Drupal whose label is, a box that hides what overflows it.
_NOT_HIDDEN = re.compile(r" (?:label|title|overflow|overflow [xy]) hidden(?= )")
_LETTERS = re.compile(r"[^\W\d_]+")
# What heads a box of a portal, not a text.
_BOX_TITLE = re.compile(r" (?:portlet|widget|block|box|module|sidebar) title(?= )")
_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_\d]+")


def names_of(element: Element) -> str:
    """Class and id of an element in lower case, camelCase and digits cut, as words between spaces."""
    return named_roles(element.get("class"), element.get("id"))[0]


@lru_cache(maxsize=32768)
def _names(raw: str) -> str:
    return f" {' '.join([_words_of(token) for token in raw.split()])} "


@lru_cache(maxsize=32768)
def _words_of(token: str) -> str:
    if token.islower():  # no camel's hump to cut at
        return token if token.isalpha() else " ".join(_LETTERS.findall(token))
    return " ".join(_CUT.sub(" ", token).lower().split())


@lru_cache(maxsize=8192)
def _word_roles(word: str) -> int:
    said = _WORDS.get(word, 0)
    if not _PARTS.search(word):
        return said
    for role, beginnings in _ROLE_PREFIXES.items():
        if word.startswith(beginnings):
            said |= role
    for role, parts in _ROLE_SUBSTRINGS.items():
        if any(part in word for part in parts):
            said |= role
    return said


@lru_cache(maxsize=32768)
def roles_of(names: str) -> int:
    """The roles that `names_of` an element (several joined) tell, as bits."""
    words = (_NOT_HIDDEN.sub(" ", names) if "hidden" in names else names).split()
    roles = 0
    for at, word in enumerate(words):
        roles |= _word_roles(word)
        if word in _FIRST and at + 1 < len(words):
            roles |= _ROLE_WORD_PAIRS.get(f"{word} {words[at + 1]}", 0)
    if roles & TITLE and _BOX_TITLE.search(names):
        roles &= ~TITLE
    if roles & SECTION:  # rel="category tag" is WordPress for a section
        roles &= ~TAGS
    # WordPress writes an article's own tags and categories into its class: tag-hot, category-related.
    return roles & ~(EXCLUDED | COMMENTS | UNLIKELY | TAGS) if "hentry" in words else roles


@lru_cache(maxsize=32768)
def named_roles(named: str | None, own: str | None) -> tuple[str, int, bool]:
    """(names, roles, whether the word "hidden" is among the classes) of an element by its class and id."""
    names = _names(f"{named} {own}" if named and own else named or own) if named or own else ""
    return names, roles_of(names) if names else 0, "hidden" in named.split() if named else False
