"""Search index of the archive, from articles to files; reads as a table of contents.

A build reads the articles that changed, replaces their postings, codes the posting lists of their terms anew, and puts
the shards together from those and from the last build's. Without a last build everything has changed. The bytes
written depend on the archive alone.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import json
import marshal
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from plugins.core.documents import Document, Texts
from plugins.search import facets, full_build, incremental, shards, state
from plugins.search import weights as tuned
from plugins.search.acronyms import NOTHING_REVIEWED, ReviewedSynonyms, definitions, synonym_table
from plugins.search.dictionary import index_files
from plugins.search.directory import FirstStrings, FirstTerms, encode_directory
from plugins.search.doc_ids import Partition
from plugins.search.facets import Facets, KnownCompressions
from plugins.search.incremental import RecordEncoder, Snapshot
from plugins.search.postings import frequent, quantised_size
from plugins.search.recent_tier import build_recent_tier
from plugins.search.running_words import TitleWords
from plugins.search.shard_store import DamagedError
from plugins.search.shards import FindPrevious, IndexFiles, ShardDigests
from plugins.search.state import IndexState
from plugins.search.stored_fields import page_table
from plugins.search.suggestions import gather, suggestion_files
from plugins.search.text_model import client_bytes, load, model_name
from plugins.search.tiers import split_by_border
from plugins.search.word_pairs import pair_files

MANIFEST = "manifest.json"
FORMAT = 7  # of the files; the client refuses another


@dataclass(frozen=True)
class IndexReport:
    """The name of the manifest, and how many articles were read for the index."""

    manifest: str
    read: int


def no_previous(name: str) -> str | None:
    """No file of a last site, whatever its name."""
    del name
    return None


def build_index(
    documents: Sequence[Document],
    texts: Texts,
    out: Path,
    cache: Path,
    previous: FindPrevious = no_previous,
    synonyms: ReviewedSynonyms = NOTHING_REVIEWED,
) -> IndexReport:
    """Write the whole index of `documents` (in any order) into the folder `out`, replacing what is there.

    `cache` keeps the state from build to build, `previous` finds the files of the last site; the bytes written depend
    on neither. `synonyms` are what archivists reviewed. May run in a forked process.
    """
    before = state.load(cache)
    base, recent = split_by_border(documents)
    snapshot = incremental.take_snapshot(base, texts, before.url_by_id if before else None, synonyms)
    read, write = None, functools.partial(write_index, snapshot, recent=recent, out=out, previous=previous)
    with contextlib.suppress(DamagedError):
        read = _update(snapshot, before, cache, write) if before else None
    if read is None:
        before = None  # frees its memory
        read = _build_fully(snapshot, cache, write)
    return IndexReport(MANIFEST, read + len(recent))


def _update(
    snapshot: Snapshot, before: IndexState, cache: Path, write: Callable[[IndexState], None]
) -> int | None:
    """Write the index from the last build's state.

    Returns how many articles of the base were read, None where a full build is better.
    """
    size = len(snapshot.table)
    changed = incremental.changed_contents(before, snapshot)
    if before.quantised_size != quantised_size(size) or changed.sum() * tuned.FULL_BUILD_SHARE > size:
        return None
    read = incremental.update(before, snapshot, changed)
    write(before)
    state.save(before, cache)
    return read


def _build_fully(snapshot: Snapshot, cache: Path, write: Callable[[IndexState], None]) -> int:
    """Write the index from the articles alone; how many the base has."""
    state.begin(cache)
    built = full_build.build(snapshot, cache)
    write(built)
    state.save(built, cache)
    return snapshot.table.articles


def _all_files(snapshot: Snapshot, built: IndexState) -> Iterator[tuple[IndexFiles, FirstTerms]]:
    yield from (index_files(letter, built.dictionaries[letter]) for letter in "bsn")
    yield from typing_aids(snapshot, built)
    pages = page_table(built.record_sizes, built.block_bounds)
    yield IndexFiles("x", built.blocks, tuned.BLOCKS_PER_HASH, cut_directory=True), pages


def typing_aids(snapshot: Snapshot, built: IndexState) -> list[tuple[IndexFiles, FirstTerms]]:
    """The files of suggestions and of word pairs, as they were where nothing changed that they are made of."""
    leads = snapshot.table.articles <= tuned.LEADS_UP_TO
    before = built.title_words if built.title_words.leads == leads else TitleWords.nothing(leads)
    words = built.title_words = before.updated(snapshot.table.documents, snapshot.content_hashes)
    defined = definitions(snapshot.table.documents)
    names = [(sorted(facet.numbers), facet.by_id) for facet in snapshot.facets.values()]
    made_of = (
        words.numbers.tobytes(),
        words.flags.tobytes(),
        defined,
        sorted(built.document_counts.items()),
        names,
    )
    key = hashlib.sha256(marshal.dumps(made_of, 2)).digest()  # of that version equal values give equal bytes
    if built.typing_aids[0] != key:
        suggestions = gather(words.running, snapshot.facets, built.document_counts, defined)
        pack = KnownCompressions(built.compressions)
        files = [*suggestion_files(suggestions, pack), pair_files(words.running, pack)]
        built.typing_aids = key, [(some.letter, [*some.shards], firsts) for some, firsts in files]
        built.compressions = pack.used
    return [(IndexFiles(letter, some), FirstStrings(firsts)) for letter, some, firsts in built.typing_aids[1]]


def _write_hashed(
    built: IndexState, out: Path, previous: FindPrevious, name: str, key: bytes, data: Callable[[], bytes]
) -> str:
    """A file with its hash in its name, which is returned; one made of the same `key` before is linked."""
    digest = hashlib.sha256(key).digest()
    before, full = built.files.get(name, (b"", ""))
    if before != digest or not shards.link_previous(previous(full), f"{out}/{full}"):
        full = facets.write_hashed(out, name, data())
        built.files[name] = digest, full
    return full


def _year(snapshot: Snapshot, partition: Partition) -> tuple[bytes, Callable[[], bytes]]:
    """What the file of a year is made of, and what makes it."""
    hashes = snapshot.content_hashes[partition.first : partition.first + partition.size]
    urls = "\n".join(snapshot.url_by_id[partition.year]).encode("utf-8", "surrogatepass")
    key = b"%d\n%b\n%b" % (partition.first, hashes.tobytes(), urls)
    return key, lambda: facets.encode_dates(snapshot.table.documents, partition)


def _write_model(out: Path, previous: FindPrevious) -> str:
    """The model as a file, which the search page names as well: a browser fetches both at once."""
    name = model_name()
    if not shards.link_previous(previous(name), f"{out}/{name}"):
        shards.write_file(out / name, facets.compress(client_bytes(load())))
    return name


def _write_shards(
    some: Iterable[tuple[IndexFiles, FirstTerms]], built: IndexState, out: Path, previous: FindPrevious
) -> bytes:
    """Write the shards of every index; returns the directory."""
    directory = []
    for files, firsts in some:
        before = ShardDigests(built.shard_digests.get(files.letter, b""), files.together)
        digests = shards.write_index_files(files, out, previous, before)
        built.shard_digests[files.letter] = digests.digests
        directory.append(encode_directory(files, firsts, digests, out, previous))
    return b"".join(directory)


def _write_columns(
    partitions: Sequence[Partition],
    every_facet: Facets,
    write: Callable[[str, bytes, Callable[[], bytes]], str],
) -> dict[str, list[tuple[int, int, str]]]:
    """Write the columns of every facet, cut between years; their first ids, where they end, their files."""
    cuts, columns = facets.column_cuts(partitions), dict[str, list[tuple[int, int, str]]]()
    for name, facet in every_facet.items():
        columns[name] = []
        for year, first, end in cuts:
            column = facets.encode_column(facet.part(first, end))
            file = write(f"{name}-{year}", column, lambda column=column: column)  # type: ignore[misc]  # a lambda's default is untyped
            columns[name].append((first, end, file))
    return columns


def write_index(
    snapshot: Snapshot, built: IndexState, recent: Sequence[Document], out: Path, previous: FindPrevious
) -> None:
    """Write every file of the index: the base, of which the snapshot is and what was built, and the recent tier."""
    if out.exists():
        shutil.rmtree(out)  # an earlier index: its names would stay beside the new ones
    out.mkdir(parents=True)
    base, table = snapshot.table, snapshot.table.followed_by(recent)
    every_facet = facets.extended_facets(snapshot.facets, recent)
    records = RecordEncoder(table, every_facet)
    new_values = {name: facet.beyond(snapshot.facets[name]) for name, facet in every_facet.items()}
    tier = build_recent_tier(recent, snapshot.texts, records, new_values, built)
    directory = _write_shards(chain(_all_files(snapshot, built), tier.files), built, out, previous)
    write = functools.partial(_write_hashed, built, out, previous)
    synonyms = synonym_table(definitions(table.documents), snapshot.synonyms)
    years = [(p.year, p.first, p.articles, write(f"{p.year}", *_year(snapshot, p))) for p in base.partitions]
    for p in table.partitions[len(base.partitions) :]:
        name = facets.write_hashed(out, f"{p.year}", facets.encode_dates(table.documents, p))
        years.append((p.year, p.first, p.articles, name))
    manifest = {
        "format": FORMAT,
        "articles": table.articles,
        "slots": len(table),
        "base": len(base),
        "rounded": [built.quantised_size, quantised_size(len(recent))],
        "frequent": frequent(built.quantised_size),
        "together": [tuned.SHARDS_PER_HASH, tuned.BLOCKS_PER_HASH],
        "years": years,
        "leaf": tuned.LEAF_GROUPS,
        "longest": tuned.MAX_LIST,
        "model": _write_model(out, previous),
        "directory": base64.b64encode(facets.compress(directory + synonyms)).decode(),
        "facets": _write_columns(table.partitions, every_facet, write),
        "suggested": facets.write_hashed(out, "goi-y", tier.suggestions) if recent else "",
        "sections": list(every_facet["section"].numbers),
        "sources": list(every_facet["source"].numbers),
    }
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n"
    shards.write_file(out / MANIFEST, text.encode())
