"""Exit codes of every command of the archive: a contract, other people's scripts rely on them."""

from __future__ import annotations

DONE = 0
PROBLEMS = 1  # found, and named on the way
USAGE = 2
BUSY = 75  # another run holds the lock (EX_TEMPFAIL of sysexits.h)
INTERRUPTED = 130  # Ctrl-C, as shells report it
