"""Every rule against its examples, and the registry against the rules."""

import ast
from datetime import datetime
from pathlib import Path

import pytest

import plugins.core
import plugins.lint
from plugins.core.dates import HANOI
from plugins.core.problems import Problem
from plugins.core.vocabulary import FIELDS, fold_key
from scripts import rules
from scripts.rules.examine import check_content
from scripts.rules.memory import Memory
from scripts.rules.registry import ARCHIVE_RULES, DOCUMENT_RULES, RULES, is_advice, meaning
from tests.scripts.rules.example_articles import GOOD
from tests.scripts.rules.markdown_examples import MARKDOWN_EXAMPLES
from tests.scripts.rules.rule_examples import EXAMPLES as ARCHIVE_EXAMPLES

EXAMPLES = {**ARCHIVE_EXAMPLES, **MARKDOWN_EXAMPLES}
NOW = datetime(2026, 1, 1, tzinfo=HANOI)
BAD = [pytest.param(r, e, id=f"{r}-{n}") for r, x in EXAMPLES.items() for n, e in enumerate(x.bad)]
FINE = [pytest.param(r, e, id=f"{r}-{n}") for r, x in EXAMPLES.items() for n, e in enumerate(x.good)]


@pytest.fixture
def check(content, write, tmp_path):
    def run(example) -> list[Problem]:
        for path, data in (example if isinstance(example, dict) else {"bai-viet/a.md": example}).items():
            write(path, data)
        return check_content(content, Memory(tmp_path / "cache", content), NOW, lambda *_: None)

    return run


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_rule_catches_what_it_must(check, rule, example):
    problems = [p for p in check(example) if p.rule == rule]
    assert problems
    assert all(p.message and p.line >= 0 for p in problems)


@pytest.mark.parametrize(("rule", "example"), FINE)
def test_a_rule_lets_pass_what_is_right(check, rule, example):
    found = check(example)
    assert [str(p) for p in found if p.rule == rule or not is_advice(p)] == []


def test_every_rule_has_examples_of_both_kinds():
    assert set(EXAMPLES) == set(RULES)
    # A missing folder, a link that leads out of it, and rights root ignores are no files:
    # tests/plugins/core/test_sources.py.
    assert {rule for rule, x in EXAMPLES.items() if not x.bad} == {"noi-dung", "lien-ket", "khong-doc-duoc"}
    assert all(x.good for x in EXAMPLES.values())


def test_every_generator_of_a_rule_is_registered():
    registered = {check.__name__ for check in (*DOCUMENT_RULES.values(), *ARCHIVE_RULES.values())}
    assert len(registered) == len(RULES)
    for module in (*Path(rules.__path__[0]).glob("*.py"), *Path(plugins.lint.__path__[0]).glob("*.py")):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [ast.unparse(a.annotation) for a in node.args.args if a.annotation]
                returns = ast.unparse(node.returns) if node.returns else ""
                if returns == "Iterator[Problem]" and arguments in (["CheckedSource"], ["CheckedArchive"]):
                    assert node.name in registered, module.name


def test_every_name_the_core_reports_is_a_rule():
    names = {fold_key(field.key) for field in FIELDS if field.kind in ("status", "id")}
    for module in Path(plugins.core.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                rule = node.args[2]
                if isinstance(rule, ast.Constant):
                    names.add(rule.value)
    assert "truong-la" in names
    assert names <= set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.name)
def test_a_rule_is_one_vietnamese_sentence(rule):
    sentence = meaning(rule)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert not sentence.isascii()


def test_problems_name_file_and_line(check):
    found = check(GOOD.replace("Nội dung.", "Một.\n\n[x](khong-co.md)\n\nHai <div>."))
    assert [(p.path, p.line, p.rule) for p in found] == [
        ("bai-viet/a.md", 7, "lien-ket-hong"),
        ("bai-viet/a.md", 9, "html-tho"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_are_counted_alike_for_other_line_ends(check, end):
    text = GOOD.replace("Nội dung.", "Một.\n\n[x](khong-co.md) \u200b\n\nHai \ufffd.").replace("\n", end)
    assert {(p.line, p.rule) for p in check(text)} == {
        (1, "dang-chuan"), (7, "lien-ket-hong"), (7, "ky-tu-an"), (9, "ky-tu-hong"),
    }  # fmt: skip


def test_a_broken_link_says_where_the_file_is(check):
    example = {
        "bai-viet/2017/a.md": GOOD.replace("Nội dung.", "[x](bao-cao.pdf)"),
        "tep/2017/bao-cao.pdf": b"x",
    }
    (problem,) = check(example)
    assert "hãy viết “../../tep/2017/bao-cao.pdf”" in problem.message


def test_the_commoner_spelling_is_proposed(check):
    tagged = "\nThẻ: {}\nTóm tắt".format
    names = ["cải cách hành chính", "cải cách hành chánh", "cải cách hành chính"]
    found = check({f"bai-viet/{n}.md": GOOD.replace("\nTóm tắt", tagged(t)) for n, t in enumerate(names)})
    assert [(p.path, p.line, p.rule) for p in found] == [("bai-viet/1.md", 3, "viet-hai-cach")]
    assert "“cải cách hành chính” (2 bài)" in found[0].message


def test_all_problems_of_all_files_come_in_one_run(check):
    found = check({"a.md": "Ngày: 31/02/2017\nla: x\n\n<div>\n", "b.md": b"\xe1\xba", "c.exe": b"x"})
    assert {(p.path, p.rule) for p in found} == {
        ("a.md", "ngay"), ("a.md", "truong-la"), ("a.md", "thieu-truong"), ("a.md", "html-tho"),
        ("b.md", "ma-hoa"), ("c.exe", "loai-tep"),
    }  # fmt: skip
