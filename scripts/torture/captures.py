"""Captures made by hand: pages, web archives of mail, WARC records, ZIP files; each may claim what it is not."""

from __future__ import annotations

import io
import zipfile

WORDS = "Ủy ban nhân dân tỉnh vừa ban hành kế hoạch cải cách hành chính, giao các sở, ngành thực hiện trong quý này. "
_HEAD = "<!DOCTYPE html><html><head><meta charset=utf-8><title>{0}</title></head><body><h1>{0}</h1>"


def article(title: str, body: str = "") -> bytes:
    """A page that becomes an article."""
    text = body or "".join(f"<p>{title}, đoạn {n}: {WORDS * 3}</p>" for n in range(4))
    page = f"{_HEAD.format(title)}<div class=ngay>24/11/2017 09:56</div><div class=noidung>{text}</div></body></html>"
    return page.encode("utf-8", "surrogatepass")


def mail(parts: bytes, boundary: str = "b") -> bytes:
    """A web archive of Internet Explorer."""
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
    return head.encode() + parts


def mail_part(page: bytes, location: str = "http://x.vn/a.html", boundary: str = "b") -> bytes:
    """One page inside it."""
    head = f"--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: {location}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + page + f"\r\n--{boundary}--\r\n".encode()


def record(
    url: str,
    body: bytes,
    *,
    head: str = "",
    status: str = "200 OK",
    length: str | None = None,
    kind: str = "response",
    more: str = "",
    media: str = "text/html",
) -> bytes:
    """A WARC record; `head` and `more` are header lines of HTTP and of the record, `length` is what it claims."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{head}\r\n".encode("utf-8", "surrogatepass") + body
    said = str(len(http)) if length is None else length
    named = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2018-10-21T01:30:00Z\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {said}\r\n\r\n"
    )
    return named.encode("utf-8", "surrogatepass") + http + b"\r\n\r\n"


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A WACZ, or any ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()
