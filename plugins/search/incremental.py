"""Incremental update of the index's state: what changed since the last build, and the least that must be made again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search import weights as tuned
from plugins.search.acronym_expansion import compile_patterns
from plugins.search.acronyms import Acronyms, learn_acronyms
from plugins.search.analysis import TokenizedGroup, analyse_group
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import join_groups
from plugins.search.dictionary import replace_entries
from plugins.search.doc_ids import DocumentTable, UrlById, assign_doc_ids, urls_by_id
from plugins.search.facets import Facets, build_facets
from plugins.search.folding import fold_word
from plugins.search.indexes import INDEXES, build_dictionary, extract_postings, named_terms, number_postings
from plugins.search.postings import DOC_ID_MASK, NO_POSTINGS, frequent
from plugins.search.raw_postings import Mask, PostingSegment, RawPostings, TermIds, padded, terms_of
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


def filter_columns(facets: Facets) -> FilterColumns:
    """The numbers of the section and the source at each id, -1 for a free one; shape (2, ids)."""
    return np.array([[some[0] if some else -1 for some in facets[name].by_id] for name in _FILTERS], np.int32)


@dataclass(frozen=True)
class Snapshot:
    """The archive as a build finds it, before it reads any text."""

    table: DocumentTable
    facets: Facets
    content_hashes: ContentHashes
    filter_columns: FilterColumns
    url_by_id: UrlById
    texts: Texts


def take_snapshot(documents: Sequence[Document], texts: Texts, before: UrlById | None = None) -> Snapshot:
    """Number the articles and hash what decides their words; see `assign_doc_ids` of `before`."""
    table = assign_doc_ids(documents, before)
    facets = build_facets(table.documents)
    return Snapshot(table, facets, content_hashes(table), filter_columns(facets), urls_by_id(table), texts)


def changed_contents(state: IndexState, snapshot: Snapshot) -> Mask:
    """Ids whose words are others than in the last build, in the longer of both numberings."""
    before, now = state.content_hashes, snapshot.content_hashes
    size = max(len(before), len(now))
    changed: Mask = padded(before, size) != padded(now, size)
    return changed


def _changed_metadata(state: IndexState, snapshot: Snapshot, size: int) -> Mask:
    """Ids of another URL, section or source than before: what a record says beside the text."""
    urls = [list(chain.from_iterable(some.values())) for some in (state.url_by_id, snapshot.url_by_id)]
    changed: Mask = np.zeros(size, bool)
    if urls[0] != urls[1]:
        pairs = zip_longest(*urls, fillvalue="")
        changed[: max(map(len, urls))] = [before != now for before, now in pairs]
    for before, now in zip(state.filter_columns, snapshot.filter_columns, strict=True):
        changed |= padded(before + 1, size) != padded(now + 1, size)
    return changed


def update(state: IndexState, snapshot: Snapshot, changed: Mask) -> int | None:
    """Bring a state up to date at the ids `changed`; returns how many articles were read, None: build fully."""
    size = max(len(changed), *(len(postings.tombstones) for postings in state.postings.values()))
    changed, stale = padded(changed, size), _changed_metadata(state, snapshot, size)
    state.postings = {name: postings.grown(size) for name, postings in state.postings.items()}
    doc_ids, group = _analyse(snapshot, changed)
    state.definitions = [item for item in state.definitions if not changed[item[2]]]
    state.definitions += [(acronym, name, int(doc_ids[at])) for acronym, name, at in group.definitions]
    acronyms = learn_acronyms((acronym, name) for acronym, name, _ in state.definitions)
    affected = _affected_by_acronyms(state, acronyms, size) & ~changed
    if affected.sum() > tuned.MAX_REREAD:
        return None
    state.acronyms = acronyms
    more_ids, more = _analyse(snapshot, affected & (padded(snapshot.content_hashes, size) != 0))
    _update_postings(state, changed | affected, [group, more], np.concatenate([doc_ids, more_ids]))
    texts = dict(zip(doc_ids.tolist(), group.texts, strict=True))
    _update_blocks(state, snapshot, stale | changed, texts)
    state.content_hashes, state.filter_columns = snapshot.content_hashes, snapshot.filter_columns
    state.url_by_id = snapshot.url_by_id
    return len(doc_ids) + len(more_ids)


def _analyse(snapshot: Snapshot, mask: Mask) -> tuple[Ints, TokenizedGroup]:
    """The articles at some ids, and these ids."""
    documents = snapshot.table.documents
    doc_ids = [i for i in np.flatnonzero(mask[: len(documents)]).tolist() if documents[i]]
    some = [d for i in doc_ids if (d := documents[i])]
    bodies = snapshot.texts([document.digest for document in some])
    group = analyse_group([(document, body) for document, (_, body) in zip(some, bodies, strict=True)])
    return np.array(doc_ids, np.int64), group


def _affected_by_acronyms(state: IndexState, acronyms: Acronyms, size: int) -> Mask:
    """Ids of the articles that may write an acronym or a full name whose definition changed."""
    affected = np.zeros(size, bool)
    for acronym in state.acronyms.keys() | acronyms.keys():
        names = state.acronyms.get(acronym), acronyms.get(acronym)
        if names[0] != names[1]:
            for words in (acronym, *filter(None, names)):
                affected[_docs_with_all_words(words, state.word_ids, state.postings["unigrams"])] = True
    return affected


def _docs_with_all_words(words: Sequence[str], word_ids: TermIds, postings: RawPostings) -> Ints:
    """Ids of the articles that have all of some words."""
    terms = sorted({word_ids.ids.get(fold_word(word)[0], -1) for word in words})
    if terms[0] < 0:
        return np.zeros(0, np.int64)
    common: Ints | None = None
    for term in terms:
        doc_ids = np.unique(postings.of_terms(np.array([term])) & DOC_ID_MASK).astype(np.int64)
        common = doc_ids if common is None else np.intersect1d(common, doc_ids)
    return np.zeros(0, np.int64) if common is None else common


def _fresh_postings(state: IndexState, groups: Sequence[TokenizedGroup], doc_ids: Ints) -> dict[str, Words]:
    """Postings of the articles read, by index."""
    model = load()
    corpus = join_groups(groups, doc_ids, state.word_ids, model)
    patterns = compile_patterns(state.acronyms, corpus.vocabulary, state.word_ids, model)
    batches = list(extract_postings(corpus, patterns, len(model.keys)))
    firsts = np.cumsum([0, *(len(group.texts) for group in groups)])
    numbers = [(n, int(doc_ids[at + i])) for at, g in zip(firsts, groups, strict=False) for n, i in g.numbers]
    return {
        "bigrams": np.concatenate([NO_POSTINGS, *(batch.bigrams for batch in batches)]),
        "unigrams": np.concatenate([NO_POSTINGS, *(batch.unigrams for batch in batches)]),
        "numbers": number_postings(numbers, state.number_ids),
    }


def _update_postings(
    state: IndexState, changed: Mask, groups: Sequence[TokenizedGroup], doc_ids: Ints
) -> None:
    """Replace the postings of the `changed` ids by those of the articles read, and every entry that concerns."""
    for name, fresh in _fresh_postings(state, groups, doc_ids).items():
        before = state.postings[name]
        terms = terms_of(np.concatenate([before.of_documents(changed), fresh]))
        state.postings[name] = after = before.replaced(changed, PostingSegment([fresh]))
        limit = frequent(state.quantised_size) if name == "unigrams" else None
        _update_entries(state, name, terms, after.of_terms(terms, limit))


def _update_entries(state: IndexState, name: str, terms: Ints, postings: Words) -> None:
    spec, strings = INDEXES[name], state.strings(name)
    removed = named_terms(terms, strings)
    removed.sort()
    fresh = build_dictionary(postings, spec, state.quantised_size, strings)
    before = state.dictionaries[spec.letter]
    state.dictionaries[spec.letter] = replace_entries(before, removed, fresh, spec.shard_bits)


def _update_blocks(state: IndexState, snapshot: Snapshot, stale: Mask, texts: dict[int, bytes]) -> None:
    """Bring the blocks of stored fields up to date; `stale` are the ids whose records are made anew."""
    count, previous = len(snapshot.table), PreviousBlocks(state)
    records, fresh = RecordEncoder(snapshot), dict[int, bytes]()
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

    def __init__(self, snapshot: Snapshot) -> None:
        self.documents = snapshot.table.documents
        self.sections, self.sources = (snapshot.facets[name].by_id for name in _FILTERS)

    def encode(self, doc_id: int, text: bytes) -> bytes:
        """The record of an id whose article has a coded text."""
        document = self.documents[doc_id]
        if document is None:
            return b""
        section, source = self.sections[doc_id][0], self.sources[doc_id][0]
        return stored_fields.encode_record(document, section, source, text)
