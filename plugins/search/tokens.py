"""What the index needs of a group of articles: words with flags, numbers, and the coded texts.

A group is the unit of parallel work; an article is read alike in any group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document
from plugins.core.text import tidy, tidy_lines
from plugins.search.acronyms import definitions
from plugins.search.document_numbers import numbers
from plugins.search.folding import SPLIT
from plugins.search.text_codec import UNKNOWN, encode
from plugins.search.text_model import load
from plugins.search.token_flags import BREAK, CLOSE, GLUE, OPEN, TITLE

GROUP = 256  # articles


@dataclass(frozen=True)
class Group:
    """Words of some articles: `words[i]` numbers `vocabulary`; article d has words bounds[d]:bounds[d+1].

    `numbers` are (number, article), `definitions` (acronym, full name, article).
    """

    vocabulary: list[str]
    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    bounds: npt.NDArray[np.int64]
    numbers: list[tuple[str, int]]
    definitions: list[tuple[str, str, int]]
    texts: list[bytes]


def full_text(document: Document, body: str) -> str:
    """Title, summary and body, a line each paragraph; a summary the body begins with is not repeated."""
    summary, body = tidy(document.summary), tidy_lines(body).strip()
    if body.startswith(summary.rstrip(" .…")):
        summary = ""
    return "\n".join((tidy(document.title), summary, body))


def _flags(signs: str) -> int:
    flag = BREAK if "\n" in signs else 0
    if "(" in signs:
        flag |= OPEN
    if ")" in signs:
        flag |= CLOSE
    return flag | GLUE if signs in ("&", "-", " & ", " - ") else flag


class _Numbers(dict[str, int]):
    """Symbols of surfaces; one the model does not know gets the next number from UNKNOWN on."""

    def __init__(self, known: dict[str, int]) -> None:
        super().__init__(known)
        self.fresh: list[str] = []

    def __missing__(self, surface: str) -> int:
        self[surface] = number = UNKNOWN + len(self.fresh)
        self.fresh.append(surface)
        return number


def read_group(items: Sequence[tuple[Document, str]]) -> Group:
    """Tokenise and code the texts of (document, body) pairs."""
    model = load()
    texts = [full_text(document, body) for document, body in items]
    parts = [SPLIT.split(text) for text in texts]
    index = _Numbers({**model.index, "": -1, " ": -1})
    sizes = np.array([len(text) for text in parts], np.int64)
    stream = np.fromiter(map(index.__getitem__, chain.from_iterable(parts)), np.int64, int(sizes.sum()))
    fresh = index.fresh
    owner = np.repeat(np.arange(len(items)), sizes)
    shown = stream >= 0
    coded = encode(stream[shown], owner[shown], len(items), fresh, model)
    titles = np.array([len(SPLIT.split(text.partition("\n")[0])) // 2 for text in texts], np.int64)
    found = [(n, number) for number, text in enumerate(texts) for n in dict.fromkeys(numbers(text))]
    return _group(stream, sizes, titles, fresh, found, coded)


def _group(
    stream: npt.NDArray[np.int64],
    sizes: npt.NDArray[np.int64],
    titles: npt.NDArray[np.int64],
    fresh: list[str],
    found: list[tuple[str, int]],
    coded: list[bytes],
) -> Group:
    """Words stand at the odd places of each text's parts, signs at the even ones."""
    model = load()
    begin = np.cumsum(sizes) - sizes
    inner = np.arange(len(stream)) - np.repeat(begin, sizes)
    places = np.flatnonzero(inner % 2 == 1)
    names = [*model.words, *fresh]
    signs = np.array([_flags(n) if not n[0].isalnum() else 0 for n in names] + [0], np.uint8)
    dense = np.where(stream >= UNKNOWN, stream - UNKNOWN + len(model.words), stream)
    before, after = signs[dense[places - 1]], signs[dense[places + 1]]
    counts = sizes // 2
    bounds = np.concatenate([[0], np.cumsum(counts)])
    rank = np.arange(len(places)) - np.repeat(bounds[:-1], counts)
    flags = (before & (BREAK | OPEN | GLUE)) | (after & CLOSE)
    flags |= np.where(rank == 0, BREAK, 0).astype(np.uint8)
    flags |= np.where(rank < np.repeat(titles, counts), TITLE, 0).astype(np.uint8)
    met = np.zeros(len(names), bool)
    met[dense[places]] = True
    words = (np.cumsum(met) - 1)[dense[places]]
    vocabulary = [names[i] for i in np.flatnonzero(met).tolist()]
    small, bits = words.astype(np.int32), flags.astype(np.uint8)
    defined = definitions(vocabulary, small, bits)
    owners = np.searchsorted(bounds, [at for *_, at in defined], "right") - 1
    named = [(short, name, int(d)) for (short, name, _), d in zip(defined, owners, strict=True)]
    return Group(vocabulary, small, bits, bounds, found, named, coded)
