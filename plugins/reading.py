"""All sources read: from the cache what was read before, the rest on all cores and within bounds."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from plugins.bounds import beyond, bounded, limit_worker
from plugins.cache import Cache
from plugins.core.parallel import CHUNK, run_forked
from plugins.core.problems import Problem
from plugins.core.sources import Source, Tree
from plugins.reader import Reading, dump_reading, load_reading, read_source
from plugins.rendering import forget_converter

Readings = list[tuple[Source, Reading]]
Rows = list[tuple[str, str, str]]
Batch = tuple[Rows, list[Problem]]
_BEGUN, _DONE = 1, 2


def source_key(source: Source) -> str:
    """Where a reading is remembered: relative links make it depend on the folder, pages need no date."""
    return f"{source.digest}:{source.path.rpartition('/')[0]}"


def _read(root: Path, source: Source) -> tuple[str, str, str] | list[Problem]:
    result = bounded(source.path, lambda: read_source(root, source))
    if isinstance(result, Problem):
        forget_converter()  # it was stopped in the middle of a text
        return [result]
    return result if isinstance(result, list) else (source_key(source), dump_reading(result[0]), result[1])


def _read_batch(root: Path, marks: mmap.mmap, sources: Sequence[tuple[int, Source]]) -> Batch:
    """Read some sources; `marks` has one byte a source, by which a process that dies names what killed it."""
    limit_worker()
    rows: Rows = []
    problems: list[Problem] = []
    for number, source in sources:
        marks[number] = _BEGUN
        result = _read(root, source)
        marks[number] = _DONE
        if isinstance(result, list):
            problems += result
        else:
            rows.append(result)
    return rows, problems


def read_all(root: Path, sources: Sequence[Source]) -> Iterator[Batch]:
    """Read sources in processes of their own; one that takes its process down (memory, time) is a problem."""
    if not sources:
        return
    marks = mmap.mmap(-1, len(sources))  # shared with the workers
    returned = 0
    try:
        for batch in run_forked(partial(_read_batch, root, marks), list(enumerate(sources)), apart=True):
            yield batch
            returned += CHUNK
        return
    except BrokenProcessPool:
        if len(sources) == 1:
            yield [], [beyond(sources[0].path, "làm tiến trình đọc bị hệ thống dừng (bộ nhớ, thời gian)")]
            return
    suspects = [source for at, source in enumerate(sources) if at >= returned and marks[at] == _BEGUN]
    others = [source for at, source in enumerate(sources) if at >= returned and marks[at] != _BEGUN]
    for source in suspects or others[:1]:
        yield from read_all(root, [source])
    yield from read_all(root, others if suspects else others[1:])


def read_sources(tree: Tree, cache: Cache, progress: Callable[[int], None]) -> tuple[Readings, list[Problem]]:
    """Read every source, from the cache where its content was read before; problems come beside the rest."""
    known = cache.fields([source_key(s) for s in tree.sources])
    new = [s for s in tree.sources if source_key(s) not in known]
    problems: list[Problem] = []
    for rows, faults in read_all(tree.root, new):
        cache.remember(rows)
        known.update((digest, fields) for digest, fields, _ in rows)
        problems += faults
        progress(len(rows) + len(faults))
    cache.keep_only(known)
    return [(s, load_reading(known[source_key(s)])) for s in tree.sources if source_key(s) in known], problems
