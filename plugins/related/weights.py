"""Tuned constants of related articles: each weight and bound, what it does, and the score without it.

Scores are MRR@10 of halves that find each other, unless told otherwise (`python -m scripts.bench.related`; tables in
docs/related.md). "Here" means 4,000 articles of the news corpus, seed 1, ranking alone: .790 (.707 without pairs of
syllables; TF-IDF of the textbook has .706); with the cutoffs, as finished lists, .794. "At 35,440" is the whole corpus,
ranking alone at 160 kept terms. A figure holds for its size and sample only: 400 halves tell .02 apart, hardly less.
"""

from __future__ import annotations

import math

import numpy as np

# --- Terms (terms) ---

SHINGLE = 5
"""Syllables of a shingle: where two reports of one event stop looking like near-duplicates of one text."""

EMPHASIS = (3, 3, 1)
"""Counts of a syllable in title, summary and body: what an article says it is about. Where there is less body
than title and summary, each counts once. All once: .772; at 35,440 on an easier sample .706 for .735."""

MAX_COUNT = 255
"""A term is counted this often at most in one article: one byte; saturation leaves nothing beyond it."""

# --- Document frequency (document_frequency) ---

REFERENCE_SIZES = 2
"""Sizes of the reference sample between one and its double: ⌊√2^k⌋. No quality: how rarely everything is made anew."""

BUCKET_RATIO = 4
"""Between the edges of two buckets of document frequency: the coarser, the fewer articles feel a change.
Of two: .779; of four: .789. At 35,440 of four: .731 for .736."""

SMALL_BUCKET_RATIO, LARGE_SAMPLE = 2, 512
"""Ratio below so many articles in the reference sample, where a clean build costs nothing and buckets may be fine."""

MAX_SHARE = 0.2
"""A term of more than this share of the articles is a stop word: it has no weight, which saves products.
From a twentieth on: .787; no stop words: .793."""

SMALL_MAX_COUNT = 8
"""In a small archive a term may be in up to this many articles, and in half of them, before it is a stop word."""

RARE_SHARE = 1 / 4096
"""A term of at most this share of the articles has the highest idf. Up to 1/16384: .790, no change."""

UNIT = 32
"""Weights are integers, so that sums are exact in any order: this stands for 1.0."""

LOOKUP_TABLE_FROM = 10_000
"""Codes looked up at once, from which on putting the terms that are not rare aside is worth it. Speed alone."""

# --- Candidates (vectors, candidates) ---

KEPT_TERMS = 128
"""Heaviest terms of an article by which its candidates are found; those as heavy as the last of them are kept, too."""

CANDIDATES = 48
"""Candidates of an article that are compared by all of their terms."""

CANDIDATES_KEPT = 54
"""… and those kept, so that one which goes need not be looked for anew. Speed alone."""

CANDIDATES_AT_MOST = 512
"""Candidates where near-duplicates have used the others up."""

MIN_COSINE = 0.055
"""Cosine below which two articles are not related, in a large archive. What was read between .02 and .03 is mostly
loose, but cut off higher up articles drop out of every list: .025 leaves out one item in thirty and .6 % of articles
(35,440). Here none: .794, but ten items a list for 8.3; .03: .786, and 91.9 % of articles linked for 97.6 %."""

MIN_COSINE_EXPONENT = -0.6
"""The minimum rises as the weight of a rare term falls, by this power: in a small archive, where few terms are known to
be common, chance weighs more. Of the lists of 52 articles, what lies above .03 is worth following, mostly
not below. In a large archive it decides nothing: here .794 without."""

FULL_RARE_WEIGHT = UNIT * math.log(1 / RARE_SHARE)
"""Weight of a rare term in a large archive, where `MIN_COSINE` holds as it is."""

MIN_DOT = 20.0 * UNIT**2
"""Smallest dot product of related articles: in a small archive, where idf is small, three or four words in common are
no evidence."""

# --- Hubness (hubness) ---

HUB_NEIGHBOURS = 10
"""The candidate whose nearness tells how crowded it is around an article."""

LEAST_CROWDING, SCALE_RATIO, SCALE_BUCKETS = 0.02, 1.2, 24
"""That nearness over the norm counts in buckets, each so many times the one before; the coarser, the fewer lists feel
a change. Below the least, an article with hardly any neighbours is not favoured any further."""

HUB_EXPONENT = 0.25
"""Power of the crowding that divides a cosine."""

SCALE_EDGES = np.array([LEAST_CROWDING * SCALE_RATIO**bucket for bucket in range(SCALE_BUCKETS - 1)])
"""Between the buckets."""

SCALE_FACTORS = np.array(
    [(LEAST_CROWDING * SCALE_RATIO**bucket) ** -HUB_EXPONENT for bucket in range(SCALE_BUCKETS)]
)
"""Factor of a cosine, by bucket."""

# --- Near-duplicates (near_duplicates) ---

MIN_RESEMBLANCE = 0.5
"""Shingles shared ÷ shingles of both (Broder's resemblance): a near-duplicate from here on. None of the items of 1,500
lists was one by the same rule on plain texts."""

MIN_CONTAINMENT = 0.7
"""Shingles shared ÷ shingles of the shorter (containment): an excerpt counts as a near-duplicate, too."""

SHORTEST_BODY = 20
"""Syllables of a body that is compared alone; a shorter one with title and summary."""

SUSPECT_SHARE = 0.3
"""Only pairs whose dot product is at least this share of the shorter one's squared norm are compared by shingles: a
text that contains another shares its terms. From .05 on no other pair is found here: speed alone."""

# --- Lists (ranking, incremental, segments) ---

LIST_LENGTH = 10
"""Articles of a list: the page's."""

MAX_CHANGED = 0.25
"""Share of the articles that changed, beyond which a clean build costs less than an update."""

COMPACTION_SHARE = 1 / 8
"""Share of the base that the delta of terms may reach before all is compacted: what every build writes stays small."""
