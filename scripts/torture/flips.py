"""Bytes flipped one at a time in everything that is kept: each is named by `scripts.verify`."""

from __future__ import annotations

import contextlib
import io
import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from plugins.system.fixity import MANIFEST, record_of
from plugins.system.seals import seal_of_record, seal_of_site
from scripts.scrape.ledger import CrawlLedger
from scripts.support.bag import write_bag
from scripts.support.record import archive_parts, record
from scripts.torture.site import TortureSite
from scripts.verify import main as verify

COUNT = 40  # articles
_DAY = date(2018, 10, 21)


def _captures(site: TortureSite) -> Path:
    return site.folder / "captures"


def _bag(site: TortureSite) -> Path:
    return site.folder / "goi"


def _archive(folder: Path) -> TortureSite:
    """A built site with content, an attachment, a capture and ledgers, all on record and in a bag."""
    site = TortureSite(folder / "flips")
    site.write(COUNT, 0)
    for path in ("content/tep/bang.csv", "content/.chuyen-doi/so-cai.jsonl", "captures/cchc-00001.warc.gz"):
        file = site.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(random.Random(path).randbytes(5000))  # noqa: S311  # chances, not secrets
    ledger = CrawlLedger(_captures(site))
    ledger.add("vi-du.gov.vn/", "http://vi-du.gov.vn/")
    ledger.commit()
    ledger.close()
    site.build()
    _verify(site, "--record")
    write_bag(_bag(site), dict(archive_parts(_captures(site), site.content)), {}, _DAY)
    return site


def _kinds(site: TortureSite) -> Mapping[str, list[Path]]:
    """What may go bad, by kind, so that each kind is tried as often as any other."""
    captures, content, output = _captures(site), site.content, site.output
    kinds = {
        "manifests": [record_of(captures), record_of(content), output / MANIFEST],
        "seals": [seal_of_record(captures), seal_of_record(content), seal_of_site(output)],
        "ledgers": [captures / "ledger.sqlite", content / ".chuyen-doi" / "so-cai.jsonl"],
    }
    taken = {path for paths in kinds.values() for path in paths}
    for root in (captures, content, output, _bag(site)):
        files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.stat().st_size]
        kinds[root.name] = [path for path in files if path not in taken]
    return kinds


def _verify(site: TortureSite, *more: str) -> tuple[int, str]:
    folders = {"content": site.content, "captures": _captures(site), "output": site.output}
    return _said(lambda: verify([*(f"--{name}={path}" for name, path in folders.items()), *more]))


def _said(command: Callable[[], int]) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = command()
    return code, said.getvalue()


def _is_named(site: TortureSite, path: Path) -> bool:
    """Whether a file that was flipped is named. The tag files of a bag vouch for each other: one of them is."""
    bag = _bag(site)
    if path.is_relative_to(bag):
        code, said = _said(lambda: verify([str(bag)]))
        path = bag if path.parent == bag else path
    else:
        code, said = _verify(site)
    return code == 1 and f"{path}" in said


def flips(folder: Path, times: int, seed: int = 8) -> dict[str, int]:
    """Flip `times` bytes, one after the other, among all kinds of files; how many were named.

    "false alarms" counts what is named of the whole archive before and after.
    """
    site, rng = _archive(folder), random.Random(seed)  # noqa: S311  # chances, not secrets
    kinds = list(_kinds(site).values())
    found = {"flips": times, "named": 0, "false alarms": _alarms(site)}
    for number in range(times):
        path = rng.choice(kinds[number % len(kinds)])
        good, status = path.read_bytes(), path.stat()
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= rng.randrange(1, 256)
        path.write_bytes(bad)
        found["named"] += _is_named(site, path)
        path.write_bytes(good)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    found["false alarms"] += _alarms(site)
    return found


def _alarms(site: TortureSite) -> int:
    return int(_verify(site) != (0, "")) + int(_said(lambda: verify([str(_bag(site))])) != (0, ""))


def verify_many(folder: Path, count: int) -> dict[str, float]:
    """Seconds to verify `count` files of 20 kB."""
    content = folder / "many" / "content"
    for number in range(count):
        path = content / str(number % 500) / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(number.to_bytes(4) * 5000)
    record(content)
    began = time.monotonic()
    code, _ = _verify(TortureSite(folder / "many"))
    return {"files": count, "seconds": round(time.monotonic() - began, 1), "code": code}
