"""Check an archive: read what changed on both cores, remember the rest, then compare the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from plugins.core.problems import Problem
from plugins.core.reviewed_acronyms import read_reviewed_acronyms
from plugins.core.sections import read_sections
from plugins.core.sources import Source
from plugins.core.synonyms import read_synonyms
from plugins.lint.document import read_document
from plugins.system.content_tree import walk_content
from plugins.system.parallel import run_forked
from scripts.rules.archive import CheckedArchive, SourceFacts, facts_of
from scripts.rules.memory import Memory
from scripts.rules.registry import check_archive, check_document

CHUNK = 250  # files a task: enough to hide the hand-over

Progress = Callable[[int, int], None]
"""Called with (files read so far, files to read)."""


def examine(root: Path, source: Source) -> SourceFacts:
    """Read one source and run its own rules."""
    document = read_document(root, source)
    if isinstance(document, list):
        return SourceFacts([(p.line, p.rule, p.message) for p in document], {}, {}, [], {}, [])
    return facts_of(document, check_document(document))


def _examine_all(root: Path, sources: Sequence[Source]) -> list[SourceFacts]:
    return [examine(root, source) for source in sources]


def _key(source: Source) -> str:
    return f"{source.digest}{':trang' if source.is_page else ''}"


def _facts(
    root: Path, sources: Sequence[Source], memory: Memory, progress: Progress
) -> dict[str, SourceFacts]:
    known = memory.load()
    needed = {_key(source): source for source in sources}
    new = [source for key, source in needed.items() if key not in known]
    done = 0
    for facts in run_forked(partial(_examine_all, root), new, chunk=CHUNK):
        known.update(zip((_key(s) for s in new[done:]), facts, strict=False))
        done += len(facts)
        progress(done, len(new))
    if new or len(known) != len(needed):
        known = {key: known[key] for key in needed}
        memory.save(known)
    return {source.path: known[_key(source)] for source in sources}


def check_content(content: Path, memory: Memory, now: datetime, progress: Progress) -> list[Problem]:
    """Everything wrong or worth advice under a content folder, sorted; OSError where a file is unreadable."""
    tree = walk_content(content)
    sections, section_problems = read_sections(content)
    _, synonym_problems = read_synonyms(content)
    archive = CheckedArchive(
        tree,
        _facts(content, tree.sources, memory, progress),
        sections,
        section_problems,
        synonym_problems,
        read_reviewed_acronyms(content)[1],
        now,
    )
    own = [Problem(path, *finding) for path, facts in archive.facts.items() for finding in facts.findings]
    return sorted({*own, *check_archive(archive)})
