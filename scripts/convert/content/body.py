"""Main-text detection: the element whose lines weigh most as prose, narrowed as long as nothing is lost."""

from __future__ import annotations

from itertools import accumulate

from scripts.convert import weights
from scripts.convert.content.document_head import document_head
from scripts.convert.content.side_columns import is_side_column
from scripts.convert.dom.lines import Body, Line, PageLines, prose_length
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import Element
from scripts.convert.dom.verse import plain_places
from scripts.convert.text.byline_grammar import read_byline
from scripts.convert.text.date_grammar import read_date_line


def _weight(line: Line, *, unlikely: bool) -> float:
    if unlikely:
        return -weights.BODY_UNLIKELY * min(line.length, weights.BODY_UNLIKELY_LONGEST)
    if line.echo or line.listed or line.linked * 2 > line.length:
        return -float(min(line.length, weights.BODY_LINKS_LONGEST))
    if not line.is_prose:
        return 0.0
    return (line.length - line.linked) * (weights.BODY_TEASER if line.teaser else 1.0)


def _weaken_far(line_weights: list[float], lines: list[Line], headline: int) -> None:
    """Lessen the weights of lines by their distance from the headline; none where no headline is known."""
    others = 0
    for line in lines[headline + 1 :] if headline >= 0 else ():
        others += not line.is_prose
        if others > weights.BODY_NEAR:
            line_weights[line.index] *= max(weights.BODY_FAR, weights.BODY_NEAR / others)


