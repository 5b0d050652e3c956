"""Copies of captured files: pictures and attachments of an article, brought beside it in the content folder."""

from __future__ import annotations

from pathlib import Path

from scripts.convert.job.ledger import replace_file
from scripts.convert.job.results import Loss, Result
from scripts.convert.limits import FILE_BYTES, PAGE_ERRORS, limit_exceeded
from scripts.convert.markdown.assets import RELATIVE, LinkedFile, asset_path
from scripts.convert.sources.catalogue import Catalogue
from scripts.convert.sources.records import CaptureRecord, load

_NOT_CAPTURED = "bản chụp không có {} này; giữ liên kết tới địa chỉ gốc"
_UNREADABLE = "tệp trong bản chụp bị hỏng hoặc không rõ loại; giữ liên kết tới địa chỉ gốc"


class FileCopies:
    """Puts the files that articles show into the content folder, each content once."""

    def __init__(self, content: Path, catalogue: Catalogue) -> None:
        self._content = content
        self._catalogue = catalogue

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
        found = self._catalogue.file(url.removeprefix(RELATIVE), record)
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
        if path and not (self._content / path).is_file():
            replace_file(self._content / path, data)
        return path
