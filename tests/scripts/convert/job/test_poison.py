"""Pages that would end a run: each costs itself, is named, and is not met again until asked for."""

import os
import signal
import time
import zlib

import brotli
import pytest

from scripts.convert.job import slices, task
from scripts.convert.job.extract import Context
from scripts.convert.job.results import Result
from scripts.convert.job.task import PageTask, Work, convert_page
from scripts.convert.limits import MB, TimeLimit
from scripts.convert.sources.isolated_listing import list_isolated
from scripts.convert.sources.records import CaptureRecord, SourceError, close_archives, load
from scripts.convert.sources.web_archives import EnumeratedRecord
from scripts.torture.captures import article, mail, record
from tests.scripts.convert.job.test_run import convert

GOOD = article("Đẩy mạnh cải cách hành chính tại địa phương")
POISON = "doc.html"
LONG = TimeLimit(300, 300)


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_archives()


def nested(depth):
    parts = (
        f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n".encode() for n in range(depth)
    )
    return mail(b"".join(parts), "b0")


def brotli_bomb(megabytes):
    packer = brotli.Compressor(quality=5)
    return b"".join(packer.process(bytes(MB)) for _ in range(megabytes)) + packer.finish()


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "luu"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_bytes(article(f"Bài tốt số {number} của kho"))
    return folder


def told(lines):
    return {line["source"]: (line["status"], line["reason"]) for line in lines}


def test_poison_among_good_pages_costs_itself(source, tmp_path):
    (source / "sau.mht").write_bytes(nested(3000))
    parts = [
        record("http://x.vn/mot", article("Bài đứng trước trang độc")),
        record("http://x.vn/bom", brotli_bomb(100), head="Content-Encoding: br\r\n"),
        record("http://[::bad/", GOOD),
        record("http://x.vn/hai", article("Bài đứng sau trang độc")),
    ]
    (source / "a.warc").write_bytes(b"".join(parts))
    code, lines = convert(source, tmp_path / "content")
    found = told(lines)
    assert (code, len(lines)) == (1, 8)
    assert sum(status == "article" for status, _ in found.values()) == 5
    assert "lồng nhau" in found["sau.mht"][1]
    assert "lớn hơn 24 MB" in found[f"a.warc#{len(parts[0])}"][1]
    assert "sai cú pháp" in found[f"a.warc#{len(parts[0] + parts[1])}"][1]
    assert convert(source, tmp_path / "content") == (code, lines)


def kills(how):
    os.kill(os.getpid(), how)


def spins():
    while True:
        zlib.crc32(bytes(4096))


def swells():
    held = []
    while True:
        held.append(bytearray(16 * MB))


def raises():
    raise KeyboardInterrupt  # an error that no list of errors holds


DEATHS = {
    "killed": (lambda: kills(signal.SIGKILL), "bị hệ thống dừng hai lần"),
    "crashed": (lambda: kills(signal.SIGSYS), "bị sập"),
    "spinning": (spins, "quá 1 giây tính toán"),
    "waiting": (lambda: time.sleep(60), "đọc quá 1 giây"),
    "swollen": (swells, "MB bộ nhớ"),
    "strange": (raises, "bị sập"),
    "unforeseen": (lambda: exec("raise Warning('lạ')"), "Warning: lạ"),
}


@pytest.fixture
def poisoned(source, monkeypatch):
    """A page that does something to the process that reads it."""

    def with_act(act, name=POISON, time=LONG):
        def read(record):
            if record.source == name:
                act()
            return load(record)

        monkeypatch.setattr(task, "load", read)
        monkeypatch.setattr(slices, "CONVERT", Work(convert_page, time))
        monkeypatch.setattr(slices, "STATISTICS", Work(task.STATISTICS.do, time))
        if name == POISON:
            (source / POISON).write_bytes(GOOD)

    return with_act


@pytest.mark.parametrize("name", DEATHS)
def test_a_page_that_takes_its_process_down_is_named(source, poisoned, tmp_path, name):
    act, reason = DEATHS[name]
    poisoned(act, time={"spinning": TimeLimit(1, 300), "waiting": TimeLimit(300, 1)}.get(name, LONG))
    code, lines = convert(source, tmp_path / "content")
    assert (code, len(lines)) == (1, 4)
    status, said = told(lines)[POISON]
    assert status == "failed"
    assert reason in said
    assert sum(line["status"] == "article" for line in lines) == 3


def test_a_worker_killed_once_costs_nothing(source, poisoned, tmp_path):
    mark = tmp_path / "once"

    def act():
        if not mark.exists():
            mark.touch()
            kills(signal.SIGKILL)

    poisoned(act)
    code, lines = convert(source, tmp_path / "content")
    assert (code, [line["status"] for line in lines]) == (0, ["article"] * 4)


def test_what_was_set_aside_is_met_again_when_asked_or_changed(source, poisoned, tmp_path):
    met = tmp_path / "met"

    def act():
        met.write_text("x")
        kills(signal.SIGSYS)

    def meets(*more):
        met.unlink(missing_ok=True)
        assert told(convert(source, tmp_path / "content", *more)[1])[POISON][0] == "failed"
        return met.exists()

    poisoned(act)
    assert meets()
    assert not meets()
    assert meets("--again")
    assert not meets()
    (source / POISON).write_bytes(GOOD + b"\n")
    assert meets()


def test_another_capture_of_the_address_takes_its_place(source, poisoned, tmp_path):
    old = record("http://x.vn/a", GOOD)
    new = record("http://x.vn/a", GOOD + b" ").replace(b"2018-10-21", b"2019-10-21")
    (source / "a.warc").write_bytes(old + new)
    poisoned(lambda: kills(signal.SIGSYS), f"a.warc#{len(old)}")
    _, lines = convert(source, tmp_path / "content")
    found = told(lines)
    assert found["a.warc#0"][0] == "article"
    assert found[f"a.warc#{len(old)}"][0] == "failed"


def endless(path, name):
    yield EnumeratedRecord(CaptureRecord(f"{name}#0", path, "http://x.vn/a"))
    kills(signal.SIGKILL)


def test_an_archive_that_takes_its_reader_down_is_named(tmp_path):
    found = [f.record for f in list_isolated(tmp_path / "a.warc", "a.warc", endless)]
    assert [r.source for r in found] == ["a.warc#0", "a.warc"]
    assert "sau a.warc#0" in found[1].fault


def test_a_page_larger_than_an_article_may_be_is_named(source, tmp_path):
    (source / "dai.html").write_bytes(
        article(
            "Bài dài quá mức",
            # Long paragraphs: many short ones would meet the bound of CPU first on a slow machine.
            "".join(
                f"<p>{n}: {'nội dung của một bài dài hơn hai triệu byte mà kho không nhận. ' * 25}</p>"
                for n in range(1_250)
            ),
        )
    )
    _, lines = convert(source, tmp_path / "content")
    status, reason = told(lines)["dai.html"]
    assert status == "failed"
    assert "dài hơn 2 MB" in reason


def test_a_fatal_capture_is_a_result_without_being_read():
    page = PageTask(type("Group", (), {"captures": (CaptureRecord("a", None), CaptureRecord("b", None))})())
    results = convert_page(
        page.without(0, "đã sập").without(1, "cũng sập"), None or Context(), lambda _: None
    )
    assert [(r.source, r.status, r.reason, r.aside) for r in results if isinstance(r, Result)] == [
        ("a", "failed", "đã sập", True),
        ("b", "failed", "cũng sập", True),
    ]
    with pytest.raises(SourceError):
        load(CaptureRecord("c", None, fault="hỏng"))
