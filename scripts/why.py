"""Explanation of two articles in each other's *Xem thêm*: ``python -m scripts.why ID ID``.

Prints the terms they share and what each adds to the score, weighed as in the last build that knew both (``--cache``):
only the two articles are read. Where no build did, the whole archive (``--content``) is weighed here.
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
from plugins.related.engine import Explanation, build_state, explain, load_state
from plugins.related.state import DELTA_FILE, RelatedState
from plugins.system.content_tree import list_content, walk_content
from plugins.system.stamps import Entry
from scripts.support.command import UsageError, VietnameseParser, run

CONTENT = Path("content")
TELLING = 5  # shared pairs of syllables named in a sentence
SHOWN = 30  # shared terms printed; the rest is summed up in one line
# Only words count, so that only what holds words the reader does not see has to go.
_UNSEEN = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)|<[^>\n]*>")


def plain_markdown(body: str) -> str:
    """Text of a Markdown body without pictures, link targets and tags; other marks hold no words and stay."""
    return _UNSEEN.sub(" ", body)


def read_archive(content: Path, names: Sequence[str] | None = None) -> tuple[list[Document], dict[str, str]]:
    """Published articles of a content folder, and their plain bodies by digest; faulty files are left out.

    With `names`, only those in whose files one of the names occurs: as a rule in what the files are called.
    """
    entries = list_content(content)
    if names is not None:
        called = [entry for entry in entries if any(name in Path(entry[0]).stem for name in names)]
        found = _published(content, called)
        if {*names} <= {document.key for document in found[0]}:
            return found
        entries = [entry for entry in entries if _mentions(content / entry[0], names)]
    return _published(content, entries)


def _published(content: Path, entries: Sequence[Entry]) -> tuple[list[Document], dict[str, str]]:
    documents, bodies = [], dict[str, str]()
    now = datetime.now(HANOI)
    for source in walk_content(content, entries).sources:
        if source.is_page:
            continue
        article, _ = parse_article(
            (content / source.path).read_text(encoding="utf-8", errors="replace"), source.path
        )
        if article and article.date and article.status == "published" and article.date.when <= now:
            documents.append(_document(article, source.stem, source.path))
            bodies[source.path] = plain_markdown(article.body)
    return documents, bodies


def _mentions(path: Path, names: Sequence[str]) -> bool:
    """Whether a name occurs in a Markdown file, or in what the file is called."""
    if path.suffix != ".md" or not path.is_file():
        return False
    data = path.read_bytes()
    return any(name in path.stem or name.encode() in data for name in names)


def newest_state(cache: Path, keys: Sequence[str]) -> RelatedState | None:
    """The state of the last build that knew all of the articles; folders of builds lie in `cache`."""
    files = sorted(cache.glob("*/related/" + DELTA_FILE), key=lambda path: (path.stat().st_mtime_ns, path))
    for file in reversed(files):
        state = load_state(file.parent)
        if state and not {*keys} - {*state.keys}:
            return state
    return None


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
    yield f"Độ gần nhau (cosin): {found.cosine:.3f}, {'đủ' if found.related else 'chưa đủ'} để coi là liên quan."
    if found.near_duplicates:
        yield "Hai bài cùng nội dung nên không cùng có mặt trong một danh sách; bài này dẫn tới bài kia ở dòng riêng."
    if not found.shared:
        yield "Hai bài không có từ đặc trưng nào chung."
        return
    yield from _in_words(two, found)
    yield f"{'Phần':>7}  {one.key:>12}  {two.key:>12}  Từ chung"
    for term in found.shared[:SHOWN]:
        yield f"{term.part:7.1%}  {term.weight_a:12.2f}  {term.weight_b:12.2f}  {term.text}"
    if rest := found.shared[SHOWN:]:
        yield f"{sum(term.part for term in rest):7.1%}  {'':12}  {'':12}  {len(rest)} từ chung khác"


def _in_words(two: Document, found: Explanation) -> Iterator[str]:
    """Where the other article stands in the list of the first, and what brings it there, as a sentence."""
    if found.place:
        yield f"Bài {two.key} đứng thứ {found.place} trong “Xem thêm” của bài kia."
    elif found.related and not found.near_duplicates:
        yield f"Bài {two.key} không có trong “Xem thêm” của bài kia: bài khác gần hơn, hoặc đã đủ bài cùng việc."
    telling = [f"“{term.text}”" for term in found.shared if " " in term.text][:TELLING]
    if telling:
        part = sum(term.part for term in found.shared if " " in term.text)
        yield f"Hai bài cùng nói đến {', '.join(telling)}; các cụm từ chung như thế làm nên {part:.0%} độ gần nhau."


def main(argv: Sequence[str]) -> int:
    """Explain the pair named on the command line."""
    parser = VietnameseParser(
        "python -m scripts.why",
        "python -m scripts.why MÃ MÃ [--content THƯ-MỤC] [--cache THƯ-MỤC]",
        "Cho biết vì sao hai bài liên quan với nhau: những từ chung và phần đóng góp của từng từ.",
    )
    parser.add_argument("keys", nargs=2, metavar="MÃ", help="mã của bài viết")
    parser.add_argument(
        "--content",
        type=Path,
        default=CONTENT,
        metavar="THƯ-MỤC",
        help="thư mục nội dung của kho; mặc định: content",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="THƯ-MỤC",
        help="nơi các lần dựng ghi nhớ; mặc định: .cache (khi không chọn thư mục nội dung khác)",
    )
    options = parser.parse_args(argv)
    cache = options.cache or (Path(".cache") if options.content == CONTENT else None)
    state = newest_state(cache, options.keys) if cache else None
    documents, bodies = read_archive(options.content, options.keys if state else None)
    by_key = {document.key: document for document in documents}
    for key in options.keys:
        if key not in by_key:
            raise UsageError(f"Không có bài nào đã đăng mang mã “{key}” trong {options.content}")
    one, two = (by_key[key] for key in options.keys)

    def texts(digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        return ((digest, bodies[digest]) for digest in digests)

    if state:
        print("Theo lần dựng gần nhất; bài sửa sau đó thì dựng lại rồi xem.")
    print("\n".join(report(one, two, explain(state or build_state(documents, texts), one, two, texts))))
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
