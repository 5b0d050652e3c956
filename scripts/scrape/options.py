"""Options of the crawl command, read by argparse, as one frozen value."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts.convert.text.url_normalisation import canonical

PRODUCT = "cchc-archive/0.1"
DELAY = 1.0  # seconds after each response
_EMAIL = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
REPLAY = "https://web.archive.org/web/"
MAX_PAGES = 200_000  # requests of one run: the legacy portal, its pictures and files, several times over
MAX_TIME = 7 * 86400.0  # seconds of one run


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What a person asked for; `delay` and `max_time` in seconds, `max_pages` in requests of this run."""

    start: str
    store: Path
    delay: float = DELAY
    max_pages: int = MAX_PAGES
    max_time: float = MAX_TIME
    report: Path | None = None
    contact: str = ""
    user_agent: str = ""
    insecure_tls: bool = False
    allow_host: tuple[str, ...] = ()
    captures: Path | None = None
    replay: str = REPLAY
    near: str = ""

    @property
    def asked(self) -> str:
        """An address of the host that is asked: the site's own, or the replay service's."""
        return self.replay if self.captures else self.start

    @property
    def agent(self) -> str:
        """The User-Agent header: who asks, what for, and whom to write to; ASCII, as headers must be."""
        contact = f"; {self.contact}" if self.contact else ""
        text = self.user_agent or f"{PRODUCT} (archiving public pages{contact})"
        return " ".join(text.encode("ascii", "replace").decode().split())

    @property
    def sender(self) -> str:
        """The From header: the e-mail address in the contact, empty where there is none."""
        found = _EMAIL.search(self.contact)
        return found[0] if found else ""


def _positive(text: str) -> int:
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError("phải từ 1 trở lên")
    return value


def _seconds(text: str) -> float:
    if not 0 <= (value := float(text)) < float("inf"):
        raise argparse.ArgumentTypeError("phải là số giây từ 0 trở lên")
    return value


def _address(text: str) -> str:
    try:
        url = canonical(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” không phải địa chỉ; ví dụ: http://vi-du.gov.vn/"
        ) from error
    if not url.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"“{text}” phải bắt đầu bằng http:// hoặc https://")
    return url


def _base(text: str) -> str:
    return _address(text).rstrip("/") + "/"


def _list(text: str) -> Path:
    if not (path := Path(text)).is_file():
        raise argparse.ArgumentTypeError(f"không có tệp “{text}”")
    return path


def _day(text: str) -> str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).isoformat() if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; ví dụ: 2018-10-21") from error


def _captures(ask: argparse.ArgumentParser) -> None:
    """Options of another source: captures that others made."""
    ask.add_argument(
        "--captures",
        metavar="FILE.cdx",
        type=_list,
        help="thay vì hỏi trang cũ, lấy các bản chụp có trong danh sách này (CDX, CDXJ) từ kho lưu của người khác",
    )
    ask.add_argument(
        "--replay",
        metavar="URL",
        type=_base,
        default=REPLAY,
        help=f"kho lưu có các bản chụp ấy (mặc định {REPLAY})",
    )
    ask.add_argument(
        "--near",
        metavar="DATE",
        type=_day,
        default="",
        help="lấy bản chụp đầy đủ gần ngày này nhất, ví dụ 2018-10-21 (mặc định: bản mới nhất)",
    )


def parser() -> argparse.ArgumentParser:
    """The command line, explained in Vietnamese."""
    ask = argparse.ArgumentParser(
        prog="python -m scripts.scrape",
        description="Lưu một trang web cũ vào các tệp WARC: lịch sự, đến cùng. Chạy lại cùng lệnh để tiếp tục; "
        "khi đã xong, chạy lại để cập nhật những trang đã thay đổi.",
    )
    ask.add_argument(
        "start",
        metavar="START_URL",
        type=_address,
        help="địa chỉ bắt đầu; chỉ lưu các trang cùng máy chủ này",
    )
    ask.add_argument("--store", metavar="DIR", type=Path, required=True, help="thư mục chứa các tệp WARC")
    ask.add_argument(
        "--delay",
        metavar="S",
        type=_seconds,
        default=DELAY,
        help="số giây nghỉ sau mỗi trả lời (mặc định 1; robots.txt có thể đòi lâu hơn)",
    )
    ask.add_argument(
        "--max-pages",
        metavar="N",
        type=_positive,
        default=MAX_PAGES,
        help="số lần hỏi tối đa của lần chạy này",
    )
    ask.add_argument(
        "--max-time", metavar="S", type=_seconds, default=MAX_TIME, help="số giây tối đa của lần chạy này"
    )
    ask.add_argument(
        "--report", metavar="FILE.jsonl", type=Path, help="ghi kết quả của từng địa chỉ, mỗi dòng một địa chỉ"
    )
    ask.add_argument(
        "--contact", metavar="TEXT", default="", help="thư điện tử hoặc địa chỉ để quản trị trang cũ liên hệ"
    )
    ask.add_argument(
        "--user-agent", metavar="TEXT", default="", help="tự đặt User-Agent (không nên giả làm trình duyệt)"
    )
    ask.add_argument(
        "--insecure-tls",
        action="store_true",
        help="chấp nhận TLS cũ và chứng thư hết hạn; được ghi vào tệp WARC",
    )
    ask.add_argument(
        "--allow-host",
        metavar="HOST",
        action="append",
        default=[],
        help="lưu cả máy chủ này (dùng được nhiều lần)",
    )
    _captures(ask)
    return ask


def read_options(arguments: list[str] | None = None) -> CrawlOptions:
    """The options of a command line; argparse leaves with code 2 where they are wrong."""
    said = vars(parser().parse_args(arguments))
    return CrawlOptions(**{**said, "allow_host": tuple(said["allow_host"])})
