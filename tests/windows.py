"""Stand-in for Windows: ``python tests/windows.py MODULE [ARGUMENT …]`` runs a module as far as Linux can play it.

What Windows lacks is taken away once the libraries are imported (they bring their own ways there): fcntl, resource,
fork, alarms, folders that open, descriptors' rights. It is no Windows: the job on windows-latest is.
"""

from __future__ import annotations

import asyncio  # noqa: F401
import importlib
import multiprocessing.context
import os
import runpy
import shutil
import signal
import subprocess
import sys

LIBRARIES = """
    PIL.Image concurrent.futures.process ctypes feedgenerator filelock http.server jinja2 lxml.html markdown mimetypes
    multiprocessing.pool nh3 numpy pelican pelican.settings rich.console rich.progress shutil smartypants socketserver
    sqlite3 tempfile typogrify.filters uuid watchfiles zoneinfo
"""
LACKING = {
    os: "O_DIRECTORY O_NOFOLLOW fchmod fork forkpty geteuid getpgid getuid killpg mkfifo setsid sync",
    signal: "ITIMER_PROF ITIMER_REAL SIGALRM SIGHUP SIGKILL SIGPROF alarm pthread_sigmask setitimer",
    multiprocessing.context: "ForkProcess",
}


class _Missing:
    """An importer that finds no module of POSIX."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in ("fcntl", "resource", "pwd", "grp", "termios"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _take_away() -> None:
    for module, names in LACKING.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    for name in ("fcntl", "resource", "pwd", "grp", "termios"):
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Missing())


def _start_children_alike() -> None:
    """A child is on Windows as well, and in no process group of POSIX."""
    popen = subprocess.Popen.__init__

    def start(self: object, *words: object, **options: object) -> None:
        assert "process_group" not in options
        options.pop("creationflags", None)
        command = list(words[0])
        if command[:2] == [sys.executable, "-m"]:
            command = [sys.executable, os.path.abspath(__file__), *command[2:]]
        popen(self, command, *words[1:], **options)

    subprocess.Popen.__init__ = start
    subprocess.Popen.kill = subprocess.Popen.terminate  # one and the same there, and no signal that it lacks
    subprocess.CREATE_NEW_PROCESS_GROUP = 0x200


def _open_no_folders() -> None:
    opened = os.open

    def only_files(path: str, flags: int, *rest: object, **options: object) -> int:
        if isinstance(path, str | os.PathLike) and os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *rest, **options)

    os.open = only_files
    shutil._use_fd_functions = False


def become_windows() -> None:
    """Take away what Windows lacks."""
    for name in LIBRARIES.split():
        importlib.import_module(name)
    _take_away()
    _start_children_alike()
    _open_no_folders()
    sys.platform = "win32"


if __name__ == "__main__":
    sys.path[0] = os.getcwd()
    become_windows()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
