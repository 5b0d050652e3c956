"""The browser reads the index as the builder writes it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from plugins.search.folding import SPLIT, WORD, fold_word
from plugins.search.text_model import load
from tests.browser.search.answers import ask, found
from tests.plugins.search.archive import archive

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_browser_folds_as_the_builder_does(page: Page, address: str) -> None:
    page.goto(f"{address}?q=dat")
    found(page)
    words = [w for w in load().words if WORD.fullmatch(w)]
    words += [chr(c) for c in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)] if chr(c).isalnum()]
    words += [unicodedata.normalize("NFD", w).upper() for w in words[:2000]]
    words += ["İstanbul", "ΣΊΣΥΦΟΣ", "straße", "ﬁn", "x²"]
    shown = page.evaluate("all => all.map((w) => foldWord(w))", words)
    assert shown == [list(fold_word(w)) for w in words]


def test_the_browser_numbers_common_words_and_forms_as_the_builder_does(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    model = load()
    shown = page.evaluate("""async () => {
        const index = await new SearchIndex(new URL('tim-kiem/manifest.json', location.href)).open();
        return [index.model.keys, [...index.model.forms]];
    }""")
    assert shown[0] == list(model.keys)
    assert dict(shown[1]) == model.forms


def test_the_browser_reads_every_text(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    shown = page.evaluate("""async () => {
        const index = await new SearchIndex(new URL('tim-kiem/manifest.json', location.href)).open(), out = [];
        for (const id of await new Search(index, readState('?sap-xep=cu')).everything()) {
            const a = await index.article(id);
            out.push([a.url, a.text, a.date.iso]);
        }
        return out.sort((a, b) => (a[2] < b[2] ? -1 : 1));
    }""")
    items = [(d, body) for d, body in archive(40)]
    for (url, text, iso), (doc, body) in zip(shown, items, strict=False):
        assert (url, text, iso) == (doc.url, f"{doc.title}\n\n{body}", doc.date.iso)
    assert len(SPLIT.split(shown[-1][1])) > 10
