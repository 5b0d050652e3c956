"""State of the search index between builds: raw postings, dictionaries, stored fields, and what they were made from.

Everything lies in one folder of the cache: one sealed file, with the checksums of what lies beside it. A state that is
damaged, incomplete or of other code is no state, and the index is made from the articles alone. The postings of a full
build are never written again, and shards are only appended (`shard_store`).
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.core.common_acronyms import COMMON_ACRONYMS
from plugins.search import shard_store
from plugins.search.bit_codes import Ints, Words
from plugins.search.dictionary import Dictionary
from plugins.search.doc_ids import UrlById
from plugins.search.raw_postings import RawPostings, TermIds
from plugins.search.running_words import TitleWords
from plugins.search.shard_store import Locations, Shard
from plugins.state import snapshot_file
from plugins.state.array_file import checksum
from plugins.state.code_fingerprint import code_fingerprint
from plugins.system.files import MAPPED

STATE_FILE = "state"


@dataclass
class IndexState:
    """The index as the cache knows it; arrays are indexed by document id.

    `content_hashes` and `filter_columns` (3, ids) say what the words of each document were made of (0: free) and the
    numbers of its section, source and kind; `record_sizes` holds the length of each stored
    record, `block_bounds` the first ids of the blocks and where the last ends.
    """

    quantised_size: int
    url_by_id: UrlById
    content_hashes: npt.NDArray[np.uint64]
    filter_columns: npt.NDArray[np.int32]
    word_ids: TermIds
    number_ids: TermIds
    postings: dict[str, RawPostings]  # by the names of `indexes.INDEXES`
    dictionaries: dict[str, Dictionary]  # by the letters of the indexes
    blocks: list[Shard]
    record_sizes: Ints
    block_bounds: Ints
    shard_digests: dict[str, bytes] = field(default_factory=dict)  # of the files written, by letter
    files: dict[str, tuple[bytes, str]] = field(
        default_factory=dict
    )  # of others: digest of what made them, name
    checksums: dict[str, list[int]] = field(default_factory=dict)  # of the parts of the base of `postings`
    document_counts: Counter[str] = field(
        default_factory=Counter
    )  # articles that name each document; not kept
    typing_aids: tuple[bytes, list[tuple[str, list[Any], list[str]]]] = (b"", [])
    """Digest of what suggestions and word pairs were made of; their files: letter, shards, first terms."""
    compressions: dict[bytes, bytes] = field(default_factory=dict)
    """Of those files: digest of the bytes, compressed bytes."""
    title_words: TitleWords = field(default_factory=lambda: TitleWords.nothing(leads=False))
    shard_file: str = ""  # the file of the shards, and where they lie in it
    locations: dict[str, Locations] = field(default_factory=dict)

    def strings(self, name: str) -> list[str] | None:
        """The terms of an index by their ids; None for bigrams, which are numbers themselves."""
        return {"unigrams": self.word_ids.terms, "numbers": self.number_ids.terms}.get(name)

    def shards(self) -> dict[str, list[Shard]]:
        """Every list of shards, by letter."""
        return {"x": self.blocks, **{letter: some.shards for letter, some in self.dictionaries.items()}}


def code_digest() -> str:
    """Digest of the code that makes the index, and of its data: other code never reads this one's state."""
    return code_fingerprint(
        "plugins.search.index", files=[*(Path(__file__).parent / "data").iterdir(), COMMON_ACRONYMS]
    )


def begin(folder: Path) -> Path:
    """An empty folder for a new state; returns it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def part_path(folder: Path, name: str, number: int) -> Path:
    """Where a part of the base of an index's postings lies."""
    return folder / f"{name}-{number:02}.postings"


def save_part(path: Path, postings: Words) -> int:
    """Write one part of postings; returns its checksum."""
    path.write_bytes(postings.data)
    return checksum(postings.data)


def save(state: IndexState, folder: Path) -> None:
    """Write everything but the base of the postings."""
    shard_file, locations = shard_store.save_shards(state.shards(), folder, state.shard_file, state.locations)
    plain: dict[str, Any] = {
        "quantised_size": state.quantised_size,
        "url_by_id": state.url_by_id,
        "content_hashes": state.content_hashes.tobytes(),
        "filter_columns": state.filter_columns.tobytes(),
        "record_sizes": state.record_sizes.tobytes(),
        "block_bounds": state.block_bounds.tobytes(),
        "terms": (state.word_ids.terms, state.number_ids.terms),
        "postings": {name: (p.added.tobytes(), p.tombstones.tobytes()) for name, p in state.postings.items()},
        "checksums": state.checksums,
        "dictionaries": {letter: _plain(some) for letter, some in state.dictionaries.items()},
        "shard_digests": state.shard_digests,
        "typing_aids": state.typing_aids,
        "compressions": state.compressions,
        "title_words": _plain_words(state.title_words),
        "files": state.files,
        "shard_file": shard_file,
        "locations": locations,
    }
    snapshot_file.store(folder / STATE_FILE, code_digest(), plain)
    if state.shard_file not in ("", shard_file):
        (folder / state.shard_file).unlink()


