"""Related articles (*Xem thêm*) from their texts: tf-idf vectors, candidates by sparse products, ranking by cosine.

The map, from text to list: `syllables` (texts → codes), `terms` and `term_counting` (documents → counted terms and
shingles), `document_frequency` (idf), `vectors` (weights), `sparse_products` (dot products), `candidates` (the nearest
of each article, and their cosines), `hubness` (local scaling), `near_duplicates`, `events`, `ranking` (candidates →
ten), `segments` and `state` (what is kept between builds), `diff` and `incremental` (a state from the one before),
`explanation` (of one pair), `weights` (all tuned constants), `engine` (the door). All of these know NumPy, SciPy,
`plugins.core`, `system` and `state` alone; only `plugin` knows Pelican.
"""
