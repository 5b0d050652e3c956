"""Files nobody should find in a content folder, by kind: each must become a page or a named problem."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from scripts.torture.hostile import ATTACKS, BYTES, HEADERS, LEAKS, NAMES, SLOW, TAKEN

Files = dict[str, bytes]

_HEAD = "Tiêu đề: {0}\nMã: {0}\nNgày: 01/02/2010\n\n"


def _article(number: int, body: str) -> bytes:
    return (_HEAD.format(90_000 + number) + body).encode("utf-8", "surrogatepass")


def hostile_files() -> Files:
    """Path below the content folder → bytes; some 220 files."""
    files: Files = {}
    bodies = [*ATTACKS, *(f"[x]({leak})\n\n![y]({leak})" for leak in LEAKS)]
    bodies += [f'<a href="{leak}">x</a><img src="{leak}">' for leak in LEAKS]
    for number, body in enumerate(bodies):
        files[f"xau/noi-dung-{number}.md"] = _article(number, body)
    for number, attack in enumerate(ATTACKS, 200):
        field = " ".join(attack.split())[:200]
        head = f"Tiêu đề: {field}\nMã: {90_000 + number}\nNgày: 1/2/2010\nThẻ: {field}\nTóm tắt: {field}\n\nx"
        files[f"xau/tieu-de-{number}.md"] = head.encode()
    for number, text in enumerate(HEADERS):
        files[f"xau/phan-dau-{number}.md"] = text.encode()
    for number, (name, text) in enumerate(SLOW.items(), 300):
        files[f"xau/cham-{name}.md"] = _article(number, text)[:1_999_999]
    for number, (name, data) in enumerate(BYTES.items(), 400):
        files[f"xau/ma-{name}.md"] = _article(number, "x") + data
        files[f"xau/ca-{name}.md"] = data
    for name in NAMES:
        files[f"xau/ten/{name}"] = _article(0, "x") if name.endswith(".md") else b"<a/>"
    for number, slug in enumerate(TAKEN, 500):
        files[f"xau/cho-{number}.md"] = f"Tiêu đề: x\nNgày: 1/2/2010\nĐường dẫn: {slug}\n\nx".encode()
    files["xau/to.md"] = _article(600, "x" * 2_100_000)
    files["xau/song-sinh-1.md"] = files["xau/song-sinh-2.md"] = _article(601, "x")
    return files


def hostile_specials(folder: Path) -> Iterator[str]:
    """Make what is no file: pipes, sockets, links; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "ong.md")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.getcwd()
        os.chdir(folder)  # the path of a socket has at most 107 bytes
        plug.bind("cam.md")
        os.chdir(here)
    (folder / "mat-khau.md").symlink_to("/etc/passwd")
    (folder / "goc").symlink_to("/")
    (folder / "vong.md").symlink_to("vong.md")
    (folder / "hong.md").symlink_to("khong-co")
    (folder / "thu-muc.md").mkdir()
    yield from ("ong.md", "cam.md", "mat-khau.md", "goc", "vong.md", "hong.md")


def write_hostile(content: Path) -> list[str]:
    """Put all of it under a content folder; the paths, each to be accounted for."""
    paths = []
    for path, data in hostile_files().items():
        file = content / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError:  # a name this file system cannot hold
            continue
        paths.append(path)
    return paths + [f"xau/khac/{name}" for name in hostile_specials(content / "xau/khac")]
