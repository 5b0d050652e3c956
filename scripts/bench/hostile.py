"""Corpus articles under titles that try everything a title can try: what `make check-site` must hold on as well.

python -m scripts.bench.hostile CORPUS CONTENT [--count N]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plugins.core.article import Article
from scripts.bench.corpus import corpus_articles, write_archive

LONG = "Ủy ban nhân dân các xã, phường, thị trấn Ẫ Ể Ộ Ữ Ỡ tiếp tục đẩy mạnh cải cách thủ tục hành chính "
# Each takes a title of the corpus; what it makes of it is text, and must stay text on every page and in every file.
TITLES = (
    '"{}"',
    "‘{}’ – “nghiêng” và 'thẳng' \"kép\"",
    "<b>{}</b>",
    "<script>alert(1)</script> {}",
    "{} & cộng sự &amp; &lt;b&gt;",
    "{{{{ 7 * 7 }}}} {}",
    "{{% raw %}} {} {{# chú thích #}}",
    "]]> {} --> <!-- ",
    "</title></h1></script> {}",
    "*{}* _gạch_ `mã` [liên kết](javascript:alert(1))",
    LONG * 2 + "{}",
    "Khônggiandàiliềnmạchkhôngdấucách" * 7 + " {}",
    "Số 35/NQ-CP, TP.HCM, 2011-2020: {}",
    "ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ {}",
)
LONGEST = 250  # characters


def hostile_articles(corpus: Path, count: int) -> Iterator[Article]:
    """Articles of the corpus, two in three under a hostile title."""
    for number, article in enumerate(corpus_articles(corpus, count)):
        form = TITLES[number % len(TITLES)] if number % 3 else "{}"
        yield replace(article, title=form.format(article.title)[:LONGEST].strip())


def main() -> int:
    """Write the archive; its folder can be built with ``make html INPUTDIR=…``."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("corpus", type=Path, help="folder of .txt files")
    ask.add_argument("content", type=Path, help="folder to write")
    ask.add_argument("--count", type=int, default=2000)
    options = ask.parse_args()
    print(len(write_archive(hostile_articles(options.corpus, options.count), options.content)), "articles")
    return 0


if __name__ == "__main__":
    sys.exit(main())
