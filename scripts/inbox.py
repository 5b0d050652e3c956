"""Inbox of the editor: ``python -m scripts.inbox [--content DIR]`` gives accepted articles their id and place.

The editor (`plugins.pages.editor`) writes into ``hop-thu/``. Whatever is published there moves to ``bai-viet/YYYY/MM/``
with an id, in the canonical form; drafts stay where they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from plugins.core.addresses import article_address
from plugins.core.article import format_article, parse_article
from plugins.core.dates import HANOI
from plugins.core.exits import DONE, PROBLEMS
from plugins.core.problems import Problem, located, shown_folder
from scripts.new import FOLDER, free_id
from scripts.support.command import UsageError, VietnameseParser, run

INBOX = "hop-thu"


def _accepted(content: Path, now: datetime) -> Iterator[Path | Problem]:
    """Where each published article of the inbox went, and what is wrong with the others."""
    for path in sorted((content / INBOX).glob("*.md")):
        name = path.relative_to(content).as_posix()
        article, problems = parse_article(path.read_text(encoding="utf-8-sig"), name)
        if article is None:
            yield from problems
        elif article.status == "published":
            filed = replace(article, id=article.id or free_id(content, article.title, now, article.kind))
            place = (content / FOLDER / article_address(filed, "")).with_suffix(".md")
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("x", encoding="utf-8", newline="\n") as file:
                file.write(format_article(filed))
            path.unlink()
            yield place


def main(argv: list[str]) -> int:
    """File what is accepted; 1 where something in the inbox cannot be read."""
    parser = VietnameseParser(
        "python -m scripts.inbox",
        "python -m scripts.inbox [--content THƯ-MỤC]",
        "Xếp bài từ hộp thư của trang biên tập vào kho: cho mã và chỗ (cũng gọi được bằng: make xep).",
    )
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="THƯ-MỤC")
    content = parser.parse_args(argv).content
    if not content.is_dir():
        raise UsageError(f"Không có thư mục nội dung {content}; hãy chạy trong thư mục của kho")
    shown, failed = shown_folder(content), False
    for item in _accepted(content, datetime.now(HANOI)):
        failed = failed or isinstance(item, Problem)
        print(located(item, shown) if isinstance(item, Problem) else f"Đã xếp: {item}")
    return PROBLEMS if failed else DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
