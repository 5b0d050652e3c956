"""An article that writes one way is found under the other."""

from __future__ import annotations

import numpy as np

from plugins.search.acronym_expansion import compile_patterns, find_patterns
from plugins.search.analysis import analyse_group
from plugins.search.corpus import join_groups
from plugins.search.indexes import extract_postings
from plugins.search.postings import IMPLIED, group_postings
from plugins.search.raw_postings import TermIds
from plugins.search.text_model import load
from tests.plugins.search.archive import document

ACRONYMS = {("cchc",): ("cải", "cách", "hành", "chính"), ("gd", "đt"): ("giáo", "dục", "và", "đào", "tạo")}
BODIES = (
    "Sở GD&ĐT làm CCHC tốt.",
    "Cải cách hành chính ở xã.",
    "cchc viết thường không kể.",
    "cải cách\nhành chính",
)


def test_acronyms_and_full_names_are_found_within_paragraphs() -> None:
    group, term_ids = (
        analyse_group([(document(str(i), "Bài"), body) for i, body in enumerate(BODIES)]),
        TermIds(),
    )
    corpus = join_groups([group], np.arange(len(BODIES)), term_ids, load())
    patterns = compile_patterns(ACRONYMS, corpus.vocabulary, term_ids, load())
    batch = next(corpus.batches())
    found = {
        (int(batch.doc_ids[at]), match.length)
        for match in find_patterns(batch, corpus.vocabulary, patterns)
        for at in match.at
    }
    assert found == {(0, 1), (0, 2), (1, 4)}
    postings = next(iter(extract_postings(corpus, patterns, len(load().keys))))
    lists = group_postings(postings.unigrams)
    owner = np.repeat(lists.terms, np.diff(lists.groups))
    implied = {
        (term_ids.terms[term], doc_id)
        for i, term in enumerate(owner.tolist())
        if lists.tiers[i] == IMPLIED
        for doc_id in lists.doc_ids[lists.bounds[i] : lists.bounds[i + 1]].tolist()
    }
    # Words of a full name stand in too many articles to be told alone: an acronym is one word.
    assert implied == {("cchc", 1)}
