"""Suggestions: what is offered, under what it is found, and the files it lies in."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import pairwise

import pytest

from plugins.search import suggestions, weights
from plugins.search.doc_ids import assign_doc_ids
from plugins.search.facets import build_facets
from plugins.search.phrases import body_name, is_body, mine_phrases
from plugins.search.running_words import running_words
from plugins.search.suggestions import Suggestion, document_name, gather, key_of, suggestion_files
from plugins.search.word_pairs import pair_files
from tests.plugins.search.archive import document

TITLES = [
    "Cải cách hành chính ở Quảng Ninh",
    "Đẩy mạnh cải cách hành chính",
    "Bộ Nội vụ kiểm tra cải cách hành chính",
    "Bộ Nội vụ làm việc với Quảng Ninh",
    "Quảng Nam và Bộ Nội vụ",
]


def test_phrases_are_whole_and_begin_with_no_particle() -> None:
    found = mine_phrases(running_words(TITLES))
    assert found["cải cách hành chính"] == 3
    assert found["Bộ Nội vụ"] == 3
    assert found["Quảng Ninh"] == 2
    assert not {"cách hành chính", "Bộ Nội", "hành chính ở", "và Bộ Nội vụ"} & set(found)


def test_a_persons_name_is_offered_with_the_office_that_always_stands_before_it() -> None:
    found = mine_phrases(
        running_words([f"Phó Thủ tướng Vương Đình Huệ {verb}" for verb in ("tiếp", "thăm", "dự")])
    )
    assert found == {"Phó Thủ tướng Vương Đình Huệ": 3}


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("61/2018/nd-cp", "Nghị định 61/2018/NĐ-CP"),
        ("30c/nq-cp", "Nghị quyết 30c/NQ-CP"),
        ("18/nq-tw", "Nghị quyết 18-NQ/TW"),
        ("1085/qd-ttg", "Quyết định 1085/QĐ-TTg"),
        ("1543/syt-nvy", "1543/SYT-NVY"),
        ("61/nd", ""),
        ("~16/5/2016", ""),
        ("5/2017", ""),
    ],
)
def test_a_document_is_written_as_people_write_it(term: str, name: str) -> None:
    assert document_name(term) == name


def test_everything_named_in_the_archive_is_offered_with_its_count() -> None:
    table = assign_doc_ids([document(str(i), title) for i, title in enumerate(TITLES)])
    definitions = [("cchc", "cải cách hành chính")] * 2
    found = gather(
        running_words(TITLES), build_facets(table.documents), Counter({"30c/nq-cp": 4}), definitions
    )
    said = {(one.text, one.kind): one for one in found}
    assert said["kiểm tra", "t"].count == len(TITLES)
    assert said["Thu Hà", "a"].count == len(TITLES)
    assert said["Tin tức", "c"].count == len(TITLES)
    assert said["Nghị quyết 30c/NQ-CP", "v"].count == 4
    assert said["cải cách hành chính", "k"].also == "cchc"


def _lines(shards: list[bytes]) -> list[list[str]]:
    return [gzip.decompress(shard).decode().split("\n") for shard in shards]


def test_a_suggestion_is_listed_under_each_of_its_words_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SUGGESTION_BYTES", 200)
    some = [Suggestion(f"cải cách số {i}", "p", i + 2) for i in range(60)] + [
        Suggestion("Đất đai", "t", 3, "dd")
    ]
    made = suggestion_files(some)
    everything, wide = (files for files, _ in made)
    lines = [line.split("\t") for part in _lines([*everything.shards]) for line in part]  # type: ignore[list-item]
    keys = [
        key if not key.isdigit() else " ".join(key_of(text).split()[int(key) :]) for _, key, text in lines
    ]
    assert keys == sorted(keys)
    assert len(lines) == 60 * 4 + 1
    assert len(everything.shards) > 5
    best = "\n".join("\n".join(part) for part in _lines([*wide.shards]))  # type: ignore[list-item]
    groups = {group.split("\n")[0]: group.split("\n")[1:] for group in best.split("\n\n")}
    assert groups["c"][0] == "p61\t0\tcải cách số 59"
    assert all(len(group) <= weights.SUGGESTIONS + 1 for group in groups.values())
    assert suggestions.suggestion_files(reversed(some)) == made


def test_pairs_say_what_stands_before_and_behind_a_word() -> None:
    files, _ = pair_files(running_words(TITLES))
    rows = dict(line.split("\t", 1) for part in _lines([*files.shards]) for line in part)  # type: ignore[list-item]
    assert rows["quang"] == "quảng nam 1 ninh 2"
    assert rows["<hanh"] == "hành cách 3"
    assert all(one < two for one, two in pairwise(rows))


@pytest.mark.parametrize(
    "name", ["Bộ Nội vụ", "UBND tỉnh Quảng Ninh", "Sở Y tế", "Ủy ban nhân dân xã Yên Hòa", "Công an Hà Nội"]
)
def test_names_of_bodies_are_known(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize(
    "name", ["Bộ trưởng Nội vụ", "Ban hành", "bộ phận một cửa", "Công an tỉnh", "Sở hữu"]
)
def test_other_names_are_no_bodies(name: str) -> None:
    assert not is_body(name)


def test_a_body_is_offered_without_what_it_does() -> None:
    assert body_name("Bộ Nội vụ công bố") == "Bộ Nội vụ"
    assert body_name("UBND tỉnh Quảng Ninh") == "UBND tỉnh Quảng Ninh"
    assert body_name("công bố kết quả") == ""


def test_a_body_at_the_beginning_of_a_title_keeps_its_capital() -> None:
    titles = [f"Bộ Nội vụ {verb} hồ sơ" for verb in ("nhận", "trả", "giao", "xem", "giữ", "gửi")]
    assert mine_phrases(running_words([*titles, "Tủ nội thất bộ", "Một bộ"])).get("Bộ Nội vụ") == 6
