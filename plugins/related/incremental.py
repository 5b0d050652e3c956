"""Incremental update of related articles: the state of an archive from an earlier one, at the cost of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related import weights as tuned
from plugins.related.candidates import (
    CandidateRow,
    CandidateTable,
    PairwiseCosines,
    merged,
    nearest,
    nearness_to,
    search_rows,
)
from plugins.related.diff import ArchiveDiff, diff_archive, match_documents
from plugins.related.document_frequency import reference_sample
from plugins.related.inverted_index import dot_products, index_of_rows
from plugins.related.near_duplicates import Pair, among_candidates, confirmed, suspects
from plugins.related.ranking import duplicates_by_row, rank_all, scoring_of
from plugins.related.state import RelatedState
from plugins.related.term_counting import count_documents
from plugins.related.vectors import Vectors

Entrants = dict[int, dict[int, tuple[float, float]]]
"""Row → the affected articles that come among its candidates, with nearness and cosine."""


@dataclass(frozen=True)
class UpdatedCandidates:
    """The new table, and the pairs in it that may be near-duplicates and were not compared before."""

    table: CandidateTable
    suspects: set[Pair]


def update(
    before: RelatedState, documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts
) -> RelatedState | None:
    """The state of `documents` (in the order of their keys), whose lists equal those of a clean build.

    None if a clean build is needed: the reference sample has another size, or very many articles changed.
    """
    old_rows, reread = match_documents(before, documents, source_hashes)
    in_reference = reference_sample(documents)
    most = tuned.MAX_CHANGED * len(documents)
    if len(reread) > most or in_reference.sum() != before.frequencies.size:
        return None
    diff = diff_archive(before, documents, texts, old_rows, reread, in_reference)
    if diff.affected.sum() > most:
        return None
    candidates = _update_candidates(before, diff)
    pairs = _update_duplicates(before, diff, candidates.suspects, documents, texts)
    duplicates = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return RelatedState(
        keys=[document.key for document in documents], source_hashes=source_hashes,
        content_hashes=diff.content_hashes, in_reference=in_reference, frequencies=diff.frequencies, terms=diff.terms,
        vectors=diff.vectors, candidates=candidates.table, duplicates=duplicates, base_digest=before.base_digest,
        lists=lists_of(diff.vectors, candidates.table, in_reference, duplicates),
    )  # fmt: skip


def lists_of(
    vectors: Vectors, table: CandidateTable, in_reference: NDArray[np.bool_], duplicates: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Lists of all articles, given every pair of near-duplicates found so far."""

    def further(rows: Sequence[int]) -> Iterable[tuple[int, CandidateRow]]:
        return _search(vectors, rows, tuned.CANDIDATES_AT_MOST)

    scoring = scoring_of(vectors, table, in_reference)
    by_row = duplicates_by_row(among_candidates(table, duplicates).tolist())
    return rank_all(table, scoring, by_row, further)


def _search(
    vectors: Vectors, rows: Sequence[int], limit: int | None = None
) -> Iterable[tuple[int, CandidateRow]]:
    if not rows:
        return []
    return search_rows(vectors, index_of_rows(vectors, np.array(rows, np.int64)), rows, limit)


def _update_candidates(before: RelatedState, diff: ArchiveDiff) -> UpdatedCandidates:
    table = _carry_over(before, diff)
    vectors, affected = diff.vectors, np.flatnonzero(diff.affected)
    new_suspects: set[Pair] = set()
    pairwise, entrants = PairwiseCosines(vectors), Entrants()
    for row, dots in dot_products(vectors, index_of_rows(vectors, affected), affected.tolist()):
        found = nearest(vectors, row, dots, pairwise)
        table.put(row, found)
        new_suspects.update(suspects(vectors, row, found))
        nearness = nearness_to(vectors, row, dots)
        others = np.flatnonzero((nearness > table.bounds) & ~diff.affected)
        cosines = pairwise.of(row, others)
        for other, near, cosine in zip(
            others.tolist(), nearness[others].tolist(), cosines.tolist(), strict=True
        ):
            entrants.setdefault(other, {})[row] = near, cosine
    for row, some in entrants.items():
        table.put(row, merged(table.get(row), some))
        new_suspects.update(suspects(vectors, row, _among(table.get(row), some)))
    for row, found in _search(vectors, np.flatnonzero(~table.is_complete()).tolist()):
        table.put(row, found)
        new_suspects.update(suspects(vectors, row, found))
    return UpdatedCandidates(table, new_suspects)


def _among(found: CandidateRow, some: Iterable[int]) -> CandidateRow:
    at = np.flatnonzero(np.isin(found.rows, list(some)))
    return CandidateRow(found.rows[at], found.nearness[at], found.cosines[at], found.bound)


def _carry_over(before: RelatedState, diff: ArchiveDiff) -> CandidateTable:
    """The earlier candidates in new rows, without articles gone or affected."""
    size, old = len(diff.old_rows), before.candidates
    still = np.where(diff.affected[diff.new_rows], -1, diff.new_rows)
    still[diff.new_rows < 0] = -1
    same = np.flatnonzero(~diff.affected)
    table = CandidateTable.empty(size)
    rows = np.where(old.rows >= 0, still[old.rows], -1)[diff.old_rows[same]].astype(np.int32)
    # What is left moves to the front, in its order.
    order = np.argsort(rows < 0, axis=1, kind="stable") if (rows[:, 0] < 0).any() or _has_gaps(rows) else None
    columns = rows, old.nearness[diff.old_rows[same]], old.cosines[diff.old_rows[same]]
    for target, column in zip((table.rows, table.nearness, table.cosines), columns, strict=True):
        target[same] = column if order is None else np.take_along_axis(column, order, 1)
    gone = table.rows < 0
    table.nearness[gone], table.cosines[gone] = 0, 0
    table.bounds[same] = old.bounds[diff.old_rows[same]]
    return table


def _has_gaps(rows: NDArray[np.int32]) -> bool:
    return bool(((rows[:, :-1] < 0) & (rows[:, 1:] >= 0)).any())


def _update_duplicates(
    before: RelatedState,
    diff: ArchiveDiff,
    suspect: set[Pair],
    documents: Sequence[Document],
    texts: Texts,
) -> set[Pair]:
    """Pairs of near-duplicates: those known, both of which have the same contents, and those of the suspect.

    Whether two bodies are near-duplicates does not change with the weights; whether they are suspect may.
    """
    carried = diff.new_rows[before.duplicates]
    known = {(one, two) for one, two in carried[(carried >= 0).all(axis=1)].tolist()}
    unaffected = {(one, two) for one, two in known if not (diff.affected[one] or diff.affected[two])}
    return unaffected | (suspect & known) | _confirmed(suspect - known, diff, documents, texts)


def _confirmed(pairs: set[Pair], diff: ArchiveDiff, documents: Sequence[Document], texts: Texts) -> set[Pair]:
    """Those of the pairs that are near-duplicates; texts not read yet are asked for."""
    reread = {row: i for i, row in enumerate(diff.reread.tolist())}
    missing = sorted({row for pair in pairs for row in pair} - set(reread))
    counts = count_documents([documents[row] for row in missing], texts)
    number = {row: i for i, row in enumerate(missing)}

    def shingles(row: int) -> NDArray[np.uint32]:
        return diff.counts.shingles_of(reread[row]) if row in reread else counts.shingles_of(number[row])

    return set(confirmed(sorted(pairs), shingles))
