"""Phrase mining (n-gram counting with closedness and branching tests): the collocations that titles and leads repeat.

A phrase is kept when it is neither part of a longer one that is nearly always meant, nor cut where its words go on in
one way. Nothing is looked up in a dictionary: what an archive writes about is what they say. N-grams are counted level
by level (Apriori): a longer one that is frequent begins and ends with shorter ones that are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.folding import fold_word
from plugins.search.running_words import RunningWords

_FUNCTION = frozenset(
    """
    và của các cho với về là được có trong từ đến để những này tại ở theo trên do bị đã sẽ đang không vì như thì mà
    nhiều khi sau trước phải cần vẫn rất cũng hơn gì ai ra vào lên xuống qua đi lại còn nếu nào người
    """.split()  # noqa: SIM905  # running words are easier to read
)
"""Words with which no name of a thing begins or ends."""

_BODY_NAME = re.compile(
    r"(?:(?:Bộ|Sở|Ban|Cục|Vụ|Viện|Tổng cục|Chi cục|Học viện|Văn phòng|Thanh tra|Liên đoàn|Ngân hàng|Tổng công ty) "
    r"|(?:UBND|HĐND|TAND|VKSND|BHXH|(?:Ủy|Uỷ) ban(?: nhân dân)?|Hội đồng nhân dân|Công an|Tỉnh ủy|Thành ủy"
    r"|Huyện ủy|Đảng ủy|Kho bạc|(?:Tòa|Toà) án(?: nhân dân)?|Đoàn đại biểu Quốc hội|Bảo hiểm xã hội) "
    r"(?:(?:tỉnh|thành phố|TP|quận|huyện|thị xã|xã|phường) )?)(\w)"
)


def is_body(phrase: str) -> bool:
    """Whether a phrase is the name of a body: *Bộ Nội vụ*, *UBND tỉnh Quảng Ninh*; not *Bộ trưởng*, *Ban hành*."""
    name = _BODY_NAME.match(phrase)
    return bool(name and name[1].isupper())


_VERBS = re.compile(
    r" (?:công bố|yêu cầu|đề nghị|đề xuất|ban hành|trả lời|kiểm tra|tổ chức|thông báo|hướng dẫn|khẳng định|cảnh báo"
    r"|quyết định|chỉ đạo|lên tiếng|làm việc|nói|họp|xin)$"
)


def body_name(phrase: str) -> str:
    """The body that a phrase names, without what it does: *Bộ Nội vụ công bố*; "" where it names none."""
    return _VERBS.sub("", phrase) if is_body(phrase) else ""


_SEEN = 40  # places looked at for the commonest way of writing a phrase


@dataclass(frozen=True)
class _Titles:
    """Words of all titles: numbers of their keys, of their surfaces, and whether each follows the one before."""

    keys: Ints
    shown: Ints
    joined: npt.NDArray[np.bool_]
    names: Sequence[str]


def _titles(words: RunningWords) -> _Titles:
    """The first word of a text is taken in lower case where texts write it so elsewhere."""
    if not len(words.numbers):
        nothing = np.zeros(0, np.int64)
        return _Titles(nothing, nothing, words.joined, [])
    used = np.unique(words.numbers).tolist()
    number = {words.names[i]: i for i in used}
    key_ids: dict[str, int] = {}
    keys, lower = (np.zeros(len(words.names), np.int64) for _ in range(2))
    for i in used:
        name = words.names[i]
        keys[i] = key_ids.setdefault(fold_word(name)[0], len(key_ids))
        lower[i] = number.get(name.lower(), i)
    # A name at the beginning of a title keeps its capital: "Bộ Nội vụ", "Hà Nội".
    capital = np.zeros(len(words.names) + 1, bool)
    capital[used] = [words.names[i][0].isupper() for i in used]
    named = capital[np.append(words.numbers[1:], -1)]
    shown = np.where(words.first & ~named, lower[words.numbers], words.numbers)
    return _Titles(keys[words.numbers], shown, words.joined, words.names)


@dataclass(frozen=True)
class _Grams:
    """Frequent runs of one length: how often, all places in order of runs, where each run's begin there; and the run
    at each place of the text (-1: none that is frequent).
    """

    counts: Ints
    places: Ints
    starts: Ints
    at: Ints


def _runs_of(codes: Ints, places: Ints, size: int) -> tuple[Ints, Ints]:
    """Places in order of codes and of themselves, and how often each code is there.

    Code and place share one integer, which sorts many times faster than places by code.
    """
    bits = np.uint64(size.bit_length())
    order = np.sort((codes.astype(np.uint64) << bits) | places.astype(np.uint64))
    codes_in_order = order >> bits
    starts = np.flatnonzero(np.append(True, codes_in_order[1:] != codes_in_order[:-1])[: len(order)])
    found = (order & np.uint64((1 << int(bits)) - 1)).astype(np.int64)
    return found, np.diff(np.append(starts, len(order)))


def _grams(titles: _Titles, size: int, shorter: Ints, least: int) -> _Grams:
    """The runs met `least` times; `shorter` are the frequent runs of one word less at each place."""
    total, at = len(titles.keys), np.full(len(titles.keys), -1, np.int64)
    places = np.flatnonzero(shorter[: max(0, total - size + 1)] >= 0)
    places = places[titles.joined[places + size - 1]]
    codes = shorter[places] * (int(titles.keys.max(initial=0)) + 1) + titles.keys[places + size - 1]
    found, counts = _runs_of(codes, places, total)
    kept = counts >= least
    found, counts = found[np.repeat(kept, counts)], counts[kept]
    at[found] = np.repeat(np.arange(len(counts)), counts)
    return _Grams(counts, found, np.cumsum(counts) - counts, at)


def _all_grams(titles: _Titles, least: int) -> dict[int, _Grams]:
    shorter, by_size = titles.keys, dict[int, _Grams]()
    for size in range(2, tuned.BODY_WORDS + 2):
        by_size[size] = _grams(titles, size, shorter, least)
        shorter = by_size[size].at
    return by_size


def _largest_share(grams: _Grams, longer: _Grams) -> Ints:
    """For each run the count of the commonest run that has one word more, at either end."""
    most = np.zeros(len(grams.counts), np.int64)
    first = longer.places[longer.starts]
    for step in (0, 1):
        np.maximum.at(most, grams.at[first + step], longer.counts)
    return most


def _way_codes(titles: _Titles, places: Ints, size: int) -> Ints:
    """Equal numbers for runs written alike, one for each place."""
    codes = np.zeros(len(places), np.int64)
    for step in range(size):
        shown = titles.shown[places + step]
        codes = np.unique(codes * (int(shown.max(initial=0)) + 1) + shown, return_inverse=True)[1]
    return codes


def _commonest_ways(titles: _Titles, grams: _Grams, kept: Ints, size: int) -> Ints:
    """For each of some runs a place where it is written as mostly; of equals the way met first."""
    counts = np.minimum(_SEEN, grams.counts[kept])
    row = np.repeat(np.arange(len(kept)), counts)
    inner = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    places = grams.places[grams.starts[kept][row] + inner]
    ways = _way_codes(titles, places, size)
    order = np.lexsort((places, ways, row))
    row, ways, places = row[order], ways[order], places[order]
    starts = np.flatnonzero(np.append(True, (row[1:] != row[:-1]) | (ways[1:] != ways[:-1]))[: len(row)])
    often = np.diff(np.append(starts, len(row)))
    best = np.lexsort((places[starts], -often, row[starts]))
    chosen = best[np.unique(row[starts][best], return_index=True)[1]]
    found: Ints = places[starts[chosen]]
    return found


def _usable(words: list[str]) -> bool:
    first, last = words[0].lower(), words[-1].lower()
    return first not in _FUNCTION and last not in _FUNCTION and not last.isdigit() and len(last) > 1


def _ends_in_name(words: list[str]) -> bool:
    """Whether the last two words are a name's: *Phó Thủ tướng Vương Đình Huệ*, offered under each of its words."""
    return words[-1][0].isupper() and words[-2][0].isupper()


def mine_phrases(running: RunningWords) -> dict[str, int]:
    """Phrase → number of places, of those that stand in enough of them."""
    titles = _titles(running)
    found: dict[str, int] = {}
    least = 2 + len(titles.keys) // tuned.WORDS_PER_PHRASE
    by_size = _all_grams(titles, max(2, int(least * tuned.PHRASE_SHARE)))
    for size in range(2, tuned.BODY_WORDS + 1):
        grams = by_size[size]
        most = _largest_share(grams, by_size[size + 1])
        kept = np.flatnonzero((grams.counts >= least) & (most <= tuned.PHRASE_SHARE * grams.counts))
        places = _commonest_ways(titles, grams, kept, size)
        written = titles.shown[places[:, np.newaxis] + np.arange(size)].tolist()
        for numbers, count in zip(written, grams.counts[kept].tolist(), strict=True):
            words = [titles.names[number] for number in numbers]
            phrase = " ".join(words)
            if _usable(words) and (size <= tuned.PHRASE_WORDS or is_body(phrase) or _ends_in_name(words)):
                found[phrase] = count
    return found
