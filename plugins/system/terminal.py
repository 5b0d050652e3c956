"""Terminal output of the archive's commands: UTF-8 wherever it goes, and the names of commands as they were typed.

``py -m cchc`` runs the commands where there is no make; what they advise is then said in its words.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

RUNNER = "CCHC"  # environment: the command was started by the runner, not by make
_NAMES = {
    "new": "moi",
    "check": "kiem",
    "devserver": "xem",
    "html": "dung",
    "serve": "mo",
    "lay": "lay",
    "gui": "gui",
}
_COMMAND = re.compile(rf"\bmake ({'|'.join(_NAMES)})\b")


def in_words_of_the_runner(text: str) -> str:
    """Text with make's commands as the runner knows them."""
    return _COMMAND.sub(lambda match: f"py -m cchc {_NAMES[match[1]]}", text)


class _RunnerStream:
    """A stream that says the runner's words; everything else is the stream's own."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return int(self._stream.write(in_words_of_the_runner(text)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def speak() -> None:
    """Print Vietnamese wherever it goes: a pipe on Windows would take none, and a file name may hold odd bytes."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8")
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        if os.environ.get(RUNNER) and not isinstance(stream, _RunnerStream):
            setattr(sys, name, _RunnerStream(stream))
