"""How to cite an article: plain text, BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass

from plugins.archive import ArchivedArticle

_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{c: f"\\{c}" for c in "{}$&%#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX = str.maketrans(_BIBTEX_SPECIAL)


@dataclass(frozen=True, slots=True)
class Citation:
    """One article in four citation formats."""

    text: str
    bibtex: str
    ris: str
    csl_json: str


def _authors(article: ArchivedArticle) -> list[str]:
    return [term.name for term in article.authors]


def _address(article: ArchivedArticle, address: str) -> str:
    return address or article.original_url or f"/{article.url}"


def _text(article: ArchivedArticle, site: str, address: str) -> str:
    who = ", ".join(_authors(article))
    where = article.source.name if article.source else site
    quoted = f"“{article.title}”. {where}, {article.date.day_display}. {_address(article, address)}"
    return f"{who}. {quoted}" if who else quoted


def _bibtex(article: ArchivedArticle, site: str, address: str) -> str:
    when = article.date.when
    fields = {
        "title": article.title.translate(_BIBTEX),
        "author": " and ".join(f"{{{name.translate(_BIBTEX)}}}" for name in _authors(article)),
        "year": str(when.year),
        "month": str(when.month),
        "day": str(when.day),
        "howpublished": (article.source.name if article.source else site).translate(_BIBTEX),
        "url": _address(article, address),
        "language": article.lang or "vi",
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{cchc-{article.id},\n" + ",\n".join(lines) + "\n}"


def _ris(article: ArchivedArticle, site: str, address: str) -> str:
    when = article.date.when
    lines = [
        ("TY", "NEWS"),
        ("TI", article.title),
        *(("AU", name) for name in _authors(article)),
        ("PB", article.source.name if article.source else site),
        ("DA", f"{when:%Y/%m/%d}/"),
        ("LA", article.lang or "vi"),
        ("UR", _address(article, address)),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def _csl_json(article: ArchivedArticle, site: str, address: str) -> str:
    when = article.date.when
    item = {
        "id": f"cchc-{article.id}",
        "type": "article-newspaper",
        "title": article.title,
        "author": [{"literal": name} for name in _authors(article)],
        "container-title": article.source.name if article.source else site,
        "issued": {"date-parts": [[when.year, when.month, when.day]]},
        "language": article.lang or "vi",
        "URL": _address(article, address),
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=1)


def cite(article: ArchivedArticle, site: str, address: str) -> Citation:
    """Cite an article; `address` is its absolute address, or ``""`` while the site has none."""
    return Citation(*(make(article, site, address) for make in (_text, _bibtex, _ris, _csl_json)))
