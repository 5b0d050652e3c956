"""Links to the archive's own published address are named where that address is known."""

import pytest

from plugins.lint.document import make_document
from plugins.lint.registry import faults


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("https://kho.example/cchc/2017/11/a-1.html", "hãy viết “/2017/11/a-1.html”"),
        ("https://kho.example/cchc", "hãy viết “/”"),
        ("https://kho.example/cchc-khac/a.html", ""),
    ],
)
def test_a_link_to_the_site_itself_is_named(monkeypatch, target, wanted):
    monkeypatch.setenv("SITEURL", "https://kho.example/cchc")
    text = f"Tiêu đề: a\nNgày: 1/1/2020\nTóm tắt: b\n\nXem [bài]({target}).\n"
    found = [p.message for p in faults(make_document("a.md", text, is_page=False))]
    assert [wanted in message for message in found] == ([True] if wanted else [])
