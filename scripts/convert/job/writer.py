"""Article writer: results become files of the archive, never over what a person changed since the last conversion."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from plugins.core.article import format_article
from plugins.core.text import tone_key
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.job.file_copies import FileCopies
from scripts.convert.job.ledger import FOLDER, ConversionLedger, LedgerEntry, replace_file, stamp_of
from scripts.convert.job.report import report_line
from scripts.convert.job.results import Result, article_path
from scripts.convert.markdown.relink import relink
from scripts.convert.sources.catalogue import Catalogue
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.sources.temp_tables import Lookup

NEW_VERSIONS = f"{FOLDER}/ban-moi"
_DUPLICATE = "bản trùng"
_EDITED = "bài đã được người sửa; giữ nguyên bản đã sửa"
_REMOVED = "bài đã được người xóa hoặc chuyển đi; dùng --restore để tạo lại"


def digest(text: str | bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


class ArticleWriter:
    """Puts results into the content folder in the order of their sources."""

    def __init__(
        self, content: Path, ledger: ConversionLedger, catalogue: Catalogue, *, restore: bool = False
    ) -> None:
        self.content = content
        self.ledger = ledger
        self.catalogue = catalogue
        self.restore = restore
        self._files = FileCopies(content, catalogue)
        self._taken = Lookup()  # id → (source, folded title) of this run

    def unchanged(self, entry: LedgerEntry) -> dict[str, Any]:
        """The report line of an unchanged source: its article is as it was written, or a person's."""
        if not entry.path:
            return entry.report
        id_, title = entry.report["id"], tone_key(entry.report["title"])
        if (first := self._taken.get(id_)) is not None:
            return self._duplicate(entry, first[0])
        self._taken.put(id_, entry.source, title)
        reason = self._person_changed(entry)
        return {**entry.report, "reason": reason} if reason else entry.report

    def _duplicate(self, entry: LedgerEntry, first: str) -> dict[str, Any]:
        """An article that another source, earlier in this run, turned out to be."""
        line = {
            **report_line(Result(entry.source, "refused", entry.sha256, entry.report.get("url", ""))),
            "reason": _duplicate_of(first),
        }
        self.ledger.put(LedgerEntry(entry.source, entry.sha256, "", report=line))
        return line

    def _person_changed(self, entry: LedgerEntry) -> str:
        """What a person did to an entry's file since it was written; empty for nothing."""
        path = self.content / entry.path
        if not path.is_file():
            return "" if self.restore else _REMOVED
        return "" if digest(path.read_bytes()) == entry.text else _EDITED

    def is_current(self, entry: LedgerEntry) -> bool:
        """False for an entry whose file must be written again: asked for, or a run died while writing it."""
        if entry.pending:
            return False
        return not (self.restore and entry.path and not (self.content / entry.path).is_file())

    def put(self, result: Result, rules: str, record: CaptureRecord) -> dict[str, Any]:
        """Write a result's files and its ledger entry; returns its report line."""
        before, owner = self.ledger.get(result.source), None
        if result.article is not None:
            owner = self._settle_id(result)
        if result.article is None:
            return self._refused(result, rules, record, before)
        before = owner or before
        if before is not None and before.path and before.report.get("id") == result.article.id:
            result.path = before.path  # addresses never change once published
        self._place_files(result, record)
        line = self._write(result, rules, record, before or LedgerEntry(result.source, "", ""))
        if owner is not None:
            self._retire(owner, result.source)
        return line

    def _refused(
        self, result: Result, rules: str, record: CaptureRecord, before: LedgerEntry | None
    ) -> dict[str, Any]:
        line = report_line(result)
        if before is not None and before.path and (self.content / before.path).is_file():
            line["reason"] += f"; bài chuyển trước đây vẫn nằm ở {before.path}: hãy xóa nếu không cần"
        duplicate = line["reason"].startswith(
            _DUPLICATE
        )  # looked at again by each run: the first may be gone
        aside = stamp_of(record.path) if result.aside else ""
        self.ledger.put(
            LedgerEntry(result.source, result.sha256, "" if duplicate else rules, report=line, aside=aside)
        )
        return line

    def _settle_id(self, result: Result) -> LedgerEntry | None:
        """One id, one article: the same article captured twice is refused, another one gets an id of its own.

        Returns the article's entry under another name of its source: a newer capture, a folder renamed.
        """
        article = result.article
        assert article is not None
        title = tone_key(article.title)
        source, other = self._taken.get(article.id) or ("", "")
        if source and other == title:
            result.status, result.article, result.path = "refused", None, ""
            result.reason = _duplicate_of(source)
            return None
        owner = None if source else self.ledger.owner(article.id)
        if owner is not None and owner.source == result.source:
            owner = None
        if source or (owner is not None and not _same(owner, result, title)):
            suffix = digest(result.url or result.source)[:6]
            result.article = article = replace(article, id=f"{article.id}-{suffix}")
            result.path, owner = article_path(article), None
        self._taken.put(article.id, result.source, title)
        return owner

    def _retire(self, owner: LedgerEntry, source: str) -> None:
        """The article is another source's from now on."""
        line = {**owner.report, "status": "refused", "path": "", "reason": _duplicate_of(source)}
        self.ledger.put(LedgerEntry(owner.source, owner.sha256, "", report=line))

    def _place_files(self, result: Result, record: CaptureRecord) -> None:
        """Bring captured pictures and attachments along, and point the article at them."""
        article = result.article
        assert article is not None
        targets, losses = self._files.place(result, record)
        result.losses += losses
        result.article = replace(article, body=relink(article.body, targets, result.path))

    def _write(
        self, result: Result, rules: str, record: CaptureRecord, before: LedgerEntry
    ) -> dict[str, Any]:
        """Write the article where no person's work stands.

        The ledger says what is going to be written, the file is written, the ledger says that it was: a run
        killed anywhere between knows its own file again.
        """
        entry = LedgerEntry(result.source, result.sha256, rules, result.path, before.text)
        entry.keys = result.link_keys(record.url, record.alias)
        text, entry.links = self._linked(result)
        path = self.content / result.path
        ours = {before.text, before.pending, digest(text)}
        gone = not path.is_file() and bool(before.path) and not before.pending and not self.restore
        there = digest(path.read_bytes()) if path.is_file() else ""
        if gone:
            result.notes.append(_REMOVED)
        elif there and there not in ours:
            side = PurePosixPath(NEW_VERSIONS) / result.path
            replace_file(self.content / side, text)
            result.reason = f"bài đã được người sửa; bản chuyển đổi mới nằm ở {side}"
        elif there != digest(text):
            entry.pending, entry.report = digest(text), report_line(result)
            self.ledger.put(entry)
            replace_file(path, text)
            entry.text, entry.pending = digest(text), ""
        else:
            entry.text = there
        entry.report = report_line(result)
        self.ledger.put(entry)
        return entry.report

    def _linked(self, result: Result) -> tuple[str, dict[str, str]]:
        """The article's file with the links that are known by now, and the links that are not."""
        assert result.article is not None
        known = self._targets(result.links, result.path)
        body = relink(result.article.body, known, result.path)
        rest = {url: key for url, key in result.links.items() if url not in known}
        return format_article(replace(result.article, body=body)), rest

    def _targets(self, links: dict[str, str], path: str) -> dict[str, str]:
        path_of = self.ledger.path_of
        found = {
            url: path_of(key) or path_of(address_key(url_of_rewritten_link(url)))
            for url, key in links.items()
        }
        return {url: target for url, target in found.items() if target and target != path}

    def link_articles(self) -> int:
        """Point links at articles of the archive, in files no person has changed; returns how many changed."""
        return sum(map(self._link, self.ledger.linkable()))

    def _link(self, entry: LedgerEntry) -> bool:
        known = self._targets(entry.links, entry.path)
        path = self.content / entry.path
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not known or digest(text) != entry.text:
            return False
        new = relink(text, known, entry.path)
        entry.links = {url: key for url, key in entry.links.items() if url not in known}
        if new != text:
            entry.pending = digest(new)
            self.ledger.put(entry)
            replace_file(path, new)
            entry.text, entry.pending = entry.pending, ""
        self.ledger.put(entry)
        return new != text


def _duplicate_of(source: str) -> str:
    return f"{_DUPLICATE}: cùng mã và tiêu đề với {source}"


def _same(owner: LedgerEntry, result: Result, title: str) -> bool:
    """True for the article of another capture: the same title, or the same address."""
    url = owner.report.get("url", "")
    return tone_key(owner.report.get("title", "")) == title or bool(url and url == result.url)
