"""Text compression to a fifth: phrases, repeats within the text (LZ77), Huffman codes; read back by 20-model.js."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints, Words, bit_length, gamma, pack
from plugins.search.text_model import RAW_BITS, LetterTable, Model

UNKNOWN = 1 << 20  # symbols from here on are surfaces that the model does not know
BASE = np.int64(1 << 21)  # above every symbol; two of them and the number of a text fit into 63 bits


def replace_pairs(stream: Ints, text: Ints, pairs: Ints, first: int) -> tuple[Ints, Ints]:
    """Replace each pair (row of `pairs`, sorted) inside one text by symbol `first` + its row, from the left."""
    top = int(pairs.max(initial=0)) + 1
    starts, ends = np.zeros(top + 1, bool), np.zeros(top + 1, bool)
    starts[pairs[:, 0]] = ends[pairs[:, 1]] = True
    bounded = np.minimum(stream, top)
    maybe = np.flatnonzero(starts[bounded[:-1]] & ends[bounded[1:]] & (text[1:] == text[:-1]))
    wanted = pairs[:, 0] * BASE + pairs[:, 1]
    here = stream[maybe] * BASE + stream[maybe + 1]
    row = np.searchsorted(wanted, here)
    row[row == len(wanted)] = 0
    found = wanted[row] == here
    places, row = maybe[found], row[found]
    if not len(places):
        return stream, text
    begins = np.concatenate([[True], np.diff(places) > 1])
    run = places[begins][np.cumsum(begins) - 1]
    even = (places - run) % 2 == 0
    taken = places[even]
    out = stream.copy()
    out[taken] = first + row[even]
    keep = np.ones(len(stream), bool)
    keep[taken + 1] = False
    return out[keep], text[keep]


def phrases(stream: Ints, text: Ints, model: Model) -> tuple[Ints, Ints]:
    """Replace the phrases of the model, level after level; unknown surfaces are numbers ≥ 2**20 and stay."""
    first = len(model.words)
    for level in model.levels:
        stream, text = replace_pairs(stream, text, np.array(level, np.int64).reshape(-1, 2), first)
        first += len(level)
    return stream, text


def _previous(values: Ints, places: Ints) -> Ints:
    """For each of the ascending `places` the nearest earlier one with an equal value, or -1.

    A hash and the position share one integer, which sorts many times faster than positions by value; what only
    its hash made equal is dropped.
    """
    bits = max(1, len(places).bit_length())
    mixed = (values.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(bits)
    order = np.sort((mixed << np.uint64(bits)) | np.arange(len(places), dtype=np.uint64))
    rank = (order & np.uint64((1 << bits) - 1)).astype(np.int64)
    same = values[rank[1:]] == values[rank[:-1]]
    out = np.full(len(places), -1, np.int64)
    out[rank[1:][same]] = places[rank[:-1][same]]
    return out


@dataclass(frozen=True)
class Repeats:
    """Chosen repeats: they begin at `at`, copy `length` symbols from `distance` symbols earlier."""

    at: Ints
    distance: Ints
    length: Ints


def _lengths(source: Ints, limit: Ints) -> Ints:
    """How many symbols from each place repeat those at the same distance, never past its own beginning."""
    places = np.arange(len(source))
    offset = np.where(source >= 0, places - source, -1)
    ends = np.concatenate([(offset[1:] != offset[:-1]), [True]])
    stop = np.minimum.accumulate(np.where(ends, places, len(places))[::-1])[::-1]
    return np.where(source >= 0, np.minimum(stop - places + 2, np.minimum(offset, limit)), 0)


def _left_to_right(places: Ints, lengths: Ints, owner: Ints) -> Ints:
    """Numbers of the stretches (ascending places) that are chosen when each text takes the first one that is free.

    All texts (`owner` of each stretch) go forward at once.
    """
    following = np.searchsorted(places, places + lengths)
    last = np.append(owner, -1)
    at = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[: len(owner)])
    chosen = []
    while len(at):
        chosen.append(at)
        then = following[at]
        at = then[last[then] == owner[at]]
    found: Ints = np.sort(np.concatenate([np.zeros(0, np.int64), *chosen]))
    return found


def find_repeats(stream: Ints, text: Ints, cost: Ints, match_cost: int) -> Repeats:
    """Greedy choice, left to right, of the repeats inside one text that save bits (`cost` per symbol)."""
    size = len(stream)
    if not size:
        return Repeats(*(np.zeros(0, np.int64) for _ in range(3)))
    begins = np.concatenate([[True], text[1:] != text[:-1]])
    begin = np.flatnonzero(begins)
    where = np.cumsum(begins) - 1
    place = np.arange(size) - begin[where]
    stop = np.append(begin[1:], size)[where]
    inner = np.flatnonzero(stop - np.arange(size) > 1)
    long = np.full(size, -1, np.int64)
    long[inner] = _previous((where[inner] * BASE + stream[inner]) * BASE + stream[inner + 1], inner)
    dear = np.flatnonzero(cost > match_cost + tuned.REPEAT_MARGIN)
    once = np.full(size, -1, np.int64)
    once[dear] = _previous(where[dear] * BASE + stream[dear], dear)
    length = _lengths(long, stop - np.arange(size))
    sums = np.concatenate([[0], np.cumsum(cost)])
    width = match_cost + bit_length(np.maximum(place - 1, 0))
    saved = sums[np.arange(size) + length] - sums[:-1]
    gain_long = np.where(length >= 2, saved - width - 2 * bit_length(length) + 1, 0)
    gain_once = np.where(once >= 0, cost - width - 1, 0)
    useful = np.flatnonzero(np.maximum(gain_long, gain_once) > tuned.REPEAT_MARGIN)
    use_long = gain_long[useful] >= gain_once[useful]
    lengths = np.where(use_long, length[useful], 1)
    sources = np.where(use_long, long[useful], once[useful])
    pick = _left_to_right(useful, lengths, where[useful])
    return Repeats(useful[pick], useful[pick] - sources[pick], lengths[pick])


class Spellings:
    """Spelled-out codes of surfaces outside the model, as flat arrays: of each letter, then of the surface's end; each
    depends on the letter before. A letter no word of the model has there is RAW and its code point.
    """

    def __init__(self, model: Model, surfaces: Sequence[str]) -> None:
        """`surfaces[i]` is what symbol 2**20 + i stands for."""
        table = model.letter_table
        letters = np.frombuffer("\0".join([*surfaces, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        ends = np.cumsum(np.array([len(surface) + 1 for surface in surfaces], np.int64))
        before = table.contexts[np.minimum(letters, LetterTable.SIZE - 1)]
        before = np.append(0, before[:-1])[: len(letters)]
        before[ends[:-1]] = 0
        column = table.columns[np.minimum(letters, LetterTable.SIZE - 1)]
        column[ends - 1] = LetterTable.END
        width = table.widths[before, column]
        raw = width == 0
        column[raw] = LetterTable.RAW
        at = np.arange(len(letters)) + np.cumsum(raw) - raw
        self.codes = np.zeros(len(letters) + int(raw.sum()), np.uint64)
        self.widths = np.full(len(self.codes), RAW_BITS, np.int64)
        self.codes[at], self.widths[at] = table.codes[before, column], table.widths[before, column]
        self.codes[at[raw] + 1] = letters[raw]
        self.bounds = np.append(at, len(self.codes))[np.append(0, ends)]

    def bits(self) -> Ints:
        """Bits of each spelling."""
        found: Ints = np.diff(np.concatenate([[0], np.cumsum(self.widths)])[self.bounds])
        return found


def _ragged(counts: Ints) -> tuple[Ints, Ints]:
    """For counts per row: (row of each item, number of each item within its row)."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def encode(stream: Ints, text: Ints, texts: int, surfaces: Sequence[str], model: Model) -> list[bytes]:
    """One byte string for each text 0 … `texts` - 1 from symbols (model words, or UNKNOWN + number in `surfaces`).

    A text begins with its number of coded symbols (gamma of one more).
    """
    stream, text = phrases(stream, text, model)
    spelled = Spellings(model, surfaces)
    known = stream < UNKNOWN
    cost = np.where(known, model.widths[np.where(known, stream, 0)], 0)
    cost[~known] = model.widths[model.spell] + spelled.bits()[stream[~known] - UNKNOWN]
    repeats = find_repeats(stream, text, cost, int(model.widths[model.match]))
    keep = np.ones(len(stream), bool)
    row, inner = _ragged(repeats.length)
    keep[repeats.at[row] + inner] = False
    keep[repeats.at] = True
    return _write(stream, text, texts, keep, repeats, spelled, model)


