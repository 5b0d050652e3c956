"""What a picture tells of its making is not published; its points and the way up are."""

import io
import struct

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from plugins.lint.pictures import look_at
from plugins.pages.picture_metadata import orientation, without_metadata
from plugins.pages.picture_versions import FULL_SIDE, picture_size, published
from tests.plugins.pages.test_pictures import photograph

GPS = b"21,028511"


def exif(turned: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x0110] = turned, "Hãng máy", "Kiểu máy"
    data.get_ifd(0x8825)[29] = GPS.decode()
    return data


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot((64, 32), (-3, -2.5, 2, 2.5), 100).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def points(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_its_points_and_the_way_up_alone(turned: int, progressive: bool) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved("JPEG", exif=exif(turned), comment="Lan chụp", icc_profile=profile, progressive=progressive)
    assert GPS in data
    plain = without_metadata(data + b"phim kem theo" + GPS)
    assert points(plain) == points(data)
    assert not any(word in plain for word in (GPS, b"Lan ch", "Hãng".encode(), b"phim"))
    image = Image.open(io.BytesIO(plain))
    assert image.getexif() == ({0x0112: turned} if turned > 1 else {})
    assert image.info["icc_profile"] == profile
    assert ImageOps.exif_transpose(image).size == ((32, 64) if turned > 4 else (64, 32))
    assert without_metadata(plain) == plain


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_lose_theirs_too(kind: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", GPS.decode())
    options = {"pnginfo": info} if kind == "PNG" else {"xmp": b"<x>" + GPS + b"</x>", "lossless": True}
    data = saved(kind, exif=exif(), **options)
    plain = without_metadata(data)
    assert GPS in data
    assert GPS not in plain
    assert points(plain) == points(data)
    assert without_metadata(plain) == plain


@pytest.mark.parametrize("turned", [1, 6])
def test_an_avif_loses_its_metadata_in_place(turned: int) -> None:
    data = saved("AVIF", exif=exif(turned), xmp=b"<x>" + GPS + b"</x>")
    plain = without_metadata(data)
    assert data.count(GPS) == 2
    assert not any(word in plain for word in (GPS, b"ng m", b"<x>"))
    assert "xmp" not in Image.open(io.BytesIO(plain)).info
    assert len(plain) == len(data)
    assert points(plain) == points(data)
    assert Image.open(io.BytesIO(plain)).size == Image.open(io.BytesIO(data)).size
    assert without_metadata(plain) == plain


def test_a_cut_avif_is_left_as_it_is() -> None:
    data = saved("AVIF", exif=exif())
    meta = data.index(b"meta") - 4
    for end in range(16, meta + 200, 7):
        assert without_metadata(data[:end]) == data[:end]


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff", b"\x89PNG\r\n\x1a\n\0"]
)
def test_what_is_not_whole_is_left_or_shorter(data: bytes) -> None:
    assert data.startswith(without_metadata(data)[:4])


def test_an_odd_block_states_no_orientation() -> None:
    assert orientation(b"II*\0" + struct.pack("<I", 4000)) == 1
    assert orientation(b"la") == 1


def test_a_large_photograph_is_published_smaller_and_the_right_way_up(tmp_path) -> None:
    path = tmp_path / "to.jpg"
    path.write_bytes(photograph(4200, 1400, exif=exif(6)))
    data = published(path, look_at(path))
    assert data
    assert len(data) < path.stat().st_size
    image = Image.open(io.BytesIO(data))
    assert image.width < image.height
    assert FULL_SIDE - 2 <= image.height <= FULL_SIDE
    assert GPS not in data


def test_the_site_has_no_place_in_its_pictures(write, make, content) -> None:
    write("anh/a.jpg", photograph(1600, 800, exif=exif(6)))
    write("anh/b.jpg", photograph(1600, 800, exif=exif())[:-2000])
    write("a.md", "Tiêu đề: a\nMã: 1\nNgày: 1/2/2003\n\n![Quầy một cửa](/anh/a.jpg)\n")
    for _ in range(2):  # what the last site has is kept, and what is wrong is named again
        built = make()
        assert built.code == 0, built.said
        assert "content/anh/b.jpg:0: anh-hong: (đăng nguyên như thế) ảnh bị cắt cụt" in built.said
        assert not [p for p in built.output.rglob("*.jpg") if GPS in p.read_bytes()]
        assert picture_size(built.output / "anh" / "a.jpg")[:2] == (800, 1600)
        write("c.md", "Tiêu đề: c\nMã: 2\nNgày: 1/2/2003\n\nx\n")
    assert GPS in (content / "anh" / "a.jpg").read_bytes()
