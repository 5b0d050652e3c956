"""Files nobody should find in a content folder, by kind: each must become a page or a named problem."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

Files = dict[str, bytes]

_HEAD = "Tiêu đề: {0}\nMã: {0}\nNgày: 01/02/2010\n\n"
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    '![x](x"onerror="alert(1))',
    "<javascript:alert(1)>",
    "`<script>`alert(1)`</script>`",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='//evil.example/a.css'>",
    "<style>@import '//evil.example/a.css';</style>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</article></main><script>alert(1)</script>",
    "@@../../../etc/passwd <a href='@@/x'>y</a>",
    "{% raw %}{{ SITENAME }}{% endraw %} {{ 7*7 }} {{ ''.__class__ }}",
)
LEAKS = (
    "{attach}/etc/passwd",
    "{attach}/../../../../etc/passwd",
    "{static}/../../../../etc/passwd",
    "{filename}/../../../../etc/passwd",
    "|attach|/etc/passwd",
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/../../etc/passwd",
    "file:///etc/passwd",
    "\\\\server\\share\\a.png",
    "//evil.example/a.png",
    "%00",
    "http://[::1",
    "a" * 100_000,
)
HEADERS = (
    "",
    "\n\n\n",
    "---\n",
    "---\ntitle: x\n",
    "---\ntitle: [x\ndate: 2010-01-01\n---\nx",
    "+++\ntitle = 'x'\n+++\nx",
    '{"title": "x"}\n\nx',
    "x",
    "Tiêu đề:\nNgày: 1/1/2010\n\nx",
    "Tiêu đề: x\n\nx",
    "Tiêu đề: x\nNgày: hôm qua\n\nx",
    "Tiêu đề: x\nNgày: 2017\n\nx",
    "Tiêu đề: x\nNgày: 09:56\n\nx",
    "Tiêu đề: x\nNgày: 31/02/2017\n\nx",
    "Tiêu đề: x\nNgày: 00/00/0000\n\nx",
    "Tiêu đề: x\nNgày: 1/1/1899\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2100\n\nx",
    "Tiêu đề: x\nNgày: 1/1/99999999999\n\nx",
    "Tiêu đề: x\nNgày: ٢٤/١١/٢٠١٧\n\nx",
    "Tiêu đề: x\nNgày: 24/11/2017 25:61\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nNgày: 2/2/2010\n\nx",
    "Tiêu đề: x\nTitle: y\nNgày: 1/1/2010\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nTrạng thái: gì đó\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nSave_as: index.html\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nSave_as: ../output-evil/x.html\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nurl: ../../x.html\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nTemplate: ../../etc/passwd\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nis_valid: no\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\n_context: no\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nsettings: no\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nMã: ../../x\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nMã: " + "9" * 5000 + "\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nMã: ă\n\nx",
    "Tiêu đề: " + "x" * 1_000_000 + "\nNgày: 1/1/2010\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nThẻ: " + "; ".join(map(str, range(2000))) + "\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nThẻ: " + "x" * 100_000 + "\n\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\n" + "".join(f"khóa {n}: x\n" for n in range(20_000)) + "\nx",
    "Tiêu đề: x\nNgày: 1/1/2010\nTóm tắt: x\n" + " y\n" * 300_000 + "\nx",
    "Tiêu đề: x\nNgày: 1/1/2010" + ":" * 1_000_000 + "\n\nx",
    "Tiêu đề x\nNgày 1/1/2010\n\nx",
)
SLOW = {
    "brackets": "[" * 100_000,
    "images": "![" * 50_000,
    "closing": "]" * 100_000,
    "links": "[a](" * 50_000,
    "links-open": "[a](<" * 30_000,
    "titles": '[a](b "' * 30_000,
    "backticks": "".join("`" * n + " " for n in range(1, 1500)),
    "ticks": "`" * 100_000,
    "stars": "*" * 100_000,
    "star-words": "*a" * 50_000,
    "strong": "**a" * 50_000,
    "under": "_a" * 50_000,
    "mixed": "*a_" * 50_000,
    "emphasis": "*a **b " * 20_000,
    "quotes": "> " * 2000 + "x",
    "quotes-lines": "\n".join(">" * n + " x" for n in range(1, 600)),
    "lists": "\n".join("    " * n + "- x" for n in range(600)),
    "ordered": "\n".join("   " * n + "1. x" for n in range(600)),
    "headings": "#" * 100_000,
    "heading-lines": "# x\n" * 100_000,
    "underline": "x\n" + "=" * 500_000,
    "rules": "* * *\n" * 100_000,
    "rule-long": "* " * 300_000,
    "table-wide": "|a" * 100_000 + "|\n" + "|-" * 100_000 + "|\n" + "|b" * 100_000 + "|",
    "table-long": "a|b\n-|-\n" + "c|d\n" * 200_000,
    "entities": "&amp;" * 200_000,
    "entity-open": "&" * 500_000,
    "tags": "<b>" * 100_000,
    "tags-closed": "<b>x</b>" * 100_000,
    "divs": "<div>" * 20_000 + "</div>" * 20_000,
    "open": "<" * 500_000,
    "comments": "<!--" * 100_000,
    "instructions": "<?" * 100_000,
    "declarations": "<!a" * 100_000,
    "cdata": "<![CDATA[" * 50_000,
    "attribute": "<a " + "x=1 " * 200_000 + ">",
    "unclosed": "<a href='" + "x" * 500_000,
    "autolinks": "<http://" * 60_000,
    "mails": "<a@" * 100_000,
    "definitions": "".join(f"[{n}]: /x\n" for n in range(50_000)),
    "amplified": "[a]: /" + "x" * 100_000 + "\n\n" + "[a] " * 100_000,
    "references": "[a][b]" * 50_000,
    "escapes": "\\*" * 500_000,
    "spaces": " " * 1_500_000 + "x",
    "space-words": "x " * 700_000,
    "tabs": "\t" * 500_000 + "x",
    "newlines": "\n" * 1_500_000 + "x",
    "one-line": "x" * 1_900_000,
    "lines": "x\n" * 900_000,
    "paragraphs": "x\n\n" * 500_000,
    "breaks": "x  \n" * 300_000,
    "quotation-marks": "\"'" * 300_000,
    "dashes": "-" * 1_000_000,
    "dots": "." * 1_000_000,
    "abbreviations": "*[a]: b\n" * 50_000,
    "math-nest": "<math>" * 5000 + "<p>",
    "table-nest": "<table><tr><td>" * 5000,
    "select-nest": "<b><i><u><s>" * 5000 + "<p>" * 5000,
    "fences": "```\n" * 100_000,
    "code": "    x\n" * 300_000,
    "zalgo": "a" + "\u0301" * 500_000,
}
BYTES = {
    "nul": b"\0",
    "nuls": b"\0" * 100_000,
    "control": bytes(range(32)),
    "c1": "".join(map(chr, range(0x80, 0xA0))).encode(),
    "latin1": "tiếng".encode()[:3] + b"\xe0\xe9",
    "cp1258": "Tiêu đ".encode("cp1258", "replace"),
    "utf16le": "x".encode("utf-16"),
    "utf16-half": b"\xff\xfe\x00",
    "utf32": "Tiêu đề: x".encode("utf-32"),
    "bom": b"\xef\xbb\xbf\xef\xbb\xbf",
    "surrogate": b"\xed\xa0\x80",
    "overlong": b"\xc0\xaf",
    "beyond": b"\xf4\x90\x80\x80",
    "nonchars": "\ufffe\uffff\U0001fffe".encode(),
    "bidi": "\u202egpj.exe\u2066x".encode(),
    "zero-width": "c\u200bả\u200di\ufeff".encode(),
    "lone-cr": b"a\rb\rc",
    "separators": "a\u2028b\u2029c\x0bd\x0ce".encode(),
    "private": "\ue000\U000f0000".encode(),
    "tags": "".join(map(chr, range(0xE0020, 0xE0060))).encode(),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "gzip": b"\x1f\x8b\x08" + bytes(1000),
}
NAMES = (
    "a.MD", "b.markdown", "c.txt", "d.html", "e.htm", "f.php", "g.exe", "h", "i.md.bak", "j.rst", "k.svg", "l.xml",
    ".m.swx", ".hidden/n.md", "CON.pdf", "o?.pdf", "p:q.pdf", "r .pdf ", "s\nt.md", "u\u202ev.md", "w\u0301.md",
    "x.js", "y.css", "z.svgz", "tep/x.xhtml", "tep/y.swf", "tep/z.jsonl",
)  # fmt: skip
TAKEN = ("index", "trang-2", "con", "..", "a/b", "%2e%2e", "x" * 3000, "ĐƯỜNG DẪN", "\u202e", "🙂")


def _article(number: int, body: str) -> bytes:
    return (_HEAD.format(90_000 + number) + body).encode("utf-8", "surrogatepass")


def hostile_files() -> Files:
    """Path below the content folder → bytes; some 220 files."""
    files: Files = {}
    bodies = [*ATTACKS, *(f"[x]({leak})\n\n![y]({leak})" for leak in LEAKS)]
    bodies += [f'<a href="{leak}">x</a><img src="{leak}">' for leak in LEAKS]
    for number, body in enumerate(bodies):
        files[f"xau/noi-dung-{number}.md"] = _article(number, body)
    for number, attack in enumerate(ATTACKS, 200):
        field = " ".join(attack.split())[:200]
        head = f"Tiêu đề: {field}\nMã: {90_000 + number}\nNgày: 1/2/2010\nThẻ: {field}\nTóm tắt: {field}\n\nx"
        files[f"xau/tieu-de-{number}.md"] = head.encode()
    for number, text in enumerate(HEADERS):
        files[f"xau/phan-dau-{number}.md"] = text.encode()
    for number, (name, text) in enumerate(SLOW.items(), 300):
        files[f"xau/cham-{name}.md"] = _article(number, text)[:1_999_999]
    for number, (name, data) in enumerate(BYTES.items(), 400):
        files[f"xau/ma-{name}.md"] = _article(number, "x") + data
        files[f"xau/ca-{name}.md"] = data
    for name in NAMES:
        files[f"xau/ten/{name}"] = _article(0, "x") if name.endswith(".md") else b"<a/>"
    for number, slug in enumerate(TAKEN, 500):
        files[f"xau/cho-{number}.md"] = f"Tiêu đề: x\nNgày: 1/2/2010\nĐường dẫn: {slug}\n\nx".encode()
    files["xau/to.md"] = _article(600, "x" * 2_100_000)
    files["xau/song-sinh-1.md"] = files["xau/song-sinh-2.md"] = _article(601, "x")
    return files


def hostile_specials(folder: Path) -> Iterator[str]:
    """Make what is no file: pipes, sockets, links; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "ong.md")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.getcwd()
        os.chdir(folder)  # the path of a socket has at most 107 bytes
        plug.bind("cam.md")
        os.chdir(here)
    (folder / "mat-khau.md").symlink_to("/etc/passwd")
    (folder / "goc").symlink_to("/")
    (folder / "vong.md").symlink_to("vong.md")
    (folder / "hong.md").symlink_to("khong-co")
    (folder / "thu-muc.md").mkdir()
    yield from ("ong.md", "cam.md", "mat-khau.md", "goc", "vong.md", "hong.md")


def write_hostile(content: Path) -> list[str]:
    """Put all of it under a content folder; the paths, each to be accounted for."""
    paths = []
    for path, data in hostile_files().items():
        file = content / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError:  # a name this file system cannot hold
            continue
        paths.append(path)
    return paths + [f"xau/khac/{name}" for name in hostile_specials(content / "xau/khac")]
