"""The search index of the archive, from articles to files; reads as a table of contents.

A build reads the articles that changed, replaces their postings, codes the lists of the words they hold anew, and
puts the shards together from those and from the last build's. Without a last build everything has changed. The
bytes written depend on the archive alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.core.parallel import forked_pool
from plugins.search import changes, facets, shards, state, whole
from plugins.search.entries import family
from plugins.search.model import client_bytes, load
from plugins.search.postings import rounded
from plugins.search.slots import place
from plugins.search.state import State
from plugins.search.strings import varints

MANIFEST = "manifest.json"
FORMAT = 3  # of the files; the client refuses another
WORKERS = 2
MANY = 12  # with more than one article in so many changed, all are read again


@dataclass(frozen=True)
class IndexReport:
    """What was written: name of the manifest; and how many articles were read for it."""

    manifest: str
    read: int


def nowhere(name: str) -> Path | None:
    """No file of a last site, whatever its name."""
    del name
    return None


def build_index(
    documents: Sequence[Document], texts: Texts, out: Path, cache: Path, last: shards.Last = nowhere
) -> IndexReport:
    """Write the whole index of `documents` (in any order) into the folder `out`, replacing what is there.

    `cache` keeps the postings from build to build, `last` finds the files of the last site; the bytes written
    depend on neither. May run in a forked process.
    """
    now = changes.look(place(documents), texts)
    made, read = _made(now, cache)
    if out.exists():
        shutil.rmtree(out)  # an earlier index: its names would stay beside the new ones
    out.mkdir(parents=True)
    write(now, made, out, last)
    return IndexReport(MANIFEST, read)


def _made(now: changes.Now, cache: Path) -> tuple[State, int]:
    """The state for an archive, from the last one or anew, and the number of articles read."""
    size = len(now.places.slots)
    found = state.load(cache)
    if found:
        before, seals = found
        changed = changes.changed(before, now.words)
        if before.rounded == rounded(size) and changed.sum() * MANY <= size:
            read = changes.apply(before, now, changed)
            if read is not None:
                state.save(before, cache, seals)
                return before, read
    found = None  # frees its memory
    state.begin(cache)
    with forked_pool(WORKERS) as pool:
        made, seals = whole.make(now, cache, pool)
    state.save(made, cache, seals)
    return made, sum(region.count for region in now.places.regions)


def write(now: changes.Now, made: State, out: Path, last: shards.Last) -> None:
    """Every file of the index."""
    slots, regions = now.places.slots, now.places.regions
    directory = [shards.write_family(family(letter, made.entries[letter]), out, last) for letter in "bsn"]
    firsts = varints(np.diff(made.bounds[:-1], prepend=0).tolist())
    directory.append(shards.write_family(shards.Family("x", made.blocks, firsts), out, last))
    columns = {name: facets.put_hashed(out, name, facets.column(facet)) for name, facet in now.known.items()}
    years = [
        (r.year, r.first, r.count, facets.put_hashed(out, f"{r.year}", facets.days(slots, r)))
        for r in regions
    ]
    manifest = {
        "format": FORMAT,
        "articles": sum(region.count for region in regions),
        "slots": len(slots),
        "rounded": made.rounded,
        "together": shards.TOGETHER,
        "years": years,
        "model": facets.put_hashed(out, "model", client_bytes(load())),
        "directory": facets.put_hashed(out, "directory", b"".join(directory)),
        "facets": columns,
        "sections": list(now.known["section"].numbers),
        "sources": list(now.known["source"].numbers),
    }
    shards.put(
        out / MANIFEST, (json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    )
