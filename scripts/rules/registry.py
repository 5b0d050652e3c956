"""Registry of rules: each by its name, in the order in which the documentation lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc

from plugins.core.problems import Problem
from scripts.rules import acronyms, body, encoding, files, front, links, terms
from scripts.rules.archive import CheckedArchive
from scripts.rules.document import CheckedSource


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name and kind: `advice` does not make a check fail, `fixed` is mended by ``--fix``."""

    name: str
    advice: bool = False
    fixed: bool = False


DOCUMENT_RULES: dict[Rule, Callable[[CheckedSource], Iterator[Problem]]] = {
    Rule("phan-dau"): front.header_form,
    Rule("truong-la"): front.unknown_field,
    Rule("truong-lap"): front.repeated_field,
    Rule("thieu-truong"): front.missing_field,
    Rule("ngay"): front.real_date,
    Rule("trangthai"): front.known_status,
    Rule("ma"): front.usable_id,
    Rule("qua-muc"): front.within_bounds,
    Rule("tieu-de-dai"): front.short_title,
    Rule("thieu-tom-tat", advice=True): front.summary_present,
    Rule("dang-chuan", advice=True, fixed=True): front.canonical_form,
    Rule("ma-hoa", fixed=True): encoding.readable,
    Rule("nfc", fixed=True): encoding.composed,
    Rule("ky-tu-an", fixed=True): encoding.hidden_characters,
    Rule("ky-tu-hong"): encoding.lost_characters,
    Rule("bang-ma-cu"): encoding.legacy_encoding,
    Rule("ma-hoa-kep"): encoding.double_encoding,
    Rule("noi-dung-trong"): body.says_something,
    Rule("cau-mau"): body.skeleton_replaced,
    Rule("html-tho"): body.plain_markdown,
    Rule("anh-thieu-mo-ta"): body.picture_described,
    Rule("anh-thieu-chu-thich", advice=True): body.picture_captioned,
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
    Rule("anh-qua-lon"): files.picture_light,
    Rule("anh-hong"): files.picture_readable,
    Rule("lien-ket-hong"): links.living_link,
    Rule("chuyen-muc"): terms.declared_section,
    Rule("dong-nghia"): terms.reviewed_synonyms,
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
    found = {problem for check in DOCUMENT_RULES.values() for problem in check(document)}
    return sorted(found | set(document.problems))


def check_archive(archive: CheckedArchive) -> list[Problem]:
    """What the rules that compare files find, with whatever listing them reported."""
    found = {problem for check in ARCHIVE_RULES.values() for problem in check(archive)}
    return sorted(found | set(archive.tree.problems))
