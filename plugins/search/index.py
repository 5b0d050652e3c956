"""The search index of the archive, from articles to files; reads as a table of contents.

A build reads the articles that changed, replaces their postings, codes the lists of the words they hold anew, and
puts the shards together from those and from the last build's. Without a last build everything has changed. The
bytes written depend on the archive alone.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.search import facets, full_build, incremental, shards, state
from plugins.search.dictionary import family
from plugins.search.doc_ids import Region
from plugins.search.front_coding import varints
from plugins.search.postings import rounded
from plugins.search.shard_store import DamagedError
from plugins.search.state import State
from plugins.search.text_model import client_bytes, load
from plugins.system.parallel import forked_pool

MANIFEST = "manifest.json"
FORMAT = 3  # of the files; the client refuses another
WORKERS = 2
MANY = 12  # with more than one article in so many changed, all are read again


@dataclass(frozen=True)
class IndexReport:
    """What was written: name of the manifest; and how many articles were read for it."""

    manifest: str
    read: int


def nowhere(name: str) -> str | None:
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
    found = state.load(cache)
    now = incremental.look(documents, texts, found.seats if found else None)
    read = None
    with contextlib.suppress(DamagedError):
        read = _updated(now, found, out, cache, last) if found else None
    if read is None:
        found = None  # frees its memory
        read = _anew(now, out, cache, last)
    return IndexReport(MANIFEST, read)


def _updated(now: incremental.Now, found: State, out: Path, cache: Path, last: shards.Last) -> int | None:
    """Write the index from the last build's state; the number of articles read, None where it is better made anew."""
    size = len(now.places.slots)
    changed = incremental.changed(found, now.words)
    if found.rounded != rounded(size) or changed.sum() * MANY > size:
        return None
    read = incremental.apply(found, now, changed)
    if read is not None:
        write(now, found, out, last)
        state.save(found, cache)
    return read


def _anew(now: incremental.Now, out: Path, cache: Path, last: shards.Last) -> int:
    """Write the index from the articles alone; how many there are."""
    state.begin(cache)
    with forked_pool(WORKERS) as pool:
        made = full_build.make(now, cache, pool)
    write(now, made, out, last)
    state.save(made, cache)
    return sum(region.count for region in now.places.regions)


def _families(made: State) -> Iterator[shards.Family]:
    yield from (family(letter, made.entries[letter]) for letter in "bsn")
    yield shards.Family("x", made.blocks, varints(np.diff(made.bounds[:-1], prepend=0).tolist()))


def _put(made: State, out: Path, last: shards.Last, name: str, key: bytes, data: Callable[[], bytes]) -> str:
    """A file with its hash in its name, which is returned; one made of the same `key` before is linked."""
    digest = hashlib.sha256(key).digest()
    before, full = made.files.get(name, (b"", ""))
    if before != digest or not shards.linked(last(full), f"{out}/{full}"):
        full = facets.put_hashed(out, name, data())
        made.files[name] = digest, full
    return full


def _year(now: incremental.Now, region: Region) -> tuple[bytes, Callable[[], bytes]]:
    """What the file of a year is made of, and what makes it."""
    signs = now.words[region.first : region.first + region.size]
    seats = "\n".join(now.seats[region.year]).encode("utf-8", "surrogatepass")
    key = b"%d\n%b\n%b" % (region.first, signs.tobytes(), seats)
    return key, lambda: facets.days(now.places.slots, region)


def write(now: incremental.Now, made: State, out: Path, last: shards.Last) -> None:
    """Every file of the index."""
    if out.exists():
        shutil.rmtree(out)  # an earlier index: its names would stay beside the new ones
    out.mkdir(parents=True)
    slots, regions = now.places.slots, now.places.regions
    directory = []
    for some in _families(made):
        entry, made.names[some.letter] = shards.write_family(
            some, out, last, made.names.get(some.letter, (0, []))
        )
        directory.append(entry)
    put = functools.partial(_put, made, out, last)
    columns = {}
    for name, facet in now.known.items():
        column = facets.column(facet)
        columns[name] = put(name, column, lambda column=column: column)  # type: ignore[misc]  # a lambda's default is untyped
    years = [(r.year, r.first, r.count, put(f"{r.year}", *_year(now, r))) for r in regions]
    manifest = {
        "format": FORMAT,
        "articles": sum(region.count for region in regions),
        "slots": len(slots),
        "rounded": made.rounded,
        "together": shards.TOGETHER,
        "years": years,
        "model": put("model", b"", lambda: client_bytes(load())),
        "directory": facets.put_hashed(out, "directory", b"".join(directory)),
        "facets": columns,
        "sections": list(now.known["section"].numbers),
        "sources": list(now.known["source"].numbers),
    }
    shards.put(
        out / MANIFEST, (json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    )
