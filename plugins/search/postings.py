"""Postings and posting lists: from single occurrences to lists in impact tiers, static pruning, and lists as bits.

An occurrence is one uint64: term (24 bits), forms (10), document id (24), zone (2). A posting is one for each term,
forms and document: term (24 bits), tier (2), forms (10), document id (24). A list holds the documents of one term, tier
and form in ascending order, as Rice-coded gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints, Words, bit_length, gamma, join_codes, pack, rice

TERMS, DOCUMENTS = 1 << 24, 1 << 24
DOC_ID_MASK = np.uint64(DOCUMENTS - 1)
TERM_SHIFT, TIER_SHIFT = np.uint64(36), np.uint64(34)  # bits of a posting below the term, below the tier
IN_TITLE, IN_LEAD, IN_BODY = 0, 1, 2  # zones of an occurrence, the one of highest impact first
LOW_IMPACT, TITLE, HIGH_IMPACT = 0, 1, 2  # impact tiers of postings
NO_POSTINGS: Words = np.zeros(0, np.uint64)
_TIER_CODES = np.array([0b0, 0b10, 0b11], np.uint64)
_TIER_WIDTHS = np.array([1, 2, 2], np.int64)


def occurrences(term: Ints, form: Ints, doc_id: Ints, zone: Ints) -> Words:
    """Pack columns into occurrences; `form` is up to 10 bits (two forms of 5 for a bigram)."""
    high = (term.astype(np.uint64) << np.uint64(36)) | (form.astype(np.uint64) << np.uint64(26))
    packed: Words = high | (doc_id.astype(np.uint64) << np.uint64(2)) | zone.astype(np.uint64)
    return packed


@dataclass(frozen=True)
class PostingLists:
    """Posting lists in order of term, tier and form.

    `terms` are the distinct terms; lists groups[t]:groups[t + 1] belong to term t; documents bounds[i]:bounds[i + 1]
    to list i.
    """

    terms: Ints
    groups: Ints
    tiers: Ints
    forms: Ints
    bounds: Ints
    doc_ids: Ints


def _run_starts(values: Words) -> Ints:
    """Where each run of equal values begins."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def to_postings(raw: Words, high_impact: int) -> Words:
    """Sort occurrences (in place) into postings, one for each term, forms and document.

    A document with `high_impact` occurrences in its body or more, or one in its lead, is in that tier.
    """
    raw.sort()
    first = _run_starts(raw >> np.uint64(2))
    count = np.diff(np.append(first, len(raw)))
    best = raw[first]
    zone = (best & np.uint64(3)).astype(np.int64)
    often = (zone == IN_BODY) & (count >= high_impact)
    tiers = np.where(often, HIGH_IMPACT, np.array([TITLE, HIGH_IMPACT, LOW_IMPACT])[zone]).astype(np.uint64)
    rest = (best >> np.uint64(2)) & np.uint64((1 << 34) - 1)
    postings: Words = ((best >> np.uint64(36)) << TERM_SHIFT) | (tiers << TIER_SHIFT) | rest
    postings.sort()
    return postings


