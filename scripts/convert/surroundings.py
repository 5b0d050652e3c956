"""What a line is beside the others of its page: an echo of a title, part of a card, inside a wrapper."""

from __future__ import annotations

from scripts.convert.lines import Line
from scripts.convert.tree import Element, Lengths

_WRAPPER, _LARGE_WRAPPER = 0.4, 0.5  # shares of a page's prose from which a badly named place is a wrapper
_CARD_DEPTH, _CARD_LEAST = 5, 3
_CARD_LONGEST = 500  # visible characters of a card, headline and teaser together


def settle(lines: list[Line], never: dict[Element, bool]) -> None:
    """Take the bar from places with most of the page's prose in them: wrappers with an unlucky name.

    `never` holds the places that never hold an article, True for those that nothing frees.
    """
    total = 0
    held: dict[Element, int] = {}
    for line in lines:
        if line.is_prose and not any(never.get(place) for place in line.barred):
            total += line.length
            for place in line.barred:
                held[place] = held.get(place, 0) + line.length
    freed = {p for p, n in held.items() if n >= (_LARGE_WRAPPER if p in never else _WRAPPER) * total}
    for line in lines if freed else ():
        line.barred = tuple(place for place in line.barred if place not in freed)
        line.never = any(place in never for place in line.barred)


def bar_cards(lines: list[Line], lengths: Lengths) -> None:
    """Bar the cards that introduce other articles: a headline link with a teaser, one of three or more
    alike.
    """
    cards: set[Element] = set()
    for line in lines:
        if line.is_headline_link and not line.never and (card := _card_of(line.holder, lengths)) is not None:
            cards.add(card)
    if not cards:
        return
    inside = {element: card for card in cards for element in card.iter()}
    for line in lines:
        if (card := inside.get(line.holder)) is not None:
            line.never, line.barred = True, (*line.barred, card)


def _card_of(holder: Element, lengths: Lengths) -> Element | None:
    """The element that stands among at least two others of its name and class, and holds little more than
    the link.
    """
    node = holder
    for _ in range(_CARD_DEPTH):
        parent = node.getparent()
        if parent is None or node.tag in ("p", "td", "body"):
            return None
        alike = sum(
            1 for child in parent if child.tag == node.tag and child.get("class") == node.get("class")
        )
        if alike >= _CARD_LEAST and (node.get("class") or node.tag == "article"):
            return node if lengths[node] <= _CARD_LONGEST and len(node) else None
        node = parent
    return None


def find_echoes(lines: list[Line]) -> None:
    """Mark the prose lines that begin with another, shorter line and go on: teasers glued to a title."""
    heads: dict[str, list[str]] = {}
    for line in lines:
        if 15 <= len(line.text) <= 250:
            heads.setdefault(line.text[:15], []).append(line.text)
    for line in lines:
        if len(line.text) > 60:
            line.echo = any(
                line.text != head and line.text.startswith(head) and line.text[len(head)].isalnum()
                for head in heads.get(line.text[:15], ())
            )
