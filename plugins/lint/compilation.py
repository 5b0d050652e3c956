"""Rules of compilations and digests: texts of the archive's own, told apart from what was published before."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.vocabulary import KIND_NAMES
from plugins.lint.document import CheckedSource


def known_article_kind(document: CheckedSource) -> Iterator[Problem]:
    """Loại bài là một trong: tin bài, bài biên soạn, bài tóm lược."""
    yield from document.reported("loaibai")


def told_apart(document: CheckedSource) -> Iterator[Problem]:
    """Bài biên soạn, bài tóm lược ghi “Biên soạn ngày”; bài biên soạn không mang giờ, số hay địa chỉ của trang cũ."""
    for attribute, message in _faults(document):
        yield document.problem(document.lines.get(attribute, 1), "bien-soan", message)


def _faults(document: CheckedSource) -> Iterator[tuple[str, str]]:
    article = document.article
    if article is None or document.is_page:
        return
    if article.kind == "news":
        if article.compiled:
            yield "compiled", "có “Biên soạn ngày” thì ghi thêm “Loại bài: bài biên soạn”, hoặc xóa dòng này"
        return
    called = KIND_NAMES[article.kind]
    if article.compiled is None:
        yield "kind", f"{called} phải có “Biên soạn ngày: dd/mm/yyyy”, ngày viết bài"
    elif article.date and article.compiled.when.date() < article.date.when.date():
        yield "compiled", "“Biên soạn ngày” sớm hơn “Ngày” (ngày của sự kiện); hãy kiểm tra lại cả hai"
    yield from _compilation_faults(document) if article.kind == "compilation" else _digest_faults(document)


def _compilation_faults(document: CheckedSource) -> Iterator[tuple[str, str]]:
    article = document.article
    assert article
    if article.date and article.date.precision == "minute":
        day = article.date.day_display
        yield "date", f"“Ngày” của bài biên soạn là ngày của sự kiện, không có giờ đăng; hãy ghi {day}"
    if article.id.isdecimal():
        yield (
            "id",
            f"mã {article.id} trông như số của trang tin cũ; mã bài biên soạn bắt đầu bằng bs-, ví dụ bs-052",
        )
    if article.original_url:
        yield (
            "original_url",
            "bài kể lại một trang cũ là “Loại bài: bài tóm lược”; bài biên soạn không có địa chỉ gốc",
        )


def _digest_faults(document: CheckedSource) -> Iterator[tuple[str, str]]:
    article = document.article
    assert article
    if not article.original_url:
        yield (
            "kind",
            "bài tóm lược phải có “Địa chỉ gốc” của trang được kể lại; không có thì là bài biên soạn",
        )


def basis_named(document: CheckedSource) -> Iterator[Problem]:
    """Bài biên soạn nên có “Căn cứ”: từng văn bản với loại, số, ngày và nơi ban hành."""
    article = document.article
    if article and document.published and article.kind == "compilation" and not article.basis:
        message = "chưa có “Căn cứ”; hãy ghi từng văn bản với số, ngày và nơi ban hành, cách nhau bằng dấu chấm phẩy"
        yield document.problem(document.lines.get("basis", 1), "can-cu", message)
