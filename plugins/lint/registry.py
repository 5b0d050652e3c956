"""Registry of the linter's rules, in the order in which the documentation lists them, and the linter itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from plugins.core.problems import Problem
from plugins.lint import body, compilation, encoding, front, inline, paragraphs, structure
from plugins.lint.document import CheckedSource


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name and kind: `advice` does not make a check fail, `fixed` is mended by ``--fix``."""

    name: str
    advice: bool = False
    fixed: bool = False


SOURCE_RULES: dict[Rule, Callable[[CheckedSource], Iterator[Problem]]] = {
    Rule("xung-dot"): front.no_conflict,
    Rule("phan-dau"): front.header_form,
    Rule("truong-la"): front.unknown_field,
    Rule("truong-lap"): front.repeated_field,
    Rule("thieu-truong"): front.missing_field,
    Rule("ngay"): front.real_date,
    Rule("trangthai"): front.known_status,
    Rule("loaibai"): compilation.known_article_kind,
    Rule("ma"): front.usable_id,
    Rule("qua-muc"): front.within_bounds,
    Rule("tieu-de-dai"): front.short_title,
    Rule("tieu-de-dinh-dang"): front.plain_title,
    Rule("tieu-de-in-hoa", advice=True): front.title_not_shouted,
    Rule("lap-tieu-de"): front.title_said_once,
    Rule("the-gop"): front.tags_apart,
    Rule("ten-rieng"): front.names_plain,
    Rule("sua-ngay"): front.modified_later,
    Rule("gia-tri"): front.machine_values,
    Rule("thieu-tom-tat", advice=True): front.summary_present,
    Rule("bien-soan"): compilation.told_apart,
    Rule("can-cu", advice=True): compilation.basis_named,
    Rule("ma-hoa", fixed=True): encoding.readable,
    Rule("nfc", fixed=True): encoding.composed,
    Rule("ky-tu-an", fixed=True): encoding.hidden_characters,
    Rule("ky-tu-hong"): encoding.lost_characters,
    Rule("bang-ma-cu"): encoding.legacy_encoding,
    Rule("ma-hoa-kep"): encoding.double_encoding,
    Rule("noi-dung-trong"): body.says_something,
    Rule("cau-mau"): body.skeleton_replaced,
    Rule("html-tho"): body.plain_markdown,
    Rule("danh-sach"): structure.list_apart,
    Rule("muc-con"): structure.nested_deep_enough,
    Rule("dong-dinh"): paragraphs.lines_apart,
    Rule("hai-bai"): paragraphs.one_article,
    Rule("thut-dau-dong"): paragraphs.paragraph_not_indented,
    Rule("bang"): structure.table_whole,
    Rule("tieu-de-phan"): structure.heading_meant,
    Rule("chu-dam"): inline.emphasis_closed,
    Rule("cach-viet-la"): inline.marks_known,
    Rule("lien-ket-sai"): inline.links_formed,
    Rule("anh-thieu-mo-ta"): body.picture_described,
    Rule("anh-thieu-chu-thich", advice=True): body.picture_captioned,
}
_ADVICE = frozenset(rule.name for rule in SOURCE_RULES if rule.advice)
# What any rule of Markdown looks for in a body of paragraphs; without it these rules have nothing to find. Reading is a
# sixth of a cold build, and most articles are plain.
_MARKS = re.compile(
    "[\\\\*_\\[\\]<>|~=^${}`#\t\uf0a7\uf0b7\uf0d8]"
)  # alone: the engine skips to one of a set
_MARK_WORDS = (":::", "http:", "https:")
_OF_MARKDOWN = frozenset(
    (inline.__name__, paragraphs.__name__, structure.__name__, body.plain_markdown, body.picture_described,
     body.picture_captioned)
)  # fmt: skip
_PLAIN_RULES = [
    c for c in SOURCE_RULES.values() if c.__module__ not in _OF_MARKDOWN and c not in _OF_MARKDOWN
]


def _rules(document: CheckedSource) -> Iterable[Callable[[CheckedSource], Iterator[Problem]]]:
    """The rules that may find something in a source."""
    body = document.header.body
    marked = not document.is_flat or any(word in body for word in _MARK_WORDS) or _MARKS.search(body)
    return SOURCE_RULES.values() if marked else _PLAIN_RULES


def lint(document: CheckedSource) -> list[Problem]:
    """Everything wrong with one source, and whatever reading it reported; advice included."""
    found = {problem for check in _rules(document) for problem in check(document)}
    return sorted(found | set(document.problems))


def faults(document: CheckedSource) -> list[Problem]:
    """As `lint`, without advice: what a build says of a source that it can publish all the same."""
    return [problem for problem in lint(document) if problem.rule not in _ADVICE]
