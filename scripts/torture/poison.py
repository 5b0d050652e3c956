"""Hostile captures for the converter, by kind: damaged, nested, swollen, lying, oddly named. Each must become one named
line of the report, or an article; none may end a run.
"""

from __future__ import annotations

import gzip
import io
import random
import stat
import zipfile
import zlib
from collections.abc import Callable

import brotli

from scripts.torture.captures import WORDS, article, mail, mail_part, record, zipped
from scripts.torture.oddities import (
    ADDRESSES,
    ENDLESS,
    FRAGMENTS,
    LENGTHS,
    NAMES,
    NESTING,
    REPEATED,
    STATUSES,
)  # fmt: skip

Poison = tuple[str, bytes]  # the ending of a file's name, and its bytes
Rng = random.Random
DEPTH, CELLS, LARGE = 10_000, 100_000, 50 * 1024 * 1024  # elements, cells or links, bytes


def _good(rng: Rng) -> Poison:
    page = article(f"Bài số {rng.randrange(10**9)} về cải cách hành chính")
    pair = [record(f"http://x.vn/bai-{rng.randrange(10**9)}.html", page) for _ in range(2)]
    return rng.choice(
        [
            (".html", page),
            (".mht", mail(mail_part(page))),
            (".warc", b"".join(pair)),
            (".warc.gz", b"".join(gzip.compress(one, mtime=0) for one in pair)),
            (".wacz", zipped([("archive/a.warc.gz", gzip.compress(b"".join(pair), mtime=0))])),
        ]
    )


def _flipped(rng: Rng) -> Poison:
    suffix, data = _good(rng)
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 30))):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return suffix, bytes(spoilt)


def _cut(rng: Rng) -> Poison:
    suffix, data = _good(rng)
    return suffix, data[: rng.randrange(len(data))]


def _deep(rng: Rng) -> Poison:
    begin = rng.choice(NESTING)
    return ".html", article("Trang lồng nhau", begin * DEPTH + WORDS * 5)


def _nested(rng: Rng) -> Poison:
    if rng.random() < 0.5:
        parts = b"".join(
            f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n".encode()
            for n in range(DEPTH)
        )
        return ".mht", mail(parts, "b0")
    data, inner = record("http://x.vn/a", article("Trong cùng")), "a.warc"
    for level in range(rng.randrange(2, 60)):
        data, inner = zipped([(inner, data)]), f"{level}.{rng.choice(('wacz', 'zip', 'warc', 'warc.gz'))}"
    return ".wacz", data


