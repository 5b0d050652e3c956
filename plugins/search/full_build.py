"""Full build of the index's state from the articles alone, in several processes and within bounded memory."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search import weights as tuned
from plugins.search.analysis import TokenizedGroup, analyse_group
from plugins.search.bit_codes import Ints
from plugins.search.corpus import TokenizedCorpus, join_groups
from plugins.search.dictionary import Dictionary, concatenated, empty_dictionary, replace_entries
from plugins.search.incremental import RecordEncoder, Snapshot
from plugins.search.indexes import INDEXES, build_dictionary, extract_postings, named_terms, number_postings
from plugins.search.postings import TERM_SHIFT, quantised_size
from plugins.search.raw_postings import RawPostings, TermIds
from plugins.search.state import IndexState, map_part, part_path, save_part
from plugins.search.text_model import Model, load
from plugins.system.parallel import forked_pool

T = TypeVar("T")


def build(snapshot: Snapshot, cache: Path) -> IndexState:
    """The state; the parts of its postings are written into `cache`.

    Workers live no longer than their step: idle ones hold a hundred megabytes each.
    """
    model, size = load(), quantised_size(len(snapshot.table))
    documents = {doc_id: d for doc_id, d in enumerate(snapshot.table.documents) if d}
    collected, word_ids, number_ids = CollectedFields(list(documents)), TermIds(), TermIds()
    with forked_pool(tuned.WORKERS) as pool:
        groups = collected.collect(_analyse(list(documents.values()), snapshot.texts, pool))
        corpus = join_groups(groups, np.array(collected.doc_ids, np.int64), word_ids, model, cache)
    parts = _extract(corpus, model, cache)
    number_postings(collected.numbers, number_ids).tofile(part_path(cache, "numbers", 0))
    parts["numbers"] = 1
    del corpus  # a tenth of a gigabyte, while the workers need theirs
    strings = {"bigrams": None, "unigrams": word_ids.terms, "numbers": number_ids.terms}
    postings, checksums, dictionaries = {}, {}, {}
    with forked_pool(tuned.WORKERS) as pool:
        for name, count in parts.items():
            done = list(_sorted_parts(pool, name, count, size, cache))
            checksums[name] = [checksum for _, checksum in done]
            written = [map_part(part_path(cache, name, i)) for i in range(count)]
            postings[name] = RawPostings.of(written, np.zeros(len(snapshot.table), bool))
            spec = INDEXES[name]
            dictionaries[spec.letter] = _joined([part for part, _ in done], strings[name], spec.shard_bits)
    records = _records(snapshot, collected)
    record_sizes = np.array([len(record) for record in records], np.int64)
    bounds = stored_fields.block_bounds(record_sizes)
    return IndexState(
        size, snapshot.url_by_id, snapshot.content_hashes, snapshot.filter_columns, word_ids, number_ids, postings,
        dictionaries, blocks=[stored_fields.encode_block(records[a:b]) for a, b in pairwise(bounds.tolist())],
        record_sizes=record_sizes, block_bounds=bounds,
        document_counts=Counter(number for number, *_ in collected.numbers),
        checksums=checksums,
    )  # fmt: skip


def _joined(parts: Sequence[Dictionary], strings: Sequence[str] | None, shard_bits: int) -> Dictionary:
    """One dictionary from those of all parts, whose terms are ids still."""
    named = [replace(part, terms=named_terms(part.terms, strings)) for part in parts]
    dtype = "int64" if strings is None else "object"
    nothing = empty_dictionary(dtype)
    return replace_entries(nothing, nothing.terms, concatenated(named, dtype), shard_bits)


@dataclass
class CollectedFields:
    """What is kept of each group besides its words: texts, (number, id, zone)."""

    doc_ids: list[int]
    texts: list[bytes] = field(default_factory=list)
    numbers: list[tuple[str, int, int]] = field(default_factory=list)

    def collect(self, groups: Iterable[TokenizedGroup]) -> Iterator[TokenizedGroup]:
        """Pass groups on, keeping the small things."""
        for group in groups:
            doc_ids = self.doc_ids[len(self.texts) :]
            self.numbers.extend((number, doc_ids[at], zone) for number, at, zone in group.numbers)
            self.texts.extend(group.texts)
            yield group


def _look_ahead(jobs: Iterable[Callable[[], Future[T]]], ahead: int) -> Iterator[T]:
    """Results of jobs in order, at most `ahead` of them begun before the one that is waited for."""
    waiting: deque[Future[T]] = deque()
    for submit in jobs:
        waiting.append(submit())
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _analyse(documents: Sequence[Document], texts: Texts, pool: Executor) -> Iterator[TokenizedGroup]:
    """Articles analysed in order; the texts are asked for here, since they may come from a database of this process."""

    def submit(first: int) -> Future[TokenizedGroup]:
        group = documents[first : first + tuned.GROUP]
        bodies = texts([document.digest for document in group])
        return pool.submit(analyse_group, [(d, body) for d, (_, body) in zip(group, bodies, strict=True)])

    firsts = range(0, len(documents), tuned.GROUP)
    return _look_ahead((partial(submit, first) for first in firsts), tuned.GROUPS_AHEAD)


def _extract(corpus: TokenizedCorpus, model: Model, cache: Path) -> dict[str, int]:
    """Write the postings of bigrams and unigrams, each part of the terms into its file; how many parts each index has.

    In memory all would take a quarter of a gigabyte at 35,440 articles, and go through a pipe to those who sort them.
    """
    common, parts = len(model.keys), parts_of(len(corpus.doc_ids))
    edges = {"bigrams": _even(_key_weights(model), parts) * common, "unigrams": _even(_uses(corpus), parts)}
    with ExitStack() as stack:
        files = {
            name: [stack.enter_context(part_path(cache, name, i).open("wb")) for i in range(parts)]
            for name in edges
        }
        for batch in extract_postings(corpus, common):
            for name, postings in (("bigrams", batch.bigrams), ("unigrams", batch.unigrams)):
                cuts = np.searchsorted(postings, edges[name].astype(np.uint64) << TERM_SHIFT)
                for file, (a, b) in zip(
                    files[name], pairwise([0, *cuts.tolist(), len(postings)]), strict=True
                ):
                    file.write(postings[a:b].data)
    return dict.fromkeys(edges, parts)


def _key_weights(model: Model) -> Ints:
    return np.array([sum(model.folded[key].values()) for key in model.keys], np.int64)


def _uses(corpus: TokenizedCorpus) -> Ints:
    """How often each term occurs."""
    keys = corpus.vocabulary.keys
    uses = np.zeros(int(keys.max(initial=0)) + 1, np.int64)
    for batch in corpus.batches():
        uses += np.bincount(keys[batch.words], minlength=len(uses))
    return uses


def parts_of(articles: int) -> int:
    """In how many parts the postings of an index are sorted."""
    return min(max(tuned.PARTS, articles // tuned.ARTICLES_PER_PART), tuned.PARTS_AT_MOST)


def _even(weights: Ints, parts: int) -> Ints:
    """First terms of all parts but the first, so that the parts have about equal weight."""
    share = np.cumsum(weights) / max(1, weights.sum())
    return np.searchsorted(share, np.arange(1, parts) / parts).astype(np.int64)


def _sorted_parts(
    pool: Executor, name: str, count: int, size: int, cache: Path
) -> Iterator[tuple[Dictionary, int]]:
    """Every part of an index's postings sorted, saved and coded: its dictionary, and its checksum."""
    paths = (part_path(cache, name, number) for number in range(count))
    return _look_ahead(
        (partial(pool.submit, _sort_part, name, size, path) for path in paths), tuned.PARTS_AHEAD
    )


def _sort_part(name: str, size: int, path: Path) -> tuple[Dictionary, int]:
    postings = np.fromfile(path, np.uint64)
    postings.sort()
    return build_dictionary(postings, INDEXES[name], size, None), save_part(path, postings)


def _records(snapshot: Snapshot, collected: CollectedFields) -> list[bytes]:
    texts = dict(zip(collected.doc_ids, collected.texts, strict=True))
    records = RecordEncoder(snapshot.table, snapshot.facets)
    return [records.encode(doc_id, texts.get(doc_id, b"")) for doc_id in range(len(snapshot.table))]
