"""Document heads: the number, the country's name and motto, the place and the day over a document's title."""

from __future__ import annotations

import re
from itertools import takewhile

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import PageLines

# Over the title of a document (folded).
_DOCUMENT_HEAD = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap\W+tu do|so ?: ?\d+\s*/|.{2,40}, ngay \d+ thang \d+ nam"
    r"|(?:so ?[/-]? ?(?:ky )?hieu|ngay (?:ban hanh|ky|hieu luc|co hieu luc)|trich yeu|co quan ban hanh|nguoi ky"
    r"|loai van ban)\W*$"
)


def document_head(page: PageLines, title: int, default: int) -> int:
    """The first line of what stands over a document's title: its number, the country's name and motto, as one table or
    in capitals; `default` where nothing such does.
    """
    above = page.lines[max(0, title - weights.DOCUMENT_HEAD_LINES) : max(title, 0)]
    plain = list(takewhile(lambda x: not (x.linked or x.excluded or x.listed or x.is_prose), reversed(above)))
    told = [x for x in plain if _DOCUMENT_HEAD.match(fold(x.text))]
    if len(told) < weights.DOCUMENT_HEAD_LEAST:
        return default
    first = told[-1].index
    tables = [t for t in told[-1].holder.iterancestors("table") if page.spans[t][1] <= title]
    if tables:
        return page.spans[tables[-1]][0]
    while first > plain[-1].index and page.lines[first - 1].text.isupper():
        first -= 1
    return first
