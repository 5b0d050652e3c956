"""The fingerprint of code follows imports: what changes anywhere below a module changes what is remembered of it."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.state import code_fingerprint as module
from plugins.state.code_fingerprint import code_fingerprint, imported_names
from tests.conftest import ROOT

MODULES = sorted(p for top in ("plugins", "scripts") for p in (ROOT / top).rglob("*.py"))
# Who remembers what, and a file of another room that it rests on.
RESTS_ON = [
    ("plugins.site.parallel_reader", "plugins/core/dates.py"),
    ("plugins.site.parallel_reader", "plugins/html/paragraphs.py"),
    ("plugins.search.index", "plugins/core/text.py"),
    ("plugins.related.engine", "plugins/core/text.py"),
    ("scripts.rules.examine", "plugins/core/addresses.py"),
    ("scripts.convert.job.extract", "plugins/core/text.py"),
    ("scripts.convert.job.extract", "scripts/convert/dom/roles.py"),
]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project's code that may be changed."""
    for top in ("plugins", "scripts"):
        shutil.copytree(ROOT / top, tmp_path / top, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    module._reached.cache_clear()
    module._file.cache_clear()
    module.imported_names.cache_clear()


@pytest.mark.parametrize(("name", "below"), RESTS_ON)
def test_a_change_below_is_another_fingerprint(house: Path, name: str, below: str) -> None:
    before = code_fingerprint(name)
    path = house / below
    path.write_text(path.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
    forget()
    assert code_fingerprint(name) != before


def test_what_is_not_imported_counts_for_nothing(house: Path) -> None:
    before = code_fingerprint("plugins.related.engine")
    path = house / "plugins/search/index.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
    forget()
    assert code_fingerprint("plugins.related.engine") == before


def test_files_and_words_are_part_of_it(tmp_path: Path) -> None:
    data = tmp_path / "a.toml"
    data.write_text("1")
    first = code_fingerprint("plugins.core.text", files=[data], more=["x"])
    assert code_fingerprint("plugins.core.text", files=[data], more=["x"]) == first
    assert code_fingerprint("plugins.core.text", files=[data], more=["y"]) != first
    data.write_text("2")
    assert code_fingerprint("plugins.core.text", files=[data], more=["x"]) != first


def test_another_version_of_a_library_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "lxml" in module._reached(("scripts.convert.job.extract",))[1]
    assert "smartypants" in module._version("typogrify")
    before = code_fingerprint("scripts.convert.job.extract")
    version = module._version
    monkeypatch.setattr(module, "_version", lambda name: "lxml 0.1" if name == "lxml" else version(name))
    assert code_fingerprint("scripts.convert.job.extract") != before


def test_a_module_that_is_none_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"plugins\.nowhere"):
        code_fingerprint("plugins.nowhere")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_import_statements_are_read_as_python_reads_them(path: Path) -> None:
    wanted: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            wanted |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            wanted |= {alias.name for alias in node.names}
    assert wanted <= set(imported_names(path))


def test_every_library_that_the_build_and_the_conversion_use_has_a_version() -> None:
    for name in (
        "plugins.site.build",
        "scripts.convert.job.extract",
        "scripts.rules.examine",
        "plugins.search.plugin",
    ):
        for library in module._reached((name,))[1]:
            assert module._version(library), library
