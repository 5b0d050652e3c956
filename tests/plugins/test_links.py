from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.links import picture_size


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('<svg width="320" height="180">', (320, 180)),
        ('<svg width="320px" height="180.4px" viewBox="0 0 1 1">', (320, 180)),
        ('<?xml version="1.0"?>\n<svg\n viewBox="0 0 640 360">', (640, 360)),
        ('<svg width="100%" viewBox="0,0,64,36">', (64, 36)),
        ("<svg>", None),
        ("không phải svg", None),
    ],
)
def test_sizes_of_svg(tmp_path: Path, head: str, size: tuple[int, int] | None) -> None:
    path = tmp_path / "a.svg"
    path.write_text(head, encoding="utf-8")
    assert picture_size(path) == size


def test_sizes_of_photographs_and_of_what_is_none(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    (tmp_path / "b.jpg").write_bytes(b"not a picture")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    assert picture_size(tmp_path / "a.png") == (30, 20)
    assert picture_size(tmp_path / "b.jpg") is None
    assert picture_size(tmp_path / "c.pdf") is None
    assert picture_size(tmp_path / "missing.png") is None
