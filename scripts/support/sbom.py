"""The software bill of materials: ``python -m scripts.support.sbom [requirements.txt…]`` prints CycloneDX 1.5 as JSON.

What is listed is what the lock file names: version, hashes and licence. The same lock file gives the
same bytes; nothing is asked of the network.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.core.exits import DONE
from scripts.support.command import UsageError, run

_PIN = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)((?:.*\n)(?:[ \t]+.*\n?)*)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LONGEST = 60  # characters of a licence's name; some packages put the whole text there
_TROVE = "License :: OSI Approved :: "


def _licence(name: str) -> str:
    """The licence of an installed package by its metadata; empty where they do not say."""
    about = importlib.metadata.metadata(name)
    stated = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    if 0 < len(stated) <= _LONGEST and stated != "UNKNOWN":
        return stated
    troves = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith(_TROVE)]
    return " AND ".join(troves)


def _component(name: str, version: str, rest: str) -> dict[str, Any]:
    try:
        licences = [{"license": {"name": _licence(name)}}]
    except importlib.metadata.PackageNotFoundError:
        if not rest.lstrip().startswith(";"):
            raise
        licences = []  # of another system alone, so that its metadata are not here
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": licences,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(_HASH.findall(rest))],
    }


def components(lock: Path) -> Iterator[dict[str, Any]]:
    """One component a pinned package of a lock file; raises `UsageError` where one is not installed."""
    for name, version, rest in _PIN.findall(lock.read_text(encoding="utf-8")):
        try:
            yield _component(name, version, rest)
        except importlib.metadata.PackageNotFoundError as error:
            raise UsageError(f"Chưa cài {name} (trong {lock}); hãy chạy qua make sbom") from error


def bill(locks: list[Path]) -> dict[str, Any]:
    """The whole bill, in the order of names; its serial number is made from its content."""
    found = {item["bom-ref"]: item for lock in locks for item in components(lock)}
    listed = [found[ref] for ref in sorted(found)]
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(listed, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "cchc-archive"}},
        "components": listed,
    }


def main(argv: list[str]) -> int:
    """Print the bill of the lock files named, ``requirements.txt`` by default."""
    locks = [Path(name) for name in argv or ["requirements.txt"]]
    if missing := [lock for lock in locks if not lock.is_file()]:
        raise UsageError(f"Không có tệp {missing[0]}")
    print(json.dumps(bill(locks), ensure_ascii=False, indent=1))
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
