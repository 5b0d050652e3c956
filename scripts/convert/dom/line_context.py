"""Context of a line among the others of its page: an echo of a title, part of a card, inside a wrapper."""

from __future__ import annotations

import re
from collections import Counter

from scripts.convert import weights
from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.tree import Element, TextLengths
from scripts.convert.text.date_grammar import read_date_line

_FOOTER = re.compile(
    r"\W*(?:ban quyen|copyright|giay phep (?:so|hoat dong|xuat ban|thiet lap|bao chi)|co quan chu quan|ghi ro nguon"
    r"|chiu trach nhiem (?:noi dung|chinh)|(?:tong bien tap|truong ban bien tap|toa soan) ?:|thiet ke (?:boi|va)"
    r"|designed by|powered by|all rights|no part of this"
    r"|this (?:document|material|article|content|copy) (?:is subject to|may not be|is for your personal))"
)
_PARTS = frozenset(" \u00a0.,;:!?)]-–—…/")  # between a headline and what the same line says next
_SiblingKey = tuple[
    Element, str, str | None
]  # of elements side by side: around them, their name, their class


def free_wrappers(lines: list[Line], excluded: dict[Element, bool]) -> None:
    """Clear places with most of the page's prose in them: wrappers with an unlucky name.

    `excluded` holds the places that never hold an article, True for those that nothing frees.
    """
    total, held = _prose_held(lines, excluded)
    share = {True: weights.EXCLUDED_WRAPPER_SHARE, False: weights.WRAPPER_SHARE}
    alike: Counter[str] = Counter()  # of paragraphs that one name makes unlikely, together
    for place, n in held.items():
        alike[_name_of(place)] += n
    freed = {
        place
        for place, n in held.items()
        if (alike[_name_of(place)] if place.tag == "p" and place not in excluded else n)
        >= share[place in excluded] * total
    }
    for line in lines if freed else ():
        line.unlikely = tuple(place for place in line.unlikely if place not in freed)
        line.excluded = any(place in excluded for place in line.unlikely)


def _name_of(place: Element) -> str:
    return f"{place.tag} {place.get('class') or ''}"


def _prose_held(lines: list[Line], excluded: dict[Element, bool]) -> tuple[int, dict[Element, int]]:
    """Visible characters of the page's prose, and of that in each unlikely place."""
    total = 0
    held: dict[Element, int] = {}
    for line in lines:
        if line.is_prose and not any(excluded.get(place) for place in line.unlikely):
            total += line.length
            for place in line.unlikely:
                held[place] = held.get(place, 0) + line.length
    return total, held


def exclude_cards(page: PageLines) -> None:
    """Exclude the cards that introduce other articles: a headline link with a teaser, one of three or more
    alike.
    """
    alike: dict[_SiblingKey, int] = {}
    made = _SiblingShapes(page.lengths)
    cards: dict[Element, None] = {}
    for line in page.lines:
        if line.is_headline_link and not line.excluded:
            card = _card_of(line.holder, page.lengths, alike)
            if card is not None and card not in cards:
                cards.update(dict.fromkeys((*made.same_shape(card), card)))
    for card in cards:
        for line in page.lines_in(card):
            line.excluded, line.unlikely = True, (*line.unlikely, card)


class _SiblingShapes:
    """Which elements side by side are made of the same elements; each is looked into once."""

    def __init__(self, lengths: TextLengths) -> None:
        self._lengths = lengths
        self._known: dict[_SiblingKey, dict[tuple[str, ...], list[Element]]] = {}

    def same_shape(self, card: Element) -> list[Element]:
        """The elements beside a card that are made as it is, whose headlines may be too short to tell."""
        parent, named = card.getparent(), card.get("class")
        key = parent, card.tag, named
        if key not in self._known:
            kinds = self._known[key] = {}
            for child in parent.iterchildren(card.tag):
                if child.get("class") == named and self._lengths[child] <= weights.SIBLING_CARD_LONGEST:
                    kinds.setdefault(_shape_of(child), []).append(child)
        return self._known[key].get(_shape_of(card), [])


def _shape_of(element: Element) -> tuple[str, ...]:
    return tuple(below.tag for below in element.iter())


