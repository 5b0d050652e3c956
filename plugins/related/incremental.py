"""Incremental update of related articles: the state of an archive from an earlier one, at the cost of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related import weights as tuned
from plugins.related.diff import ArchiveDiff, diff_archive, match_documents
from plugins.related.document_frequency import reference_sample
from plugins.related.hubness import sampling_hashes
from plugins.related.inverted_index import InvertedIndex, dot_products
from plugins.related.near_duplicates import are_near_duplicates
from plugins.related.neighbours import Pair, RelatedLists, choose_lists, search_rows
from plugins.related.ranking import (
    Candidates,
    Duplicates,
    Scored,
    duplicates_by_row,
    rank_candidates,
    related_rows_of,
)
from plugins.related.state import RelatedState
from plugins.related.term_counting import count_documents
from plugins.related.update_hubness import index_of_rows, rescale
from plugins.related.vectors import Vectors


@dataclass(frozen=True)
class CarriedLists:
    """The earlier lists in new rows without articles gone or affected, and the score of each list's tenth (or 0)."""

    lists: RelatedLists
    tenth_scores: NDArray[np.int64]
    shortened: set[int]  # lists that lost an item
    with_duplicates: set[int]  # articles that have a near-duplicate, or in whose list one stood


@dataclass
class AffectedScores:
    """What scoring the affected articles against all found."""

    candidates: dict[int, Candidates] = field(default_factory=dict)
    entrants: dict[int, Scored] = field(default_factory=dict)  # list → (affected, score) that may enter it
    suspects: list[Pair] = field(default_factory=list)  # (affected, other)


