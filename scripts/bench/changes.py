"""Files that one change of an archive changes in its site: ``python -m scripts.bench.changes CORPUS_DIR [--count N]``.

An archive of N corpus articles is built, then acts follow one another: the newest article added (`--newest` times), an
old one added, edited, given another title, deleted. After each the manifests of the site before and now are compared,
as ``make publish`` does; a file named by its contents counts once where one takes the place of another. Printed are
the files of the search index and the rest, each by kind, and the CPU of the build.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from plugins.core.article import Article
from plugins.core.dates import Moment
from plugins.system.fixity import MANIFEST, read_manifest
from scripts.bench.build import measure
from scripts.bench.corpus import corpus_articles, write_archive

INDEX = "tim-kiem/"
_CONTENT_HASH = re.compile(r"(?<=[/.])[0-9a-f]{8,10}(?=[-.])")
_NUMBERS = re.compile(r"\d+")
Places = dict[str, set[tuple[str, str]]]
"""Places of a site, whatever content hash a name has, each with its addresses and digests."""


def places(manifest: dict[str, str]) -> Places:
    """The files of a manifest by their places."""
    found: Places = defaultdict(set)
    for path, digest in manifest.items():
        name = _CONTENT_HASH.sub("", path) if path.startswith(INDEX) else path
        found[name].add((path, digest))
    return found


def changed_files(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Places that are new, gone, or hold something else."""
    old, new = places(before), places(now)
    return sorted(place for place in old.keys() | new.keys() if old.get(place) != new.get(place))


def kind(place: str) -> str:
    """A place's folder, numbers left out: ``2018/05/title-123.html`` is ``#/#``; a file at the top is itself."""
    return _NUMBERS.sub("#", place.rpartition("/")[0]) or place


def told(name: str, changed: list[str], cpu: float, files: int) -> str:
    """The lines about one act."""
    index = [place for place in changed if place.startswith(INDEX)]
    rest = [place for place in changed if not place.startswith(INDEX)]
    lines = [f"{name}: {len(changed)} of {files}: index {len(index)}, the rest {len(rest)}; {cpu:.1f} CPU s"]
    for some in (index, rest):
        counts = Counter(map(kind, some)).most_common()
        lines.append("    " + ", ".join(f"{folder} {n}" for folder, n in counts))
    return "\n".join(lines)


def acts(
    articles: list[Article], paths: list[Path], spare: list[Article], content: Path
) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done, one after the other."""
    last, old = max(a.date.when for a in articles if a.date), len(articles) // 2
    write = partial(write_archive, content=content)
    for day, article in enumerate(spare[1:], 1):
        yield (
            "newest added",
            partial(write, iter([replace(article, date=Moment(last + timedelta(days=day)))])),
        )
    yield "old added", partial(write, iter(spare[:1]))
    edited = replace(articles[old], body=articles[old].body + "\n\nMột câu thêm vào bài này.")
    yield "old edited, a sentence more", partial(write, iter([edited]))
    titled = replace(articles[old + 1], title=f"{articles[old + 1].title} năm nay")
    paths[old + 1].unlink()
    yield "old edited, another title", partial(write, iter([titled]))
    yield "old deleted", paths[old + 2].unlink


def main() -> int:
    """Build, act, compare, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument("--count", type=int, default=2000, help="articles of the archive at first")
    ask.add_argument(
        "--newest", type=int, default=1, help="how many newest articles are added, one after another"
    )
    ask.add_argument("--folder", type=Path, help="work here, and leave the site there")
    options = ask.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="bench-changes-"))
    content, site = folder / "content", folder / "output"
    all_of_them = list(corpus_articles(options.corpus, options.count + options.newest + 1))
    articles, spare = all_of_them[: options.count], all_of_them[options.count :]
    paths = write_archive(iter(articles), content)
    build = [sys.executable, "-m", "plugins", str(content), "-o", str(site), "-s", "pelicanconf.py"]
    build += ["-q", "-e", f'CACHE_PATH="{folder / "cache"}"']
    print(f"{len(articles)} articles, cold: {measure(build).cpu:.1f} CPU s", flush=True)
    before = read_manifest(site / MANIFEST)
    for name, act in acts(articles, paths, spare, content):
        act()
        cpu, now = measure(build).cpu, read_manifest(site / MANIFEST)
        print(told(name, changed_files(before, now), cpu, len(now)), flush=True)
        before = now
    return 0


if __name__ == "__main__":
    sys.exit(main())
