"""Compiled Python that may be older than its source.

Python knows a compiled file's source by size and whole seconds, which ``cp -p``, ``rsync -t`` and ``mv`` give to other
code as well: the site would be built by the code of yesterday, and remembered as that of today.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from importlib.util import cache_from_source
from pathlib import Path


def drop_stale(modules: Iterable[Path], settings: Iterable[Path]) -> None:
    """Remove what was compiled of `modules` before they were last written or put in place, and all of `settings`.

    Settings are loaded before anything of the project runs: what is compiled of them must never be met again. Where
    nothing can be removed, nothing can be compiled anew, and everything stays as it is.
    """
    for source in modules:
        compiled = cache_from_source(os.fspath(source))
        with contextlib.suppress(OSError):
            if os.stat(compiled).st_mtime_ns <= os.stat(source).st_ctime_ns:
                os.unlink(compiled)
    for source in settings:
        with contextlib.suppress(OSError):
            os.unlink(cache_from_source(os.fspath(source)))
