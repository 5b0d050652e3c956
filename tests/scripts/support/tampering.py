"""Acts of tampering with a bag; its sums are made right again for what it then holds."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

Act = Callable[[Path], None]
EVIL = b"print('run')\n"
_TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")


def sha(data: bytes, algorithm: str = "sha256") -> str:
    return hashlib.new(algorithm, data).hexdigest()


def payload(bag: Path) -> list[Path]:
    return [p for p in sorted((bag / "data").rglob("*")) if p.is_file() and not p.is_symlink()]


def close(bag: Path) -> None:
    """Make Payload-Oxum and the tag manifest right again: whoever tampers with a bag does so."""
    files = payload(bag)
    info = [
        line
        for line in (bag / "bag-info.txt").read_text().splitlines()
        if not line.startswith("Payload-Oxum")
    ]
    oxum = f"Payload-Oxum: {sum(p.stat().st_size for p in files)}.{len(files)}"
    (bag / "bag-info.txt").write_text("\n".join([*info, oxum, ""]))
    seal(bag)


def seal(bag: Path, more: tuple[str, ...] = ()) -> None:
    lines = (
        f"{sha((bag / name).read_bytes())}  {name}\n" for name in (*_TAGS, *more) if (bag / name).is_file()
    )
    (bag / "tagmanifest-sha256.txt").write_text("".join(lines))


def name_line(bag: Path, path: str, data: bytes = EVIL) -> None:
    """One more line of the manifest."""
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{sha(data)}  {path}\n")


def listed(path: str, *, there: str = "", data: bytes = EVIL) -> Act:
    """A file that the manifest names `path`, standing there (or at `there`), relative to the bag."""

    def act(bag: Path) -> None:
        target = Path(os.path.normpath(bag / (there or path)))
        if not there.startswith("-"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        name_line(bag, path, data)
        close(bag)

    return act


def named_only(path: str) -> Act:
    """A line without a file of its own: what it leads to is somewhere else."""

    def act(bag: Path) -> None:
        name_line(bag, path)
        close(bag)

    return act


def twice(path: str, other: str) -> Act:
    def act(bag: Path) -> None:
        for name in dict.fromkeys((path, other)):
            (bag / name).parent.mkdir(parents=True, exist_ok=True)
            (bag / name).write_bytes(EVIL)
        name_line(bag, path)
        name_line(bag, other)
        close(bag)

    return act


def issue(bag: Path) -> None:
    """The bag of the fault report: a module of Python beside ``content``, named twice."""
    (bag / "data" / "tomllib.py").write_bytes(EVIL)
    name_line(bag, "data/content/../tomllib.py")
    name_line(bag, "data/tomllib.py")
    close(bag)


def replaced(path: str, by: Callable[[Path], None]) -> Act:
    def act(bag: Path) -> None:
        (bag / path).unlink()
        by(bag / path)

    return act


def linked(target: str) -> Callable[[Path], None]:
    def put(path: Path) -> None:
        path.symlink_to(target)

    return put


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        here = os.getcwd()
        os.chdir(path.parent)
        try:
            door.bind(path.name)
        finally:
            os.chdir(here)


def linked_file(bag: Path) -> None:
    """A link to a file outside whose bytes are those on record."""
    good = bag / "data/content/a.md"
    outside = bag.parent / "outside.md"
    outside.write_bytes(good.read_bytes())
    good.unlink()
    good.symlink_to(outside)


def linked_folder(bag: Path) -> None:
    """A folder of the payload is a link: its files are those on record, and stand outside."""
    folder = bag / "data/content/anh"
    outside = bag.parent / "outside"
    folder.rename(outside)
    folder.symlink_to(outside)


def linked_data(bag: Path) -> None:
    (bag / "data").rename(bag.parent / "data-outside")
    (bag / "data").symlink_to(bag.parent / "data-outside")


def extra_link(bag: Path) -> None:
    (bag / "data/content/them").symlink_to("/etc")


def linked_manifest(bag: Path) -> None:
    (bag / "manifest-sha256.txt").rename(bag.parent / "outside.txt")
    (bag / "manifest-sha256.txt").symlink_to(bag.parent / "outside.txt")


def fetched(bag: Path) -> None:
    (bag / "fetch.txt").write_text("http://127.0.0.1:9/x 5 data/content/x.md\n")
    close(bag)


def fetched_outside(bag: Path) -> None:
    (bag / "fetch.txt").write_text("file:///etc/hosts - data/../../x.md\n")
    seal(bag, ("fetch.txt",))


def other_algorithm(name: str, digest: str = "") -> Act:
    """A second manifest that says something else."""

    def act(bag: Path) -> None:
        lines = (
            f"{digest or sha(p.read_bytes(), name)}  {p.relative_to(bag).as_posix()}\n" for p in payload(bag)
        )
        (bag / f"manifest-{name}.txt").write_text("".join(lines))
        seal(bag, (f"manifest-{name}.txt",))

    return act


def only_sha512(bag: Path) -> None:
    other_algorithm("sha512")(bag)
    (bag / "manifest-sha256.txt").unlink()
    (bag / "tagmanifest-sha256.txt").unlink()
    lines = (
        f"{sha((bag / name).read_bytes(), 'sha512')}  {name}\n"
        for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")
    )
    (bag / "tagmanifest-sha512.txt").write_text("".join(lines))


def short_sha512(bag: Path) -> None:
    other_algorithm("sha512")(bag)
    lines = (bag / "manifest-sha512.txt").read_text().splitlines(keepends=True)
    (bag / "manifest-sha512.txt").write_text("".join(lines[1:]))
    seal(bag, ("manifest-sha512.txt",))


def tag(name: str, change: Callable[[bytes], bytes]) -> Act:
    """A tag file changed, and the tag manifest made right for it."""

    def act(bag: Path) -> None:
        (bag / name).write_bytes(change((bag / name).read_bytes()))
        seal(bag)

    return act


def without(name: str) -> Act:
    def act(bag: Path) -> None:
        (bag / name).unlink()
        if name != "tagmanifest-sha256.txt":
            seal(bag)

    return act


def unsealed_line(line: str) -> Act:
    """A line more in the tag manifest itself."""

    def act(bag: Path) -> None:
        with (bag / "tagmanifest-sha256.txt").open("a") as file:
            file.write(line)

    return act


def unlisted(path: str) -> Act:
    def act(bag: Path) -> None:
        (bag / path).parent.mkdir(parents=True, exist_ok=True)
        (bag / path).write_bytes(EVIL)
        close(bag)

    return act


def no_digit(bag: Path) -> None:
    """A digit of the manifest that is none, and the file it speaks of changed."""
    manifest, file = bag / "manifest-sha256.txt", bag / "data/content/a.md"
    digest = sha(file.read_bytes())
    manifest.write_text(manifest.read_text().replace(digest, "g" + digest[1:]))
    file.write_bytes(EVIL)
    close(bag)


def deep(bag: Path) -> None:
    """Folders deeper than Python's stack."""
    at = os.open(bag / "data/content", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=at)
        inner = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    file = os.open("x.md", os.O_WRONLY | os.O_CREAT, dir_fd=at)
    os.close(file)
    os.close(at)
