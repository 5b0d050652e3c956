"""Seals of manifests: the SHA-256 of a manifest, kept outside it, so that one that was damaged does not pass for whole.

A seal is a text file: one digest a line, and last the digest of the lines above it. More than one is accepted while
a manifest is replaced (the old one or the new one stands, whenever the run is killed) and where several sites of one
output are kept. Where seals stand:

``<folder>/.niem-phong``
    for ``<folder>/.toan-ven/manifest-sha256.txt``: it goes where the folder goes, in a copy, a clone or a backup, and
    is still there when ``.toan-ven`` is lost.
``.output.niem-phong`` beside ``output``
    for ``output/manifest-sha256.txt`` of the published site and those before it: a site is exchanged as a whole, and
    holds nothing but a site. A copy of a site elsewhere has none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

SEAL = ".niem-phong"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def seal_of_record(root: Path) -> Path:
    """The seal of the record of a folder that people work in."""
    return root / SEAL


def seal_of_site(output: Path) -> Path:
    """The seal of the published site and of those before it; a link is followed, as by `plugins.system.versions`."""
    folder = output.resolve()
    return folder.with_name(f".{folder.name}{SEAL}")


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_seal(path: Path) -> list[str] | None:
    """The digests a seal accepts, oldest first; none of them where it is damaged, None where there is no seal."""
    try:
        text = path.read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        return None
    except OSError:
        return []
    *digests, check = text.removesuffix("\n").split("\n")
    body = "".join(f"{digest}\n" for digest in digests)
    whole = text == f"{body}{_sum(body)}\n" and all(map(_DIGEST.fullmatch, digests))
    return digests if whole and check else []


def write_seal(path: Path, digests: Iterable[str], drafts: Path) -> None:
    """Write a seal that accepts `digests` (each once, in their order) in one step.

    `drafts` is the folder for a file that a killed run may leave: one where nobody takes it for an article.
    """
    body = "".join(f"{digest}\n" for digest in dict.fromkeys(digests))
    part = drafts / f"{path.name}.part"
    try:
        part.write_text(f"{body}{_sum(body)}\n", encoding="ascii")
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
