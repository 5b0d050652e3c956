"""Related articles (*Xem thêm*) from their texts: tf-idf vectors, an inverted index, ranking with local scaling.

The map, from text to list: `syllables` (texts → codes), `terms` and `term_counting` (documents → counted terms and
shingles), `document_frequency` (idf), `vectors` (weights), `inverted_index` (dot products), `hubness` (local scaling),
`near_duplicates`, `ranking` (candidates → ten), `neighbours` (all of it over many articles), `segments` and `state`
(what is kept between builds), `diff`, `update_hubness` and `incremental` (a state from the one before), `explanation`
(of one pair), `weights` (all tuned constants), `engine` (the door). All of these know NumPy, `plugins.core`, `system`
and `state` alone; only `plugin` knows Pelican.
"""
