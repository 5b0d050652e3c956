"""One round for every save: the saved sources are shown at once, then the whole site is built behind them."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from plugins.core.dates import HANOI
from plugins.core.exits import INTERRUPTED
from plugins.core.problems import Problem, shown_folder
from plugins.core.sources import Source, is_page_path
from scripts.devserver.board import Board, Shown
from scripts.devserver.drafts import unpublished
from scripts.devserver.previews import PreviewGone, Previews
from scripts.rules.examine import examine
from scripts.rules.registry import is_advice

BUILD = [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py"]
_PROBLEM = re.compile(r"(.+?):(\d+): ([a-z0-9-]+): (.*)")


def read_problems(said: str, code: int, content: Path = Path("content")) -> list[Problem]:
    """What a build of `content` that ended with `code` complained of; a failure without a problem is one itself."""
    matches, shown = [_PROBLEM.fullmatch(line) for line in said.splitlines()], f"{shown_folder(content)}/"
    problems = [Problem(m[1].removeprefix(shown), int(m[2]), m[3], m[4]) for m in matches if m]
    if code and not problems:
        problems = [Problem("make html", 0, "dung-trang", said.strip() or f"dừng với mã {code}")]
    return problems


class Rounds:
    """Follows the changes of a content folder; previews first, the build after them in a thread of its own."""

    def __init__(self, content: Path, output: Path, board: Board) -> None:
        self.content, self.output, self.board = content, output, board
        self._previews, self._asking = Previews(content, output), threading.Lock()
        self._saved: dict[str, float] = {}
        self._due, self._said = threading.Event(), ""
        self._building: subprocess.Popen[str] | None = None
        self._closed = False

    def begin(self) -> None:
        """Start to build, and to show what is not published yet; what is saved meanwhile is not missed."""
        threading.Thread(target=self._show_drafts, daemon=True).start()
        threading.Thread(target=self._build_forever, daemon=True).start()
        self._due.set()

    def _show_drafts(self) -> None:
        for path in unpublished(self.content, datetime.now(HANOI)):
            self._preview(path)

    def saved(self, paths: Iterable[Path]) -> None:
        """Show the sources among changed files, and have the site built; pictures and code need the build alone."""
        root = self.content.absolute()
        # Of a folder that is new, its files may have come before it was watched.
        every = {file for path in paths for file in (path.rglob("*.md") if path.is_dir() else [path])}
        for path in sorted(every):
            if path.suffix != ".md" or not path.is_relative_to(root):
                continue
            name = path.relative_to(root).as_posix()
            self._saved[name] = time.monotonic()
            if path.is_file():
                self._preview(name, announced=True)
            else:
                self.board.blame(name, [])
                self.board.drop(name)
        self._due.set()

    def _preview(self, path: str, *, announced: bool = False) -> None:
        try:
            with self._asking:
                shown, problems = self._previews.ask(path)
        except PreviewGone:
            return  # the build says why
        self.board.blame(path, sorted({*problems, *self._against_rules(path)}))
        self.board.show(shown)
        if announced:
            _say_saved(shown)
        self._tell()

    def _against_rules(self, path: str) -> list[Problem]:
        """What `make check` says of the source alone, without its advice."""
        facts = examine(self.content, Source(path, "", is_page_path(path)))
        return [p for p in (Problem(path, *finding) for finding in facts.findings) if not is_advice(p)]

    def _tell(self) -> None:
        """Problems on the terminal, when they are others than those told before."""
        said = "\n".join(map(str, self.board.problems()))
        if said != self._said:
            print(said or "Không còn chỗ nào phải sửa.", flush=True)
        self._said = said

    def _build_forever(self) -> None:
        while self._due.wait():
            self._due.clear()
            began = time.monotonic()
            self.board.work(building=True)
            code, said = self._build()
            if code == INTERRUPTED or self._closed:
                return  # Ctrl-C is for all of us
            self.board.blame("", read_problems(said, code, self.content))
            if not code:
                with self._asking:
                    self._previews.renew()
                self._settle(began)
                for shown in self.board.shown():  # links and lists of what is left may be others now
                    self._preview(shown.path)
            self.board.work(building=False)
            self._tell()

    def _build(self) -> tuple[int, str]:
        command = [*BUILD, str(self.content), "-o", str(self.output)]
        pipe, same = subprocess.PIPE, subprocess.STDOUT
        with subprocess.Popen(command, stdout=pipe, stderr=same, text=True, encoding="utf-8") as building:
            self._building = building
            said, _ = building.communicate()
        return building.returncode, said if building.returncode else ""

    def _settle(self, began: float) -> None:
        """The built site now says what previews of published sources said, if they were saved before it began."""
        for shown in self.board.shown():
            if shown.status == "published" and self._saved.get(shown.path, 0) < began:
                self.board.drop(shown.path)

    def close(self) -> None:
        """End the previewing process, and a build that is under way: the site that stands stays."""
        self._closed = True
        self._previews.close()
        if self._building:
            self._building.kill()


def _say_saved(shown: Shown) -> None:
    print(f"Đã lưu {shown.path}" + (f": xem tại /{shown.url}" if shown.html else ""), flush=True)