def _large(rng: Rng) -> Poison:
    unit = rng.choice((f"<p>{WORDS}</p>", "<p>x", "x", " ", "&amp;", "<b>", "<td>", "\0", "<img src=a.jpg>"))
    return ".html", article("Trang lớn", unit * (LARGE // len(unit.encode())))


def _many(rng: Rng) -> Poison:
    cell = rng.choice(REPEATED)
    return ".html", article("Trang nhiều ô", "<table>" + "".join(cell.format(n) for n in range(CELLS)))


def _entities(rng: Rng) -> Poison:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    root = rng.choice(("html", "svg"))
    page = f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return rng.choice((".xhtml", ".html")), f"{page}<html><body><p>&l11;&x;</p></body></html>".encode()


def _bomb(size: int, way: str) -> bytes:
    zeros = bytes(1024 * 1024)
    if way == "br":
        packer = brotli.Compressor(quality=5)
        return b"".join(packer.process(zeros) for _ in range(size)) + bytes(packer.finish())
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31 if way == "gzip" else 15)
    return b"".join(deflate.compress(zeros) for _ in range(size)) + deflate.flush()


def _packed(rng: Rng) -> Poison:
    way, layers = rng.choice(("gzip", "br", "deflate")), rng.choice((1, 2, 10, 1000))
    body = _bomb(rng.choice((1, 30, 300)), way)
    head = f"Content-Encoding: {', '.join([way] * layers)}\r\n"
    made = rng.randrange(4)
    if made == 0:
        return ".html", gzip.compress(body, mtime=0)
    if made == 1:
        return ".warc.gz", gzip.compress(gzip.compress(record("http://x.vn/a", _bomb(200, "gzip")), mtime=0))
    if made == 2:
        return ".warc.gz", gzip.compress(record("http://x.vn/a", bytes(100 * 1024 * 1024)), 9, mtime=0)
    return ".warc", record("http://x.vn/a", body, head=head) + record("http://x.vn/b", article("Bài sau"))


def _lying(rng: Rng) -> Poison:
    page = article(f"Bài số {rng.randrange(10**9)}")
    length, made = rng.choice(LENGTHS), rng.randrange(5)
    if made == 0:
        body = record("http://x.vn/a", page, length=length)
    elif made == 1:
        body = record("http://x.vn/a", page, head=f"Content-Length: {length}\r\n")
    elif made == 2:
        sizes = "".join(
            f"{rng.choice(('0', 'fffffffff', '-1', 'x', '7fffffff', '5'))}\r\nabcde\r\n" for _ in range(50)
        )
        body = record("http://x.vn/a", sizes.encode() + page, head="Transfer-Encoding: chunked\r\n")
    elif made == 3:
        body = record("http://x.vn/a", page, status=rng.choice(STATUSES))
    else:
        body = record(
            "http://x.vn/a", page, kind=rng.choice(("revisit", "conversion", "", "RESPONSE", "x" * 10_000))
        )
    after = record("http://x.vn/sau", article("Bài đứng sau bản ghi hỏng"))
    if rng.random() < 0.5:
        return ".warc.gz", gzip.compress(body, mtime=0) + gzip.compress(after, mtime=0)
    return ".warc", body + after


def _endless(rng: Rng) -> Poison:
    head = rng.choice(ENDLESS)
    if rng.random() < 0.5:
        return ".warc", record("http://x.vn/a", b"x", head=head)
    return ".warc", record("http://x.vn/a", b"x", more=head)[: rng.randrange(1000, 4_000_000)]


def _addressed(rng: Rng) -> Poison:
    url, page = rng.choice(ADDRESSES), article(f"Bài số {rng.randrange(10**9)}")
    made = rng.randrange(5)
    if made == 0:
        return ".mht", mail(mail_part(page, url))
    if made == 1:
        return ".html", b"<!-- saved from url=(0014)" + url.encode("utf-8", "replace") + b" -->" + page
    if made == 2:
        links = "".join(f"<p>{WORDS}<a href='{a}'>x</a><img src='{a}'></p>" for a in ADDRESSES)
        return ".html", article("Trang có địa chỉ lạ", links + f"<base href='{url}'>")
    if made == 3:
        canonical = f"<link rel=canonical href='{url}'><meta property=og:url content='{url}'>"
        return ".html", page.replace(b"</head>", canonical.encode("utf-8", "replace") + b"</head>")
    return ".warc", record(url, page) + record("http://x.vn/sau", article("Bài sau"))


def _named(rng: Rng) -> Poison:
    data = record("http://x.vn/a", article("Bài trong tệp có tên lạ"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in rng.sample(NAMES, 4):
            info = zipfile.ZipInfo(name)
            if rng.random() < 0.3:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16  # a link, as Unix packs it
                archive.writestr(info, "/etc/passwd")
            else:
                archive.writestr(info, data)
    packed = bytearray(out.getvalue())
    if rng.random() < 0.5:  # what the lists of a ZIP say of sizes, places, ways to pack, locks
        at = packed.rfind(b"PK\x01\x02")
        packed[at + rng.randrange(8, 46)] ^= 1 << rng.randrange(8)
    return ".wacz", bytes(packed)


def _worded(rng: Rng) -> Poison:
    return ".html", b"<html>" + b"".join(rng.choice(FRAGMENTS) for _ in range(rng.randrange(1, 400)))


KINDS: dict[str, Callable[[Rng], Poison]] = {
    "flipped": _flipped, "cut": _cut, "deep": _deep, "nested": _nested, "entities": _entities, "packed": _packed,
    "lying": _lying, "endless": _endless, "addressed": _addressed, "named": _named, "worded": _worded,
}  # fmt: skip
HEAVY: dict[str, Callable[[Rng], Poison]] = {"large": _large, "many": _many}
_HEAVY_EVERY = 100  # inputs of which one is heavy: it takes some seconds
_OFTEN = ("flipped", "cut", "worded", "lying")


def poison(number: int, seed: int = 16) -> tuple[str, str, bytes]:
    """(kind, ending, bytes) of the input of a number; the same at any time."""
    rng = random.Random(f"{seed} {number}")  # noqa: S311  # chances, not secrets
    kinds = HEAVY if number % _HEAVY_EVERY == _HEAVY_EVERY - 1 else KINDS
    kind = rng.choice((*kinds, *(_OFTEN if kinds is KINDS else ())))
    return kind, *kinds[kind](rng)
