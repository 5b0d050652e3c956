"""Token arrays of a corpus: the words of articles with the numbers under which the index knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plugins.search import weights as tuned
from plugins.search.analysis import TokenizedGroup
from plugins.search.bit_codes import Ints
from plugins.search.folding import fold_word
from plugins.search.raw_postings import TermIds
from plugins.search.text_model import Model
from plugins.search.tokens import BREAK
from plugins.state.growing_array import GrowingArray

MAX_FORM = 31  # highest form number; 5 bits in a posting


@dataclass(frozen=True)
class Vocabulary:
    """For each distinct surface: the term id of its key, the number of that among common keys (-1: rare), its form."""

    surfaces: list[str]
    keys: npt.NDArray[np.int32]
    common_keys: npt.NDArray[np.int32]
    forms: npt.NDArray[np.uint8]


def form_number(key: str, form: str, model: Model) -> int:
    """Number of a form among those of its key; the one after the last is every other form of that key."""
    known = model.forms.get(key, (key,))
    return min(known.index(form) if form in known else len(known), MAX_FORM)


@dataclass(frozen=True)
class Batch:
    """Words of some consecutive articles: numbers of surfaces, flags, document id of each word."""

    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    doc_ids: npt.NDArray[np.int32]

    @property
    def follows(self) -> npt.NDArray[np.bool_]:
        """Whether each word but the first follows the one before it in the same paragraph."""
        follows: npt.NDArray[np.bool_] = (self.flags[1:] & BREAK) == 0
        return follows


@dataclass(frozen=True)
class TokenizedCorpus:
    """Articles: their vocabulary, their words, bounds[i]:bounds[i + 1] for article i, and its document id."""

    vocabulary: Vocabulary
    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    bounds: Ints
    doc_ids: npt.NDArray[np.int32]

    def batches(self) -> Iterator[Batch]:
        """The words, some articles at a time."""
        articles = len(self.bounds) - 1
        for first in range(0, articles, tuned.BATCH):
            bounds = self.bounds[first : min(first + tuned.BATCH, articles) + 1]
            part = slice(int(bounds[0]), int(bounds[-1]))
            owners = np.repeat(self.doc_ids[first : first + len(bounds) - 1], np.diff(bounds))
            yield Batch(self.words[part], self.flags[part], owners)


def join_groups(
    groups: Iterable[TokenizedGroup],
    doc_ids: Ints,
    term_ids: TermIds,
    model: Model,
    folder: Path | None = None,
) -> TokenizedCorpus:
    """Join groups into one corpus; `doc_ids` are those of their articles. New keys get numbers in `term_ids`.

    With a `folder` the words lie in a file there, which goes with them.
    """
    numbers: dict[str, int] = {}
    words, flags = GrowingArray(np.int32, folder), GrowingArray(np.uint8, folder)
    sizes = [np.zeros(1, np.int64)]
    for group in groups:
        surfaces = np.array([numbers.setdefault(s, len(numbers)) for s in group.surfaces], np.int32)
        words.append(surfaces[group.words] if len(group.words) else group.words)
        flags.append(group.flags)
        sizes.append(np.diff(group.bounds))
    return TokenizedCorpus(
        number_surfaces(list(numbers), term_ids, model),
        words.array,
        flags.array,
        np.cumsum(np.concatenate(sizes)),
        doc_ids.astype(np.int32),
    )


def number_surfaces(surfaces: list[str], term_ids: TermIds, model: Model) -> Vocabulary:
    """Number the keys and forms of all surfaces; new keys in alphabetical order."""
    folded = [fold_word(surface) for surface in surfaces]
    for key in sorted({key for key, _ in folded}):
        term_ids.add(key)
    return Vocabulary(
        surfaces,
        np.array([term_ids.ids[key] for key, _ in folded], np.int32),
        np.array([model.keys.get(key, -1) for key, _ in folded], np.int32),
        np.array([form_number(key, form, model) for key, form in folded], np.uint8),
    )
