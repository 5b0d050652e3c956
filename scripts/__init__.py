"""Commands that a person runs: ``python -m scripts.<name>``."""

import sys

# `python -m` looks for modules in the folder it stands in before it looks in the standard library: a tomllib.py that
# somebody put beside content/ would run. Ours are found there all the same, after everything else. The Makefile says
# so to Python itself (PYTHONSAFEPATH), for pelican and whatever else it starts. "-m" stands there while a module is
# being located, never later.
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:
    sys.path.append(sys.path.pop(0))

from plugins.system import interrupts

interrupts.guard()
