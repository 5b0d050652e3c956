"""Main content extraction: where the body is, what in it is boilerplate, which pages are no articles."""
