"""The search index of the archive, from articles to files; reads as a table of contents.

Articles are numbered from the oldest, so a new one comes last: it touches the lists of its own words and the
last block of texts, nothing else.
"""

from __future__ import annotations

import functools
import hashlib
import json
import multiprocessing
import shutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from plugins.core import text as core_text
from plugins.core.documents import Document, Texts
from plugins.search import blocks, facets, families, shards
from plugins.search.acronyms import learn
from plugins.search.corpus import gather
from plugins.search.expand import prepare
from plugins.search.model import client_bytes, load
from plugins.search.postings import rounded
from plugins.search.tokens import GROUP, Group, load_group, read_group, save_group

MANIFEST = "manifest.json"
FORMAT = 1  # of the files; the client refuses another
WORKERS = 2
AHEAD = 2 * WORKERS  # groups read before they are needed


@dataclass(frozen=True)
class IndexReport:
    """What was written: name of the manifest, number of files and their bytes."""

    manifest: str
    files: int
    bytes: int


def build_index(documents: Sequence[Document], texts: Texts, out: Path, cache: Path) -> IndexReport:
    """Write the whole index of `documents` (newest first) into the folder `out`, replacing what is there.

    `cache` keeps the tokenised articles from build to build; the bytes written never depend on it.
    """
    ordered = list(reversed(documents))
    ordered.sort(key=lambda d: d.date.when)
    if out.exists():
        shutil.rmtree(out)  # an earlier index: its names would stay beside the new ones
    out.mkdir(parents=True)
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("fork")) as pool:
        write(ordered, read(ordered, texts, cache, pool), out, pool)
    sizes = [p.stat().st_size for p in out.rglob("*") if p.is_file()]
    return IndexReport(MANIFEST, len(sizes), sum(sizes))


def write(
    documents: Sequence[Document], groups: Iterable[Group], out: Path, pool: ProcessPoolExecutor
) -> None:
    """Every file of the index, from articles in order of date and their groups."""
    model = load()
    aside = Aside([], [], [])
    corpus = gather(aside.keep(groups), model)
    patterns = prepare(learn(aside.definitions), corpus.vocabulary, model)
    size = rounded(len(documents))
    directory = [
        shards.write_family(f, out)
        for f in (
            families.pairs(corpus, patterns, model, size, pool),
            *families.singles(corpus, patterns, size, pool),
            families.numbers(aside.numbers, size),
            text_family(documents, aside.texts),
        )
    ]
    manifest = {
        "format": FORMAT,
        "articles": len(documents),
        "rounded": size,
        "block": blocks.BLOCK,
        "together": shards.TOGETHER,
        "years": facets.years(documents),
        "model": facets.put_hashed(out, "model", client_bytes(model)),
        "directory": facets.put_hashed(out, "directory", b"".join(directory)),
        "days": facets.put_hashed(out, "days", facets.days(documents)),
        **write_columns(documents, out),
    }
    shards.put(
        out / MANIFEST, (json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    )


@dataclass(frozen=True)
class Aside:
    """What is kept of each group besides its words: coded texts, (number, article), definitions of acronyms."""

    texts: list[bytes]
    numbers: list[tuple[str, int]]
    definitions: list[tuple[str, str]]

    def keep(self, groups: Iterable[Group]) -> Iterator[Group]:
        """Pass groups on, keeping the small things."""
        for group in groups:
            first = len(self.texts)
            self.numbers.extend((n, first + d) for n, d in group.numbers)
            self.definitions.extend(group.definitions)
            self.texts.extend(group.texts)
            yield group


def write_columns(documents: Sequence[Document], out: Path) -> dict[str, object]:
    """The filters' columns; names of sections and sources, which every result shows, go into the manifest."""
    names = {facet: facets.numbered(documents, facet) for facet in facets.FACETS}
    files = {f: facets.put_hashed(out, f, facets.column(documents, f, values)) for f, values in names.items()}
    return {"facets": files, "sections": list(names["section"]), "sources": list(names["source"])}


def text_family(documents: Sequence[Document], texts: Sequence[bytes]) -> shards.Family:
    """Family ``x``: blocks of texts."""
    sections, sources = facets.numbered(documents, "section"), facets.numbered(documents, "source")
    records = [blocks.record(d, sections, sources, text) for d, text in zip(documents, texts, strict=True)]
    return shards.Family("x", blocks.blocks(records), b"")


def _name(documents: Sequence[Document]) -> str:
    """Cache name of a group: its texts' digests, its titles and summaries, and the code that reads them."""
    digest = hashlib.sha256(_code_digest())
    for d in documents:
        digest.update(f"{d.digest}\0{d.title}\0{d.summary}\0".encode())
    return digest.hexdigest()[:32] + ".npz"


@functools.cache
def _code_digest() -> bytes:
    """Digest of this package, the rules of text and Python's version: other code never reads this one's cache."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    here = (p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".json", ".txt"))
    for path in [*sorted(here), Path(core_text.__file__)]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def read(
    documents: Sequence[Document], texts: Texts, memory: Path, pool: ProcessPoolExecutor
) -> Iterator[Group]:
    """Groups of articles in order, from the cache or from their texts; unused groups leave the cache."""
    memory.mkdir(parents=True, exist_ok=True)
    parts = [documents[i : i + GROUP] for i in range(0, len(documents), GROUP)]
    paths = [memory / _name(part) for part in parts]
    for path in set(memory.glob("*.npz")) - set(paths):
        path.unlink(missing_ok=True)
    waiting: deque[Group | Future[Group]] = deque()
    for part, path in zip(parts, paths, strict=True):
        waiting.append(load_group(path) or _submit(part, texts, path, pool))
        while len(waiting) > AHEAD:
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _submit(part: Sequence[Document], texts: Texts, path: Path, pool: ProcessPoolExecutor) -> Future[Group]:
    """Have a group read; the texts are asked for here, since they may come from a database of this process."""
    bodies = texts([d.digest for d in part])
    return pool.submit(_read, [(d, body) for d, (_, body) in zip(part, bodies, strict=True)], path)


def _result(group: Group | Future[Group]) -> Group:
    return group.result() if isinstance(group, Future) else group


def _read(items: Sequence[tuple[Document, str]], path: Path) -> Group:
    group = read_group(items)
    save_group(group, path)
    return group
