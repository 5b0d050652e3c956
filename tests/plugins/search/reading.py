"""Plain readers of the files the index is made of, to hold against the numpy writers."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.search.bit_codes import ESCAPE, FULL
from plugins.search.text_model import END, RAW, RAW_BITS, Model, context


class Bits:
    """Reads bits, the highest first."""

    def __init__(self, data: bytes) -> None:
        self.text = "".join(f"{byte:08b}" for byte in data)
        self.at = 0

    def take(self, count: int) -> int:
        """The next `count` bits as a number."""
        self.at += count
        return int(self.text[self.at - count : self.at] or "0", 2)

    def gamma(self) -> int:
        """An Elias gamma code."""
        zeros = 0
        while not self.take(1):
            assert self.at < len(self.text), "no code here"
            zeros += 1
        return (1 << zeros) | self.take(zeros)

    def rice(self, k: int) -> int:
        """A Rice code, or an escaped number."""
        ones = 0
        while ones < ESCAPE and self.take(1):
            ones += 1
        return self.take(FULL) if ones == ESCAPE else ones << k | self.take(k)

    def code(self, table: dict[tuple[int, int], object]) -> object:
        """A symbol of a prefix code given as {(code, width): symbol}."""
        value = 0
        for width in range(1, 64):
            value = value << 1 | self.take(1)
            if (value, width) in table:
                return table[value, width]
        raise AssertionError("no such code")


def read_text(data: bytes, model: Model) -> str:
    """The text that text_codec.encode wrote."""
    bits = Bits(data)
    symbols = {
        (int(c), int(w)): i for i, (c, w) in enumerate(zip(model.codes, model.widths, strict=True)) if w
    }
    letters = [{pair: c for c, pair in table.items()} for table in model.letter_codes]
    parts: list[tuple[str, ...]] = [(w,) for w in model.words]
    for level in model.levels:
        parts += [parts[a] + parts[b] for a, b in level]
    out: list[tuple[str, ...]] = []
    for _ in range(bits.gamma() - 1):
        symbol = bits.code(symbols)
        assert isinstance(symbol, int)
        if symbol == model.match:
            back = bits.take((max(len(out) - 1, 0)).bit_length()) + 1
            for _ in range(bits.gamma()):
                out.append(out[-back])
        elif symbol == model.spell:
            out.append((_spelled(bits, letters),))
        else:
            out.append(parts[symbol])
    return _text([surface for part in out for surface in part])


def _spelled(bits: Bits, letters: list[dict[tuple[int, int], str]]) -> str:
    word = ""
    while (char := str(bits.code(letters[context(word[-1:])]))) != END:  # type: ignore[arg-type]  # dict is invariant
        word += chr(bits.take(RAW_BITS)) if char == RAW else char
    return word


def _text(surfaces: list[str]) -> str:
    out, after = "", False
    for surface in surfaces:
        word = surface[0].isalnum()
        out += f" {surface}" if word and after else surface
        after = word
    return out


@dataclass(frozen=True)
class Listing:
    """One posting list: tier, forms, articles."""

    tier: int
    forms: tuple[int, ...]
    articles: list[int]


def read_strings(data: bytes, at: int, count: int) -> tuple[list[str], int]:
    """Front-coded strings and where they end."""
    out, last = [], b""
    for _ in range(count):
        same, more = data[at], data[at + 1]
        last = last[:same] + data[at + 2 : at + 2 + more]
        at += 2 + more
        out.append(last.decode())
    return out, at


def read_lists(bits: Bits, size: int, forms: int) -> list[Listing]:
    """The lists of one key, as written by postings.encode_lists."""
    out = []
    for _ in range(bits.gamma()):
        tier = 0 if not bits.take(1) else 1 + bits.take(1)
        some = tuple(bits.gamma() - 1 for _ in range(forms))
        count, article = bits.gamma(), -1
        k = max(0, ((size * 11 // 16) // count).bit_length() - 1)
        articles = []
        for _ in range(count):
            article += 1 + bits.rice(k)
            articles.append(article)
        out.append(Listing(tier, some, articles))
    return out
