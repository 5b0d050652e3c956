"""The text model: words, signs and phrases of Vietnamese with the lengths of their codes.

A fixed table (data/model.json, made by ``python -m scripts.bench.train_text_model``) instead of one fitted to every
build: an added article then changes its own block of texts and no other, and readers download the table once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plugins.search import front_coding
from plugins.search.bit_codes import Ints, Words
from plugins.search.folding import WORD, fold_word
from plugins.search.spans import HashedStrings

DATA = Path(__file__).with_name("data") / "model.json"
END, RAW = "\x00", "\x01"  # among the letters: end of a spelled word; a code point in full follows
RAW_BITS = 21
CONTEXTS = 5  # what stands before a letter: nothing, a digit, a capital, a vowel, anything else
MAX_BITS = 22  # longest code
COMMON = (
    18_000  # a key is common when at least one word in so many has it; the others' lists are short anyway
)


def context(before: str) -> int:
    """Which table of letters to use after the character `before` ("" at the beginning of a word)."""
    if not before:
        return 0
    if "0" <= before <= "9":
        return 1
    if "A" <= before <= "Z":
        return 2
    return 3 if before in "aeiouy" else 4


def canonical(lengths: npt.NDArray[np.int64]) -> Words:
    """Canonical Huffman codes of the given lengths (0: no code), shorter first, then in order."""
    codes = np.zeros(len(lengths), np.uint64)
    code = previous = 0
    for index in sorted(np.flatnonzero(lengths), key=lambda i: (lengths[i], i)):
        code <<= int(lengths[index]) - previous
        codes[index] = code
        previous = int(lengths[index])
        code += 1
    return codes


@dataclass(frozen=True)
class LetterTable:
    """Codes and widths of letters by context (row) and column; `columns` and `contexts` are of code points below SIZE.

    A width of 0 is no code. The last column stands for letters that have none in any context.
    """

    SIZE = 1 << 16
    END, RAW = 0, 1  # columns
    codes: Words
    widths: Ints
    columns: Ints
    contexts: Ints

    @classmethod
    def of(cls, letter_codes: Sequence[dict[str, tuple[int, int]]]) -> LetterTable:
        """From character → (code, width) of each context."""
        chars = sorted({char for table in letter_codes for char in table} - {END, RAW})
        columns = np.full(cls.SIZE, len(chars) + 2, np.int64)
        columns[[ord(char) for char in chars]] = np.arange(2, len(chars) + 2)
        pairs = np.array(
            [[table.get(c, (0, 0)) for c in (END, RAW, *chars)] + [(0, 0)] for table in letter_codes],
            np.int64,
        )
        contexts = np.full(cls.SIZE, CONTEXTS - 1, np.int64)
        contexts[:128] = [context(chr(code)) for code in range(128)]
        return cls(pairs[:, :, 0].astype(np.uint64), pairs[:, :, 1], columns, contexts)


@dataclass(frozen=True)
class Model:
    """Symbols: `words` (surfaces of words and of what stands between them), then phrases, then MATCH and SPELL.

    `levels` are the phrases as pairs of symbols, to be replaced level after level; `lengths` are code lengths
    in bits for all symbols (0: only a part of phrases); `letters` gives, for each context, the code length of each
    character met there.
    """

    words: tuple[str, ...]
    levels: tuple[tuple[tuple[int, int], ...], ...]
    lengths: tuple[int, ...]
    letters: tuple[dict[str, int], ...]

    @cached_property
    def match(self) -> int:
        """Symbol: a run of symbols from earlier in the same text follows (distance, length)."""
        return len(self.lengths) - 2

    @cached_property
    def spell(self) -> int:
        """Symbol: a word letter by letter follows."""
        return len(self.lengths) - 1

    @cached_property
    def index(self) -> dict[str, int]:
        """Surface → symbol."""
        return {w: i for i, w in enumerate(self.words)}

    @cached_property
    def signs(self) -> list[int]:
        """Symbols of the surfaces that are no words."""
        return [i for i, surface in enumerate(self.words) if not surface[0].isalnum()]

    @cached_property
    def hashed(self) -> HashedStrings:
        """Surfaces by their hashes."""
        return HashedStrings(self.words)

    @cached_property
    def widths(self) -> Ints:
        """`lengths` as an array."""
        return np.array(self.lengths, np.int64)

    @cached_property
    def codes(self) -> Words:
        """Canonical codes of the symbols."""
        return canonical(self.widths)

    @cached_property
    def letter_codes(self) -> list[dict[str, tuple[int, int]]]:
        """For each context: character → (code, width)."""
        out = []
        for letters in self.letters:
            chars = sorted(letters)
            widths = np.array([letters[c] for c in chars], np.int64)
            pairs = zip(canonical(widths).tolist(), widths.tolist(), strict=True)
            out.append(dict(zip(chars, pairs, strict=True)))
        return out

    @cached_property
    def letter_table(self) -> LetterTable:
        """The same as arrays."""
        return LetterTable.of(self.letter_codes)

    @cached_property
    def weights(self) -> list[int]:
        """How often each word is met, as the code lengths of all symbols that contain it tell."""
        total = [0] * len(self.words)
        parts: list[tuple[int, ...]] = [(i,) for i in range(len(self.words))]
        for level in self.levels:
            parts += [parts[a] + parts[b] for a, b in level]
        for words, length in zip(parts, self.lengths, strict=False):
            for word in words:
                total[word] += 1 << (MAX_BITS - length) if length else 0
        return total

    @cached_property
    def folded(self) -> dict[str, dict[str, int]]:
        """Key → form → weight."""
        found: dict[str, dict[str, int]] = {}
        for surface, weight in zip(self.words, self.weights, strict=True):
            if WORD.fullmatch(surface):
                key, form = fold_word(surface)
                forms = found.setdefault(key, {})
                forms[form] = forms.get(form, 0) + weight
        return found

    @cached_property
    def forms(self) -> dict[str, list[str]]:
        """Key of each known word → its forms, the most frequent first."""
        return {key: sorted(f, key=lambda form: (-f[form], form)) for key, f in sorted(self.folded.items())}

    @cached_property
    def keys(self) -> dict[str, int]:
        """Key of each common word → its number, in alphabetical order; only pairs of these are indexed."""
        total = sum(sum(f.values()) for f in self.folded.values())
        common = [key for key in self.forms if sum(self.folded[key].values()) * COMMON >= total]
        return {key: i for i, key in enumerate(common)}


@lru_cache(maxsize=1)
def load() -> Model:
    """The model shipped with the code."""
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    words = tuple(surface for surface, _ in raw["words"])
    levels = tuple(tuple((a, b) for a, b, _ in level) for level in raw["levels"])
    lengths = (
        [n for _, n in raw["words"]] + [n for level in raw["levels"] for *_, n in level] + raw["special"]
    )
    return Model(words, levels, tuple(lengths), tuple(raw["letters"]))


def save(model: Model, path: Path) -> None:
    """Write a model as JSON, one entry a line."""
    lengths = list(model.lengths)
    rows = [json.dumps([w, lengths[i]], ensure_ascii=False) for i, w in enumerate(model.words)]
    start, levels = len(rows), []
    for level in model.levels:
        levels.append(
            "[\n" + ",\n".join(f"[{a},{b},{lengths[start + i]}]" for i, (a, b) in enumerate(level)) + "\n]"
        )
        start += len(level)
    letters = json.dumps(model.letters, ensure_ascii=False, sort_keys=True)
    path.write_text(
        f'{{"letters": {letters},\n"special": {lengths[-2:]},\n"words": [\n'
        + ",\n".join(rows)
        + '\n],\n"levels": ['
        + ",\n".join(levels)
        + "]}\n",
        encoding="utf-8",
    )


def client_bytes(model: Model) -> bytes:
    """The model as the browser reads it (see 20-model.js): counts, words, pairs in planes, lengths, letters."""
    pairs = np.array([p for level in model.levels for p in level], np.int64).reshape(-1, 2)
    step = np.diff(pairs[:, 0], prepend=0) & 0xFFFF
    planes = [step >> 8, step & 255, pairs[:, 1] >> 8, pairs[:, 1] & 255]
    chars = sorted(set().union(*model.letters))
    text = "".join(chars).encode()
    head = np.array([len(model.words), len(pairs), len(chars), len(text)], "<u2").tobytes()
    body = b"".join(p.astype(np.uint8).tobytes() for p in planes)
    spelling = b"".join(bytes(letters.get(c, 0) for c in chars) for letters in model.letters)
    return head + front_coding.front_coded(model.words) + body + bytes(model.lengths) + text + spelling


@lru_cache(maxsize=1)
def model_name() -> str:
    """The name of the model's file in an index, which follows from the code and data that make it."""
    made_of = b"".join(Path(file).read_bytes() for file in (DATA, __file__, front_coding.__file__))
    return f"model.{hashlib.sha256(made_of).hexdigest()[:10]}.bin"