def _card_of(holder: Element, lengths: TextLengths, alike: dict[_SiblingKey, int]) -> Element | None:
    """The element that stands among at least two others of its name and class, and holds little more than
    the link; `alike` remembers how many there are.
    """
    node = holder
    for _ in range(weights.CARD_DEPTH):
        parent = node.getparent()
        if parent is None or node.tag in ("p", "td", "body"):
            return None
        named = node.get("class")
        key = parent, node.tag, named
        if key not in alike:
            alike[key] = sum(1 for child in parent.iterchildren(node.tag) if child.get("class") == named)
        if alike[key] >= weights.CARDS_LEAST and (named or node.tag == "article"):
            return node if lengths[node] <= weights.CARD_LONGEST and len(node) else None
        node = parent
    return None


def exclude_footer(lines: list[Line]) -> None:
    """Exclude the imprint at the end of a page: whose the site is, its licence, who answers for it."""
    for line in reversed(lines):
        if "©" in line.text or _FOOTER.match(line.folded[:60]):
            line.excluded, line.unlikely = True, (*line.unlikely, line.holder)
        elif line.is_prose and not line.unlikely:
            return


def find_echoes(lines: list[Line]) -> None:
    """Mark the prose lines that begin with another, shorter line and go on: teasers glued to a title."""
    echoes = _echoes({line.text for line in lines})
    for line in lines:
        line.echo = line.text in echoes


def _echoes(texts: set[str]) -> set[str]:
    """The long texts that begin with another one and go on without a gap.

    In the order of the alphabet the beginnings of a text are those of its predecessor, or that itself, so one pass
    finds them: comparing each with each takes minutes where 100,000 headlines begin with the same words.
    """
    found: set[str] = set()
    begun: list[str] = []  # the texts that the current one begins with, the shortest first
    for text in sorted(texts):
        while begun and not text.startswith(begun[-1]):
            begun.pop()
        if len(text) > weights.ECHO_LONGER and any(text[len(head)] not in _PARTS for head in begun):
            found.add(text)
        if weights.HEADLINE_SHORTEST <= len(text) <= weights.HEADLINE_LONGEST:
            begun.append(text)
    return found


def mark_teasers(lines: list[Line]) -> None:
    """Mark the paragraphs of runs “linked headline, teaser, linked headline, teaser …” that no text runs into."""
    undated = [line for line in lines if not _is_date(line)]
    _mark_teaser_runs(undated)
    _mark_tickers(lines)


def _is_date(line: Line) -> bool:
    return (
        line.length <= weights.LISTED_DATE_LONGEST
        and line.text[-1:].isalnum()
        and read_date_line(line.text) is not None
    )


def _mark_teaser_runs(lines: list[Line]) -> None:
    at = 0
    while at < len(lines):
        if not lines[at].linked:
            at += 1
            continue
        end = at
        while _introduces(lines[end : end + 2]) and lines[end].markup == lines[at].markup:
            end += 2
        if (
            end - at >= 2 * weights.TEASER_PAIRS
            and not _is_text(lines[at - 1 : at])
            and (end - at > 2 * weights.TEASER_PAIRS or not _is_text(lines[end : end + 1]))
        ):
            for line in lines[at + 1 : end : 2]:
                line.teaser = True
        at = max(end, at + 1)


def _mark_tickers(lines: list[Line]) -> None:
    """Mark the paragraphs that begin with a linked headline, three or more alike in a row: news in brief."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _is_brief(line) and (not run or line.markup == run[0].markup):
            run.append(line)
            continue
        for brief in run if len(run) >= weights.CARDS_LEAST else ():
            brief.teaser = True
        run = [line] if line is not None and _is_brief(line) else []


def _is_brief(line: Line) -> bool:
    """True for a paragraph that begins with a linked headline and goes on without a link."""
    if line.linked < weights.HEADLINE_SHORTEST or not line.is_prose or line.length > weights.TEASER_LONGEST:
        return False
    node, tail = line.text_nodes[0]
    while not tail and node is not line.holder:
        if node.tag == "a":
            return True
        node = node.getparent()
    return False


def _introduces(pair: list[Line]) -> bool:
    """True for a linked headline with a short paragraph under it."""
    if len(pair) < 2 or not pair[0].linked or not pair[1].is_prose:
        return False
    if pair[1].length > weights.TEASER_LONGEST or pair[1].heading:
        return False
    return pair[0].is_headline_link and not is_button_line(pair[0])


def _is_text(beside: list[Line]) -> bool:
    """True for a line of running text, where there is a line at all."""
    return any(x.is_prose and not x.excluded and not x.heading for x in beside)
