"""Captured pictures and attachments of an article, brought beside it in the content folder, each content once."""

from __future__ import annotations

from scripts.convert.job.results import Loss, Result
from scripts.convert.limits import FILE_BYTES, PAGE_ERRORS, limit_exceeded
from scripts.convert.markdown.assets import RELATIVE, LinkedFile, asset_path
from scripts.convert.sources.captures import capture_key
from scripts.convert.sources.catalogue import file_beside, record_of
from scripts.convert.sources.records import CaptureRecord, load

_NOT_CAPTURED = "bản chụp không có {} này; giữ liên kết tới địa chỉ gốc"
_UNREADABLE = "tệp trong bản chụp bị hỏng hoặc không rõ loại; giữ liên kết tới địa chỉ gốc"


class LinkedCaptures:
    """Finds the files that an article shows among `captures` (`capture_key` → record as JSON), the page's own mirror
    folder, and the page itself; adds them to `files` as (path in the content folder, content).
    """

    def __init__(self, captures: dict[str, str], files: list[tuple[str, bytes]]) -> None:
        self._captures = captures
        self._files = files

    def place(self, result: Result, record: CaptureRecord) -> tuple[dict[str, str], list[Loss]]:
        """(address in the article → path in the content folder, a loss for each file that is nowhere)."""
        targets, losses = {}, []
        for wanted in result.linked_files:
            path, reason = self._first_of(wanted, record, result.embedded)
            if path:
                targets[wanted.url] = path
            elif wanted.sure:
                losses.append(Loss(f"{wanted.kind} {wanted.url}", 0, reason))
        return targets, losses

    def _first_of(
        self, wanted: LinkedFile, record: CaptureRecord, embedded: dict[str, bytes]
    ) -> tuple[str, str]:
        """(path of the first address that was captured, why there is none for the first of all)."""
        reasons: list[str] = []
        for url in (wanted.url, *wanted.others):
            if (data := embedded.get(url)) is not None:
                return self._stored(asset_path(url, data, wanted.folder), data), ""
            path, reason = self._captured(url, wanted, record)
            if path:
                return path, ""
            reasons.append(reason)
        return "", reasons[0]

    def _captured(self, url: str, wanted: LinkedFile, record: CaptureRecord) -> tuple[str, str]:
        """(path of a captured file in the content folder, why there is none)."""
        address = url.removeprefix(RELATIVE)
        kept = self._captures.get(capture_key(address))
        found = record_of(kept) if kept is not None else file_beside(address, record)
        if found is None:
            return "", _NOT_CAPTURED.format(wanted.kind.split()[0])
        try:
            data = load(found, FILE_BYTES)
        except (OSError, *PAGE_ERRORS) as error:
            bound = limit_exceeded(error)
            return "", f"{bound}; giữ liên kết tới địa chỉ gốc" if bound else _UNREADABLE
        path = asset_path(url, data, wanted.folder, found.content_type)
        if not path or found.truncated:
            return "", _UNREADABLE
        return self._stored(path, data), ""

    def _stored(self, path: str, data: bytes) -> str:
        if path:
            self._files.append((path, data))
        return path
