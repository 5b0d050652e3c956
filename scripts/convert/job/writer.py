"""Article writer: what pages became turns into files of the archive, never over a person's work since the last run."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from plugins.core.article import format_article
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.job.extract import failed_result
from scripts.convert.job.ledger import FOLDER, LedgerEntry, entry_line, entry_of
from scripts.convert.job.linked_captures import LinkedCaptures
from scripts.convert.job.report import OTHER, Summary, as_json, report_line
from scripts.convert.job.results import Result
from scripts.convert.job.store import SHARDS, told, write_whole
from scripts.convert.limits import PAGE_ERRORS
from scripts.convert.markdown.relink import relink
from scripts.convert.sources.catalogue import CaptureGroup
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.places import place
from scripts.convert.sources.records import CaptureRecord

NEW_VERSIONS = f"{FOLDER}/ban-moi"
DUPLICATE = "bản trùng"
_EDITED = "bài đã được người sửa; giữ nguyên bản đã sửa"
_REMOVED = "bài đã được người xóa hoặc chuyển đi; dùng --restore để tạo lại"
Line = dict[str, Any]
File = tuple[str, bytes]  # path in the content folder, content


def digest(text: str | bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


class Decision(NamedTuple):
    """What the merge decided about a capture."""

    id: str = ""  # of the article; empty where there is none
    path: str = ""
    before: str = ""  # the line of the ledger that speaks of the article, or of the source, until now
    duplicate_of: str = ""  # the source of the same article that comes first
    targets: dict[str, str] = {}  # noqa: RUF012  # never changed: key of a link → path in the content folder
    files: dict[str, str] = {}  # noqa: RUF012  # never changed: `capture_key` → the capture of a file, as JSON
    ours: tuple[str, ...] = ()  # digests of files at `path` that a killed run may have written


@dataclass(slots=True)
class WritePage:
    """A page to be written: its captures, what those became that were looked at, and what was decided of them."""

    group: CaptureGroup
    results: list[Result | None]
    decisions: list[Decision]
    fatal: str = ""

    def without(self, _capture: int, reason: str) -> WritePage:
        """The page as it is written once it took a process down: none of it but this reason (Vietnamese)."""
        return replace(self, fatal=reason)


@dataclass(slots=True)
class WrittenPage:
    """What is to be put down of a page: its files, its lines of the ledger by source, and of the report."""

    files: list[File] = field(default_factory=list)
    ledger: list[tuple[str, str]] = field(default_factory=list)
    report: bytes = b""
    summary: Summary = field(default_factory=Summary)

    def put(self, entry: LedgerEntry) -> None:
        """Note a line of the ledger."""
        self.ledger.append((entry.source, entry_line(entry)))


class ArticleWriter:
    """Turns results into files and lines; what it only reads is what stands in the content folder already."""

    def __init__(self, content: str, rules: str, statistics: str, *, restore: bool = False) -> None:
        self._content, self._place = content, place(content)
        self._rules, self._statistics = rules, statistics
        self._restore = restore

    def put(self, path: str, data: bytes) -> None:
        """Write a file of the content folder, whole or not at all; one that is named by its content once."""
        with told(self._content):
            if not path.endswith(".md") and (self._place / path).is_file():
                return
            write_whole(self._place / path, io.BytesIO(data), self._place / FOLDER / SHARDS)

    def _digest(self, path: str) -> str:
        """The digest of a file that is there; empty where none is."""
        try:
            return digest((self._place / path).read_bytes())
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return ""

    def prepare(self, page: WritePage) -> WrittenPage:
        """What is to be put down of a page; every capture of it is a line of the report."""
        out = WrittenPage()
        looked_at = page.group.captures[: len(page.results)]
        lines = []
        for record, result, decision in zip(looked_at, page.results, page.decisions, strict=True):
            if page.fatal:
                given_up = Result(record.source, "failed", "", record.url, page.fatal, aside=True)
                lines.append(self._refused(given_up, record, decision, out))
            elif result is None:
                lines.append(self._unchanged(entry_of(decision.before), decision, out))
            else:
                lines.append(self._written(result, record, decision, out))
        rest = (*page.group.captures[len(page.results) :], *page.group.others)
        lines += (report_line(Result(record.source, "refused", "", record.url)) for record in rest)
        lines = _captures(lines, len(page.results) - 1)
        for line in lines:
            out.summary.add(line)
        out.report = "".join(map(as_json, lines)).encode("utf-8", "backslashreplace")
        return out

    def _written(self, result: Result, record: CaptureRecord, decision: Decision, out: WrittenPage) -> Line:
        """An article, or a refusal; over one that cannot be written the run does not fail either."""
        if result.article is None or decision.duplicate_of:
            return self._refused(result, record, decision, out)
        try:
            return self._article(result, record, decision, out)
        except PAGE_ERRORS as error:
            return self._refused(failed_result(record, error, result.sha256), record, decision, out)

    def _refused(self, result: Result, record: CaptureRecord, decision: Decision, out: WrittenPage) -> Line:
        if decision.duplicate_of:
            result.status, result.article, result.path = "refused", None, ""
            result.reason = duplicate_reason(decision.duplicate_of)
        line = report_line(result)
        before = entry_of(decision.before) if decision.before else None
        if before is not None and before.path and self._digest(before.path):
            line["reason"] += f"; bài chuyển trước đây vẫn nằm ở {before.path}: hãy xóa nếu không cần"
        # A duplicate is looked at again by each run: the first may be gone.
        rules = "" if decision.duplicate_of else self._named_rules(result)
        aside = (record.stamp or "?") if result.aside else ""
        out.put(LedgerEntry(result.source, result.sha256, rules, report=line, aside=aside))
        return line

    def _named_rules(self, result: Result) -> str:
        return self._rules if result.profile or result.aside else f"{self._rules}/{self._statistics}"

    def _unchanged(self, entry: LedgerEntry, decision: Decision, out: WrittenPage) -> Line:
        """The report line of an unchanged source: its article is as it was written, or a person's."""
        if not entry.path:
            return entry.report
        if decision.duplicate_of:  # another source, earlier in this run, turned out to be the same article
            refused = Result(entry.source, "refused", entry.sha256, entry.report.get("url", ""))
            line = {**report_line(refused), "reason": duplicate_reason(decision.duplicate_of)}
            out.put(LedgerEntry(entry.source, entry.sha256, "", report=line))
            return line
        there = self._digest(entry.path)
        if not there:
            return entry.report if self._restore else {**entry.report, "reason": _REMOVED}
        if there != entry.text:
            return {**entry.report, "reason": _EDITED}
        self._relink(entry, decision.targets, out)
        return entry.report

    def relinked(self, line: str, targets: dict[str, str]) -> WrittenPage:
        """What is to be put down of an article of an earlier run, whose links lead somewhere by now."""
        out, entry = WrittenPage(), entry_of(line)
        if self._digest(entry.path) == entry.text:
            self._relink(entry, targets, out)
        return out

    def _relink(self, entry: LedgerEntry, targets: dict[str, str], out: WrittenPage) -> None:
        known = _known(entry.links, targets, entry.path)
        if not known:
            return
        old = (self._place / entry.path).read_text(encoding="utf-8")
        new = relink(old, known, entry.path)
        entry.links = {url: key for url, key in entry.links.items() if url not in known}
        if new != old:
            out.files.append((entry.path, new.encode("utf-8")))
            entry.text = digest(new)
        out.put(entry)

    def _article(self, result: Result, record: CaptureRecord, decision: Decision, out: WrittenPage) -> Line:
        """The article, where no person's work stands; beside it where one does."""
        assert result.article is not None
        result.path = decision.path
        files = LinkedCaptures(decision.files, out.files)
        targets, losses = files.place(result, record)
        result.losses += losses
        known = _known(result.links, decision.targets, result.path)
        body = relink(relink(result.article.body, targets, result.path), known, result.path)
        text = format_article(replace(result.article, id=decision.id, body=body))
        result.article = replace(result.article, id=decision.id)
        before = entry_of(decision.before) if decision.before else LedgerEntry(result.source, "", "")
        entry = LedgerEntry(result.source, result.sha256, self._named_rules(result), result.path, before.text)
        entry.keys = result.link_keys(record.url, record.alias)
        entry.links = {url: key for url, key in result.links.items() if url not in known}
        there, made = self._digest(result.path), digest(text)
        if not there and before.path and not decision.ours and not self._restore:
            result.notes.append(_REMOVED)
        elif there and there not in {before.text, made, *decision.ours}:
            side = str(PurePosixPath(NEW_VERSIONS) / result.path)
            out.files.append((side, text.encode("utf-8")))
            result.reason = f"bài đã được người sửa; bản chuyển đổi mới nằm ở {side}"
        else:
            entry.text = made
            if there != made:
                out.files.append((result.path, text.encode("utf-8")))
        entry.report = report_line(result)
        out.put(entry)
        return entry.report


def duplicate_reason(source: str) -> str:
    """Why a twin of an article is refused (Vietnamese)."""
    return f"{DUPLICATE}: cùng mã và tiêu đề với {source}"


def _known(links: dict[str, str], targets: dict[str, str], path: str) -> dict[str, str]:
    """Where links lead in the content folder, of those that lead to another article of it."""
    found = {
        url: targets.get(key) or targets.get(address_key(url_of_rewritten_link(url)), "")
        for url, key in links.items()
    }
    return {url: target for url, target in found.items() if target and target != path}


def _captures(lines: list[Line], used: int) -> list[Line]:
    """The lines of the captures of one address; where one of them is the article, the others say so."""
    article = lines[used]["status"] == "article"
    told_lines = []
    for number, line in enumerate(lines):
        if number != used and (article or number > used):
            own = f"; bản này: {line['reason']}" if line["reason"] else ""
            line = {**line, "reason": f"{OTHER}: đã dùng {lines[used]['source']}{own}"}
        told_lines.append(line)
    return told_lines
