"""Citation index pages: a page for every numbered document, with the articles about it and those that name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.core.addresses import slugify
from plugins.core.cited_documents import FOLDER
from plugins.pages.listing import Crumbs, Listing, listing_pages
from plugins.site.document_table import NamedDocument, named_documents
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.views import PageHead, TermSummary
from plugins.site.writer import ArchiveWriter

PER_PAGE = 300  # documents on a page of the index; more are cut by kind
MOST_CITED = 60  # shown in front of the kinds where they are cut
INDEX = ("Văn bản được nhắc tới", f"{FOLDER}/index.html")
_OWNER = "plugins.pages.document_index"
_DESCRIPTION = (
    "Số, ký hiệu của mọi văn bản được nhắc tới trong các bài của kho, kèm những bài nói về từng văn bản."
)


@dataclass(frozen=True, slots=True)
class DocumentsInputs(PageInputs):
    """A page of the index: documents in groups under their kind; `parts` are the other pages of one that is cut."""

    page: PageHead
    heading: str
    total: int
    groups: tuple[tuple[str, tuple[TermSummary, ...]], ...]
    parts: tuple[TermSummary, ...]
    crumbs: Crumbs


@dataclass(frozen=True, slots=True)
class IndexPart:
    """One page of an index that is cut: a kind of documents, or a part of it (``Quyết định 2``)."""

    label: str
    url: str
    documents: Sequence[NamedDocument]

    @property
    def summary(self) -> TermSummary:
        """It in the list of parts."""
        return TermSummary(self.label, self.url, len(self.documents))


class DocumentIndexGenerator(SiteGenerator):
    """Writes a page for every document, and the index of all."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all documents through the incremental writer."""
        with self.build.progress.phase("Trang văn bản") as step:
            writer.write_pages(self._pages(), step)

    def _pages(self) -> Iterator[Page]:
        documents = named_documents(self.archive.articles)
        yield from self._index(documents)
        for document in documents:
            yield from listing_pages(self, _listing(document), _OWNER)

    def _index(self, documents: Sequence[NamedDocument]) -> Iterator[Page]:
        by_kind = _by_kind(documents)
        parts = index_parts(by_kind) if len(documents) > PER_PAGE else []
        groups = [("Được nhắc tới nhiều nhất", _most_cited(documents))] if parts else [*by_kind.items()]
        total, links = len(documents), tuple([part.summary for part in parts])
        yield self._page(INDEX, "", _DESCRIPTION, total, groups, links)
        for part in parts:
            said = f"{part.label}: {part.documents[0].number} … {part.documents[-1].number}"
            address = (part.label, part.url)
            yield self._page(address, " – văn bản", said, len(part.documents), [("", part.documents)], links)

    def _page(
        self,
        at: tuple[str, str],
        note: str,
        description: str,
        total: int,
        groups: Sequence[tuple[str, Sequence[NamedDocument]]],
        parts: tuple[TermSummary, ...],
    ) -> Page:
        heading, url = at
        inputs = DocumentsInputs(
            page=self.page_head("documents", heading, url, description, note=note),
            heading=heading,
            total=total,
            groups=tuple([(kind, tuple([one.summary for one in some])) for kind, some in groups]),
            parts=parts,
            crumbs=() if at == INDEX else (INDEX,),
        )
        return self.make_page(url, "documents", inputs, _OWNER)


def _by_kind(documents: Sequence[NamedDocument]) -> dict[str, list[NamedDocument]]:
    """Documents under their kinds, the commonest kind first."""
    kinds = [(document.kind, document) for document in documents]
    counts = Counter([kind for kind, _ in kinds])
    found: dict[str, list[NamedDocument]] = {
        f"{kind[:1].upper()}{kind[1:]}": [] for kind in sorted(counts, key=lambda kind: (-counts[kind], kind))
    }
    for kind, document in kinds:
        found[f"{kind[:1].upper()}{kind[1:]}"].append(document)
    return found


def index_parts(by_kind: dict[str, list[NamedDocument]]) -> list[IndexPart]:
    """A page for every kind, in a folder of their own; of many documents several."""
    parts = []
    for kind, documents in by_kind.items():
        for at in range(0, len(documents), PER_PAGE):
            number = at // PER_PAGE + 1
            label, stem = (
                (kind, slugify(kind)) if number == 1 else (f"{kind} {number}", f"{slugify(kind)}-{number}")
            )
            parts.append(IndexPart(label, f"{FOLDER}/loai/{stem}.html", documents[at : at + PER_PAGE]))
    return parts


def _most_cited(documents: Sequence[NamedDocument]) -> list[NamedDocument]:
    return sorted(documents, key=lambda document: (-len(document.mentions), document.order))[:MOST_CITED]


def _listing(document: NamedDocument) -> Listing:
    return Listing(
        url=document.url,
        articles=document.citing if document.citing else document.about,
        kind="document",
        heading=document.name,
        crumbs=(INDEX,),
        intro=_told(document),
        first=("Bài viết về văn bản này", document.about if document.citing else []),
        label="Bài viết có nhắc tới văn bản này" if document.citing else "Bài viết về văn bản này",
    )


def _told(document: NamedDocument) -> str:
    dates = document.dates
    if not dates:
        return ""
    told = ", ".join(f"{date} ({count} bài)" if len(dates) > 1 else date for date, count in dates[:3])
    return f"Ngày ban hành theo các bài trong kho: {told}."


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(DocumentIndexGenerator)
