"""Bits flipped one at a time in everything that is kept: each is named by `scripts.verify`."""

from __future__ import annotations

import contextlib
import io
import random
import time
from pathlib import Path

from plugins.core.fixity import digests, files_of, record_of, write_manifest
from scripts.torture.site import Site
from scripts.verify import main as verify

COUNT = 40  # articles


def _archive(folder: Path) -> Site:
    """A built site with content, an attachment and a capture, all on record."""
    site = Site(folder / "flips")
    site.write(COUNT, 0)
    for path in ("content/tep/bang.csv", "captures/cchc-00001.warc.gz"):
        file = site.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(random.Random(path).randbytes(5000))  # noqa: S311  # chances, not secrets
    site.build()
    _verify(site, "--record")
    return site


def _verify(site: Site, *more: str) -> tuple[int, str]:
    folders = {"content": site.content, "captures": site.folder / "captures", "output": site.output}
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = verify([*(f"--{name}={path}" for name, path in folders.items()), *more])
    return code, said.getvalue()


def flips(folder: Path, times: int, seed: int = 8) -> dict[str, int]:
    """Flip `times` bits, one after the other; how many were named, and false alarms on the whole archive."""
    site, rng = _archive(folder), random.Random(seed)  # noqa: S311  # chances, not secrets
    roots = [site.content, site.folder / "captures", site.output]
    files = [p for root in roots for p in sorted(root.rglob("*")) if p.is_file() and p.stat().st_size]
    found = {"flips": times, "named": 0, "false alarms": int(_verify(site) != (0, ""))}
    for _ in range(times):
        path = rng.choice(files)
        good = path.read_bytes()
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bad)
        code, said = _verify(site)
        # A flipped digest or path of a manifest makes the file it speaks of differ.
        found["named"] += code == 1 and (f"{path}:" in said or "manifest" in path.name)
        path.write_bytes(good)
    return found


def verify_many(folder: Path, count: int) -> dict[str, float]:
    """Seconds to verify `count` files of 20 kB."""
    content = folder / "many" / "content"
    for number in range(count):
        path = content / str(number % 500) / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(number.to_bytes(4) * 5000)
    record_of(content).parent.mkdir()
    write_manifest(record_of(content), digests(content, list(files_of(content))))
    began = time.monotonic()
    code, _ = _verify(Site(folder / "many"))
    return {"files": count, "seconds": round(time.monotonic() - began, 1), "code": code}
