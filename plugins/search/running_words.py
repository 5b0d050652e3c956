"""Running words of short texts, as numbers: what phrase mining and word bigram statistics count.

Those of the last build are kept (`TitleWords`), so that only the titles of articles that changed are read again. What
is made of the numbers must not depend on which word has which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document
from plugins.search.bit_codes import Ints
from plugins.search.text_codec import UNKNOWN
from plugins.search.text_model import load
from plugins.search.tokens import TokenStream, tokenize

JOINED, FIRST = 1, 2  # flags of a word: only a space parts it from the last; it begins a text


@dataclass(frozen=True)
class RunningWords:
    """Words in order: `numbers[i]` of `names` (of which some may be no longer used), and flags."""

    names: Sequence[str]
    numbers: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]

    @property
    def joined(self) -> npt.NDArray[np.bool_]:
        """Whether only a space parts each word from the one before."""
        return (self.flags & JOINED) > 0

    @property
    def first(self) -> npt.NDArray[np.bool_]:
        """Whether each word begins a text."""
        return (self.flags & FIRST) > 0


def _words_of(stream: TokenStream) -> RunningWords:
    model = load()
    begin = np.cumsum(stream.sizes) - stream.sizes
    place = np.arange(len(stream.symbols)) - np.repeat(begin, stream.sizes)
    at = np.flatnonzero(place % 2 == 1)
    used, numbers = np.unique(stream.symbols[at], return_inverse=True)
    names = [model.words[s] if s < UNKNOWN else stream.unknown[s - UNKNOWN] for s in used.tolist()]
    first = place[at] == 1
    joined = (stream.symbols[at - 1] == -1) & ~first
    return RunningWords(names, numbers.astype(np.int32), (joined * JOINED + first * FIRST).astype(np.uint8))


def running_words(texts: Iterable[str]) -> RunningWords:
    """The words of texts, one text after another."""
    return _words_of(tokenize(list(texts), load()))


@dataclass(frozen=True)
class TitleWords:
    """The running words of all articles' titles (with leads, and with tags), in order of document ids.

    `content_hashes` and `sizes` say for each id which article was read and how many words it has.
    """

    names: list[str]
    numbers: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    content_hashes: npt.NDArray[np.uint64]
    sizes: Ints
    leads: bool

    @property
    def running(self) -> RunningWords:
        """The words alone."""
        return RunningWords(self.names, self.numbers, self.flags)

    @classmethod
    def nothing(cls, leads: bool) -> TitleWords:
        """Those of no article."""
        empty = np.zeros(0, np.int32)
        return cls([], empty, empty.astype(np.uint8), empty.astype(np.uint64), empty.astype(np.int64), leads)

    def updated(
        self, documents: Sequence[Document | None], content_hashes: npt.NDArray[np.uint64]
    ) -> TitleWords:
        """The same for the articles of now, of which only those at ids with other hashes are read."""
        size = len(documents)
        known = np.zeros(size, np.uint64)
        known[: len(self.content_hashes)] = self.content_hashes[:size]
        stale = np.append(known != content_hashes, np.ones(max(0, len(self.sizes) - size), bool))
        owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        kept = ~stale[owner]
        doc_ids = [i for i in np.flatnonzero(stale[:size]).tolist() if documents[i]]
        stream = tokenize([self._text(d) for i in doc_ids if (d := documents[i])], load())
        fresh, fresh_owner = _words_of(stream), np.repeat(np.array(doc_ids, np.int64), stream.sizes // 2)
        order = np.argsort(np.concatenate([owner[kept], fresh_owner]), kind="stable")
        names, numbers = self._numbered(fresh)
        return TitleWords(
            names,
            np.concatenate([self.numbers[kept], numbers])[order],
            np.concatenate([self.flags[kept], fresh.flags])[order],
            content_hashes,
            np.bincount(np.concatenate([owner[kept], fresh_owner]), minlength=size),
            self.leads,
        )

    def _text(self, document: Document) -> str:
        title = f"{document.title}\n{document.summary}" if self.leads else document.title
        return f"{title}\n{'; '.join(document.tags)}"

    def _numbered(self, fresh: RunningWords) -> tuple[list[str], npt.NDArray[np.int32]]:
        """The names with the new ones, and words read numbered by them."""
        ids = {name: i for i, name in enumerate(self.names)}
        numbers = np.array([ids.setdefault(name, len(ids)) for name in fresh.names], np.int32)
        return list(ids), numbers[fresh.numbers] if len(fresh.numbers) else fresh.numbers
