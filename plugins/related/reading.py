"""From documents to counted terms: texts are asked for, counted and let go, on all cores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.core.parallel import run_forked
from plugins.related.syllables import letter_values
from plugins.related.table import Table, base_rows, make_table
from plugins.related.terms import Counts, count, join_counts


def bodies(documents: Sequence[Document], texts: Texts) -> list[str]:
    """Plain text of each document; twins with one digest share it."""
    wanted = list(dict.fromkeys(document.digest for document in documents))
    found = dict(texts(wanted))
    return [found[document.digest] for document in documents]


def read(documents: Sequence[Document], texts: Texts) -> Counts:
    """Count title, summary and body of documents, in their order."""
    letter_values()  # made before forking, so that the workers share it

    def work(some: Sequence[Document]) -> Counts:
        found = zip(some, bodies(some, texts), strict=True)
        return count([(document.title, document.summary, body) for document, body in found])

    return join_counts(list(run_forked(work, documents)))


def read_table(documents: Sequence[Document], texts: Texts) -> Table:
    """The table of an archive, where nothing else is wanted of its articles."""
    rows = np.flatnonzero(base_rows(documents)).tolist()
    return make_table(len(rows), read([documents[i] for i in rows], texts).terms.codes)
