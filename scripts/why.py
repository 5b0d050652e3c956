"""Why two articles stand in each other's *Xem thêm*: ``python -m scripts.why ID ID [--content DIR]``.

Prints the terms they share and what each adds to the score, weighed against the whole archive as the build does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from plugins.core.addresses import article_key
from plugins.core.article import Article, parse_article
from plugins.core.dates import HANOI
from plugins.core.documents import Document
from plugins.core.exits import DONE
from plugins.core.sources import walk_content
from plugins.related.engine import Explanation, explain
from scripts.command import UsageError, VietnameseParser, run

SHOWN = 30  # shared terms printed; the rest is summed up in one line
# Only words count, so that only what holds words the reader does not see has to go.
_UNSEEN = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)|<[^>\n]*>")


def plain_markdown(body: str) -> str:
    """Text of a Markdown body without pictures, link targets and tags; other marks hold no words and stay."""
    return _UNSEEN.sub(" ", body)


def read_archive(content: Path) -> tuple[list[Document], dict[str, str]]:
    """Published articles of a content folder, and their plain bodies by digest; faulty files are left out."""
    documents, bodies = [], dict[str, str]()
    now = datetime.now(HANOI)
    for source in walk_content(content).sources:
        if source.is_page:
            continue
        article, _ = parse_article(
            (content / source.path).read_text(encoding="utf-8", errors="replace"), source.path
        )
        if article and article.date and article.status == "published" and article.date.when <= now:
            documents.append(_document(article, source.stem, source.path))
            bodies[source.path] = plain_markdown(article.body)
    return documents, bodies


def _document(article: Article, stem: str, path: str) -> Document:
    assert article.date is not None, path
    return Document(
        key=article_key(article, stem), url="", title=article.title, summary=article.summary, date=article.date,
        section=article.section, source=article.source, tags=article.tags, authors=article.authors, digest=path,
    )  # fmt: skip


def report(one: Document, two: Document, found: Explanation) -> Iterator[str]:
    """The explanation, line by line, in Vietnamese."""
    for document in (one, two):
        yield f"{document.key}: {document.title} ({document.date.display})"
    yield f"Độ gần nhau (cosin): {found.cosine:.3f}, {'đủ' if found.near else 'chưa đủ'} để coi là liên quan."
    if found.copies:
        yield "Hai bài là bản sao của nhau nên không cùng có mặt trong một danh sách."
    if not found.shared:
        yield "Hai bài không có từ đặc trưng nào chung."
        return
    yield f"{'Phần':>7}  {one.key:>12}  {two.key:>12}  Từ chung"
    for term in found.shared[:SHOWN]:
        yield f"{term.part:7.1%}  {term.weight_a:12.2f}  {term.weight_b:12.2f}  {term.text}"
    if rest := found.shared[SHOWN:]:
        yield f"{sum(term.part for term in rest):7.1%}  {'':12}  {'':12}  {len(rest)} từ chung khác"


def main(argv: Sequence[str]) -> int:
    """Explain the pair named on the command line."""
    parser = VietnameseParser(
        "python -m scripts.why",
        "python -m scripts.why MÃ MÃ [--content THƯ-MỤC]",
        "Cho biết vì sao hai bài liên quan với nhau: những từ chung và phần đóng góp của từng từ.",
    )
    parser.add_argument("keys", nargs=2, metavar="MÃ", help="mã của bài viết")
    parser.add_argument(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="THƯ-MỤC",
        help="thư mục nội dung của kho; mặc định: content",
    )
    options = parser.parse_args(argv)
    documents, bodies = read_archive(options.content)
    by_key = {document.key: document for document in documents}
    for key in options.keys:
        if key not in by_key:
            raise UsageError(f"Không có bài nào đã đăng mang mã “{key}” trong {options.content}")
    one, two = options.keys
    found = explain(documents, lambda digests: ((d, bodies[d]) for d in digests), one, two)
    print("\n".join(report(by_key[one], by_key[two], found)))
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
