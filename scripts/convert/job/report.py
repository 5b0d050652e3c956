"""Conversion report: one JSON line per source, and the summary a person reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.convert.job.results import Result

OTHER = "bản chụp khác của cùng địa chỉ"  # begins the reason of a capture that was not the best
_NAMED = 20  # failures that the summary names
DRIFT = 0.2  # share of a profile's pages it may miss before the site is said to have changed


def _date(result: Result) -> str | None:
    moment = result.article.date if result.article else None
    if moment is None:
        return None
    return (
        moment.when.date().isoformat()
        if moment.precision == "day"
        else moment.when.strftime("%Y-%m-%dT%H:%M")
    )


def _article_fields(result: Result) -> dict[str, Any]:
    """What only an article has; empty for a refusal or a failure."""
    article, account = result.article, result.account
    if article is None or account is None:
        return {
            "path": "", "id": "", "title": "", "date": None, "section": "", "byline": "", "losses": [],
            "date_raw": "", "account": None, "beside": [],
        }  # fmt: skip
    return {
        "path": result.path, "id": article.id, "title": article.title, "date": _date(result),
        "section": article.section, "byline": result.byline,
        "losses": [asdict(loss) for loss in result.losses],
        "date_raw": result.date_raw, "account": {**asdict(account), "closes": account.closes},
        "beside": [asdict(one) for one in result.beside],
    }  # fmt: skip


def report_line(result: Result) -> dict[str, Any]:
    """The line of one source; fields the page does not give are empty strings, an unknown date is null."""
    fields = _article_fields(result)
    more = {key: fields.pop(key) for key in ("date_raw", "account", "beside")}
    return {
        "source": result.source,
        "status": result.status,
        **fields,
        "reason": "; ".join(filter(None, (result.reason, *result.notes))),
        "url": result.url,
        "sha256": result.sha256,
        "charset": result.charset,
        "profile": result.profile,
        **more,
    }


def as_json(line: dict[str, Any]) -> str:
    """A report line as it is written."""
    return json.dumps(line, ensure_ascii=False) + "\n"


class Summary:
    """Counts of a run, line by line."""

    def __init__(self) -> None:
        self.status: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.failed: list[str] = []
        self.drift: Counter[str] = Counter()
        self.undated = self.losses = self.open_accounts = self.by_profile = self.others = 0
        self.missing = self.differing = 0
        self.beside = Path()  # the folder of the ledger

    def add(self, line: dict[str, Any]) -> None:
        """Count one report line; only the first failures are kept by name."""
        if line["reason"].startswith(OTHER):
            self.others += 1
            return
        self.status[line["status"]] += 1
        if line["status"] == "refused":
            self.reasons[line["reason"].split(":")[0][:70]] += 1
        if line["status"] == "failed" and len(self.failed) < _NAMED:
            self.failed.append(f"{line['source']}: {line['reason']}")
        if line["status"] == "article":
            self.undated += line["date"] is None
            self.losses += bool(line["losses"])
            account = line["account"]
            self.open_accounts += not account["closes"]
        self.by_profile += bool(line["profile"])
        if line["reason"].startswith("hồ sơ ") or "; hồ sơ " in line["reason"]:
            self.drift[line["reason"].split("hồ sơ ")[1].split(" ")[0]] += 1

    def merge(self, other: Summary) -> None:
        """Count what another one counted of later lines."""
        self.status += other.status
        self.reasons += other.reasons
        self.drift += other.drift
        self.failed = [*self.failed, *other.failed][:_NAMED]
        for name in ("undated", "losses", "open_accounts", "by_profile", "others"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def drifting(self) -> list[str]:
        """Profiles that missed more of their pages than chance explains: the site's markup has changed."""
        total = self.by_profile + sum(self.drift.values())
        return sorted(name for name, n in self.drift.items() if n > DRIFT * total)

    def lines(self) -> Iterator[str]:
        """The summary in Vietnamese."""
        total = sum(self.status.values())
        yield (
            f"{total} nguồn: {self.status['article']} bài viết, {self.status['refused']} bị từ chối, "
            f"{self.status['failed']} lỗi."
        )
        if self.others:
            yield f"{self.others} bản chụp khác của cùng những địa chỉ ấy: đã chọn bản đầy đủ và mới nhất."
        if self.undated:
            yield (
                f"{self.undated} bài không rõ ngày đăng, nằm trong bai-viet/khong-ro-ngay/: hãy thêm dòng “Ngày: "
                f"24/11/2017” vào từng tệp rồi chuyển nó vào thư mục năm, tháng. Ngày mà danh sách ở trang khác ghi, "
                f"nếu có, nằm trong {self.beside / 'doi-chieu.jsonl'}. Còn bài không ngày thì make html dừng lại; "
                f"KEEP_GOING=1 tạm bỏ những bài ấy ra ngoài."
            )
        if self.losses:
            yield f"{self.losses} bài có phần không giữ được (xem losses trong báo cáo)."
        if self.missing:
            yield (
                f"{self.missing} bài được trang khác nhắc tới nhưng chưa lưu được: tên, ngày, địa chỉ ở "
                f"{self.beside / 'chua-luu.jsonl'}."
            )
        if self.differing:
            yield (
                f"{self.differing} chỗ danh sách ở trang khác ghi khác bài viết: xem {self.beside / 'doi-chieu.jsonl'}."
            )
        for reason, count in sorted(self.reasons.items(), key=lambda r: (-r[1], r[0])):
            yield f"Từ chối {count}: {reason}"
        for name in self.drifting:
            yield (
                f"Cảnh báo: hồ sơ {name} không khớp {self.drift[name]} trang; trang cũ có thể đã đổi "
                f"mẫu, hãy xem lại sites/{name}.toml."
            )
        yield from (f"Lỗi: {line}" for line in self.failed)
