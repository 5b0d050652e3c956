"""Interruption by Ctrl-C: exit code 130 and one Vietnamese sentence, whatever the program is doing.

Python's own way, a `KeyboardInterrupt` raised wherever the program stands, ends in a traceback while modules are
imported, and is lost wherever somebody catches it: in Pelican's `main` (which exits with 0), in ``__del__``, in C
code that clears errors. So the signal is answered here:

* until the command `begin`s its work there is nothing to end properly: the process ends at once;
* from then on the first Ctrl-C raises `KeyboardInterrupt`, so that what was begun is ended by those who began it;
* a second one, or `GRACE` seconds, ends the process at once; everything on disk is safe from that, as from a kill;
* whatever became of the exception, the process ends with 130.

Workers leave the signal to their parent. A command that another command runs leaves the sentence to it.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading

from plugins.core.exits import INTERRUPTED

TYPE_CHECKING = False  # until this module is imported Ctrl-C is not answered: it imports as little as it can
if TYPE_CHECKING:
    from types import FrameType, TracebackType

GRACE = 10  # seconds for ending properly: workers finish a page, files of an unfinished site are removed
STOPPED = "Đã dừng."
_OUTER = "CCHC_COMMAND"  # environment: process id of the command that runs this one
_SHOW_CURSOR = "\x1b[?25h"  # a progress bar hides it


class _State:
    """What this process was told, and by whom it is answered."""

    owner = 0  # process id; a forked worker's is another
    begun = asked = said = False


_state = _State()


def guard() -> None:
    """Answer Ctrl-C from now on, if this process is one of the archive's commands.

    Called as soon as a package of the archive is imported: nothing else of it runs earlier.
    """
    if _is_command() and not _state.owner and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        _state.owner = os.getpid()
        _state.said = os.environ.get(_OUTER) == str(os.getppid())
        os.environ[_OUTER] = str(_state.owner)
        signal.signal(signal.SIGINT, _answer)
        # Who starts a command with the signal blocked (`env --block-signal=INT`) has it kept until it is answered.
        if hasattr(signal, "SIGALRM"):  # not on Windows, where the second Ctrl-C has to do
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            signal.signal(signal.SIGALRM, _leave)
        atexit.register(_end)
        sys.excepthook, sys.unraisablehook = _uncaught, _unraisable


def _is_command() -> bool:
    """Whether Python was started to run a module of the archive, or Pelican: not a test, not a tool.

    ``sys.argv[0]`` is ``-m`` while the module is looked for, which imports its package.
    """
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    return sys.argv[:1] == ["-m"] or getattr(spec, "name", "") == "pelican.__main__"


def begin() -> None:
    """From now on there is something to end properly."""
    _state.begun = True
    if _state.owner:
        threading.excepthook = _in_a_thread


def is_asked() -> bool:
    """Whether this process was told to stop: whatever fails from then on is a consequence."""
    return _state.asked


def say(sentence: str = STOPPED) -> int:
    """Say once that the command was stopped, and what that means; the exit code for it."""
    if not _state.said:
        _state.said = bool(_state.owner)
        shown = f"{_SHOW_CURSOR if os.isatty(2) else ''}\n{sentence}\n"
        # Past Python's own buffers: the signal may have come while they were being written.
        os.write(2, shown.encode())
    return INTERRUPTED


def _answer(_signal: int, _frame: FrameType | None) -> None:
    if os.getpid() != _state.owner:
        return  # a worker that was just forked
    if _state.asked or not _state.begun:
        _leave()
    _state.asked = True
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, GRACE)
    raise KeyboardInterrupt


def _leave(_signal: int = 0, _frame: FrameType | None = None) -> None:
    os._exit(say())


def _end() -> None:
    """At the exit: what was swallowed is made good, and what comes from now on is too late."""
    if _state.asked:
        _leave()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not _state.asked:
        sys.__excepthook__(kind, error, trace)


def _in_a_thread(found: threading.ExceptHookArgs) -> None:
    if not _state.asked:
        threading.__excepthook__(found)


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    """An exception in ``__del__`` and the like goes no further: the program would not stop."""
    if _state.asked and os.getpid() == _state.owner:
        _leave()
    sys.__unraisablehook__(found)
