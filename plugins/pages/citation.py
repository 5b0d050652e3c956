"""Citations of an article: plain text, BibTeX, RIS and CSL-JSON, naming the archive and what it holds a copy of.

BibTeX and RIS are files too, for programs of references: as ``data:`` addresses in the page. A file each would be two
files more for every article (70,880 at 35,440), and a script would leave readers without one behind.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from plugins.site.views import ArticleView

_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{c: f"\\{c}" for c in "{}$&%#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX = re.compile(f"[{re.escape(''.join(_BIBTEX_SPECIAL))}]")
_quoted = json.JSONEncoder(ensure_ascii=False).encode


# What may not stand in an address as it is, "%" first; letters beyond ASCII may (the browser escapes them).
_ESCAPED = '%#"<>\\^`{|}[] \n\r\t'


@dataclass(frozen=True, slots=True)
class Citation:
    """One article in four citation formats."""

    text: str
    bibtex: str
    ris: str
    csl_json: str

    @property
    def bibtex_file(self) -> str:
        """The BibTeX entry as a file in an address."""
        return f"data:application/x-bibtex;charset=utf-8,{_addressed(self.bibtex)}%0A"

    @property
    def ris_file(self) -> str:
        """The RIS record as a file in an address."""
        return f"data:application/x-research-info-systems;charset=utf-8,{_addressed(self.ris)}%0A"


def _addressed(text: str) -> str:
    for char in _ESCAPED:  # `str.translate` looks up every character
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _tex(text: str) -> str:
    return _BIBTEX.sub(lambda match: _BIBTEX_SPECIAL[match[0]], text)


def _authors(article: ArticleView) -> list[str]:
    return [term.name for term in article.authors]


def _address(article: ArticleView, address: str) -> str:
    return address or article.metadata.original_url or f"/{article.url}"


def _copy(article: ArticleView) -> str:
    """What the archive holds: the copy of a day, known by its checksum; empty of what was written for it."""
    kept = article.metadata
    captured = f"bản lưu ngày {kept.captured.day_display}" if kept.captured else ""
    checksum = f"SHA-256 {kept.sha256}" if kept.sha256 else ""
    return ", ".join(part for part in (captured, checksum) if part)


def _archived(article: ArticleView, site: str) -> str:
    """The archive, where the source is another, and the copy it holds."""
    holder = f"Lưu tại: {site}" if article.source and article.source.name != site else ""
    return ", ".join(part for part in (holder, _copy(article)) if part)


def _text(article: ArticleView, site: str, address: str) -> str:
    who = ", ".join(_authors(article))
    where = article.source.name if article.source else site
    archived = _archived(article, site)
    kept = f" {archived[:1].upper()}{archived[1:]}." if archived else ""
    quoted = f"“{article.title}”. {where}, {article.written.day_display}.{kept} {_address(article, address)}"
    return f"{who}. {quoted}" if who else quoted


def _bibtex(article: ArticleView, site: str, address: str) -> str:
    when, kept = article.written.when, article.metadata
    fields = {
        "title": _tex(article.title),
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(article)),
        "year": str(when.year),
        "month": str(when.month),
        "day": str(when.day),
        "howpublished": _tex(article.source.name if article.source else site),
        "url": _address(article, address),
        "urldate": kept.captured.when.date().isoformat() if kept.captured else "",
        "note": _tex(_archived(article, site)),
        "language": article.metadata.lang or "vi",
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{cchc-{article.id},\n" + ",\n".join(lines) + "\n}"


def _ris(article: ArticleView, site: str, address: str) -> str:
    when = article.written.when
    lines = [
        ("TY", "NEWS"),
        ("TI", article.title),
        *(("AU", name) for name in _authors(article)),
        ("PB", article.source.name if article.source else site),
        ("DA", f"{when.year}/{when.month:02}/{when.day:02}/"),
        ("DB", site),
        *(("N1", note) for note in (_copy(article),) if note),
        ("LA", article.metadata.lang or "vi"),
        ("UR", _address(article, address)),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def _csl_json(article: ArticleView, site: str, address: str) -> str:
    """As ``json.dumps(…, indent=1)`` writes it, which indents in Python, value by value."""
    when = article.written.when
    date = f"[\n     {when.year},\n     {when.month},\n     {when.day}\n    ]"
    people = ",\n".join(f'   {{\n    "literal": {_quoted(name)}\n   }}' for name in _authors(article))
    fields = {
        "id": _quoted(f"cchc-{article.id}"),
        "type": '"article-newspaper"',
        "title": _quoted(article.title),
        "author": f"[\n{people}\n  ]" if people else "",
        "container-title": _quoted(article.source.name if article.source else site),
        "issued": f'{{\n   "date-parts": [\n    {date}\n   ]\n  }}',
        "archive": _quoted(site),
        "note": _quoted(_copy(article)),
        "language": _quoted(article.metadata.lang or "vi"),
        "URL": _quoted(_address(article, address)),
    }
    lines = ",\n".join(f'  "{key}": {value}' for key, value in fields.items() if value not in ("", '""'))
    return f"[\n {{\n{lines}\n }}\n]"


def cite(article: ArticleView, site: str, address: str) -> Citation:
    """Cite an article; `address` is its absolute address, or ``""`` while the site has none."""
    return Citation(*(make(article, site, address) for make in (_text, _bibtex, _ris, _csl_json)))
