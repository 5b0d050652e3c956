"""Words that no capture should hold: addresses, status words, lengths, names, pieces of markup."""

from __future__ import annotations

ADDRESSES = (
    "http://[::bad/", "http://[::1]:99999/", "http://x.vn:99999999/", "http://x.vn:-1/", "http://x.vn:²/",
    "HTTP://X.VN/a", "hTTps://x.vn/a", "http://x.vn/\0", "http://x.vn/" + "a" * 100_000, "data:text/html,<p>x",
    "file:///etc/passwd", "javascript:alert(1)", "http://", "http:", "://", "", " ", "//",
    "\\\\server\\share\\x.html", "C:\\x.html", "../../../../etc/passwd", "/etc/passwd",
    "http://x.vn/..%2f..%2fetc/passwd", "http://x.vn/CON", "http://x.vn/a?id=" + "9" * 5000,
    "http://x.vn/\ud800", "http://x.vn/\u202e", "http://x.vn/%00", "http://user:pw@x.vn:80:80/",
    "http://x.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/٣٤٥/", "urn:uuid:1", "http://ｘ.vn/",
    "http://x.vn/PortalPlus.aspx?/vi-VN/News/" + "1/" * 40_000, "http://x.vn/" + "(S(" * 30_000,
    "http://xn--\u0301/",
)  # fmt: skip
STATUSES = (
    "²00 OK", "٢٠٠ OK", "2OO", "", "200" * 2000, "-200", "9" * 5000, "200.0", "１００", "NaN", "0x200",
)  # fmt: skip
LENGTHS = ("0", "-1", "1", "999999999999", "²", "9" * 5000, "", "1e9", "12 34", "0x10", "٣")
# Of members of a ZIP: outside, absolute, of Windows, alike but for case or Unicode form, too long, unprintable.
NAMES = (
    "../../trom.warc", "/etc/cron.d/trom.warc", "C:\\trom.warc", "..\\..\\trom.warc", "archive/CON.warc",
    "archive/a.warc", "archive/A.warc", "archive/\u0061\u0301.warc", "archive/\u00e1.warc",
    "archive/" + "x" * 400 + ".warc", "archive/a\nb.warc", "archive/ .warc ", "archive/\u202egp.warc",
    "data.warc.gz/../../x.warc", "\0.warc", "archive/nul.warc", "-rf.warc",
)  # fmt: skip
NESTING = (
    "<div>", "<span>", "<b><i>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<font face='.VnTime'>",
    "<svg><g>", "<object>", "<form>", "<a href=x><p>", "<details>", "<math><mtext>",
)  # fmt: skip
_TITLE = "Tiêu đề của bài viết số {0} dài một chút để đủ hơn sáu mươi chữ cái"
REPEATED = (
    f'<p><a href="/t/{{0}}.html">{_TITLE}</a> (24/11/2017)</p>',
    f'<a href="/t/{{0}}">{_TITLE}</a> 24/11/2017<br>',
    f'<div class=tin><a href="/t/{{0}}.html">{_TITLE}</a><p>Tóm tắt</p></div>',
    '<li><a href="#{0}">{0}</a>', "<tr><td>ô {0}</td></tr>", "<td rowspan=60000 colspan=1000>ô</td>",
    "<img src={0}.jpg>",
)  # fmt: skip
ENDLESS = (
    "X: " + "a" * 3_000_000, "X: a\r\n" * 100_000, "a" * 3_000_000, ": \r\n" * 100_000, "\0" * 100_000,
)  # fmt: skip
FRAGMENTS = (
    b"\0" * 1000, b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&#99999999999;", b"<!--", b"<![CDATA[", b"<?",
    b"]]>", b"'", b'"', b"\xff\xfe", b"\xed\xa0\x80", b"<title>", b"<h1>", b"<p>", b"<style>",
    b"<script type='application/ld+json'>", b'{"headline":"\\ud800","datePublished":"9999-99-99"}', b"[" * 5000,
    b"<meta charset=hex>", b"<meta charset=utf-7>", b"<meta charset=idna>", b"24/11/2017", b"<table><tr><td>",
    "Ủy ban nhân dân tỉnh vừa ban hành kế hoạch cải cách hành chính, giao các sở, ngành thực hiện. ".encode(),
    b"<a href=", b"<img width=\xc2\xb2 src=x>", b"<frameset>", b"<plaintext>", b"<template>", b"<select>",
    "\u0301".encode() * 5000, b"<base href='http://[x'>",
)  # fmt: skip
