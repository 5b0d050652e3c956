"""From documents to counted terms: texts are asked for, counted and let go, on all cores."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.core.documents import Document, Texts
from plugins.related.syllables import letter_values
from plugins.related.terms import Counts, count, join_counts
from plugins.system.parallel import CHUNK, run_forked


def bodies(documents: Sequence[Document], texts: Texts) -> list[str]:
    """Plain text of each document; twins with one digest share it."""
    wanted = list(dict.fromkeys(document.digest for document in documents))
    found = dict(texts(wanted))
    return [found[document.digest] for document in documents]


def read(documents: Sequence[Document], texts: Texts) -> Counts:
    """Count title, summary and body of documents, in their order."""
    if len(documents) > CHUNK:
        letter_values()  # made before forking, so that the workers share it

    def work(some: Sequence[Document]) -> Counts:
        found = zip(some, bodies(some, texts), strict=True)
        return count([(document.title, document.summary, body) for document, body in found])

    return join_counts(list(run_forked(work, documents)))
