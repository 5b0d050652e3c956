"""The work that is handed out: a batch of pages → what each became. Pure functions of what they are given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts.convert.catalogue import Group
from scripts.convert.extract import Context, convert_record, page_facts
from scripts.convert.records import Record, SourceError, load
from scripts.convert.results import Result
from scripts.convert.survey import Facts

_HERE = Path(__file__).parent
CUT = "bản chụp bị cắt, phần cuối bài có thể thiếu: hãy tìm bản chụp khác"
Vouched = tuple[str, str, bool]  # of the ledger: SHA-256 of the page, rules, whether it is an article


@dataclass(frozen=True, slots=True)
class Page:
    """One page to convert: its captures, what the ledger knows of each, and their bytes where they were read
    already (for a machine that does not see the sources).
    """

    group: Group
    known: tuple[Vouched | None, ...] = ()
    data: tuple[bytes | None, ...] = ()

    def captures(self) -> list[tuple[Record, Vouched | None, bytes | None]]:
        """The captures, the best first, each with what is known of it."""
        size = len(self.group.captures)
        known, data = self.known or (None,) * size, self.data or (None,) * size
        return list(zip(self.group.captures, known, data, strict=True))


@cache
def rules_digest(site: str) -> str:
    """A name for the converter as it is: its code and its profiles. Another name means pages are read
    again.
    """
    hasher = hashlib.sha256(site.encode())
    for path in sorted([*_HERE.glob("*.py"), *_HERE.glob("sites/*.toml")]):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()[:16]


def convert_page(page: Page, context: Context) -> list[Result | None]:
    """What the captures became that were looked at: up to and with the first that is an article.

    None stands for a capture whose bytes and rules the ledger already knows.
    """
    done: list[Result | None] = []
    rules = rules_digest(context.site)
    for record, known, held in page.captures():
        data = read(record) if held is None else held
        if isinstance(data, Result):
            done.append(data)
            continue
        if known and known[1] in (rules, f"{rules}/{context.survey.digest}") and _is(data, known[0]):
            done.append(None)
            if known[2]:
                break
            continue
        done.append(result := convert_record(data, record, context))
        if result.status == "article":
            result.notes += [CUT] * record.truncated
            break
    return done


def _is(data: bytes, sha256: str) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256


def read(record: Record) -> bytes | Result:
    """The bytes of a record, or the failure that says why there are none."""
    try:
        return load(record)
    except SourceError as error:
        return Result(record.source, "failed", "", record.url, str(error))
    except OSError as error:
        return Result(record.source, "failed", "", record.url, f"không đọc được tệp ({error.strerror})")


def convert_batch(batch: list[Page], context: Context) -> list[list[Result | None]]:
    """Convert pages."""
    return [convert_page(page, context) for page in batch]


def facts_batch(batch: list[Page], context: Context) -> list[Facts | None]:
    """What pages add to the survey."""
    return [_facts(page, context) for page in batch]


def _facts(page: Page, context: Context) -> Facts | None:
    record, _, held = page.captures()[0]
    data = read(record) if held is None else held
    return None if isinstance(data, Result) else page_facts(data, record, context.site)
