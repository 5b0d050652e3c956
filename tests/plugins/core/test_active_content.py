from __future__ import annotations

import pytest

from plugins.core.active_content import active_content

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
QUIET = [
    '<rect width="1" height="1" fill="#fff"/><style>rect{fill:red}</style><text>on script</text>',
    '<defs><g id="a"/></defs><use xlink:href="#a"/><use href="#a"/>',
    '<a href="https://luutru.example/"><text>x</text></a><image href="data:image/png;base64,AA=="/>',
    '<image href="nen.png"/><animate attributeName="x" values="0;1"/>',
]
RUNS = [
    "<script>alert(1)</script>",
    '<script href="a.js"/>',
    '<rect onload="alert(1)"/>',
    '<rect ONCLICK="alert(1)"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href=" java&#10;script:alert(1)"><text>x</text></a>',
    '<use href="data:image/svg+xml;base64,AA=="/>',
    "<foreignObject><p/></foreignObject>",
    '<g><p xmlns="http://www.w3.org/1999/xhtml">x</p></g>',
    '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
]


@pytest.mark.parametrize("inner", QUIET)
def test_a_drawing_is_a_drawing(tmp_path, inner):
    (tmp_path / "a.svg").write_text('<?xml version="1.0"?><!DOCTYPE svg>' + SVG.format(inner))
    assert active_content(tmp_path / "a.svg") is None


@pytest.mark.parametrize("inner", RUNS)
def test_what_could_run_is_found(tmp_path, inner):
    (tmp_path / "a.svg").write_text(SVG.format(inner))
    assert active_content(tmp_path / "a.svg")


@pytest.mark.parametrize(
    "text",
    [
        '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        '<?xml-stylesheet href="a.xsl" type="text/xsl"?><a/>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        SVG.format("<script>alert(1)</script>")[:-3],
        "no XML at all",
    ],
)
def test_a_document_that_a_browser_would_run_is_found(tmp_path, text):
    (tmp_path / "a.xml").write_text(text)
    assert active_content(tmp_path / "a.xml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_hide_nothing(tmp_path, encoding):
    (tmp_path / "a.svg").write_text(SVG.format("<script/>"), encoding=encoding)
    assert active_content(tmp_path / "a.svg")


def test_data_is_data(tmp_path):
    (tmp_path / "a.xml").write_text('<danh-sach onset="1"><script>x</script></danh-sach>')
    assert active_content(tmp_path / "a.xml") is None


def test_a_bomb_is_found_without_being_read(tmp_path):
    with (tmp_path / "a.svg").open("wb") as file:
        file.truncate(30_000_000)
    assert active_content(tmp_path / "a.svg")
