"""Words of articles as arrays, with the numbers under which the index knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints
from plugins.search.folding import fold_word
from plugins.search.raw_postings import Names
from plugins.search.text_model import Model
from plugins.search.token_flags import BREAK
from plugins.search.tokens import Group

FORMS = 31  # highest form number; 5 bits in a posting list's label
SLAB = 2000  # articles whose occurrences are made at a time


@dataclass(frozen=True)
class Vocabulary:
    """For each distinct surface: the number of its key, that among common keys (-1: rare), its form."""

    surfaces: list[str]
    single: npt.NDArray[np.int32]
    common: npt.NDArray[np.int32]
    form: npt.NDArray[np.uint8]


def form_number(key: str, form: str, model: Model) -> int:
    """Number of a form among those of its key; the one after the last is every other form of that key."""
    known = model.forms.get(key, (key,))
    return min(known.index(form) if form in known else len(known), FORMS)


@dataclass(frozen=True)
class Slab:
    """Words of some consecutive articles: numbers of surfaces, flags, article of each word."""

    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    article: npt.NDArray[np.int32]

    @property
    def joined(self) -> npt.NDArray[np.bool_]:
        """Whether each word but the first follows the one before it in the same paragraph."""
        joined: npt.NDArray[np.bool_] = (self.flags[1:] & BREAK) == 0
        return joined


@dataclass(frozen=True)
class Corpus:
    """Articles: their vocabulary, their words, bounds[d]:bounds[d + 1] for article d, and its slot."""

    vocabulary: Vocabulary
    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    bounds: Ints
    slots: npt.NDArray[np.int32]

    def slabs(self) -> Iterator[Slab]:
        """The words, some articles at a time."""
        articles = len(self.bounds) - 1
        for first in range(0, articles, SLAB):
            cut = self.bounds[first : min(first + SLAB, articles) + 1]
            part = slice(int(cut[0]), int(cut[-1]))
            owner = np.repeat(self.slots[first : first + len(cut) - 1], np.diff(cut))
            yield Slab(self.words[part], self.flags[part], owner)


def gather(groups: Iterable[Group], slots: Ints, names: Names, model: Model) -> Corpus:
    """Join groups into one corpus; `slots` are those of their articles. New keys get numbers in `names`."""
    index: dict[str, int] = {}
    words, flags, sizes = [], [], [np.zeros(1, np.int64)]
    for group in groups:
        numbers = np.array([index.setdefault(s, len(index)) for s in group.vocabulary], np.int32)
        words.append(numbers[group.words] if len(group.words) else group.words)
        flags.append(group.flags)
        sizes.append(np.diff(group.bounds))
    empty = np.zeros(0, np.int32)
    return Corpus(
        vocabulary(list(index), names, model),
        np.concatenate([empty, *words]),
        np.concatenate([empty.astype(np.uint8), *flags]),
        np.cumsum(np.concatenate(sizes)),
        slots.astype(np.int32),
    )


def vocabulary(surfaces: list[str], names: Names, model: Model) -> Vocabulary:
    """Number the keys and forms of all surfaces; new keys in alphabetical order."""
    folded = [fold_word(s) for s in surfaces]
    for key in sorted({key for key, _ in folded}):
        names.add(key)
    return Vocabulary(
        surfaces,
        np.array([names.number[key] for key, _ in folded], np.int32),
        np.array([model.keys.get(key, -1) for key, _ in folded], np.int32),
        np.array([form_number(key, form, model) for key, form in folded], np.uint8),
    )
