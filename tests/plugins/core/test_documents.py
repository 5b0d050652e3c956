import ast
import sys
from dataclasses import replace
from pathlib import Path

import plugins.core
from plugins.core.dates import parse_moment
from plugins.core.documents import Document

MODULES = sorted(Path(plugins.core.__path__[0]).glob("*.py"))


def test_equal_documents_are_one_in_a_set():
    made = [Document("1", "u", "t", "", parse_moment("24/11/2017"), "", "", (), (), "d") for _ in range(2)]
    assert len(set(made)) == 1


def test_the_mark_tells_whether_anything_read_differs():
    one = Document("1", "u", "t", "", parse_moment("24/11/2017"), "", "", (), (), "d")
    elsewhere = replace(one, key="2", url="v", section="s", source="n")
    others = [
        replace(one, title="u"),
        replace(one, summary="s"),
        replace(one, date=parse_moment("25/11/2017")),
        replace(one, date=parse_moment("24/11/2017 00:00")),
        replace(one, digest="e"),
        replace(one, tags=("x",)),
        replace(one, authors=("x",)),
        replace(one, reader="other code"),
    ]
    assert elsewhere.content_hash == one.content_hash
    assert len({one.content_hash, *(other.content_hash for other in others)}) == 1 + len(others)


def test_the_core_imports_itself_and_the_standard_library_only():
    allowed = sys.stdlib_module_names | {"plugins"}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name.split(".")[0] in allowed for name in names), module.name
            assert all(not n.startswith("plugins") or n.startswith("plugins.core") for n in names), (
                module.name
            )
