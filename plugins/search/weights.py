"""Tuned bounds of the search index: what each does, and what the index would be without it.

Weights of the ranking are the browser's: theme/static/js/search/50-rank.js and 60-excerpt.js. "Here" is an index of
5,000 articles of the news corpus (`python -m plugins.search CORPUS OUT --count 5000`): 6.15 MB in 1,006 files. Numbers
that the script has to know as well are format, not tuning, and stand where they are used.
"""

from __future__ import annotations

# --- Postings and static pruning (postings, indexes) ---

FREQUENT_SHARE, FREQUENT_LEAST = 25, 1000
"""A term of more than one article in so many, and of more than the least, keeps only its high-impact tiers and titles:
absence from the others says next to nothing. Nothing pruned so: 6.58 MB in 1,132
files."""

MIN_BIGRAM_DOCS = 7
"""Articles a bigram must be in; single words and the text itself find the others. All bigrams: 7.09 MB."""

HIGH_IMPACT_BIGRAM, HIGH_IMPACT_UNIGRAM = 3, 6
"""Occurrences in a body that put an article into the high-impact tier of a bigram, of a word. Tuned on the half of the
queries called tuning (`scripts.bench.search`), of which no figure was kept. No such tier: 6.02 MB."""

# --- Acronyms (acronyms) ---

MAX_ACRONYM_LETTERS = 12
"""Longer words in capitals are headlines."""

MIN_DEFINITIONS = 2
"""Definitions that must agree before a query is answered in the other way too: the table of all queries fetch it. One:
9 kB more at 35,440 articles."""

MIN_DEFINITION_SHARE = 0.3
"""Share of an acronym's definitions a full name must have: BCH is *ban chấp hành* and *bộ chỉ huy*."""

SHORT_ACRONYM, MIN_SHORT_DEFINITIONS = 3, 2
"""Acronyms below so many letters need so many definitions, and twice the share: DN is *doanh nghiệp* and *Đà Nẵng*."""

MAX_ACRONYMS = 500
"""Acronyms learnt at most: every first query fetches all of them, 5 kB."""

# --- Document ids (doc_ids) ---

SPARE_SHARE = 12
"""One id in so many of a year's partition is free at first: with fewer, probing moves more articles when one is added;
with more, gaps in posting lists grow. One in four: 6.20 MB; one in fifty: 6.12 MB."""

# --- Tiers (tiers, recent_tier) ---

TIERED_FROM = 1000
"""Articles from which on the newest have a tier of their own: a smaller index has some dozens of files in all."""

RECENT_ARTICLES = 300
"""Articles of the recent tier at most: a month at 35,440 over fourteen years. With more the base is rewritten more
rarely, and an added article changes more packs, which hold 0.7 kB an article; every build reads these articles, 0.7 ms
each."""

RECENT_SHARD_BITS, PACK_SHARDS = 8 * 1_000, 24
"""Wanted size of a shard of the recent tier, which a query fetches by a range request, and how many a file packs: a
host that knows no range requests sends the whole."""

# --- Files (indexes, shards, stored_fields) ---

BIGRAM_SHARD_BITS, UNIGRAM_SHARD_BITS, NUMBER_SHARD_BITS = 8 * 11_500, 8 * 5_500, 8 * 6_000
"""Wanted size of a shard: what a query fetches for each term it looks up, against the number of files on a host.
Half of each: 1,383 files of 6.15 MB."""

SHARD_SLACK = 0.4
"""A shard is up to this part larger or smaller than wanted, so that it can end where it ended before."""

SHARDS_PER_HASH = 4
"""Neighbouring shards that share the content hash in their names: a change gives all of them new names, and the
directory, which every reader fetches, holds one hash for so many. Sixteen: 1.5 kB less at 35,440 articles, where an
edited paragraph then renames 261 files instead of 80."""

LEAF_GROUPS = 16
"""Groups of shards of one hash in a leaf of a directory of two levels: 1 to 2 kB."""