class _BodyFinder:
    """The lines of one page weighed, and every element that holds some: the sum of its lines."""

    def __init__(self, page: PageLines, statistics: SiteStatistics, headline: int) -> None:
        self.page = page
        self.shows_several = False  # whether the page shows several articles, of which the body is the first
        self.boilerplate = (
            [bool(x.unlikely) or statistics.is_sitewide(x) for x in page.lines]
            if statistics.sitewide
            else [bool(x.unlikely) for x in page.lines]
        )
        self.line_weights = [
            _weight(x, unlikely=c) for x, c in zip(page.lines, self.boilerplate, strict=True)
        ]
        _weaken_far(self.line_weights, page.lines, headline)
        sums = list(accumulate(self.line_weights, initial=0.0))
        self.weights = {e: sums[end] - sums[first] for e, (first, end) in page.spans.items() if end > first}

    def prose_in(self, element: Element) -> tuple[Line, ...]:
        return self.prose_among(self.page.lines_in(element))

    def prose_among(self, lines: list[Line]) -> tuple[Line, ...]:
        """The prose among lines; what introduces other articles counts only where there is nothing else."""
        prose = [x for x in lines if x.is_prose and not self.boilerplate[x.index]]
        return tuple([x for x in prose if not x.teaser] or prose)

    def find(self) -> Body | None:
        best = max(self.weights.values(), default=0)
        run = self.heaviest_run()
        if not run:
            return None
        if best > 0:
            # Elements are entered before what encloses them: the first of equals is the deepest.
            element = next(e for e, w in self.weights.items() if w >= best * weights.BODY_EQUAL)
            body = self.narrow(self.widen(element))
            whole = weights.BODY_WHOLE * prose_length(run)
            if self.shows_several or prose_length(body.prose) >= whole:
                return body
        # The text stands among links in one place with them: the place is taken whole, and trimmed later.
        element = self.innermost_around(run)
        return Body(element, run, (), tuple(self.page.lines_in(element)))

    def widen(self, element: Element) -> Element:
        """What holds a lone paragraph, be it of verse, where lines of the article may stand beside it."""
        first, end = self.page.spans[element]
        above = element.getparent()
        alone = end - first == 1 or (element.tag == "p" and self.page.lines[first].verse)
        if not alone or above is None or self.page.spans[above][1] <= end:
            return element
        line = self.page.lines[end]
        if end - first > 1 and read_byline(line.text, bare=True) is None:
            return element
        return above if not (line.excluded or line.is_headline_link or is_label(line)) else element

    def heaviest_run(self) -> tuple[Line, ...]:
        """The prose of the run of lines that weighs most: links and boxes weigh against a run, short lines
        a little.
        """
        best = total = 0.0
        start, run = 0, (0, 0)
        for at, weight in enumerate(self.line_weights):
            total += weight or -weights.BODY_SHORT_LINE
            if total <= 0:
                total, start = 0.0, at + 1
            elif total > best:
                best, run = total, (start, at + 1)
        return self.prose_among(self.page.lines[slice(*run)])

    def innermost_around(self, run: tuple[Line, ...]) -> Element:
        """The innermost element that holds all lines of a run."""
        first, last = run[0].index, run[-1].index
        found: Element = run[0].holder
        while not self.page.spans[found][0] <= first <= last < self.page.spans[found][1]:
            found = found.getparent()
        return found

    def narrow(self, element: Element) -> Body:
        before: tuple[Line, ...] = ()
        prose = self.prose_in(element)
        while (child := self.heaviest_child(element)) is not None:
            inner = self.prose_in(child)
            if len(inner) < len(prose):
                prose = self.without_side_columns(element, child, prose)
            if not self.stands_for(element, child, prose, inner):
                child = self.first_of_several(element)
                if child is None:
                    break
                inner, prose = self.prose_in(child), ()
                self.shows_several = True
            before += tuple(line for line in prose if line.index < inner[0].index)
            element, prose = child, inner
        return Body(element, prose, before, tuple(self.page.lines_in(element)))

    def heaviest_child(self, element: Element) -> Element | None:
        children = [child for child in element if child in self.weights]
        return max(children, key=lambda e: self.weights[e], default=None)

    def without_side_columns(self, row: Element, main: Element, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Lines of a row of columns but for those in columns beside the text's."""
        if not lines or main.tag not in ("td", "div"):
            return lines
        beside = [c for c in row if c is not main and c in self.weights]
        spans = [range(*self.page.spans[c]) for c in beside if is_side_column(self.page, c, main)]
        return tuple(x for x in lines if not any(x.index in span for span in spans))

    def stands_for(
        self, element: Element, child: Element, prose: tuple[Line, ...], inner: tuple[Line, ...]
    ) -> bool:
        """True where a child's text is its parent's but for a lead."""
        if not inner or self.weights[child] < weights.BODY_CHILD_SHARE * self.weights[element]:
            return False
        if not _is_rest(prose, inner):
            return False
        after = self.page.lines[self.page.spans[child][1] : self.page.spans[element][1]]
        tail = tuple(line for line in after if _is_own_tail(line))
        return not self.without_side_columns(element, child, tail)

    def first_of_several(self, element: Element) -> Element | None:
        """The first article where a page shows several under headlines of their own, one below the other."""
        share = weights.BODY_OF_SEVERAL * self.weights[element]
        found = [e for e in element if self.weights.get(e, 0) >= share and self.begins_article(e)]
        return found[0] if len(found) > 1 and len({e.tag for e in found}) == 1 else None

    def begins_article(self, element: Element) -> bool:
        prose = self.prose_in(element)
        first = self.page.spans[element][0]
        before = self.page.lines[first : prose[0].index] if prose else []
        return any(line.heading == 1 and not line.linked and not line.excluded for line in before)


def find_body(page: PageLines, statistics: SiteStatistics, headline: int = -1) -> Body | None:
    """The body of the article among a page's lines; None where nothing on the page is prose.

    `headline` is the index of the line that is surely the title, -1 where none is sure.
    """
    return _BodyFinder(page, statistics, headline).find()


def with_lines_above(body: Body, page: PageLines, title: int) -> Body:
    """The body with what no measure of prose sees above it: many short plain lines under the title, and the head of a
    document.
    """
    first = page.spans[body.element][0]
    verse = plain_places(page.lines[title + 1 : first]) if 0 <= title < first else []
    prose = (verse[0][0], *body.prose) if verse else body.prose
    begin = min(prose[0].index if verse else first, document_head(page, title, first))
    if begin >= first:
        return body
    element = body.element
    while page.spans[element][0] > begin:
        element = element.getparent()
    return Body(element, prose, body.before, tuple(page.lines_in(element)))


def _is_rest(prose: tuple[Line, ...], inner: tuple[Line, ...]) -> bool:
    """True where a child's prose is the parent's: nothing after it, a few lines before it."""
    first, last = inner[0].index, inner[-1].index
    before = sum(line.index < first for line in prose)
    if before > weights.BODY_LINES_BEFORE or any(line.index > last for line in prose):
        return False
    return len(inner) >= 2 or inner[0].length >= weights.BODY_SINGLE_LINE


def _is_own_tail(line: Line) -> bool:
    """True for words of the article (a byline, a caption) that stand after a child and not in it."""
    if (
        line.unlikely
        or line.echo
        or line.listed
        or line.linked * 2 > line.length
        or read_date_line(line.text)
    ):
        return False
    return line.length >= weights.BODY_TAIL or read_byline(line.text, bare=True) is not None
