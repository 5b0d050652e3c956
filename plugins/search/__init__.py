"""Search without a server: the builder of the static inverted index that the search page's script reads.

The map, from articles to files: `folding` and `document_numbers` (what counts as equal), `doc_ids` (stable document
ids), `spans`, `tokens` and `corpus` (articles → token arrays), `acronyms` (synonyms learnt from the archive, and
reviewed ones), `postings` and `indexes` (tokens → postings of bigrams, unigrams and numbers; static pruning; posting
lists), `raw_postings` (all postings, kept between builds), `dictionary` and `shards` (posting lists → files),
`directory` (which file holds a term, in one level or two), `text_model`, `text_codec` and `stored_fields` (texts for excerpts), `facets` (columns of filters), `running_words`,
`phrases` and `suggestions` (autocompletion), `word_pairs` (spelling correction), `full_build` and `incremental` (a
state from nothing, or from the last build's: `state`, `shard_store`), `weights` (all tuned bounds), `index` (the
door). All of these know NumPy, `plugins.core`, `system` and `state` alone; only `plugin` knows Pelican.
"""
