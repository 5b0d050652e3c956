"""Where the article's text is: the element whose lines weigh most as prose, then as deep as nothing is
lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from scripts.convert.byline import read_byline
from scripts.convert.lines import Line
from scripts.convert.stamps import stamp_line
from scripts.convert.survey import Survey
from scripts.convert.tree import Element

_EQUAL = 0.999  # of the best weight
_SPARE = 0.75  # a child with this share of the weight may stand for its parent
_CONTAINER = 1500  # visible characters from which a single line may be a whole article
_TAIL = 40  # visible characters of a line after a child that may be the article's own
_LEADS = 3  # prose lines before a child that may be lead, picture caption or subtitle


@dataclass(frozen=True, slots=True)
class Body:
    """The body element, its prose lines in order, and prose lines before it that its parent held."""

    element: Element
    prose: tuple[Line, ...]
    before: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()


def _weight(line: Line, *, barred: bool) -> float:
    if barred:
        return -0.2 * min(line.length, 200)
    if line.echo or line.linked * 2 > line.length:
        return -float(min(line.length, 150))
    return float(line.length - 2 * line.linked) if line.is_prose else 0.0


def _weights(lines: list[Line], survey: Survey) -> dict[Element, float]:
    weights: dict[Element, float] = {}
    for line in lines:
        if weight := _weight(line, barred=bool(line.barred) or survey.is_everywhere(line)):
            node = line.holder
            while node is not None:
                weights[node] = weights.get(node, 0.0) + weight
                node = node.getparent()
    return weights


def find_body(lines: list[Line], survey: Survey) -> Body | None:
    """The body of the article among a page's lines; None where nothing on the page is prose."""
    weights = _weights(lines, survey)
    best = max(weights.values(), default=0)
    if best <= 0:
        return None
    # Holders are entered before what encloses them: the first of equals is the deepest.
    element = next(e for e, w in weights.items() if w >= best * _EQUAL)
    return _deepened(element, lines, weights, survey)


def _deepened(element: Element, lines: list[Line], weights: dict[Element, float], survey: Survey) -> Body:
    before: tuple[Line, ...] = ()
    prose = _prose_in(element, lines, survey)
    while (child := _heaviest(element, weights)) is not None:
        inner = _prose_in(child, lines, survey)
        if not inner or weights[child] < _SPARE * weights[element] or not _stands_for(prose, inner):
            break
        if _loses_tail(element, child, lines[inner[-1].index + 1 :]):
            break
        before += tuple(line for line in prose if line.index < inner[0].index)
        element, prose = child, inner
    inside = set(element.iter())
    return Body(element, prose, before, tuple(x for x in lines if x.holder in inside))


def _stands_for(prose: tuple[Line, ...], inner: tuple[Line, ...]) -> bool:
    """True where a child's prose is the parent's but for a lead: nothing after it, a few lines before it."""
    first, last = inner[0].index, inner[-1].index
    if any(line.index > last for line in prose) or sum(line.index < first for line in prose) > _LEADS:
        return False
    return len(inner) >= 2 or inner[0].length >= _CONTAINER


def _loses_tail(element: Element, child: Element, after: list[Line]) -> bool:
    """True where the parent ends with words of the article (a byline, a caption) that the child does not
    hold.
    """
    outside = set(element.iter()) - set(child.iter())
    return any(line.holder in outside and _is_own_tail(line) for line in after)


def _is_own_tail(line: Line) -> bool:
    if line.barred or line.echo or line.linked * 2 > line.length or stamp_line(line.text):
        return False
    return line.length >= _TAIL or read_byline(line.text, bare=True) is not None


def _heaviest(element: Element, weights: dict[Element, float]) -> Element | None:
    children = [child for child in element if child in weights]
    return max(children, key=lambda e: weights[e], default=None)


def _prose_in(element: Element, lines: list[Line], survey: Survey) -> tuple[Line, ...]:
    inside = set(element.iter())
    return tuple(
        x for x in lines if x.is_prose and not x.barred and x.holder in inside and not survey.is_everywhere(x)
    )
