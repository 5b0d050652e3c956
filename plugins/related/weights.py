"""Tuned constants of related articles: each weight and bound, what it does, and the score without it.

Scores are MRR@10, shares recall@10, of the bench's sets on all 35,440 articles (docs/related.md has the table); a few
are of earlier draws and compare with one another alone. 600 queries tell .015 apart, eight sets together .005.
"""

from __future__ import annotations

import math

import numpy as np

# --- Terms (terms) ---

CODE_BITS = 22
"""Bits of a term's code: tables have four million entries. 24: no change beyond chance."""

SHINGLE = 5
"""Syllables of a shingle: where two reports of one event stop looking like near-duplicates of one text."""

EMPHASIS = (2, 2, 1)
"""Counts of a syllable in title, summary and body: what an article says it is about. Where there is less body
than title and summary, each counts once. Reports of one event are found at .530, with one at .513, with three
at .538; names at .752, .753 and .749. By eye .87 of the first three items are worth following, with three .85."""

MAX_COUNT = 255
"""A term is counted this often at most in one article: one byte; saturation leaves nothing beyond it."""

# --- Document frequency (document_frequency) ---

REFERENCE_SIZES = 2
"""Sizes of the reference sample between one and its double: ⌊√2^k⌋. No quality: how rarely everything is made anew."""

BUCKET_RATIO = 16
"""Between the edges of two buckets of document frequency: the coarser, the fewer articles feel a change. One article
fewer in the sample changes idf in 133 articles; of four, in 291. Mean recall of eight sets .831, of four .834, of two
.836; by eye .81 of ten, of four .79."""

SMALL_BUCKET_RATIO, LARGE_SAMPLE = 2, 512
"""Ratio below so many articles in the reference sample, where a clean build costs nothing and buckets may be fine."""

MAX_SHARE = 0.2
"""A term of more than this share of the articles is a stop word: it has no weight. From a tenth on: mean recall of
eight sets .830 for .831."""

SMALL_MAX_COUNT = 8
"""In a small archive a term may be in up to this many articles, and in half of them, before it is a stop word."""

RARE_SHARE = 1 / 4096
"""A term of at most this share of the articles has the highest idf. Up to 1/16384: no change beyond chance."""

UNIT = 32
"""Weights are integers, so that sums are exact in any order: this stands for 1.0."""

# --- Candidates (sparse_products, candidates) ---

UNIT_LENGTH = 4000
"""Length of a vector in whole numbers: its square is below 2²⁴, so that float32 sums products exactly."""

DISTINCTIVE_COUNT = 128
"""Terms of at most so many articles, or this share of them, find candidates; the commoner ones are added for those
found. At 32, a fourth of the products, mean recall of eight sets is .804 instead of .831, at 512, with four times as
many, .835."""

SHORT_TERMS, SHORT_COUNT = 256, 2048
"""An article of at most so many terms, which has few distinctive ones, is searched for by terms of up to so many
articles: three sentences find theirs in .813 of the cases instead of .795."""

COUNTS_GROW_FROM = 32768
"""Articles from which on both counts grow, with the square root of the archive: in proportion, products would take time
that grows with its square."""

MIN_NEARNESS = 0.01
"""Cosine by distinctive terms below which another article is no candidate. Speed alone."""

CANDIDATES = 100
"""Candidates of an article that are compared by all of their terms. Mean recall of eight sets .831; of 64 .829, of 200
.832."""

CANDIDATES_KEPT = 110
"""… and those kept, so that one which goes need not be looked for anew. Speed alone."""

CANDIDATES_AT_MOST = 512
"""Candidates where near-duplicates have used the others up."""

MIN_SCORE = 0.09
"""Score below which two articles are not related, in a large archive. On 50 lists judged by eye (docs/related.md) .81
of what lies above is worth following, .70 without a bound. A bound on the cosine itself leaves lists as good, and cuts
off more wanted articles: what lies in an empty region is far from everything."""

