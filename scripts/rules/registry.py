"""Registry of rules: each by its name, in the order in which the documentation lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import cleandoc

from plugins.core.problems import Problem
from plugins.lint.document import CheckedSource
from plugins.lint.registry import SOURCE_RULES, Rule, lint
from scripts.rules import acronyms, files, links, repair, terms
from scripts.rules.archive import CheckedArchive

DOCUMENT_RULES: dict[Rule, Callable[[CheckedSource], Iterator[Problem]]] = {
    **SOURCE_RULES,
    Rule("dang-chuan", advice=True, fixed=True): repair.canonical_form,
}
ARCHIVE_RULES: dict[Rule, Callable[[CheckedArchive], Iterator[Problem]]] = {
    Rule("noi-dung"): files.content_there,
    Rule("loai-tep"): files.known_kind,
    Rule("ten-tep"): files.composed_name,
    Rule("lien-ket"): files.no_symbolic_link,
    Rule("qua-lon"): files.source_size,
    Rule("khong-doc-duoc"): files.readable_file,
    Rule("thu-muc-an"): files.no_hidden_folder,
    Rule("tep-chay-ma"): files.nothing_runs,
    Rule("trung-ma"): files.unique_id,
    Rule("trung-dia-chi"): files.unique_address,
    Rule("ngay-tuong-lai", advice=True): files.not_in_the_future,
    Rule("ngay-qua-xa"): files.date_not_far_ahead,
    Rule("dong-ho"): files.clock_believed,
    Rule("anh-lon", advice=True): files.picture_light,
    Rule("anh-qua-lon"): files.picture_handled,
    Rule("anh-hong"): files.picture_readable,
    Rule("lien-ket-hong"): links.living_link,
    Rule("chuyen-muc"): terms.declared_section,
    Rule("dong-nghia"): terms.reviewed_synonyms,
    Rule("bang-viet-tat"): terms.reviewed_acronyms,
    Rule("viet-hai-cach"): terms.one_spelling,
    Rule("gan-giong", advice=True): terms.not_nearly_alike,
    Rule("viet-tat", advice=True): acronyms.acronym_explained,
}
RULES: dict[str, Rule] = {rule.name: rule for rule in (*DOCUMENT_RULES, *ARCHIVE_RULES)}


def meaning(rule: Rule) -> str:
    """The rule in one Vietnamese sentence: its generator's docstring."""
    check = DOCUMENT_RULES.get(rule) or ARCHIVE_RULES[rule]
    return " ".join(cleandoc(check.__doc__ or "").split())


def is_advice(problem: Problem) -> bool:
    """Whether a problem is only advice; a name no rule here has is a problem."""
    rule = RULES.get(problem.rule)
    return rule is not None and rule.advice


def check_document(document: CheckedSource) -> list[Problem]:
    """What a document's own rules find, with whatever reading it reported."""
    return sorted({*lint(document), *repair.canonical_form(document)})


def check_archive(archive: CheckedArchive) -> list[Problem]:
    """What the rules that compare files find, with whatever listing them reported."""
    found = {problem for check in ARCHIVE_RULES.values() for problem in check(archive)}
    return sorted(found | set(archive.tree.problems))
