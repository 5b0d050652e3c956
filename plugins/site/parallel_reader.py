"""Parallel reading of all sources: from the cache what was read before, the rest on all cores and within bounds."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from plugins.core.problems import Problem
from plugins.core.sources import Source
from plugins.html.rendering import forget_converter
from plugins.site.cache import Cache, PackedReading, pack_reading
from plugins.site.reader import read_source
from plugins.site.source_record import (
    Row,
    SourceRecord,
    dump_reading,
    dump_record,
    load_reading,
    load_record,
    make_record,
    source_key,
)
from plugins.system.content_tree import Tree
from plugins.system.parallel import CHUNK, run_forked
from plugins.system.resource_limits import beyond, bounded, limit_worker

Batch = tuple[list[PackedReading], list[Problem]]
_BEGUN, _DONE = 1, 2
_NAMED = 20  # problems of one file that are named one by one


def _read(root: Path, source: Source) -> PackedReading | list[Problem]:
    result = bounded(source.path, lambda: read_source(root, source))
    if isinstance(result, Problem):
        forget_converter()  # it was stopped in the middle of a text
        return [result]
    if isinstance(result, list):
        return _shortened(source.path, result)
    return pack_reading(source_key(source), dump_reading(result[0]), result[1])


def _shortened(path: str, problems: list[Problem]) -> list[Problem]:
    """A file that is no article at all must not bury the problems of the others."""
    rest = len(problems) - _NAMED
    more = [Problem(path, problems[_NAMED].line, "phan-dau", f"và {rest} chỗ khác")] if rest > 0 else []
    return problems[:_NAMED] + more


def _read_batch(root: Path, states: mmap.mmap, sources: Sequence[tuple[int, Source]]) -> Batch:
    """Read some sources; `states` has one byte a source, by which a process that dies names what killed it."""
    limit_worker()
    rows: list[PackedReading] = []
    problems: list[Problem] = []
    for number, source in sources:
        states[number] = _BEGUN
        result = _read(root, source)
        states[number] = _DONE
        if isinstance(result, list):
            problems += result
        else:
            rows.append(result)
    return rows, problems


def read_all(root: Path, sources: Sequence[Source], chunk: int = CHUNK) -> Iterator[Batch]:
    """Read sources in processes of their own; one that takes its process down (memory, time) is a problem.

    What was in the hands of the processes then is read again; from there on in the smallest `chunk`, so that many
    bad sources do not make each other's neighbours be read over and over.
    """
    if not sources:
        return
    states = mmap.mmap(-1, len(sources))  # shared with the workers
    returned = 0
    try:
        for batch in run_forked(
            partial(_read_batch, root, states), list(enumerate(sources)), isolated=True, chunk=chunk
        ):
            yield batch
            returned += chunk
        return
    except BrokenProcessPool:
        if len(sources) == 1:
            yield [], [beyond(sources[0].path, "làm tiến trình đọc bị hệ thống dừng (bộ nhớ, thời gian)")]
            return
    left = list(zip(sources, states, strict=True))[returned:]
    suspects = [source for source, state in left if state == _BEGUN]
    others = [source for source, state in left if state != _BEGUN]
    for source in suspects or others[:1]:
        yield from read_all(root, [source])
    yield from read_all(root, others if suspects else others[1:], 1)


def read_sources(
    tree: Tree, cache: Cache, progress: Callable[[int], None]
) -> tuple[list[SourceRecord], list[Problem]]:
    """Read every source, from the cache where its content was read before; problems come beside the rest."""
    before, keys = cache.overview(), {s.path: source_key(s) for s in tree.sources}
    rows = {path: before[path] for path, key in keys.items() if path in before and before[path][1] == key}
    lacking = [s for s in tree.sources if s.path not in rows]
    readings = cache.fields([keys[s.path] for s in lacking])
    problems = _read_lacking(
        tree.root, [s for s in lacking if keys[s.path] not in readings], cache, readings, progress
    )
    made = {
        s.path: make_record(s, load_reading(readings[keys[s.path]]))
        for s in lacking
        if keys[s.path] in readings
    }
    rows |= {path: dump_record(record) for path, record in made.items()}
    if lacking or len(rows) < len(before):
        cache.keep_only(before, rows)
    return [made.get(s.path) or load_record(rows[s.path]) for s in tree.sources if s.path in rows], problems


def _read_lacking(
    root: Path,
    sources: Sequence[Source],
    cache: Cache,
    readings: dict[str, Row],
    progress: Callable[[int], None],
) -> list[Problem]:
    """Read sources that were never read, into the cache and `readings` (by digest); the problems of the others."""
    problems: list[Problem] = []
    for rows, faults in read_all(root, sources):
        cache.remember(rows)
        readings.update((row.digest, row.fields) for row in rows)
        problems += faults
        progress(len(rows) + len(faults))
    return problems