def update(
    before: RelatedState, documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts
) -> RelatedState | None:
    """The state of `documents` (in the order of their keys), equal to that of a clean build.

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
    keys = [document.key for document in documents]
    hashes = np.append(before.sampling_hashes, np.uint32(0))[old_rows]
    hashes[old_rows < 0] = sampling_hashes([keys[row] for row in np.flatnonzero(old_rows < 0)])
    diff, nearest, index = rescale(before, diff, hashes, in_reference)
    lists, duplicates = _update_lists(before, diff, index, documents, texts)
    return RelatedState(
        keys=keys, sampling_hashes=hashes, source_hashes=source_hashes, content_hashes=diff.content_hashes,
        in_reference=in_reference, frequencies=diff.frequencies, terms=diff.terms,
        vectors=diff.vectors, nearest=nearest, lists=lists.rows, scores=lists.scores,
        duplicates=np.array(sorted(duplicates), np.int32).reshape(-1, 2), base_digest=before.base_digest,
    )  # fmt: skip


def _update_lists(
    before: RelatedState, diff: ArchiveDiff, index: InvertedIndex, documents: Sequence[Document], texts: Texts
) -> tuple[RelatedLists, list[Pair]]:
    """All lists and all pairs of near-duplicates: carried over, patched, or chosen again."""
    carried = _carry_over(before, diff)
    scores = _score_affected(diff, index, carried.tenth_scores)
    pairs = _update_duplicates(before, diff, scores.suspects, documents, texts)
    duplicates = duplicates_by_row(pairs)
    search_again = []
    for row in sorted((scores.entrants.keys() | carried.shortened) - set(scores.candidates)):
        patched = None
        if row not in carried.with_duplicates:
            patched = patched_list(carried, row, scores.entrants.get(row, []), duplicates)
        if patched is None:
            search_again.append(row)
        else:
            carried.lists.put(row, patched)
    candidates = scores.candidates | _search(diff.vectors, search_again, tuned.FIRST_CANDIDATES)
    chosen = choose_lists(candidates, duplicates, lambda row: _search(diff.vectors, [row], None)[row])
    at = np.array(list(candidates), np.int64)
    carried.lists.rows[at], carried.lists.scores[at] = chosen.rows, chosen.scores
    return carried.lists, pairs


def _carry_over(before: RelatedState, diff: ArchiveDiff) -> CarriedLists:
    lists = RelatedLists.empty(len(diff.old_rows))
    tenth_scores = np.zeros(len(diff.old_rows), np.int64)
    same = np.flatnonzero(~diff.affected)
    old_rows = diff.old_rows[same]
    new_rows = np.where(
        diff.affected[diff.new_rows], -1, diff.new_rows
    )  # both −1 and an affected article lead to −1
    new_rows[diff.new_rows < 0] = -1
    lists.rows[same] = new_rows[before.lists[old_rows]]
    lists.scores[same] = np.where(lists.rows[same] >= 0, before.scores[old_rows], 0)
    tenth_scores[same] = before.scores[old_rows, -1]
    duplicated = np.zeros(len(before.keys) + 1, np.bool_)
    duplicated[before.duplicates.ravel()] = True
    shortened = same[(lists.rows[same] < 0).sum(axis=1) > (before.lists[old_rows] < 0).sum(axis=1)]
    with_duplicates = same[duplicated[before.lists[old_rows]].any(axis=1) | duplicated[old_rows]]
    return CarriedLists(lists, tenth_scores, set(shortened.tolist()), set(with_duplicates.tolist()))


def patched_list(
    carried: CarriedLists, row: int, entrants: Sequence[tuple[int, int]], duplicates: Duplicates
) -> Scored | None:
    """The list of a row from what is left of it and what may enter; None if it must be searched again.

    Whatever else there is scored no better than the tenth of the earlier list, if that had ten; if it had fewer, there
    is nothing else. Near-duplicates decide by whom they stand beside: where there are any, the list is chosen again.
    """
    tenth_score = int(carried.tenth_scores[row])
    items = [*carried.lists.get(row), *entrants]
    if row in duplicates or any(other in duplicates or score <= tenth_score for other, score in entrants):
        return None
    if any(other in duplicates for other, _ in items) or (tenth_score and len(items) < tuned.LIST_LENGTH):
        return None
    return sorted(items, key=lambda item: (-item[1], item[0]))[: tuned.LIST_LENGTH]


def _search(vectors: Vectors, rows: Sequence[int], limit: int | None) -> dict[int, Candidates]:
    if not rows:
        return {}
    return search_rows(vectors, index_of_rows(vectors, np.array(rows, np.int64)), rows, limit)


def _score_affected(
    diff: ArchiveDiff, index: InvertedIndex, tenth_scores: NDArray[np.int64]
) -> AffectedScores:
    vectors, affected = diff.vectors, np.flatnonzero(diff.affected)
    found = AffectedScores()
    for row, dots in dot_products(vectors, index, affected.tolist()):
        found.candidates[row] = rank_candidates(vectors, row, dots)
        related = related_rows_of(vectors, row, dots)
        scores = dots[related].astype(np.int64) * vectors.score_factors[row]
        enters = scores >= tenth_scores[related]
        for other, score in zip(related[enters].tolist(), scores[enters].tolist(), strict=True):
            found.entrants.setdefault(other, []).append((row, score))
        found.suspects.extend((row, other) for other in found.candidates[row].suspects.tolist())
    return found


def _update_duplicates(
    before: RelatedState,
    diff: ArchiveDiff,
    suspects: Sequence[Pair],
    documents: Sequence[Document],
    texts: Texts,
) -> list[Pair]:
    """All pairs of near-duplicates: those neither of which is affected as before, the others where they are suspect."""
    carried = diff.new_rows[before.duplicates]
    old_pairs = {(one, two) for one, two in carried[(carried >= 0).all(axis=1)].tolist()}
    unaffected = {(one, two) for one, two in old_pairs if not (diff.affected[one] or diff.affected[two])}
    suspect_pairs = {(min(pair), max(pair)) for pair in suspects}
    confirmed = _confirmed(suspect_pairs - old_pairs, diff, documents, texts)
    return sorted(unaffected | (suspect_pairs & old_pairs) | confirmed)


def _confirmed(pairs: set[Pair], diff: ArchiveDiff, documents: Sequence[Document], texts: Texts) -> set[Pair]:
    """Those of the pairs that are near-duplicates; texts not read yet are asked for."""
    reread = {row: i for i, row in enumerate(diff.reread.tolist())}
    missing = sorted({row for pair in pairs for row in pair} - set(reread))
    counts = count_documents([documents[row] for row in missing], texts)
    number = {row: i for i, row in enumerate(missing)}

    def shingles(row: int) -> NDArray[np.uint32]:
        return diff.counts.shingles_of(reread[row]) if row in reread else counts.shingles_of(number[row])

    return {(one, two) for one, two in pairs if are_near_duplicates(shingles(one), shingles(two))}
