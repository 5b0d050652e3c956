"""The rules of the archive: what `python -m scripts.check` asks of every file.

`document` is one source as the rules see it and `archive` the whole. `front`, `encoding`, `body`, `files`,
`links`, `terms` and `acronyms` hold the rules, each a generator whose docstring is the rule; `registry` names
them all. `examine` runs them over both cores with the `memory` of earlier runs, `repair` mends what is safe.
"""
