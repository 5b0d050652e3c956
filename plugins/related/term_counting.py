"""Term counting over documents: texts are asked for, counted and let go, on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plugins.core.documents import Document, Texts
from plugins.related.syllables import letter_values
from plugins.related.terms import CountedArticles, count_articles, join_counts
from plugins.system.parallel import CHUNK, run_forked

DOCUMENTS_AT_ONCE = 100
"""Documents a task: their syllables fit a core's cache; 200 take a seventh more CPU, 25 twice as much."""


def fetch_bodies(documents: Sequence[Document], texts: Texts) -> list[str]:
    """Plain text of each document; duplicates with one digest share it."""
    digests = list(dict.fromkeys(document.digest for document in documents))
    bodies = dict(texts(digests))
    return [bodies[document.digest] for document in documents]


def count_documents(
    documents: Sequence[Document], texts: Texts, folder: Path | None = None
) -> CountedArticles:
    """Count title, summary and body of documents, in their order; what is counted may lie in a file in `folder`."""
    if len(documents) > CHUNK:
        letter_values()  # made before forking, so that the workers share it

    def work(some: Sequence[Document]) -> CountedArticles:
        with_bodies = zip(some, fetch_bodies(some, texts), strict=True)
        return count_articles([(document.title, document.summary, body) for document, body in with_bodies])

    return join_counts(run_forked(work, documents, chunk=DOCUMENTS_AT_ONCE), folder)
