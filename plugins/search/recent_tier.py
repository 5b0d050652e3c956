"""Recent tier of the index: the articles after the border, read anew by every build, in a few packs of small shards.

Its terms are those of one index of all articles: static pruning counts the postings of both tiers. A pair of words that
only both together have in articles enough is here with the postings of the base too; whether the base left out the
low-impact postings of a term is asked of its raw postings, and so they are left out here. Every pair stands under each
of its words, so that a reader who asks for neighbouring pairs fetches what stands under the word they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.search import stored_fields
from plugins.search import weights as tuned
from plugins.search.acronyms import definitions
from plugins.search.analysis import analyse_group
from plugins.search.bit_codes import Ints, Words
from plugins.search.dictionary import Dictionary, empty_dictionary, index_files, replace_entries
from plugins.search.directory import FirstTerms, PackTable
from plugins.search.facets import Facets
from plugins.search.incremental import RecordEncoder, fresh_postings
from plugins.search.indexes import INDEXES, build_dictionary
from plugins.search.postings import (
    LOW_IMPACT,
    TERM_SHIFT,
    TIER_SHIFT,
    frequent,
    quantised_size,
)
from plugins.search.raw_postings import terms_of
from plugins.search.running_words import running_words
from plugins.search.shard_store import shard_bytes
from plugins.search.shards import IndexFiles
from plugins.search.state import IndexState
from plugins.search.suggestions import gather, suggestion_lines
from plugins.search.text_model import load

LETTERS = {name: f"r{spec.letter}" for name, spec in INDEXES.items()}
STORED = "rx"
_REST_OF_POSTING = (np.uint64(1) << TERM_SHIFT) - np.uint64(1)


@dataclass(frozen=True)
class RecentTier:
    """Its files, each with its part of the directory, and the suggestions of its articles."""

    files: list[tuple[IndexFiles, FirstTerms]]
    suggestions: bytes


def build_recent_tier(
    documents: Sequence[Document], texts: Texts, records: RecordEncoder, new_values: Facets, base: IndexState
) -> RecentTier:
    """The tier of `documents`; `base` is the state of the other articles, which have not the `new_values`.

    `records` knows the documents by their ids, those of this tier behind all others.
    """
    bodies = texts([document.digest for document in documents])
    group = analyse_group([(document, body) for document, (_, body) in zip(documents, bodies, strict=True)])
    doc_ids, size = np.arange(len(documents)), quantised_size(len(documents))
    postings = fresh_postings(base, group, doc_ids)
    files = []
    for name, fresh in postings.items():
        kept = fresh if name == "numbers" else _pruned(name, np.sort(fresh), base, len(documents))
        if name == "bigrams":
            kept = _under_both_words(kept, len(load().keys))
        spec = replace(INDEXES[name], prune=lambda some, _: some)
        dictionary = build_dictionary(kept, spec, size, base.strings(name))
        nothing = empty_dictionary(dictionary.terms.dtype.name)
        shards = replace_entries(nothing, nothing.terms, dictionary, tuned.RECENT_SHARD_BITS)
        files.append(_packed(LETTERS[name], shards))
    first = len(records.documents) - len(documents)
    stored = [records.encode(first + at, text) for at, text in enumerate(group.texts)]
    titles = running_words([document.title for document in documents])
    named = Counter(number for number, *_ in group.numbers)
    offered = gather(titles, new_values, named, definitions(documents))
    return RecentTier([*files, _stored(stored)], suggestion_lines(offered))


def _pruned(name: str, fresh: Words, base: IndexState, articles: int) -> Words:
    """The sorted postings that one index of both tiers would have, without those that the base has."""
    raw, terms = base.postings[name], terms_of(fresh)
    if name == "bigrams":
        known = np.isin(terms, base.dictionaries[INDEXES[name].letter].terms)
        # A pair that is in too few articles of the base is not there; its documents come behind those of this tier.
        held = raw.of_terms(terms[~known]) + np.uint64(articles)
        fresh = np.sort(np.concatenate([fresh, held]))
        known |= _counts(fresh, terms) >= tuned.MIN_BIGRAM_DOCS
        fresh = fresh[known[_places(fresh, terms)]]
    pruned = raw.of_more_than(terms, frequent(base.quantised_size))
    low = (fresh >> TIER_SHIFT) & np.uint64(3) == LOW_IMPACT
    kept: Words = fresh[~(low & pruned[_places(fresh, terms)])]
    return kept


def _places(postings: Words, terms: Ints) -> Ints:
    return np.searchsorted(terms, (postings >> TERM_SHIFT).astype(np.int64))


def _counts(postings: Words, terms: Ints) -> Ints:
    return np.bincount(_places(postings, terms), minlength=len(terms))


def _under_both_words(postings: Words, common: int) -> Words:
    """Postings of pairs of words under either: word · 2 · `common` + the second, or + `common` + the first."""
    pairs, rest = postings >> TERM_SHIFT, postings & _REST_OF_POSTING
    one, two = pairs // np.uint64(common), pairs % np.uint64(common)
    step, behind = np.uint64(2 * common), np.uint64(common)
    forward, backward = one * step + two, two * step + behind + one
    return np.sort(np.concatenate([(terms << TERM_SHIFT) | rest for terms in (forward, backward)]))


def _packed(letter: str, dictionary: Dictionary) -> tuple[IndexFiles, FirstTerms]:
    files, firsts = index_files(letter, dictionary)
    shards = [shard_bytes(shard) for shard in files.shards]
    packs = [shards[at : at + tuned.PACK_SHARDS] for at in range(0, len(shards), tuned.PACK_SHARDS)]
    table = PackTable([len(pack) for pack in packs], [len(shard) for shard in shards], firsts)
    return IndexFiles(letter, [b"".join(pack) for pack in packs], together=1), table


def _stored(records: Sequence[bytes]) -> tuple[IndexFiles, FirstTerms]:
    sizes: Ints = np.array([len(record) for record in records], np.int64)
    bounds = stored_fields.block_bounds(sizes)
    blocks = [stored_fields.encode_block(records[a:b]) for a, b in pairwise(bounds.tolist())]
    return IndexFiles(STORED, blocks, together=1), stored_fields.page_table(sizes, bounds)
