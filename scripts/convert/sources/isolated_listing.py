"""Isolated listing of archives, in a process of its own: one that takes it down is named, and the run goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from plugins.system.parallel import die_with_parent
from scripts.convert.limits import LIST_TIME, bound_memory, grant
from scripts.convert.sources.places import forked
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.sources.web_archives import EnumeratedRecord, archive_records

Listing = Callable[[Path, str], Iterator[EnumeratedRecord]]
_REMEDY = "các bản ghi sau đó chưa đọc được; hãy chép lại tệp gốc, hoặc tách các bản ghi ấy ra tệp khác"


def list_isolated(path: Path, name: str, listing: Listing = archive_records) -> Iterator[EnumeratedRecord]:
    """What `listing` gives of an archive; where its process ends early, a last record whose `fault` says so."""
    here, there = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_list, args=(path, name, listing, there, os.getpid()))
    process.start()
    there.close()
    last, ended = "", False
    try:
        # In steps of a second: a run that was stopped (Ctrl-Z) and goes on has not waited meanwhile.
        while any(here.poll(1) for _ in range(LIST_TIME.clock)):
            found = here.recv()
            if found is None:
                ended = True
                break
            last = found.record.source
            yield found
    except (EOFError, OSError):  # it died between two records, or within one
        pass
    finally:
        process.kill()
        process.join()
        here.close()
    if not ended:
        after = f"sau {last}" if last else "ngay từ đầu"
        yield EnumeratedRecord(
            CaptureRecord(name, path, fault=f"kho lưu đọc quá lâu hoặc quá nặng {after}: {_REMEDY}")
        )


def _list(path: Path, name: str, listing: Listing, out: Connection, parent: int) -> None:
    die_with_parent(parent)
    if not os.environ.get("DEBUG"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the fault says what a person can use
    bound_memory()
    grant(LIST_TIME.cpu)
    for found in listing(forked(path), name):
        out.send(found)
        grant(LIST_TIME.cpu)
    out.send(None)
