"""The rules of the archive: what `python -m scripts.check` asks of every file.

Rules of one source are the linter's (`plugins.lint`), which the build asks too. `archive` is the whole as the other
rules see it: `files`, `links`, `terms` and `acronyms` hold them, each a generator whose docstring is the rule;
`registry` names them all. `examine` runs them over both cores with the `memory` of earlier runs, `repair` mends what is
safe.
"""