SHORT_NORM = 15.0
"""Below this norm (in weights of a rare term; four fifths of the median) the bound falls with the norm of the shorter
article: few terms share little. Without, three sentences find their article in .73 of the cases, with it in .82."""

MIN_SCORE_EXPONENT = -1.0
"""The bound falls with the weight of a rare term, by this power of how much smaller it is: in a small archive on one
subject idf is small and most words are stop words. Of 52 articles on reform most above .035 was worth following."""

FULL_RARE_WEIGHT = UNIT * math.log(1 / RARE_SHARE)
"""Weight of a rare term in a large archive, where `MIN_SCORE` holds as it is."""

MIN_DOT = 20.0 * UNIT**2
"""Smallest dot product of related articles: in a small archive, where idf is small, three or four words in common are
no evidence."""

# --- Hubness (hubness) ---

HUB_NEIGHBOURS = 10
"""The candidate whose cosine tells how crowded it is around an article. The fifth, same power: halves .634 for .628, by
eye .84 for .86 of the first three items."""

LEAST_CROWDING, SCALE_RATIO, SCALE_BUCKETS = 0.05, 1.2, 16
"""That cosine counts in buckets, each so many times the one before; the coarser, the fewer lists feel
a change. Below the least, an article with hardly any neighbours is not favoured any further."""

USUAL_CROWDING = 0.1
"""The median of an archive of 35,440 articles, where a score is the cosine."""

HUB_EXPONENT = 0.4
"""Power of the crowding that divides a cosine: the stronger, the better parts find each other. Mean recall of eight
sets without it .801, with it .831; of two other draws .823 with .3, .827 with .4. From .5 on three sentences find
theirs less often (.803 for .810). By eye .80 of ten are worth following, with .3 .79."""

SCALE_EDGES = np.array([LEAST_CROWDING * SCALE_RATIO**bucket for bucket in range(SCALE_BUCKETS - 1)])
"""Between the buckets."""

SCALE_FACTORS = np.array(
    [
        (USUAL_CROWDING / LEAST_CROWDING / SCALE_RATIO**bucket) ** HUB_EXPONENT
        for bucket in range(SCALE_BUCKETS)
    ]
)
"""Factor of a cosine, by bucket."""

# --- Near-duplicates (near_duplicates) ---

MIN_RESEMBLANCE = 0.5
"""Shingles shared ÷ shingles of both (Broder's resemblance): a near-duplicate from here on. By the same rule on plain
bodies .02 % of the items of 1,500 lists are near-duplicates of their article or of an earlier item."""

MIN_CONTAINMENT = 0.7
"""Shingles shared ÷ shingles of the shorter (containment): an excerpt counts as a near-duplicate, too."""

MIN_OVERLAP = 0.3
"""Containment from which on an article repeats a good part of another: of near-duplicates one that does not stands.
Mean recall of eight sets .831, where always the best stands .822 (docs/related.md)."""

SHORTEST_BODY = 20
"""Syllables of a body that is compared alone; a shorter one with title and summary."""

SUSPECT_SHARE = 0.3
"""Only pairs whose dot product is at least this share of the shorter one's squared norm are compared by shingles: a
text that contains another shares its terms. Speed alone."""

# --- Events (events) ---

EVENT_COSINE, EVENT_DAYS = 0.25, 30
"""Two articles at least so near and at most so far apart report one event: .93 of the pairs judged above this
cosine are of one event or affair, of which it takes in .42; what is said each year anew lies further apart."""

EVENT_AT_MOST = 7
"""Reports of one event in a list, as long as there are other related articles. Five cut off the wanted half of an
article in .008 of the cases more (every other sentence)."""

# --- Lists (ranking, incremental, segments) ---

LIST_LENGTH = 10
"""Articles of a list: the page's."""

MAX_CHANGED = 0.25
"""Share of the articles that changed, beyond which a clean build costs less than an update."""

COMPACTION_SHARE = 1 / 8
"""Share of the base that the delta of terms may reach before all is compacted: what every build writes stays small."""
