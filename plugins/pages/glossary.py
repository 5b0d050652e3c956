"""Glossary of acronyms (``viet-tat.html``): what people reviewed, and what articles define ("Full name (ACR)")."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.core.reviewed_acronyms import ReviewedAcronyms, read_reviewed_acronyms
from plugins.core.text import collation_key, fold
from plugins.site.archive import ArchivedArticle
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import PageInputs
from plugins.site.views import ArticleLink, PageHead, key_of
from plugins.site.writer import ArchiveWriter

PAGE = "viet-tat.html"
MOST = 250  # acronyms on the page: about 1,400 elements, 15 kB gzip
SHORT, SHORT_ARTICLES = 2, 3  # two letters stand for too many things: so many articles must define them alike
MEANINGS = 3  # of one acronym that are shown
_DESCRIPTION = "Chữ viết tắt thường gặp trong các bài của kho, nghĩa đầy đủ và bài giải nghĩa sớm nhất."


@dataclass(frozen=True, slots=True)
class Meaning:
    """One full name of an acronym: how many articles define it so, and the first that did (None where people did)."""

    name: str
    note: str
    articles: int
    first: ArticleLink | None

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.name}\0{self.note}\0{self.articles}\0{self.first.key if self.first else ''}"


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """An acronym with its meanings, the commonest first."""

    acronym: str
    meanings: tuple[Meaning, ...]

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.acronym}\0{key_of(self.meanings)}"


@dataclass(frozen=True, slots=True)
class GlossaryInputs(PageInputs):
    """The glossary: letters with their entries."""

    page: PageHead
    letters: tuple[tuple[str, tuple[GlossaryEntry, ...]], ...]
    total: int


class GlossaryGenerator(SiteGenerator):
    """Writes ``viet-tat.html``."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: one page."""
        reviewed, _ = read_reviewed_acronyms(
            self.content
        )  # what is wrong with it stopped the build, or is said
        entries = glossary(self.archive.articles, reviewed)
        letters = groupby(entries, key=lambda entry: entry.acronym[0])
        inputs = GlossaryInputs(
            page=self.page_head("terms", "Chữ viết tắt", PAGE, _DESCRIPTION),
            letters=tuple([(letter, tuple(some)) for letter, some in letters]),
            total=len(entries),
        )
        writer.write_pages(
            [self.make_page(PAGE, "glossary", inputs, "plugins.pages.glossary")], lambda _: None
        )


def glossary(articles: Sequence[ArchivedArticle], reviewed: ReviewedAcronyms) -> list[GlossaryEntry]:
    """The entries in the order of the alphabet; of very many those that most articles define."""
    defined = _definitions(reversed(articles))
    own = {one.acronym for one in reviewed.entries}
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for one in reviewed.entries:
        told = defined.get((one.acronym, fold(one.name)), [])
        first = told[0][1].link if told else None
        meanings[one.acronym].append(Meaning(one.name, one.note, len(told), first))
    for (acronym, _), told in defined.items():
        letters = sum(letter.isalpha() for letter in acronym)
        if (
            acronym in own
            or acronym in reviewed.left_out
            or (letters <= SHORT and len(told) < SHORT_ARTICLES)
        ):
            continue
        name = Counter([name for name, _ in told]).most_common(1)[0][0]
        meanings[acronym].append(Meaning(name, "", len(told), told[0][1].link))
    weight = {acronym: sum(m.articles for m in some) for acronym, some in meanings.items()}
    kept = sorted(meanings, key=lambda acronym: (acronym not in own, -weight[acronym], acronym))[:MOST]
    return [
        GlossaryEntry(
            acronym, tuple(sorted(meanings[acronym], key=lambda m: (-m.articles, m.name))[:MEANINGS])
        )
        for acronym in sorted(kept, key=collation_key)
    ]


def _definitions(
    articles: Iterable[ArchivedArticle],
) -> dict[tuple[str, str], list[tuple[str, ArchivedArticle]]]:
    """(acronym, folded full name) → the full name as each article writes it, the first article first."""
    found: dict[tuple[str, str], list[tuple[str, ArchivedArticle]]] = defaultdict(list)
    for article in articles:
        for acronym, name in article.record.reading.acronyms:
            found[acronym, fold(name)].append((name, article))
    return found


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(GlossaryGenerator)
