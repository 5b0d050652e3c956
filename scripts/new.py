"""Begin an article: ``python -m scripts.new [--title "…"] [--section "…"] [--kind "…"] [--from FILE.docx]``.

Writes a valid draft at ``bai-viet/YYYY/MM/<slug>-<id>.md``; asks on a terminal for what is not given.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.addresses import article_address
from plugins.core.article import Article, format_article
from plugins.core.dates import HANOI, Moment
from plugins.core.exits import DONE
from plugins.core.sections import Section, read_sections
from plugins.core.text import fold, tidy
from plugins.core.vocabulary import KIND_NAMES, KINDS, ArticleKind
from plugins.lint.skeleton import BODY
from scripts.rules.repair import with_empty_fields
from scripts.support.command import UsageError, VietnameseParser, run

if TYPE_CHECKING:
    from scripts.word import WordText

FOLDER = "bai-viet"
LATER = ("tags", "authors", "summary")  # fields the archivist fills in
COMPILED = "bs-"  # begins the ids of what is written for the archive: a series apart from the legacy portal's numbers
_HEAD = 4096  # bytes of a source in which its id stands
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
NEXT = """\
Đã tạo bản nháp: {path}

Việc tiếp theo:
  1. Mở tệp trên, thay phần nội dung mẫu, điền các dòng còn trống ở phần đầu (dòng không cần thì xóa).
  2. Xem thử khi đang viết: make devserver
  3. Kiểm tra: make check
  4. Viết xong thì xóa dòng “Trạng thái: bản nháp”, rồi dựng lại trang: make html
"""


def make_id(title: str, now: datetime, attempt: int = 0) -> str:
    """``yymmdd`` and three letters or digits drawn from the title and the time to the microsecond.

    Two people working apart on one day meet with a chance of 1 in 32,768; `attempt` draws again.
    """
    digest = hashlib.sha256(f"{title}\0{now.isoformat()}\0{attempt}".encode()).digest()
    return f"{now:%y%m%d}{base64.b32encode(digest)[:3].decode().translate(_LETTERS)}"


def _taken(content: Path, wanted: str) -> bool:
    """Whether an id stands in a source's name or near its top; a chance likeness costs only another draw."""
    for path in content.rglob("*.md"):
        if wanted in path.name.lower():
            return True
        with path.open("rb") as file:
            if wanted.encode() in file.read(_HEAD).lower():
                return True
    return False


def _ids(title: str, now: datetime) -> Iterator[str]:
    attempt = 0
    while True:
        yield make_id(title, now, attempt)
        attempt += 1


def free_id(content: Path, title: str, now: datetime, kind: ArticleKind = "news") -> str:
    """An id that no source has."""
    series = COMPILED if kind == "compilation" else ""
    return series + next(wanted for wanted in _ids(title, now) if not _taken(content, wanted))


def draft_text(article: Article) -> str:
    """The draft's source: canonical front matter, with empty lines for what is to be filled in."""
    later = LATER if article.kind == "news" else (*LATER, "basis")
    empty = [name for name in later if not getattr(article, name)]
    return with_empty_fields(format_article(article), [*empty, *(() if article.section else ("section",))])


def make_draft(content: Path, title: str, section: str, now: datetime, kind: ArticleKind) -> Article:
    """A draft of a kind; what is compiled has days, no clock time."""
    wanted, minute = free_id(content, title, now, kind), now.replace(second=0, microsecond=0)
    if kind == "news":
        return Article(title, Moment(minute), BODY, wanted, section, status="draft")
    day = Moment(minute.replace(hour=0, minute=0), "day")
    return Article(title, day, BODY, wanted, section, status="draft", kind=kind, compiled=day)


def write_draft(
    content: Path, title: str, section: str, now: datetime, body: str = BODY, kind: ArticleKind = "news"
) -> Path:
    """Write a draft under `content` and return its path; never overwrites."""
    article = replace(make_draft(content, title, section, now, kind), body=body or BODY)
    path = (content / FOLDER / article_address(article, "")).with_suffix(".md")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(draft_text(article))
    return path


def find_section(sections: list[Section], wanted: str) -> str | None:
    """Name of the section meant by its number in the list, its name without regard to diacritics, or its slug."""
    if wanted.isdecimal() and 1 <= int(wanted) <= len(sections):
        return sections[int(wanted) - 1].name
    return next((s.name for s in sections if fold(s.name) == fold(wanted) or s.slug == wanted.lower()), None)


