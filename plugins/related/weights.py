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

BUCKET_RATIO = 8
"""Between the edges of two buckets of document frequency: the coarser, the fewer articles feel a change.
Of two: .779; of four: .789. At 35,440 of four: .731 for .736."""

SMALL_BUCKET_RATIO, LARGE_SAMPLE = 2, 512
"""Ratio below so many articles in the reference sample, where a clean build costs nothing and buckets may be fine."""

MAX_SHARE = 0.1
"""A term of more than this share of the articles is a stop word: it has no weight, which saves products.
From a twentieth on: .787; no stop words: .793."""

SMALL_MAX_COUNT = 8
"""In a small archive a term may be in up to this many articles, and in half of them, before it is a stop word."""

RARE_SHARE = 1 / 4096
"""A term of at most this share of the articles has the highest idf. Up to 1/16384: .790, no change."""

SATURATION = 1.0
"""tf·(1 + s)/(tf + s) as in BM25; the plateau reaches from .5 to 2. tf ignored: .755; hardly saturated: .781."""

UNIT = 32
"""Weights are integers, so that sums are exact in any order: this stands for 1.0."""

LOOKUP_TABLE_FROM = 10_000
"""Codes looked up at once, from which on putting the terms that are not rare aside is worth it. Speed alone."""

# --- Vectors (vectors) ---

KEPT_TERMS = 120
"""Terms kept of an article besides the rare ones. 96: .782; 320: .796. With more, reports of one event are
found less well: here .784 for .794 of them; at 35,440 as finished lists .808 of them, .802 with 160."""

SHORT_NORM, LONG_NORM = 10.0, 17.0
"""A score is a dot product over the other's norm and, between these two (in weights of a rare term), over its norm
again: a short article that shares much is about that, but a very short one says little. Not again: .752; from the
shortest on: .776; up to 14: .783; up to 20: .791. Without the upper end no list leads to long articles."""

MIN_COSINE = 0.021
"""Cosine below which two articles are not related, in a large archive. What was read between .02 and .03 is mostly
loose, but cut off higher up articles drop out of every list: .025 leaves out one item in thirty and .6 % of articles
(35,440). Here none: .794, but ten items a list for 8.3; .03: .786, and 91.9 % of articles linked for 97.6 %."""

MIN_COSINE_EXPONENT = 1 / 2
"""The minimum rises as the weight of a rare term falls, by this power: in a small archive, where few terms are known to
be common, chance weighs more. Of the lists of 52 articles, what lies above .03 is worth following, mostly
not below. In a large archive it decides nothing: here .794 without."""

FULL_RARE_WEIGHT = UNIT * math.log(1 / RARE_SHARE)
"""Weight of a rare term in a large archive, where `MIN_COSINE` holds as it is."""

MIN_DOT = 20.0 * UNIT**2
"""Smallest dot product of related articles: in a small archive, where idf is small, three or four words in common are
no evidence. Without: .794 here, and 8.7 items a list for 8.3."""

FIXED_POINT = 2.0**32
"""One over a power of a norm is kept as an integer of this unit, so that scores are exact."""

# --- Hubness (hubness) ---

SCALING_SAMPLE = 16384
"""Articles among which the neighbours that scale a score are looked for, about. 2,048: .711, 8,192: .725, all: .746
(35,440, seed 22); all cost twice as much. Here all are sampled."""

SCALING_NEIGHBOURS = 3
"""The neighbour whose cosine scales a score: the third, as the first may be a near-duplicate. No peak is measured:
first .798, second .789, fifth .784, tenth .789."""

LOWEST_SCALE, SCALE_RATIO, SCALE_BUCKETS = 0.01, 1.25, 18
"""That cosine is kept in buckets: number s reaches from LOWEST_SCALE·SCALE_RATIO^(s−1) to LOWEST_SCALE·SCALE_RATIO^s;
the coarser, the fewer articles feel a change. Finer, of 1.05: .794; coarser, of 1.6: .791."""

SCALE_EDGES = np.array([LOWEST_SCALE * SCALE_RATIO**bucket for bucket in range(SCALE_BUCKETS - 1)])
"""Between the buckets."""

SCALE_DIVISORS = np.sqrt([LOWEST_SCALE * SCALE_RATIO**bucket for bucket in range(SCALE_BUCKETS)])
"""Divisor of a score, by bucket: the root of the cosine. Not divided: .763; at 35,440 .695 for .731, and
2.7 % of all articles stood in no list."""

# --- Near-duplicates (near_duplicates) ---

MIN_RESEMBLANCE = 0.5
"""Shingles shared ÷ shingles of both (Broder's resemblance): a near-duplicate from here on. None of the items of 1,500
lists was one by the same rule on plain texts."""

MIN_CONTAINMENT = 0.7
"""Shingles shared ÷ shingles of the shorter (containment): an excerpt counts as a near-duplicate, too."""

SUSPECT_SHARE = 0.3
"""Only pairs whose dot product is at least this share of the shorter one's squared norm are compared by shingles: a
text that contains another shares its terms. From .05 on no other pair is found here: speed alone."""

# --- Lists (ranking, incremental, segments) ---

LIST_LENGTH = 10
"""Articles of a list: the page's."""

FIRST_CANDIDATES = 40
"""Candidates ranked at first; where near-duplicates use them up, all are. Speed alone."""

MAX_CHANGED = 0.25
"""Share of the articles that changed, beyond which a clean build costs less than an update."""

COMPACTION_SHARE = 1 / 8
"""Share of the base that the delta of terms may reach before all is compacted: what every build writes stays small."""
