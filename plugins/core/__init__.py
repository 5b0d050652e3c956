"""Core: the language of the archive. Pure, standard library only; without Pelican, processes or locks.

`article` and `front_matter` read and write Markdown sources, `vocabulary` names their fields, `dates`, `text` and
`addresses` hold the rules of their kinds, `problems` is how everything reports, and `documents` is what search and
related articles are given.
"""
