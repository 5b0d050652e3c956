"""Archives listed in a process of their own: one that takes it down is named, and the run goes on with the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from plugins.system.parallel import die_with_parent
from scripts.convert.limits import LIST, bound_memory, grant
from scripts.convert.sources.records import Record
from scripts.convert.sources.web_archives import Found, archived

Listing = Callable[[Path, str], Iterator[Found]]
_REMEDY = "các bản ghi sau đó chưa đọc được; hãy chép lại tệp gốc, hoặc tách các bản ghi ấy ra tệp khác"


def listed_apart(path: Path, name: str, listing: Listing = archived) -> Iterator[Found]:
    """What `listing` gives of an archive; where its process ends early, a last record whose `fault` says so."""
    here, there = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_list, args=(path, name, listing, there, os.getpid()))
    process.start()
    there.close()
    last, ended = "", False
    try:
        # In steps of a second: a run that was stopped (Ctrl-Z) and goes on has not waited meanwhile.
        while any(here.poll(1) for _ in range(LIST.clock)):
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
        yield Found(Record(name, path, fault=f"kho lưu đọc quá lâu hoặc quá nặng {after}: {_REMEDY}"))


def _list(path: Path, name: str, listing: Listing, out: Connection, parent: int) -> None:
    die_with_parent(parent)
    if not os.environ.get("DEBUG"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the fault says what a person can use
    bound_memory()
    grant(LIST.cpu)
    for found in listing(path, name):
        out.send(found)
        grant(LIST.cpu)
    out.send(None)
