"""Rule of acronyms: one that nobody in the archive explains."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem
from scripts.rules.archive import CheckedArchive


def acronym_explained(archive: CheckedArchive) -> Iterator[Problem]:
    """Chữ viết tắt nên được giải thích ít nhất một lần trong kho, như “cải cách hành chính (CCHC)”."""
    known = {acronym for facts in archive.facts.values() for acronym in facts.expanded}
    uses: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(archive.facts):
        for acronym, line in archive.facts[path].acronyms.items():
            if acronym not in known:
                uses.setdefault(acronym, []).append((path, line))
    for acronym, places in uses.items():
        path, line = places[0]
        others = f" (và {len(places) - 1} bài khác)" if len(places) > 1 else ""
        remedy = f"hãy viết lần đầu là “tên đầy đủ ({acronym})”"
        yield Problem(path, line, "viet-tat", f"“{acronym}”{others} chưa được giải thích ở đâu; {remedy}")
