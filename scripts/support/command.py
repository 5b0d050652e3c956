"""Command line of archivists' commands: usage in Vietnamese, and exit codes without tracebacks."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from plugins.core.exits import BUSY, PROBLEMS, USAGE
from plugins.system import interrupts, terminal
from plugins.system.locks import Busy


class VietnameseParser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese; `usage` is written by hand."""

    def __init__(self, prog: str, usage: str, description: str) -> None:
        super().__init__(prog=prog, usage=usage, description=description, add_help=False, allow_abbrev=False)
        self._optionals.title, self._positionals.title = "Tùy chọn", "Tham số"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def format_help(self) -> str:
        """Help as argparse writes it, but for its one English word."""
        return super().format_help().replace("usage: ", "Cách gọi: ", 1)

    def error(self, message: str) -> NoReturn:
        """Exit 2 with the right way to call; argparse's own English sentence is not shown."""
        del message
        print(f"Không hiểu lệnh: {' '.join(sys.argv[1:])}\n{self.format_help()}", file=sys.stderr)
        raise SystemExit(USAGE)


class UsageError(Exception):
    """A command was called in a way it cannot follow; the message (Vietnamese) says how to call it."""


def run(command: Callable[[list[str]], int], argv: list[str]) -> int:
    """Run a command's `main`, turning what ends it early into an exit code and a sentence."""
    terminal.speak()
    try:
        interrupts.begin()
        code = command(argv)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # the outermost layer: a person gets a sentence
        if interrupts.is_asked() or isinstance(error, KeyboardInterrupt):
            return interrupts.say()
        if os.environ.get("DEBUG") and not isinstance(error, UsageError | Busy | OSError):
            raise
        return _failed(error)
    return code


def _failed(error: Exception) -> int:
    """Say what ended a command early; its exit code."""
    match error:
        case UsageError():
            print(error, file=sys.stderr)
            return USAGE
        case Busy():
            print("Một lần chạy khác đang dùng thư mục ấy; hãy đợi nó xong rồi chạy lại.", file=sys.stderr)
            return BUSY
        case BrokenPipeError():  # … | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            reason = error.strerror or error
            print(f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {reason}", file=sys.stderr)
        case _:
            what = f"{type(error).__name__}: {error}. Chạy lại với DEBUG=1 để người bảo trì xem."
            print(f"Lỗi trong chương trình: {what}", file=sys.stderr)
    return PROBLEMS
