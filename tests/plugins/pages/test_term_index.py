from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.pages.term_index import TERMS_PER_PAGE, by_letter, letter_pages, most_used
from plugins.site.archive import Term
from scripts.check_site.__main__ import main
from tests.conftest import Built
from tests.plugins.samples import article


def tags(*names: str) -> list[Term]:
    return [Term(name, f"t-{n}", "tag") for n, name in enumerate(names)]


def test_tones_are_no_letters_but_the_barred_d_is() -> None:
    groups = by_letter(tags("35/NQ-CP", "ân", "Ấn", "dân", "Đảng", "đất"))
    assert [(letter, len(terms)) for letter, terms in groups] == [("#", 1), ("A", 2), ("D", 1), ("Đ", 2)]


def test_every_term_stands_on_one_page_and_no_page_is_too_long() -> None:
    terms = tags(*(f"c{n:04}" for n in range(TERMS_PER_PAGE * 2 + 1)), "da", "đa", "7")
    pages = letter_pages(terms, "the")
    assert [t for page in pages for t in page.terms] == terms
    assert max(len(page.terms) for page in pages) == TERMS_PER_PAGE
    assert [page.label for page in pages] == ["C", "C 2", "C 3", "D", "Đ", "#"]
    urls = [page.url for page in pages]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("the/van/") and url.isascii() for url in urls)


def test_the_weightiest_keep_the_order_of_the_alphabet() -> None:
    terms = tags(*(f"a{n:03}" for n in range(150)))
    for n, term in enumerate(terms):
        term.articles = [article()] * (n % 50)
    chosen = most_used(terms)
    assert len(chosen) == 100
    assert chosen == sorted(chosen, key=lambda t: t.name)
    assert min(t.count for t in chosen) >= max(t.count for t in terms if t not in chosen)


def test_an_archive_of_many_tags_links_every_one(
    write: Callable[[str, str], Path], make: Callable[..., Built], capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(3):
        names = "; ".join(f"{'aăbcđ'[t % 5]} thẻ {n}-{t}" for t in range(110))
        write(
            f"{n}.md", f"Tiêu đề: Bài {n}\nMã: {n + 1}\nNgày: 0{n + 1}/02/2017\nThẻ: {names}\n\nMột hai ba.\n"
        )
    built = make()
    assert built.code == 0, built.said
    index = built.page("the/index.html")
    assert 'href="../the/van/dd.html"' in index
    assert index.count("<li><a href=") < 250
    code = main([str(built.output), "--without", "chromium,axe,vnu,html-validate"])
    assert code == 0, capsys.readouterr().out
