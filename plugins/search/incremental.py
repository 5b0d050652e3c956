"""Incremental update of the index's state: what changed since the last build, and the least that must be made again."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search.acronyms import NOTHING_REVIEWED, ReviewedSynonyms
from plugins.search.analysis import TokenizedGroup, analyse_group
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import join_groups
from plugins.search.dictionary import replace_entries
from plugins.search.doc_ids import DocumentTable, UrlById, assign_doc_ids, urls_by_id
from plugins.search.facets import Facets, build_facets
from plugins.search.indexes import INDEXES, build_dictionary, extract_postings, named_terms, number_postings
from plugins.search.postings import NO_POSTINGS, REST, TERM_SHIFT, frequent
from plugins.search.raw_postings import Mask, PostingSegment, padded, terms_of
from plugins.search.shard_store import Shard, shard_bytes
from plugins.search.state import IndexState
from plugins.search.text_model import load

ContentHashes = npt.NDArray[np.uint64]
FilterColumns = npt.NDArray[np.int32]

_FREE = bytes(16)
_FILTERS = "section", "source"


def content_hashes(table: DocumentTable) -> ContentHashes:
    """For each document id what decides its words, 0 for a free id."""
    hashes = np.frombuffer(b"".join([d.content_hash if d else _FREE for d in table.documents]), np.uint64)[
        ::2
    ]
    return np.where(hashes, hashes | np.uint64(1), hashes)


def filter_columns(facets: Facets, table: DocumentTable) -> FilterColumns:
    """The numbers of the section, the source and the kind at each id, -1 for a free one; shape (3, ids)."""
    rows = [[some[0] if some else -1 for some in facets[name].by_id] for name in _FILTERS]
    kinds = [stored_fields.kind_number(d) if d else -1 for d in table.documents]
    return np.array([*rows, kinds], np.int32)


@dataclass(frozen=True)
class Snapshot:
    """The archive as a build finds it, before it reads any text."""

    table: DocumentTable
    facets: Facets
    content_hashes: ContentHashes
    filter_columns: FilterColumns
    url_by_id: UrlById
    texts: Texts
    synonyms: ReviewedSynonyms = NOTHING_REVIEWED


def take_snapshot(
    documents: Sequence[Document],
    texts: Texts,
    before: UrlById | None = None,
    synonyms: ReviewedSynonyms = NOTHING_REVIEWED,
) -> Snapshot:
    """Number the articles and hash what decides their words; see `assign_doc_ids` of `before`."""
    table = assign_doc_ids(documents, before)
    facets = build_facets(table.documents)
    columns = filter_columns(facets, table)
    return Snapshot(table, facets, content_hashes(table), columns, urls_by_id(table), texts, synonyms)


def changed_contents(state: IndexState, snapshot: Snapshot) -> Mask:
    """Ids whose words are others than in the last build, in the longer of both numberings."""
    before, now = state.content_hashes, snapshot.content_hashes
    size = max(len(before), len(now))
    changed: Mask = padded(before, size) != padded(now, size)
    return changed


def _changed_metadata(state: IndexState, snapshot: Snapshot, size: int) -> Mask:
    """Ids of another URL, section, source or kind than before: what a record says beside the text."""
    urls = [list(chain.from_iterable(some.values())) for some in (state.url_by_id, snapshot.url_by_id)]
    changed: Mask = np.zeros(size, bool)
    if urls[0] != urls[1]:
        pairs = zip_longest(*urls, fillvalue="")
        changed[: max(map(len, urls))] = [before != now for before, now in pairs]
    for before, now in zip(state.filter_columns, snapshot.filter_columns, strict=True):
        changed |= padded(before + 1, size) != padded(now + 1, size)
    return changed


def update(state: IndexState, snapshot: Snapshot, changed: Mask) -> int:
    """Bring a state up to date at the ids `changed`; returns how many articles were read."""
    size = max(len(changed), *(len(postings.tombstones) for postings in state.postings.values()))
    changed, stale = padded(changed, size), _changed_metadata(state, snapshot, size)
    if len(snapshot.table) == len(state.content_hashes) and not (changed | stale).any():
        state.document_counts = _document_counts(state)
        return 0  # as while only the recent tier grows
    state.postings = {name: postings.grown(size) for name, postings in state.postings.items()}
    doc_ids, group = _analyse(snapshot, changed)
    _update_postings(state, changed, group, doc_ids)
    texts = dict(zip(doc_ids.tolist(), group.texts, strict=True))
    _update_blocks(state, snapshot, stale | changed, texts)
    state.content_hashes, state.filter_columns = snapshot.content_hashes, snapshot.filter_columns
    state.url_by_id = snapshot.url_by_id
    state.document_counts = _document_counts(state)
    return len(doc_ids)


def _analyse(snapshot: Snapshot, mask: Mask) -> tuple[Ints, TokenizedGroup]:
    """The articles at some ids, and these ids."""
    documents = snapshot.table.documents
    doc_ids = [i for i in np.flatnonzero(mask[: len(documents)]).tolist() if documents[i]]
    some = [d for i in doc_ids if (d := documents[i])]
    bodies = snapshot.texts([document.digest for document in some])
    group = analyse_group([(document, body) for document, (_, body) in zip(some, bodies, strict=True)])
    return np.array(doc_ids, np.int64), group


def fresh_postings(state: IndexState, group: TokenizedGroup, doc_ids: Ints) -> dict[str, Words]:
    """Postings of the articles read, by index."""
    model = load()
    corpus = join_groups([group], doc_ids, state.word_ids, model)
    batches = list(extract_postings(corpus, len(model.keys)))
    numbers = [(number, int(doc_ids[i]), zone) for number, i, zone in group.numbers]
    return {
        "bigrams": np.concatenate([NO_POSTINGS, *(batch.bigrams for batch in batches)]),
        "unigrams": np.concatenate([NO_POSTINGS, *(batch.unigrams for batch in batches)]),
        "numbers": number_postings(numbers, state.number_ids),
    }


def _update_postings(state: IndexState, changed: Mask, group: TokenizedGroup, doc_ids: Ints) -> None:
    """Replace the postings of the `changed` ids by those of the articles read, and every entry that concerns."""
    for name, fresh in fresh_postings(state, group, doc_ids).items():
        before = state.postings[name]
        terms = terms_of(np.concatenate([before.of_documents(changed), fresh]))
        state.postings[name] = after = before.replaced(changed, PostingSegment([fresh]))
        limit = frequent(state.quantised_size) if name == "unigrams" else None
        _update_entries(state, name, terms, after.of_terms(terms, limit))


def _update_entries(state: IndexState, name: str, terms: Ints, postings: Words) -> None:
    spec, strings = INDEXES[name], state.strings(name)
    removed = named_terms(np.concatenate([terms, terms + REST]), strings)
    removed.sort()
    fresh = build_dictionary(postings, spec, state.quantised_size, strings)
    before = state.dictionaries[spec.letter]
    state.dictionaries[spec.letter] = replace_entries(before, removed, fresh, spec.shard_bits)


def _document_counts(state: IndexState) -> Counter[str]:
    """Document number → articles that have it."""
    postings, terms = state.postings["numbers"], state.number_ids.terms
    found = postings.of_documents(np.ones(len(postings.tombstones), bool)) >> TERM_SHIFT
    counts = np.bincount(found.astype(np.int64), minlength=len(terms)).tolist()
    return Counter({term: n for term, n in zip(terms, counts, strict=True) if n})


def _update_blocks(state: IndexState, snapshot: Snapshot, stale: Mask, texts: dict[int, bytes]) -> None:
    """Bring the blocks of stored fields up to date; `stale` are the ids whose records are made anew."""
    count, previous = len(snapshot.table), PreviousBlocks(state)
    records, fresh = RecordEncoder(snapshot.table, snapshot.facets), dict[int, bytes]()
    for doc_id in np.flatnonzero(stale[:count]).tolist():
        fresh[doc_id] = records.encode(doc_id, texts.get(doc_id) or previous.text(doc_id))
    sizes: Ints = padded(state.record_sizes[:count], count)
    sizes[list(fresh)] = [len(record) for record in fresh.values()]
    bounds, stale_before = stored_fields.block_bounds(sizes), np.cumsum(np.append(0, stale[:count]))
    blocks: list[Shard] = []
    for first, end in pairwise(bounds.tolist()):
        block = previous.block(first, end) if stale_before[first] == stale_before[end] else None
        if block is None:
            some = [fresh[i] if i in fresh else previous.record(i) for i in range(first, end)]
            block = stored_fields.encode_block(some)
        blocks.append(block)
    state.blocks, state.record_sizes, state.block_bounds = blocks, sizes, bounds


class PreviousBlocks:
    """The blocks of the last build, by document ids."""

    def __init__(self, state: IndexState) -> None:
        self.blocks = state.blocks
        self.bounds: list[int] = state.block_bounds.tolist()
        self.number = {first: i for i, first in enumerate(self.bounds)}
        self.decoded: dict[int, list[bytes]] = {}

    def block(self, first: int, end: int) -> Shard | None:
        """The block of exactly these ids, if there was one."""
        number = self.number.get(first, len(self.blocks))
        found = number < len(self.blocks) and self.bounds[number + 1] == end
        return self.blocks[number] if found else None

    def record(self, doc_id: int) -> bytes:
        """The record of an id; empty beyond the last."""
        number = bisect_right(self.bounds, doc_id) - 1
        if number >= len(self.blocks):
            return b""
        if number not in self.decoded:
            self.decoded[number] = list(stored_fields.decode_block(shard_bytes(self.blocks[number])))
        return self.decoded[number][doc_id - self.bounds[number]]

    def text(self, doc_id: int) -> bytes:
        """The coded text of an id."""
        record = self.record(doc_id)
        return stored_fields.text_of(record) if record else b""


class RecordEncoder:
    """Makes stored records of articles; free ids have empty ones."""

    def __init__(self, table: DocumentTable, facets: Facets) -> None:
        self.documents = table.documents
        self.sections, self.sources = (facets[name].by_id for name in _FILTERS)

    def encode(self, doc_id: int, text: bytes) -> bytes:
        """The record of an id whose article has a coded text."""
        document = self.documents[doc_id]
        if document is None:
            return b""
        section, source = self.sections[doc_id][0], self.sources[doc_id][0]
        return stored_fields.encode_record(document, section, source, text)