def _plain(dictionary: Dictionary) -> tuple[Any, ...]:
    strings = dictionary.terms.dtype == object
    terms = dictionary.terms.tolist() if strings else dictionary.terms.tobytes()
    entry_bits = dictionary.entry_bits.astype(np.int32).tobytes()
    return terms, entry_bits, dictionary.facts.tobytes(), dictionary.counts, dictionary.header_sizes


def _plain_words(words: TitleWords) -> tuple[Any, ...]:
    arrays = words.numbers, words.flags, words.content_hashes, words.sizes
    return words.names, *(array.tobytes() for array in arrays), words.leads


def _title_words(
    names: list[str], numbers: bytes, flags: bytes, content_hashes: bytes, sizes: bytes, leads: bool
) -> TitleWords:
    return TitleWords(
        names,
        np.frombuffer(numbers, np.int32),
        np.frombuffer(flags, np.uint8),
        np.frombuffer(content_hashes, np.uint64),
        np.frombuffer(sizes, np.int64),
        leads,
    )


def load(folder: Path) -> IndexState | None:
    """The state; None when there is none to be trusted. Shards are checked where they are read."""
    plain = snapshot_file.load(folder / STATE_FILE, code_digest())
    if plain is None:
        return None
    postings = _load_postings(folder, plain["postings"], plain["checksums"])
    if postings is None:
        return None
    word_ids, number_ids = map(TermIds, plain["terms"])
    data = shard_store.map_file(folder / plain["shard_file"])
    shards = {letter: shard_store.load_shards(data, some) for letter, some in plain["locations"].items()}
    dictionaries = {
        letter: _dictionary(shards[letter], *some) for letter, some in plain["dictionaries"].items()
    }
    same = "quantised_size", "url_by_id", "shard_digests", "files", "checksums"
    more = "typing_aids", "compressions", "shard_file", "locations"
    return IndexState(
        **{name: plain[name] for name in (*same, *more)},
        content_hashes=np.frombuffer(plain["content_hashes"], np.uint64),
        filter_columns=np.frombuffer(plain["filter_columns"], np.int32).reshape(3, -1),
        record_sizes=np.frombuffer(plain["record_sizes"], np.int64),
        block_bounds=np.frombuffer(plain["block_bounds"], np.int64),
        title_words=_title_words(*plain["title_words"]),
        word_ids=word_ids,
        number_ids=number_ids,
        postings=postings,
        dictionaries=dictionaries,
        blocks=shards["x"],
    )


def _load_postings(
    folder: Path, stored: dict[str, tuple[bytes, bytes]], checksums: dict[str, list[int]]
) -> dict[str, RawPostings] | None:
    """The postings of every index; None where a part of a base is lost or damaged."""
    postings = {}
    for name, (added, tombstones) in stored.items():
        parts = [_part(part_path(folder, name, i), wanted) for i, wanted in enumerate(checksums[name])]
        intact = [part for part in parts if part is not None]
        if len(intact) < len(parts):
            return None
        delta = np.frombuffer(added, np.uint64)
        postings[name] = RawPostings.of(intact, np.frombuffer(tombstones, bool), delta)
    return postings


def _dictionary(
    shards: list[Shard],
    terms: list[str] | bytes,
    entry_bits: bytes,
    facts: bytes,
    counts: list[int],
    header_sizes: list[int],
) -> Dictionary:
    if isinstance(terms, bytes):
        array = np.frombuffer(terms, np.int64)
    else:
        array = np.empty(len(terms), object)
        array[:] = terms
    bits = np.frombuffer(entry_bits, np.int32).astype(np.int64)
    return Dictionary(array, bits, shards, counts, header_sizes, np.frombuffer(facts, np.int64))


def map_part(path: Path) -> Words:
    """A part of postings, left on the disk: a build looks at a small share of them. Raises OSError."""
    whole = MAPPED and path.stat().st_size
    raw = np.asarray(np.memmap(path, np.uint8, "r")) if whole else np.fromfile(path, np.uint8)
    return raw.view(np.uint64)


def _part(path: Path, wanted: int) -> Words | None:
    """The part of postings with that checksum."""
    try:
        raw = map_part(path)
    except (OSError, ValueError):  # lost; cut
        return None
    return raw if checksum(raw.data) == wanted else None
