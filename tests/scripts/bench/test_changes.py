"""What is counted as a file that one change of the archive changed."""

from __future__ import annotations

from pathlib import Path

from scripts.bench.changes import acts, changed_files, kind, told
from scripts.bench.corpus import corpus_articles, write_archive


def test_a_file_that_takes_the_place_of_another_counts_once() -> None:
    before = {
        "index.html": "1",
        "2018/05/bai-1.html": "1",
        "tim-kiem/b/0/0123abcd-7.bin": "1",
        "tim-kiem/s/0/0123abcd-7.bin": "1",
        "tim-kiem/2018.0123abcdef.bin": "1",
        "chuyen-muc/a.html": "1",
    }
    now = {
        "index.html": "2",
        "2018/05/bai-1.html": "1",
        "2018/05/bai-2.html": "1",
        "tim-kiem/b/0/ffffffff-7.bin": "1",  # under another name it is sent again
        "tim-kiem/s/0/0123abcd-7.bin": "1",
        "tim-kiem/2018.ffffffffff.bin": "2",
    }
    changed = changed_files(before, now)
    assert len(changed) == 5
    assert {kind(place) for place in changed} == {
        "index.html",
        "#/#",
        "tim-kiem/b/#",
        "tim-kiem",
        "chuyen-muc",
    }
    assert "5 of 6: index 2, the rest 3; 1.2 CPU s" in told("newest added", changed, 1.2, len(now))
    assert changed_files(now, now) == []


def test_every_act_changes_the_sources(tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.txt").write_text(
            f"Tiêu đề {n}\nMở đầu.\nCâu một. Câu hai số {n}.", encoding="utf-8"
        )
    everything = list(corpus_articles(tmp_path, 9))
    articles, spare, content = everything[:6], everything[6:], tmp_path / "content"
    paths = write_archive(iter(articles), content)

    def sources() -> dict[Path, str]:
        return {path: path.read_text(encoding="utf-8") for path in content.rglob("*.md")}

    names, last = [], sources()
    for name, act in acts(articles, paths, spare, content):
        act()
        now = sources()
        assert now != last, name
        names.append((name, len(now) - len(last)))
        last = now
    assert [name.split()[0:2] for name, _ in names[:3]] == [
        ["newest", "added"],
        ["newest", "added"],
        ["old", "added"],
    ]
    assert [more for _, more in names] == [1, 1, 1, 0, 0, -1]
