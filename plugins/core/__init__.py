"""The shared language of the archive: pure, standard library only, without Pelican.

`article` and `header` read and write Markdown sources, `vocabulary` names their fields, `dates`, `text` and
`addresses` hold the rules of their kinds, `problems` is how everything reports, `documents` is what search and
related articles are given, and `parallel` shares work among the cores. `versions` and `locks` keep a published site
whole, `fixity` records digests, `seals` keep those records from passing for whole when they are not. `interrupts`
answers Ctrl-C.
"""
