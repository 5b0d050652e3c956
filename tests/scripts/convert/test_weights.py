import ast
import re

from tests.conftest import ROOT

CONVERT = ROOT / "scripts" / "convert"
TEXT = (CONVERT / "weights.py").read_text(encoding="utf-8")


def names():
    for node in ast.parse(TEXT).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def test_every_weight_decides_something():
    others = "\n".join(
        path.read_text(encoding="utf-8") for path in CONVERT.rglob("*.py") if path.name != "weights.py"
    )
    assert {name for name in names() if not re.search(rf"\b{name}\b", others)} == set()


def test_every_weight_says_what_is_lost_without_it():
    lines = [line for line in TEXT.splitlines() if re.match(r"[A-Z_]+(?:, [A-Z_]+)* = ", line)]
    assert len(lines) > 80
    assert [line for line in lines if not re.search(r"# .*without it: \S", line)] == []