BLOCKS_PER_HASH = 4
"""The same for blocks of stored fields, which are larger: a change gives all that share a hash new names."""

BLOCK_BYTES = 30_000
"""Wanted size of a block of stored fields, the file of which a reader fetches some pages; a host that knows no range
requests sends the whole. Half: 750 files more at 35,440 articles."""

BLOCK_SLACK = 0.2
"""Slack of a block."""

DIRECTORY_BYTES = 64_000
"""Directory of one index, before compression, up to which it stands in the manifest whole; 25 kB at 35,440 articles. A
larger one has a second level: a query then fetches a leaf of 1 to 2 kB for each term and each result more, and one
after the other, but the first level is 10 kB at a million articles."""

COLUMN_IDS = 1 << 16
"""Ids of a column of a facet, after which the next year begins another: who filters a large archive by years and by a
section fetches those of these years."""

MAX_LIST = 20_000
"""Postings of a term that its entry holds, the best by tier and then the newest; the others have an entry of their own,
fetched for what needs every one: filters, orders of time. At a million articles entries would be of up to 200 kB, and
are of 20."""

# --- Builds (index, full_build, shard_store) ---

FULL_BUILD_SHARE = 12
"""With more than one article in so many changed, a full build is cheaper than an update."""

WORKERS = 2
"""Processes of a full build: three in all hold 0.6 GB at 35,440 articles, and 200,000 are to build in 4 GB."""

GROUP = 256
"""Articles tokenised at a time by one worker. Memory alone: an article is read alike in any group."""

BATCH = 500
"""Articles whose occurrences are made at a time. Memory alone."""

GROUPS_AHEAD, PARTS_AHEAD = 4, 1
"""Groups and parts that workers make before they are needed. Memory alone."""

PARTS, ARTICLES_PER_PART, PARTS_AT_MOST = 24, 1500, 200
"""Parts in which the postings of an index are sorted and coded: the least, one for so many articles, and the most, each
an open file of two indexes (a process has some 1,000). Memory alone."""

DEAD_SHARE = 1.0
"""Dead bytes of the file of shards, as a share of those in use, beyond which it is written anew."""

# --- Text codec (text_codec) ---

REPEAT_MARGIN = 2
"""Bits a repeat must save to be worth its place: decoding it costs the reader time. None: 6.14 MB."""

# --- Suggestions (phrases, suggestions) ---

PHRASE_WORDS = 5
"""Longest phrase mined from titles and leads: longer ones are titles."""

BODY_WORDS = 8
"""Longest phrase that is the name of a body: *Ủy ban nhân dân thành phố Hồ Chí Minh*."""

WORDS_PER_PHRASE = 150_000
"""A phrase must stand in two places, and in one more for so many words of titles and leads: 12 at 35,440 articles."""

PHRASE_SHARE = 0.5
"""Share of a phrase's places in which one and the same word stands beside it, beyond which it is cut too short."""

MIN_DOCUMENT_ARTICLES = 1
"""Articles that must name a document before it is offered."""

SUGGESTION_WEIGHTS = {"p": 10, "b": 20, "t": 12, "c": 30, "n": 6, "a": 12, "v": 10, "k": 20}
"""Weight of a suggestion's kind against its number of articles: a section has thousands, a phrase of titles dozens."""

SUGGESTIONS = 8
"""Suggestions offered at once."""

SUGGESTION_BYTES = 14_000
"""Lines in a file of suggestions before compression: a third of it is what a key press may cost."""

# --- Word pairs for spelling (word_pairs) ---

WORDS_PER_PAIR = 300_000
"""Two words must stand side by side once, and once more for so many words of titles and leads: a slip of the pen is no
evidence in a large archive."""

PAIR_BYTES = 20_000
"""Rows in a file before compression, a third of it after: a doubtful query fetches one or two for each of its words."""

LEADS_UP_TO = 10_000
"""Articles up to which leads are read for suggestions and word pairs, titles alone beyond: every build that adds an
article reads them all, and a large archive says in titles what a small one says in leads."""