def frequent(size: int) -> int:
    """Postings beyond which a term is frequent, in an archive of that `quantised_size`."""
    return max(tuned.FREQUENT_LEAST, size // tuned.FREQUENT_SHARE)


def prune_statically(postings: Words, size: int, least: int = 1) -> Words:
    """The postings (sorted) that enter the index: terms with fewer than `least` are dropped.

    `size` is `quantised_size(number of ids)`: the low-impact postings of terms frequent in such an archive
    say next to nothing and are left out (static pruning, Carmel et al. 2001); a term with high-impact lists but no
    low-impact ones tells the client so.
    """
    term = postings >> TERM_SHIFT
    tiers = (postings >> TIER_SHIFT) & np.uint64(3)
    frequency = np.diff(np.append(_run_starts(term), len(term)))
    frequency = np.repeat(frequency, frequency)
    kept_tiers = (tiers == TITLE) | (tiers == HIGH_IMPACT)
    kept: Words = postings[(frequency >= least) & (kept_tiers | (frequency <= frequent(size)))]
    return kept


REST = 1 << 23
"""Added to a term: the postings that did not find room in the term's own entry. Pairs of common words have smaller
numbers, and so have eight million words; gaps between terms stay below 24 bits, which the browser reads."""


def cut_by_rank(postings: Words, most: int) -> Words:
    """Sorted postings, of which each term keeps the `most` of highest rank; the others are moved to the term + REST.

    Rank is the impact tier (title, high, low), then the newest document: ids ascend with the years.
    """
    begin = _run_starts(postings >> TERM_SHIFT)
    ends = np.append(begin[1:], len(postings))
    long = np.flatnonzero(ends - begin > most)
    if not len(long):
        return postings
    moved = np.zeros(len(postings), bool)
    for first, end in zip(begin[long].tolist(), ends[long].tolist(), strict=True):
        some = postings[first:end]
        rank = np.array([0, 2, 1])[((some >> TIER_SHIFT) & np.uint64(3)).astype(np.int64)]
        order = np.lexsort((some, some & DOC_ID_MASK, rank))
        moved[first + order[: len(some) - most]] = True
    rest = postings[moved] + (np.uint64(REST) << TERM_SHIFT)
    return np.concatenate([postings[~moved], rest])


def group_postings(postings: Words) -> PostingLists:
    """Sorted postings as lists."""
    headers = postings >> np.uint64(24)
    begin = _run_starts(headers)
    header = headers[begin]
    term = header >> np.uint64(12)
    groups = _run_starts(term)
    return PostingLists(
        terms=term[groups].astype(np.int64),
        groups=np.append(groups, len(header)),
        tiers=((header >> np.uint64(10)) & np.uint64(3)).astype(np.int64),
        forms=(header & np.uint64(1023)).astype(np.int64),
        bounds=np.append(begin, len(postings)),
        doc_ids=(postings & DOC_ID_MASK).astype(np.int64),
    )


def quantised_size(documents: int) -> int:
    """A collection size to three binary digits: the width of gaps must not change with every added article."""
    drop = max(0, documents.bit_length() - 3)
    return max(1, documents >> drop << drop)


def _gap_codes(lists: PostingLists, size: int) -> tuple[Words, Ints]:
    """Rice codes of all gaps; the parameter follows from a list's length alone, so it is not stored."""
    count = np.diff(lists.bounds)
    k = np.maximum(0, bit_length((size * 11 // 16) // np.maximum(count, 1)) - 1)
    gaps = np.diff(lists.doc_ids, prepend=-1) - 1
    gaps[lists.bounds[:-1]] = lists.doc_ids[lists.bounds[:-1]]
    return rice(gaps, np.repeat(k, count))


def _header_codes(lists: PostingLists, parts: int) -> tuple[Words, Ints]:
    """Tier, forms (`parts` of them) and length of each list."""
    code = (_TIER_CODES[lists.tiers], _TIER_WIDTHS[lists.tiers])
    for part in reversed(range(parts)):
        code = join_codes(code, gamma((lists.forms >> (5 * part) & 31) + 1))
    return join_codes(code, gamma(np.diff(lists.bounds)))


def encode_lists(lists: PostingLists, size: int, parts: int) -> tuple[bytes, Ints]:
    """Entries of all terms, one after another as bits: number of lists, the lists; and the bits of each entry.

    `size` is `quantised_size(number of ids)`.
    """
    count, terms = len(lists.tiers), len(lists.terms)
    owner = np.repeat(np.arange(terms), np.diff(lists.groups))
    list_of = np.repeat(np.arange(count), np.diff(lists.bounds))
    term_at = lists.bounds[lists.groups[:-1]] + lists.groups[:-1] + np.arange(terms)
    list_at = lists.bounds[:-1] + np.arange(count) + owner + 1
    gap_at = np.arange(len(list_of)) + list_of + 1 + owner[list_of] + 1
    codes = np.zeros(terms + count + len(list_of), np.uint64)
    widths = np.zeros(len(codes), np.int64)
    for at, item in (
        (term_at, gamma(np.diff(lists.groups))),
        (list_at, _header_codes(lists, parts)),
        (gap_at, _gap_codes(lists, size)),
    ):
        codes[at], widths[at] = item
    entry_bits = np.add.reduceat(widths, term_at) if terms else np.zeros(0, np.int64)
    return pack(codes, widths, np.zeros(1, np.int64))[0], entry_bits
