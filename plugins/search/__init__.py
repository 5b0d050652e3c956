"""Search without a server: the builder of the static index that the search page's script reads.

fold and numbers say what counts as equal; model and textcode keep texts small; tokens, corpus, acronyms and
expand turn articles into occurrences; postings, families and shards turn those into files; index is the whole.
"""
