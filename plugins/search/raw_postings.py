"""Raw postings: all postings of one index as sorted integers on disk, of which a build reads and changes only some.

The sorted files of the last full build are the base and stay as they are; documents indexed again since then are
tombstones there, their new postings are the delta (`plugins.state.base_and_delta`). It is compacted by a full build
alone, which comes before the delta is large.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints, Words
from plugins.search.postings import DOC_ID_MASK, NO_POSTINGS, TERM_SHIFT, TIER_SHIFT, TITLE
from plugins.state.base_and_delta import BaseAndDelta

MAX_FORMS = 32  # postings a word may have in one document

Mask = npt.NDArray[np.bool_]
"""One for each document id."""


class TermIds:
    """Ids of terms that are strings, given in order of first use; what is written never depends on that order."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.terms = list(terms)
        self.ids = {term: i for i, term in enumerate(self.terms)}

    def add(self, term: str) -> int:
        """The id of a term, a new one if need be."""
        found = self.ids.get(term)
        if found is None:
            found = self.ids[term] = len(self.terms)
            self.terms.append(term)
        return found


def padded(values: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """Values with zeros added up to a size."""
    return np.concatenate([values, np.zeros(size - len(values), values.dtype)])


@dataclass(frozen=True)
class PostingSegment:
    """Sorted postings in parts, each of other terms."""

    parts: Sequence[Words]

    def without(self, documents: Mask) -> PostingSegment:
        """The postings of other documents."""
        return PostingSegment([part[~documents[_doc_ids(part)]] for part in self.parts])

    def joined(self, later: PostingSegment) -> PostingSegment:
        """The postings of both, in one part."""
        return PostingSegment([np.sort(np.concatenate([*self.parts, *later.parts]))])


@dataclass(frozen=True)
class RawPostings(BaseAndDelta[PostingSegment, Mask]):
    """Postings of one index; tombstones are the documents whose postings in the base are superseded."""

    @classmethod
    def of(cls, base: Sequence[Words], tombstones: Mask, delta: Words = NO_POSTINGS) -> RawPostings:
        """From parts of ascending terms, the documents that are superseded there, and what is new of them."""
        return cls(PostingSegment(base), PostingSegment([delta]), tombstones)

    @property
    def added(self) -> Words:
        """The delta as one array."""
        return self.delta.parts[0]

    def grown(self, size: int) -> RawPostings:
        """The same for an archive of so many ids."""
        return replace(self, tombstones=padded(self.tombstones, size))

    def of_documents(self, documents: Mask) -> Words:
        """Every posting of some documents, in no order."""
        found = [self.added[documents[_doc_ids(self.added)]]]
        in_base = documents & ~self.tombstones
        found += [part[in_base[_doc_ids(part)]] for part in self.base.parts] if in_base.any() else []
        return np.concatenate(found)

    def of_terms(self, terms: Ints, limit: int | None = None) -> Words:
        """All postings of some terms (ascending), sorted.

        Of terms with clearly more than `limit` postings only those that static pruning keeps: TITLE and HIGH_IMPACT.
        """
        spans = [_term_spans(part, terms) for part in self.base.parts]
        frequent = np.zeros(len(terms), bool)
        if limit is not None:
            sure = limit + MAX_FORMS * int(self.tombstones.sum())
            frequent |= np.sum([high - low for low, high in spans], axis=0) > sure
        found = [_select(self.added, _pruned(self.added, terms, _term_spans(self.added, terms), frequent))]
        for part, whole in zip(self.base.parts, spans, strict=True):
            postings = _select(part, _pruned(part, terms, whole, frequent))
            found.append(postings[~self.tombstones[_doc_ids(postings)]])
        return np.sort(np.concatenate(found))

    def of_more_than(self, terms: Ints, limit: int) -> Mask:
        """Which of some terms (ascending) have more than `limit` postings."""
        spans = [_term_spans(part, terms) for part in (*self.base.parts, self.added)]
        more: Mask = np.sum([high - low for low, high in spans], axis=0) > limit
        if self.tombstones.any():
            likely = terms[more]
            found = np.searchsorted(likely, (self.of_terms(likely) >> TERM_SHIFT).astype(np.int64))
            more[more] = np.bincount(found, minlength=len(likely)) > limit
        return more


def _doc_ids(postings: Words) -> Ints:
    # As they are used for looking up: another type would be copied once more.
    return (postings & DOC_ID_MASK).view(np.int64)


Spans = tuple[Ints, Ints]
"""Begins and ends of stretches of postings."""


def _term_spans(postings: Words, terms: Ints) -> Spans:
    """All postings of each term."""
    low, high = (
        np.searchsorted(postings, some.astype(np.uint64) << TERM_SHIFT) for some in (terms, terms + 1)
    )
    return low, high


def _pruned(postings: Words, terms: Ints, spans: Spans, frequent: Mask) -> Spans:
    """Of frequent terms the postings of the tiers TITLE and HIGH_IMPACT alone, which stand side by side."""
    begin = terms[frequent].astype(np.uint64) << TERM_SHIFT
    low, high = spans[0].copy(), spans[1]
    low[frequent] = np.searchsorted(postings, begin | np.uint64(TITLE) << TIER_SHIFT)
    return low, high


def _select(postings: Words, spans: Spans) -> Words:
    """The postings of some stretches."""
    low, high = spans
    counts = high - low
    step = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(postings[np.repeat(low, counts) + step])


def terms_of(postings: Words) -> Ints:
    """The distinct terms of postings."""
    return np.unique(postings >> TERM_SHIFT).astype(np.int64)
