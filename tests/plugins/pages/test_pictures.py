from __future__ import annotations

import io
import random
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.pages.picture_versions import CODE, UNKNOWN, WIDTHS, narrowed, picture_size
from plugins.state import snapshot_file
from tests.conftest import tree


def photograph(width: int, height: int, **options: object) -> bytes:
    """A picture with as much detail as a real one, so that its bytes follow its size."""
    draw = random.Random(width * height)
    small = Image.frombytes("RGB", (width // 8, height // 8), draw.randbytes(width // 8 * (height // 8) * 3))
    file = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=92, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('<svg width="320" height="180">', (320, 180)),
        ('<svg width="320px" height="180.4px" viewBox="0 0 1 1">', (320, 180)),
        ('<?xml version="1.0"?>\n<svg\n viewBox="0 0 640 360">', (640, 360)),
        ('<svg width="100%" viewBox="0,0,64,36">', (64, 36)),
        ("<svg>", UNKNOWN[:2]),
        ("không phải svg", UNKNOWN[:2]),
    ],
)
def test_sizes_of_svg(tmp_path: Path, head: str, size: tuple[int, int]) -> None:
    path = tmp_path / "a.svg"
    path.write_text(head, encoding="utf-8")
    assert picture_size(path)[:2] == size


def test_sizes_of_photographs_and_of_what_is_none(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    (tmp_path / "b.jpg").write_bytes(b"not a picture")
    assert picture_size(tmp_path / "a.png")[:2] == (30, 20)
    assert picture_size(tmp_path / "b.jpg") == UNKNOWN
    assert picture_size(tmp_path / "missing.png") == UNKNOWN


def test_a_photograph_taken_sideways_is_measured_as_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "a.jpg").write_bytes(photograph(1600, 800, exif=exif))
    assert picture_size(tmp_path / "a.jpg")[:2] == (800, 1600)
    with Image.open(io.BytesIO(narrowed(tmp_path / "a.jpg")[640])) as version:
        assert version.size == (640, 1280)


def test_wide_photographs_get_lighter_versions(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photograph(1600, 800))
    versions = narrowed(path)
    assert tuple(versions) == WIDTHS
    for width, data in versions.items():
        with Image.open(io.BytesIO(data)) as version:
            assert (version.format, version.size) == ("JPEG", (width, width // 2))
        assert len(data) < path.stat().st_size


def test_what_needs_no_version_has_none(tmp_path: Path) -> None:
    (tmp_path / "small.jpg").write_bytes(photograph(720, 480))
    (tmp_path / "broken.jpg").write_bytes(photograph(1600, 800)[:900])
    Image.new("RGB", (2000, 1000)).save(tmp_path / "flat.png", optimize=True)  # packs better than any version
    frames = [Image.new("RGB", (1200, 900), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "moving.webp", save_all=True, append_images=frames[1:])
    made = {p.name: narrowed(p) for p in tmp_path.iterdir() if p.name != "flat.png"}
    assert made == {"small.jpg": {}, "broken.jpg": {}, "moving.webp": {}}
    assert all(
        len(v) < (tmp_path / "flat.png").stat().st_size for v in narrowed(tmp_path / "flat.png").values()
    )


@pytest.fixture
def illustrated(write):
    write("anh/rộng, to.jpg", photograph(1600, 800))
    write("anh/nho.jpg", photograph(400, 200))
    text = "![a](/anh/rộng%2C%20to.jpg)\n\n![b](/anh/nho.jpg)\n"
    write("bai-viet/a.md", f"Tiêu đề: a\nMã: 1\nNgày: 1/2/2003\n\n{text}")


def test_a_page_offers_the_versions_and_keeps_the_original(illustrated, make, content) -> None:
    built = make()
    assert built.code == 0, built.said
    wide, small = re.findall(r"<img[^>]*>", built.page("2003/02/a-1.html"))
    assert 'width="1600" height="800"' in wide
    for address, width in re.findall(r"\.\./\.\./(\S+) (\d+)w", wide):
        assert int(width) in (*WIDTHS, 1600)
        path = (
            built.output
            / re.sub("%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), address).encode("latin-1").decode()
        )
        assert picture_size(path).width == int(width)
    assert len(re.findall(r"\d+w", wide)) == 3
    assert "srcset" not in small
    assert (built.output / "anh/rộng, to.jpg").read_bytes() == (content / "anh/rộng, to.jpg").read_bytes()


def test_versions_follow_their_picture(illustrated, make, content, tmp_path) -> None:
    first = tree(make().output)
    assert [url for url in first if url.startswith("anh-nho/")] == [
        f"anh-nho/{w}/anh/rộng, to.jpg" for w in sorted(WIDTHS, key=str)
    ]
    (content / "anh/rộng, to.jpg").write_bytes(photograph(800, 400))
    second = tree(make().output)
    assert [url for url in second if url.startswith("anh-nho/")] == ["anh-nho/640/anh/rộng, to.jpg"]
    kept = list((tmp_path / "cache").rglob("*.jpg"))
    assert len(kept) == 1


def test_a_cache_from_elsewhere_removes_nothing_outside_itself(illustrated, make, tmp_path) -> None:
    make()
    (memory,) = (tmp_path / "cache").rglob("pictures.bin")
    known = snapshot_file.load(memory, CODE)
    victim = tmp_path / "anh.jpg"
    victim.write_bytes(b"x")
    way = Path(*[".."] * len((memory.parent / "anh-nho" / "640").relative_to(tmp_path).parts), victim.name)
    assert (memory.parent / "anh-nho" / "640" / way).samefile(victim)
    snapshot_file.store(memory, CODE, [*known, (str(way), "0" * 64, (900, 900, (640,)), ("0" * 64,), "", "")])
    (tmp_path / "content" / "moi.md").write_text(
        "Tiêu đề: Mới\nNgày: 1/2/2003\nMã: 99\nChuyên mục: Tin\n\nx\n"
    )
    assert make().code == 0
    assert victim.exists()


def test_a_version_that_was_spoiled_in_the_cache_is_made_anew(illustrated, make, tmp_path) -> None:
    first = tree(make().output)
    for kept in (tmp_path / "cache").rglob("*.jpg"):
        kept.write_bytes(kept.read_bytes()[::-1])
    shutil.rmtree(tmp_path / "output")
    assert tree(make().output) == first
