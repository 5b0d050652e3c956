"""``KEEP_GOING=1``: the bad is set aside and named, the rest is published, and the build still exits 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.torture.hostile import LEAKS
from tests.conftest import Built, Writer, tree

Make = Callable[..., Built]
GOOD = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: {0:02}/11/2017 09:00\nChuyên mục: Tin\n\nNội dung bài {0}.\n"
ON = {"KEEP_GOING": "1"}


def urls(built: Built) -> set[str]:
    return {record["source_path"] for record in built.records().values()}


def test_the_bad_is_set_aside_and_the_rest_published(make: Make, write: Writer, content: Path) -> None:
    good = {f"bai-{n}.md" for n in range(1, 8)}
    for n in range(1, 8):
        write(f"bai-{n}.md", GOOD.format(n))
    write("bai-7.md", GOOD.format(7) + "\n[bài hỏng](khong-ngay.md)\n")
    bad = {
        "khong-ngay.md": "Tiêu đề: Không ngày\n\nx",
        "utf16.md": GOOD.format(20).encode("utf-16"),
        "rong.md": b"",
        "XAU.MD": GOOD.format(21),
        "an/.giau/b.md": GOOD.format(22),
        "index.md": "Tiêu đề: Chiếm chỗ\nNgày: 1/11/2017\nĐường dẫn: index\n\nx",
        "trang/tim-kiem.md": "Tiêu đề: Trang giả\n\nx",
        "anh/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>',
        "0-song-sinh.md": GOOD.format(3),
        "feeds/tat-ca.atom.xml": "<a/>",
        "2017/11/bai-1.html/a.png": b"x",
    }
    assert make(env={"KEEP_GOING": "0"}).code == 1  # the link leads nowhere
    (content / "khong-ngay.md").write_text(GOOD.format(19))
    assert make().code == 0  # the twin's victim is known to readers
    (content / "khong-ngay.md").unlink()
    for path, text in bad.items():
        write(path, text)
    before = tree(make().output)
    stopped = make()
    assert stopped.code == 1
    assert tree(stopped.output) == before
    built = make(env=ON)
    assert built.code == 1, built.said
    assert urls(built) == good
    for path in (*bad, "bai-7.md"):
        named = "an/.giau" if "giau" in path else path
        assert f"{named}:" in built.said, path
    assert "Traceback" not in built.said
    assert '<meta name="page-kind" content="search">' in built.page("tim-kiem.html")
    assert '<meta name="page-kind" content="period">' in built.page("2017/11/index.html")
    again = make(env=ON)
    assert (again.code, tree(again.output)) == (1, tree(built.output))


def test_broken_sections_do_not_take_the_articles_along(make: Make, write: Writer) -> None:
    write("bai-1.md", GOOD.format(1))
    write("chuyen-muc.toml", "[[chuyen-muc]\n")
    built = make(env=ON)
    assert (built.code, urls(built)) == (1, {"bai-1.md"})
    assert "chuyen-muc.toml:0: chuyen-muc" in built.said


def test_an_archive_of_which_nothing_is_left_is_not_published(
    make: Make, write: Writer, content: Path
) -> None:
    write("bai-1.md", GOOD.format(1))
    before = tree(make().output)
    (content / "bai-1.md").write_text("Tiêu đề: Không ngày\n\nx")
    built = make(env=ON)
    assert built.code == 1
    assert tree(built.output) == before


def test_links_out_of_the_archive_lead_nowhere_and_are_named(make: Make, write: Writer) -> None:
    leaks = [leak for leak in LEAKS if not leak.startswith(("file:", "//", "http:"))]
    for number, leak in enumerate(leaks, 1):
        write(f"ro-{number}.md", GOOD.format(number) + f'\n[x](<{leak}>)\n\n<a href="{leak}">y</a>\n')
    write("lut-28.md", GOOD.format(28) + "".join(f"[x](khong-{n}.md)\n" for n in range(3000)))
    built = make(env=ON)
    assert built.code == 1
    assert "Traceback" not in built.said
    for number in range(1, len(leaks) + 1):
        assert f"ro-{number}.md:" in built.said, leaks[number - 1][:60]
    assert built.said.count("lut-28.md:") == 21
    secret = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0].encode()
    assert not [path for path, data in tree(built.output).items() if secret in data]
