from __future__ import annotations

import json
import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.dates import parse_moment
from plugins.pages.citation import cite
from plugins.site.archive import Term
from tests.plugins.samples import author, view

HOSTILE = 'Một {cửa} 50% & $x_1 "nhanh" \\ #1'


def test_the_text_names_author_title_source_day_and_address() -> None:
    text = cite(
        view(authors=(author("Xuân Thắng"),), source=Term("Trang CCHC", "t", "source")),
        "Kho",
        "https://x.vn/a.html",
    ).text
    assert text == "Xuân Thắng. “Kiểm tra”. Trang CCHC, 24/11/2017. Lưu tại: Kho. https://x.vn/a.html"


def test_without_address_the_legacy_one_is_cited() -> None:
    assert cite(view(original_url="http://cu.vn/1"), "Kho", "").text.endswith(" http://cu.vn/1")
    assert cite(view(), "Kho", "").text.endswith(" /2017/11/kiem-tra-26573.html")


def test_bibtex_keeps_its_braces_balanced() -> None:
    bibtex = cite(view(title=HOSTILE, authors=(author("A & B"), author("C"))), "Kho", "https://x.vn/").bibtex
    bare = re.sub(r"\\[{}]", "", bibtex)
    assert bare.count("{") == bare.count("}")
    assert r"50\% \& \$x\_1" in bibtex
    assert r"author = {{A \& B} and {C}}" in bibtex


def test_ris_has_one_tag_a_line_and_ends() -> None:
    lines = cite(view(authors=(author("A"), author("B"))), "Kho", "https://x.vn/").ris.split("\n")
    assert all(re.match(r"[A-Z]{2}  - ", line) for line in lines)
    assert lines[0] == "TY  - NEWS"
    assert lines[-1] == "ER  - "
    assert [line[6:] for line in lines if line.startswith("AU")] == ["A", "B"]


def test_csl_json_is_json() -> None:
    (item,) = json.loads(cite(view(title=HOSTILE), "Kho", "").csl_json)
    assert item["title"] == HOSTILE
    assert item["issued"] == {"date-parts": [[2017, 11, 24]]}
    assert "author" not in item


@given(st.text(max_size=8), st.lists(st.text(min_size=1, max_size=5), max_size=3), st.text(max_size=5))
def test_csl_json_is_written_as_the_library_would(title: str, names: list[str], source: str) -> None:
    filed = view(title=title, authors=tuple(map(author, names)), source=Term(source, "t", "source"))
    text = cite(filed, "Kho", "https://x.vn/").csl_json
    (item,) = json.loads(text)
    assert item.get("title", "") == title
    assert [person["literal"] for person in item.get("author", [])] == names
    assert text == json.dumps([item], ensure_ascii=False, indent=1)


def test_a_citation_names_the_archive_and_the_copy_it_holds() -> None:
    kept = view(
        source=Term("Trang CCHC", "t", "source"), captured=parse_moment("21/10/2018 08:30"), sha256="7f" * 32
    )
    made = cite(kept, "Kho", "https://x.vn/a.html")
    copy = f"bản lưu ngày 21/10/2018, SHA-256 {'7f' * 32}"
    assert f"Lưu tại: Kho, {copy}." in made.text
    assert f"note = {{Lưu tại: Kho, {copy}}}" in made.bibtex
    assert "urldate = {2018-10-21}" in made.bibtex
    assert {"DB  - Kho", f"N1  - {copy}"} <= {*made.ris.split("\n")}
    (item,) = json.loads(made.csl_json)
    assert (item["archive"], item["note"]) == ("Kho", copy)


def test_files_of_a_citation_say_what_the_page_says() -> None:
    made = cite(view(title=HOSTILE), "Kho", "https://x.vn/")
    for address, text in ((made.bibtex_file, made.bibtex), (made.ris_file, made.ris)):
        assert not re.search(r'[\s"<>#]', address)
        assert unquote(address.partition(",")[2]) == f"{text}\n"


def test_a_compilation_is_cited_with_the_day_it_was_written() -> None:
    citation = cite(view(compiled=parse_moment("22/11/2026"), kind="compilation"), "Kho", "https://x.vn/")
    assert "22/11/2026" in citation.text
    assert "year = {2026}" in citation.bibtex
    assert "DA  - 2026/11/22/" in citation.ris
    assert json.loads(citation.csl_json)[0]["issued"] == {"date-parts": [[2026, 11, 22]]}