def _write(
    stream: Ints,
    text: Ints,
    texts: int,
    keep: npt.NDArray[np.bool_],
    repeats: Repeats,
    spelled: Spellings,
    model: Model,
) -> list[bytes]:
    kind = np.zeros(len(stream), np.int64)  # 0 symbol, 1 repeat, 2 spelled
    kind[stream >= UNKNOWN] = 2
    kind[repeats.at] = 1
    begin = np.searchsorted(text, np.arange(texts))
    bits = bit_length(np.maximum(np.arange(len(stream)) - begin[text] - 1, 0))
    back = np.zeros(len(stream), np.int64)
    back[repeats.at] = repeats.distance
    run = np.zeros(len(stream), np.int64)
    run[repeats.at] = repeats.length
    kind, owner, symbol, bits, back, run = (a[keep] for a in (kind, text, stream, bits, back, run))
    codes, widths = _heads(kind, symbol, bits, back, run, model)
    count = np.ones(len(kind), np.int64)
    count[kind == 2] += np.diff(spelled.bounds)[symbol[kind == 2] - UNKNOWN]
    row, inner = _ragged(count)
    item_codes, item_widths = codes[row], widths[row]
    tail = inner > 0
    source = spelled.bounds[symbol[row[tail]] - UNKNOWN] + inner[tail] - 1
    item_codes[tail], item_widths[tail] = spelled.codes[source], spelled.widths[source]
    return _cut(item_codes, item_widths, owner[row], np.bincount(owner, minlength=texts))


def _heads(kind: Ints, symbol: Ints, bits: Ints, back: Ints, run: Ints, model: Model) -> tuple[Words, Ints]:
    """Code of each kept symbol; a repeat is MATCH, distance - 1 in just enough bits, gamma of the length."""
    what = np.where(kind == 0, symbol, np.where(kind == 1, model.match, model.spell))
    codes, widths = model.codes[what], model.widths[what]
    repeat = kind == 1
    length_code, length_width = gamma(run[repeat])
    tail_width = bits[repeat] + length_width
    tail = ((back[repeat] - 1).astype(np.uint64) << length_width.astype(np.uint64)) | length_code
    codes[repeat] = (codes[repeat] << tail_width.astype(np.uint64)) | tail
    widths = widths.copy()
    widths[repeat] += tail_width
    return codes, widths


def _cut(codes: Words, widths: Ints, owner: Ints, symbols: Ints) -> list[bytes]:
    """Pack the items of each text behind its number of symbols."""
    head_codes, head_widths = gamma(symbols + 1)
    at = np.searchsorted(owner, np.arange(len(symbols)))
    codes = np.insert(codes, at, head_codes)
    widths = np.insert(widths, at, head_widths)
    data, offsets = pack(codes, widths, at + np.arange(len(symbols)))
    return [data[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
