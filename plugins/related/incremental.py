"""Incremental update of related articles: the state of an archive from an earlier one, at the cost of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related import weights as tuned
from plugins.related.candidates import Candidates, CandidateTable, Found, search_entered, search_rows
from plugins.related.diff import ArchiveDiff, diff_archive, match_documents
from plugins.related.document_frequency import reference_sample, reference_size
from plugins.related.events import EventPairs
from plugins.related.near_duplicates import Pairs, Suspects, compare, compared_before, suspects
from plugins.related.ranking import Copies, rank_all, scoring_of
from plugins.related.sparse_products import SearchIndex
from plugins.related.state import RelatedState
from plugins.related.term_counting import count_documents
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows

SECONDS_A_DAY = 86400


def update(
    before: RelatedState, documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts
) -> RelatedState | None:
    """The state of `documents` (in the order of their keys), whose lists equal those of a clean build.

    None if a clean build is needed: the reference sample has another size, or very many articles changed.
    """
    old_rows, reread = match_documents(before, documents, source_hashes)
    in_reference = reference_sample(documents)
    most = tuned.MAX_CHANGED * len(documents)
    if len(reread) > most or reference_size(len(documents)) != before.vectors.frequencies.size:
        return None
    diff = diff_archive(before, documents, texts, old_rows, reread, in_reference)
    if diff.affected.sum() > most:
        return None
    table = _update_candidates(before, diff)
    suspected = _update_suspects(before, diff, suspects(diff.vectors, table), documents, texts)
    lists, same_event = lists_of(diff.vectors, table, in_reference, suspected, documents)
    return RelatedState(
        keys=[document.key for document in documents], source_hashes=source_hashes,
        content_hashes=diff.content_hashes, in_reference=in_reference, vectors=diff.vectors, candidates=table,
        suspects=suspected, base_digest=before.base_digest, lists=lists, same_event=same_event,
    )  # fmt: skip


def lists_of(
    vectors: Vectors,
    table: CandidateTable,
    in_reference: NDArray[np.bool_],
    suspected: Suspects,
    documents: Sequence[Document],
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Lists of all articles, given the pairs compared, and what continues an event (`RelatedState`)."""

    def further(rows: Sequence[int]) -> Iterable[tuple[int, Candidates]]:
        found = _search(vectors, np.array(rows, np.int64), tuned.CANDIDATES_AT_MOST).candidates
        for row in rows:
            yield row, found.where(found.owners == row)

    scoring = scoring_of(vectors, table, in_reference)
    days = np.array([document.date.when.timestamp() / SECONDS_A_DAY for document in documents], np.float64)
    events = EventPairs.of(table, days)
    copies = Copies.of(suspected, len(documents))
    return events.grouped(rank_all(table, scoring, copies, events, further))


def _search(vectors: Vectors, rows: Rows, limit: int | None = None) -> Found:
    return search_rows(vectors, SearchIndex.of(vectors, rows), rows, limit)


def _update_candidates(before: RelatedState, diff: ArchiveDiff) -> CandidateTable:
    table, affected = _carry_over(before, diff), np.flatnonzero(diff.affected)
    entered = np.where(diff.affected, np.float32(np.inf), table.bounds)
    if len(affected):
        index = SearchIndex.of(diff.vectors, affected)
        table.put(search_rows(diff.vectors, index, affected))
        table.merge(search_entered(diff.vectors, index, affected, entered))
    incomplete = np.flatnonzero(~table.is_complete())
    if len(incomplete):
        table.put(_search(diff.vectors, incomplete))
    return table


def _carry_over(before: RelatedState, diff: ArchiveDiff) -> CandidateTable:
    """The earlier candidates in new rows, without articles gone or affected."""
    # Old row → new row of what stays as it is; the last one stands for -1.
    still = np.where((diff.new_rows < 0) | diff.affected[diff.new_rows], -1, diff.new_rows).astype(np.int32)
    stays = ~diff.affected
    table = before.candidates.take(np.where(stays, diff.old_rows, -1))
    table.rows[:] = still[table.rows]
    incomplete = np.flatnonzero((table.rows < 0).any(axis=1))
    gone = table.rows[incomplete] < 0
    order = np.argsort(gone, axis=1, kind="stable")  # what is left moves to the front, in its order
    kept = np.take_along_axis(~gone, order, 1)
    for column in (table.rows, table.nearness, table.cosines):
        column[incomplete] = np.where(kept, np.take_along_axis(column[incomplete], order, 1), 0)
    table.rows[incomplete] = np.where(kept, table.rows[incomplete], -1)
    return table


def _update_suspects(
    before: RelatedState, diff: ArchiveDiff, pairs: Pairs, documents: Sequence[Document], texts: Texts
) -> Suspects:
    """What was compared stays as it is while both have the same contents; other texts are asked for."""
    known, at = compared_before(before.suspects, diff.new_rows, pairs)
    overlaps = np.zeros(len(pairs), np.uint8)
    overlaps[known] = before.suspects.overlaps[at]
    overlaps[~known] = _compare(pairs[~known], diff, documents, texts)
    return Suspects(pairs, overlaps)


def _compare(
    pairs: Pairs, diff: ArchiveDiff, documents: Sequence[Document], texts: Texts
) -> NDArray[np.uint8]:
    reread = {row: i for i, row in enumerate(diff.reread.tolist())}
    missing = sorted({*pairs.ravel().tolist()} - {*reread})
    counts = count_documents([documents[row] for row in missing], texts)
    number = {row: i for i, row in enumerate(missing)}

    def shingles(row: int) -> NDArray[np.uint32]:
        return diff.counts.shingles_of(reread[row]) if row in reread else counts.shingles_of(number[row])

    return compare(pairs, shingles)
