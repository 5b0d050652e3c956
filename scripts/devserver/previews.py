"""Single pages from a process of the Pelican side (`plugins.pages.preview`), asked by path."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from plugins.core.problems import Problem
from scripts.devserver.board import Shown

COMMAND = [sys.executable, "-m", "plugins.pages.preview"]


class PreviewGone(Exception):  # noqa: N818  # the name says what happened
    """The previewing process ended, as after an error in a template; the built site still shows everything."""


class Previews:
    """Asks for one preview at a time; `renew` makes it see the site that was just built."""

    def __init__(self, content: Path, output: Path) -> None:
        self._command = [*COMMAND, str(content), str(output)]
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        # In a group of its own: Ctrl-C is for the server, which ends it; so does the end of its standard input.
        group: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        return subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", **group)

    def ask(self, path: str) -> tuple[Shown, list[Problem]]:
        """Preview the source at `path` (relative to content); raises `PreviewGone`."""
        if self._closed:
            raise PreviewGone(path)
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
        except (BrokenPipeError, ValueError) as error:
            self._end()
            raise PreviewGone(path) from error
        problems = [Problem(path, *found) for found in answer.pop("problems")]
        return Shown(**answer), problems

    def renew(self) -> None:
        """Look at the built site anew."""
        self._end()
        if not self._closed:
            self._process = self._start()

    def close(self) -> None:
        """End the process, for good."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None
