"""Reader of sources: one Markdown file into its front matter and safe HTML, or everything wrong with it."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import NamedTuple

from plugins.core.article import Article
from plugins.core.cited_documents import CitedDocument, cited_documents
from plugins.core.defined_acronyms import defined_acronyms
from plugins.core.markup import plain_text
from plugins.core.problems import Problem
from plugins.core.sources import Source, decode_source
from plugins.html.link_placeholders import local_links
from plugins.html.rendering import render_markdown
from plugins.lint.document import make_document
from plugins.lint.registry import faults
from plugins.system.files import read_whole
from plugins.system.resource_limits import DEPTH, beyond, too_deep

EXCERPT_LENGTH = 200  # characters of the first paragraph used where an article has no summary


class Reading(NamedTuple):
    """What is known of a source once read: its front matter (an `Article` without body), its first words where that has
    no summary, its local links, what the linter found (line, rule, message) that does not keep it from being published,
    the documents that it names and the acronyms that it defines.
    """

    metadata: Article
    excerpt: str
    links: tuple[str, ...]
    notes: tuple[tuple[int, str, str], ...] = ()
    documents: tuple[CitedDocument, ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()


def read_source(root: Path, source: Source) -> tuple[Reading, str] | list[Problem]:
    """Read one source under `root`: its fields and the HTML of its body, or everything wrong with it."""
    try:
        data = read_whole(f"{root}/{source.path}")
    except OSError as error:
        return [
            Problem(source.path, 0, "khong-doc-duoc", f"không đọc được: {error.strerror}; hãy xem lại tệp")
        ]
    text, refused = decode_source(source.path, data)
    if text is None or refused:
        return refused
    document = make_document(source.path, text, is_page=source.is_page)
    article = document.article
    if article is None:
        return faults(document)
    html = render_markdown(article.body, posixpath.dirname(source.path))
    if too_deep(html):
        return [beyond(source.path, f"các phần lồng nhau hơn {DEPTH} tầng")]
    plain = plain_text(html)
    excerpt = "" if article.summary else plain[: EXCERPT_LENGTH * 2].replace("\n", " ")
    links = tuple(dict.fromkeys(local_links(html)))
    # Plain tuples: the cache holds data alone.
    notes = tuple((fault.line, fault.rule, fault.message) for fault in faults(document))
    lead, _, rest = ("", "", plain) if article.summary else plain.partition("\n")
    documents = cited_documents(article.title, article.summary or lead, rest)
    acronyms = defined_acronyms(f"{article.summary}\n{plain}")
    return Reading(article, shorten(excerpt, EXCERPT_LENGTH), links, notes, documents, acronyms), html


def shorten(text: str, limit: int) -> str:
    """`text` cut at a word to at most `limit` characters, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rpartition(" ")[0].rstrip(" ,;:.–-") or cut) + "…"
