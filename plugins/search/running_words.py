"""Running words of short texts, as numbers: what phrase mining and word bigram statistics count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints
from plugins.search.text_codec import UNKNOWN
from plugins.search.text_model import load
from plugins.search.tokens import tokenize


@dataclass(frozen=True)
class RunningWords:
    """Words in order: `numbers[i]` of `names`, whether only a space parts a word from the last, begins a text."""

    names: list[str]
    numbers: Ints
    joined: npt.NDArray[np.bool_]
    first: npt.NDArray[np.bool_]


def running_words(texts: Iterable[str]) -> RunningWords:
    """The words of texts, one text after another."""
    model = load()
    stream = tokenize(list(texts), model)
    begin = np.cumsum(stream.sizes) - stream.sizes
    place = np.arange(len(stream.symbols)) - np.repeat(begin, stream.sizes)
    at = np.flatnonzero(place % 2 == 1)
    used, numbers = np.unique(stream.symbols[at], return_inverse=True)
    names = [model.words[s] if s < UNKNOWN else stream.unknown[s - UNKNOWN] for s in used.tolist()]
    first = place[at] == 1
    return RunningWords(names, numbers.astype(np.int64), (stream.symbols[at - 1] == -1) & ~first, first)
