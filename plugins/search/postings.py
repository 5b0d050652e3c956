"""From single occurrences to posting lists, and from lists to bits.

An occurrence is one uint64: key (24 bits), forms (10), article (24), kind (2); articles are known by their slots.
A list holds the articles of one key, class and form in ascending order, as Rice-coded gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plugins.search.bit_codes import Ints, Words, bit_length, gamma, join, pack, rice

KEYS, ARTICLES = 1 << 24, 1 << 24
SLOT_MASK = np.uint64(ARTICLES - 1)
IN_TITLE, IN_BODY, BY_ACRONYM = 0, 1, 2  # kinds of occurrence, the most telling first
WEAK, TITLE, STRONG, IMPLIED = 0, 1, 2, 3  # classes of list
FREQUENT = 25  # a key of more than one article in so many keeps only its telling lists (TITLE, STRONG)
FREQUENT_LEAST = 1000  # in a small archive every list is kept
_CLASS_CODES = np.array([0b0, 0b10, 0b110, 0b111], np.uint64)
_CLASS_WIDTHS = np.array([1, 2, 3, 3], np.int64)


def occurrences(key: Ints, form: Ints, article: Ints, kind: Ints) -> Words:
    """Pack columns into occurrences; `form` is up to 10 bits (two forms of 5 for a pair)."""
    high = (key.astype(np.uint64) << np.uint64(36)) | (form.astype(np.uint64) << np.uint64(26))
    out: Words = high | (article.astype(np.uint64) << np.uint64(2)) | kind.astype(np.uint64)
    return out


@dataclass(frozen=True)
class Lists:
    """Posting lists in order of key, class and form.

    `keys` are the distinct keys; lists groups[k]:groups[k + 1] belong to key k; articles bounds[g]:bounds[g + 1]
    to list g.
    """

    keys: Ints
    groups: Ints
    classes: Ints
    forms: Ints
    bounds: Ints
    articles: Ints


def _changes(values: Words) -> Ints:
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def rows(raw: Words, often: int) -> Words:
    """Sort occurrences (in place) into rows, one for each key, forms and article; see `rows.Rows`.

    An article with `often` occurrences in its body or more is STRONG.
    """
    raw.sort()
    first = _changes(raw >> np.uint64(2))
    count = np.diff(np.append(first, len(raw)))
    kept = raw[first]
    kind = (kept & np.uint64(3)).astype(np.int64)
    strong = (kind == IN_BODY) & (count >= often)
    classes = np.where(strong, STRONG, np.array([TITLE, WEAK, IMPLIED])[kind]).astype(np.uint64)
    rest = (kept >> np.uint64(2)) & np.uint64((1 << 34) - 1)
    out: Words = ((kept >> np.uint64(36)) << np.uint64(36)) | (classes << np.uint64(34)) | rest
    out.sort()
    return out


def frequent(size: int) -> int:
    """Rows beyond which a key is frequent, in an archive of that `rounded` size."""
    return max(FREQUENT_LEAST, size // FREQUENT)


def telling(rows: Words, size: int, least: int = 1) -> Words:
    """The rows (sorted) that enter the index: keys with fewer than `least` are dropped.

    `size` is `rounded(number of slots)`: the WEAK and IMPLIED rows of keys frequent in such an archive say next
    to nothing and are left out; a key with STRONG lists but no WEAK ones tells the client so.
    """
    key = rows >> np.uint64(36)
    classes = (rows >> np.uint64(34)) & np.uint64(3)
    frequency = np.diff(np.append(_changes(key), len(key)))
    frequency = np.repeat(frequency, frequency)
    strong = (classes == TITLE) | (classes == STRONG)
    kept: Words = rows[(frequency >= least) & (strong | (frequency <= frequent(size)))]
    return kept


def lists(ordered: Words) -> Lists:
    """Sorted rows as lists."""
    labels = ordered >> np.uint64(24)
    begin = _changes(labels)
    label = labels[begin]
    key = label >> np.uint64(12)
    heads = _changes(key)
    return Lists(
        keys=key[heads].astype(np.int64),
        groups=np.append(heads, len(label)),
        classes=((label >> np.uint64(10)) & np.uint64(3)).astype(np.int64),
        forms=(label & np.uint64(1023)).astype(np.int64),
        bounds=np.append(begin, len(ordered)),
        articles=(ordered & SLOT_MASK).astype(np.int64),
    )


def rounded(articles: int) -> int:
    """A number to three binary digits: the width of gaps must not change with every added article."""
    drop = max(0, articles.bit_length() - 3)
    return max(1, articles >> drop << drop)


def _gap_codes(lists: Lists, size: int) -> tuple[Words, Ints]:
    """Rice codes of all gaps; the parameter follows from a list's length alone, so it is not stored."""
    count = np.diff(lists.bounds)
    k = np.maximum(0, bit_length((size * 11 // 16) // np.maximum(count, 1)) - 1)
    gaps = np.diff(lists.articles, prepend=-1) - 1
    gaps[lists.bounds[:-1]] = lists.articles[lists.bounds[:-1]]
    return rice(gaps, np.repeat(k, count))


def _label_codes(lists: Lists, parts: int) -> tuple[Words, Ints]:
    """Class, forms (`parts` of them) and length of each list."""
    code = (_CLASS_CODES[lists.classes], _CLASS_WIDTHS[lists.classes])
    for part in reversed(range(parts)):
        code = join(code, gamma((lists.forms >> (5 * part) & 31) + 1))
    return join(code, gamma(np.diff(lists.bounds)))


def code(lists: Lists, size: int, parts: int) -> tuple[bytes, Ints]:
    """Entries of all keys, one after another as bits: number of lists, the lists; and the bits of each entry.

    `size` is `rounded(number of slots)`.
    """
    count, keys = len(lists.classes), len(lists.keys)
    owner = np.repeat(np.arange(keys), np.diff(lists.groups))
    posting = np.repeat(np.arange(count), np.diff(lists.bounds))
    key_at = lists.bounds[lists.groups[:-1]] + lists.groups[:-1] + np.arange(keys)
    list_at = lists.bounds[:-1] + np.arange(count) + owner + 1
    gap_at = np.arange(len(posting)) + posting + 1 + owner[posting] + 1
    codes = np.zeros(keys + count + len(posting), np.uint64)
    widths = np.zeros(len(codes), np.int64)
    for at, item in (
        (key_at, gamma(np.diff(lists.groups))),
        (list_at, _label_codes(lists, parts)),
        (gap_at, _gap_codes(lists, size)),
    ):
        codes[at], widths[at] = item
    sizes = np.add.reduceat(widths, key_at) if keys else np.zeros(0, np.int64)
    return pack(codes, widths, np.zeros(1, np.int64))[0], sizes
