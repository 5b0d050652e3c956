"""Search without a server: the builder of the static index that the search page's script reads.

fold and numbers say what counts as equal; model and textcode keep texts small; slots number the articles; tokens,
corpus, acronyms, expand and families turn articles into rows of postings; postings, entries and shards turn rows
into files; whole makes everything from the articles, changes from the last build's state; index is the whole.
"""
