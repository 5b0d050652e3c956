"""Results → files of the archive, never over what a person changed since the last conversion."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any

from plugins.core.text import tone_key
from scripts.convert import escape
from scripts.convert.extract import Result, article_path
from scripts.convert.ledger import FOLDER, Entry, Ledger, replace_file
from scripts.convert.records import load
from scripts.convert.report import report_line
from scripts.convert.survey import address_key

SIDE = f"{FOLDER}/ban-moi"


def digest(text: str | bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


class Writer:
    """Puts results into the content folder in the order of their sources."""

    def __init__(self, content: Path, ledger: Ledger, *, restore: bool = False) -> None:
        self.content = content
        self.ledger = ledger
        self.restore = restore
        self._taken: dict[str, tuple[str, str]] = {}  # id → (source, folded title) of this run
        self._paths: dict[str, str] = {}  # address key → path of an article
        for entry in ledger.entries.values():
            self._know(entry)

    def _know(self, entry: Entry) -> None:
        if entry.path and (url := entry.report.get("url")):
            self._paths[address_key(url)] = entry.path

    def unchanged(self, entry: Entry) -> dict[str, Any]:
        """The report line of an unchanged source: its article is as it was written, or a person's."""
        if entry.path:
            self._taken[entry.report["id"]] = (entry.source, tone_key(entry.report["title"]))
        if entry.path and (reason := self._hands(entry)):
            return {**entry.report, "reason": reason}
        return entry.report

    def _hands(self, entry: Entry) -> str:
        """What a person did to an entry's file since it was written; empty for nothing."""
        path = self.content / entry.path
        if not path.is_file():
            return "" if self.restore else "bài đã được người xóa hoặc chuyển đi; dùng --restore để tạo lại"
        return (
            "" if digest(path.read_bytes()) == entry.text else "bài đã được người sửa; giữ nguyên bản đã sửa"
        )

    def is_current(self, entry: Entry) -> bool:
        """False for an entry whose file must be written again."""
        return not (self.restore and entry.path and not (self.content / entry.path).is_file())

    def put(self, result: Result, rules: str) -> dict[str, Any]:
        """Write a result's files and its ledger entry; returns its report line."""
        before = self.ledger.entries.get(result.source)
        if result.article is not None:
            self._settle_id(result)
        if result.article is None:
            line = report_line(result)
            self.ledger.put(Entry(result.source, result.sha256, rules, report=line))
            return line
        if before is not None and before.path and before.report.get("id") == result.article.id:
            result.path = before.path  # addresses never change once published
        text = result.text
        written = self._write(result, text, before)
        line = report_line(result)
        entry = Entry(result.source, result.sha256, rules, result.path, written, result.links, line)
        self.ledger.put(entry)
        self._know(entry)
        return line

    def _settle_id(self, result: Result) -> None:
        """One id, one article: the same article captured twice is refused, another one gets an id of its
        own.
        """
        article = result.article
        assert article is not None
        title = tone_key(article.title)
        source, other = self._taken.get(article.id, ("", ""))
        if source and other == title:
            result.status, result.article, result.path = "refused", None, ""
            result.reason = f"bản trùng: cùng mã và tiêu đề với {source}"
            return
        if source:
            suffix = digest(result.url or result.source)[:6]
            result.article = article = replace(article, id=f"{article.id}-{suffix}")
            result.path = article_path(article)
        self._taken[article.id] = (result.source, title)

    def _write(self, result: Result, text: str, before: Entry | None) -> str:
        """Write the article where no person's work stands; returns the hash the ledger vouches for."""
        path = self.content / result.path
        ours = before.text if before is not None else ""
        if not path.is_file():
            if before is not None and before.path and not self.restore:
                result.notes.append("bài đã được người xóa hoặc chuyển đi; dùng --restore để tạo lại")
                return ours
        elif (there := digest(path.read_bytes())) != ours and there != digest(text):
            side = PurePosixPath(SIDE) / result.path
            replace_file(self.content / side, text)
            result.reason = f"bài đã được người sửa; bản chuyển đổi mới nằm ở {side}"
            return ours
        self._copy_assets(result)
        if not path.is_file() or digest(path.read_bytes()) != digest(text):
            replace_file(path, text)
        return digest(text)

    def _copy_assets(self, result: Result) -> None:
        for placed in result.assets:
            target = self.content / placed.path
            if not target.is_file():
                replace_file(target, load(placed.record))

    def link_articles(self) -> int:
        """Point links at articles of the archive; only in files no person has changed. Returns how many
        files changed.
        """
        changed = 0
        for entry in list(self.ledger.entries.values()):
            known = {url: self._paths[key] for url, key in entry.links.items() if key in self._paths}
            path = self.content / entry.path
            if not known or not entry.path or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8")
            if digest(text) != entry.text:
                continue
            new = _linked(text, known, entry.path)
            entry.links = {url: key for url, key in entry.links.items() if url not in known}
            if new != text:
                replace_file(path, new)
                entry.text = digest(new)
                changed += 1
            self.ledger.put(entry)
        return changed


def _linked(text: str, known: dict[str, str], path: str) -> str:
    folder = PurePosixPath(path).parent.as_posix()
    for url, target in known.items():
        text = text.replace(f"]({escape.address(url)})", f"]({relpath(target, folder)})")
    return text