def _listed(sections: list[Section]) -> str:
    return "\n".join(f"  {number}. {section.name}" for number, section in enumerate(sections, 1))


def _ask_title() -> str:
    while not (title := tidy(input("Tiêu đề bài: "))):
        print("Bài phải có tiêu đề.")
    return title


def _ask_section(sections: list[Section]) -> str:
    print(f"Chuyên mục:\n{_listed(sections)}")
    while answer := tidy(input("Chọn số (Enter: để sau): ")):
        if name := find_section(sections, answer):
            return name
        print(f"Hãy gõ một số từ 1 đến {len(sections)}.")
    return ""


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.new",
        'python -m scripts.new [--title "Tiêu đề"] [--section "Chuyên mục"] [--kind "Loại bài"] [--from TỆP.docx]'
        " [--content THƯ-MỤC]",
        'Tạo bản nháp một bài mới (cũng gọi được bằng: make new TITLE="Tiêu đề").',
    )
    add = parser.add_argument
    add("--title", default="", metavar="TIÊU-ĐỀ", help="tiêu đề bài; không có thì hỏi")
    add("--section", default="", metavar="CHUYÊN-MỤC", help="tên hoặc số thứ tự chuyên mục; không có thì hỏi")
    add("--kind", default="", metavar="LOẠI-BÀI", help=f"{', '.join(KIND_NAMES.values())}; mặc định: tin bài")
    add("--from", dest="word", type=Path, metavar="TỆP", help="tệp Word (.docx) lấy làm nội dung")
    add(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="THƯ-MỤC",
        help="thư mục nội dung; mặc định: content",
    )
    return parser


def _word(path: Path, title: str) -> WordText:
    # mammoth is imported where a document is read: everything else works without it.
    from scripts.word import NotWord, read_word

    if not path.is_file():
        raise UsageError(f"Không có tệp {path}")
    try:
        return read_word(path, title)
    except NotWord as error:
        raise UsageError(f"Không đọc được {path}: {error}") from error


def _keep_pictures(content: Path, draft: Path, word: WordText) -> None:
    """Put a document's pictures into the archive, under names of the draft's own, and say what was lost."""
    text = draft.read_text(encoding="utf-8")
    for number, (place, data) in enumerate(word.pictures.items(), 1):
        name = f"anh/{draft.stem}-{number}{Path(place).suffix}"
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes(data)
        text = text.replace(f"]({place}", f"](/{name}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    print(f"Đã lấy chữ từ tệp Word, kèm {len(word.pictures)} ảnh.")
    for loss in word.losses:
        print(f"  Không lấy được: {loss}")
    print()


def _section(options: argparse.Namespace, sections: list[Section], *, asking: bool) -> str:
    wanted = tidy(options.section)
    if wanted and not sections:
        return wanted  # an archive without chuyen-muc.toml takes what its articles name
    if wanted:
        if name := find_section(sections, wanted):
            return name
        raise UsageError(f"Không có chuyên mục “{wanted}”. Hãy dùng một trong:\n{_listed(sections)}")
    return _ask_section(sections) if asking and sections else ""


def _kind(wanted: str) -> ArticleKind:
    if kind := KINDS.get(fold(tidy(wanted))) if wanted else "news":
        return kind
    raise UsageError(f"Không có loại bài “{wanted}”. Hãy dùng một trong: {', '.join(KIND_NAMES.values())}")


def main(argv: list[str]) -> int:
    """Write one draft as `argv` and the person at the terminal say; 0, or 2 on wrong usage."""
    options, asking = _parser().parse_args(argv), sys.stdin.isatty()
    if not options.content.is_dir():
        raise UsageError(f"Không có thư mục nội dung {options.content}; hãy chạy trong thư mục của kho")
    kind = _kind(options.kind)
    word = _word(options.word, tidy(options.title)) if options.word else None
    title = word.title if word else tidy(options.title)
    if not title and not asking:
        raise UsageError(
            'Thiếu tiêu đề. Cách gọi: make new TITLE="Tiêu đề bài" (có thể thêm SECTION="Chuyên mục")'
        )
    sections, _ = read_sections(options.content)
    section = ""
    try:
        title = title or _ask_title()
        section = _section(options, sections or [], asking=asking)
    except EOFError:
        raise KeyboardInterrupt from None  # Ctrl-D ends the questions as Ctrl-C does
    now, body = datetime.now(HANOI), word.body if word else BODY
    path = write_draft(options.content, title, section, now, body, kind)
    if word:
        _keep_pictures(options.content, path, word)
    print(NEXT.format(path=path), end="")
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
