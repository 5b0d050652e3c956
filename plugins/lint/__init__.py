"""Linter of sources: front matter, characters and Markdown, each rule a generator whose docstring is the rule.

The build and `make check` both ask `registry.lint`, so both say the same of a source. What needs other sources to be
judged stands in `scripts.rules` (names, links) and in `plugins.site.collection`.
"""
