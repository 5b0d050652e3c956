"""Names from outside (members of archives, addresses, links of a mirror): none becomes a path but in the safe form."""

import io
import os
import re
import stat
import zipfile

import pytest

from scripts.convert.job.identity import article_id
from scripts.convert.markdown.assets import asset_path
from scripts.convert.sources.archive_index import INDEX_FOLDER
from scripts.convert.sources.enumeration import records
from scripts.torture.captures import article, mail, mail_part, record
from scripts.torture.oddities import ADDRESSES, NAMES
from tests.scripts.convert.job.test_run import convert

SAFE = re.compile(
    r"anh/[0-9a-f]{12}-[a-z0-9-]{1,45}\.(?:jpg|png)|tep/[0-9a-f]{12}-[a-z0-9-]{1,45}\.pdf"
    r"|bai-viet/(?:\d{4}/\d\d|khong-ro-ngay)/[a-z0-9-]{1,110}\.md"
    r"|\.chuyen-doi/(?:\.khoa|[a-z-]+\.jsonl)"
)
FILES = (
    "../../../../etc/trom", "..%2f..%2ftrom", "%2e%2e/%2e%2e/trom", "/etc/trom", "C:/trom", "..\\..\\trom", "CON",
    "aux", "LPT1",    "a%00b", "x" * 400, "\u0061\u0301", "\u00e1", "TEN", "ten", "a.", " a ", "a:b",
    "a%0ab", "\u202egpj", ".an", "-rf", "%ff", "🙂",
)  # fmt: skip


def everything(folder):
    """The files of a folder, but for the indexes that are kept beside archives."""
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    return {name for name in found if not name.startswith(f"luu/{INDEX_FOLDER}/")}


def wacz(name, *, link):
    """A ZIP with one member, under a name as it stands in the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        if link:
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
        data = b"/etc/passwd" if link else record("http://x.vn/a", article(f"Bài trong {len(name)}"))
        archive.writestr(info, data)
    return out.getvalue()


def test_forty_hostile_archives_write_nothing_but_articles(tmp_path):
    source = tmp_path / "luu"
    source.mkdir()
    for number, name in enumerate(NAMES):
        (source / f"{number}.wacz").write_bytes(wacz(name, link=False))
        (source / f"{number}-lien-ket.wacz").write_bytes(wacz(name, link=True))
    for number, url in enumerate(ADDRESSES):
        (source / f"{number}.mht").write_bytes(mail(mail_part(article(f"Thư {number}"), url)))
        (source / f"{number}.warc").write_bytes(record(url, article(f"Bản ghi {number}")))
    before = everything(tmp_path)
    assert len(before) > 40
    code, lines = convert(source, tmp_path / "kho" / "content")
    new = {p for p in everything(tmp_path) - before if p != "kho/bao-cao.jsonl"}
    assert code == 1
    assert not [p for p in new if not SAFE.fullmatch(p.removeprefix("kho/content/"))]
    named = {re.split("[#!]", line["source"])[0] for line in lines}
    assert named == {p.removeprefix("luu/") for p in before}
    assert len({line["source"] for line in lines}) == len(lines)
    assert all(line["reason"] for line in lines if line["status"] == "failed")
    assert b"root:" not in b"".join(p.read_bytes() for p in (tmp_path / "kho").rglob("*.md"))


def picture(url, number):
    body = b"\xff\xd8\xff" + str(number).encode() * 50
    return record(url, body, media="image/jpeg")


def test_pictures_and_files_have_safe_names_whatever_theirs(tmp_path):
    urls = [f"http://x.vn/{name}.{end}" for name in FILES for end in ("jpg", "pdf")]
    shown = "".join(
        f"<p>Đoạn văn số {n} của bài, đủ dài để là một đoạn của thân bài chứ không phải là một dòng liên kết, "
        f'và nói về cải cách hành chính.<img src="{url}"></p>'
        f'<p>Xem tệp <a href="{url}">văn bản kèm theo số {n}</a>.</p>'
        for n, url in enumerate(urls)
    )
    source = tmp_path / "luu"
    source.mkdir()
    data = record("http://x.vn/tin/1.html", article("Bài có ảnh và tệp", shown))
    (source / "a.warc").write_bytes(data + b"".join(picture(url, n) for n, url in enumerate(urls)))
    content = tmp_path / "kho" / "content"
    convert(source, content)
    written = everything(content)
    assert sum(p.startswith("anh/") for p in written) > 30
    assert sum(p.startswith("tep/") for p in written) > 15
    assert not [p for p in written if not SAFE.fullmatch(p)]
    assert len({p.lower() for p in written}) == len(written)
    assert everything(tmp_path) - written <= {
        "luu/a.warc", "kho/bao-cao.jsonl", *(f"kho/content/{p}" for p in written),
    }  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_an_asset_path_has_one_form(name):
    assert SAFE.fullmatch(asset_path(f"http://x.vn/{name}.jpg", b"\xff\xd8\xff", "anh"))


@pytest.mark.parametrize("number", ["9" * 5000, "٣٤٥", "²", "1" * 16])
def test_an_id_is_short_and_of_ascii_digits(number):
    for url in (
        f"http://x.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/{number}/",
        f"http://x.vn/a?id={number}",
    ):
        assert re.fullmatch(r"[0-9]{1,15}|t[0-9a-f]{9}", article_id(url, "x"))


def test_names_that_are_no_text_are_escaped(tmp_path):
    name = os.fsdecode(b"x\xff\n.html")
    try:
        (tmp_path / name).write_bytes(article("Tên tệp lạ"))
    except OSError:
        pytest.skip("this file system has no such names")
    (found,) = records([tmp_path])
    assert found.source == "x\\udcff\\n.html"
    code, lines = convert(tmp_path, tmp_path.parent / f"{tmp_path.name}-kho" / "content")
    assert (code, [line["source"] for line in lines]) == (0, [found.source])


def test_folders_stand_deeper_than_calls_may(tmp_path):
    (tmp_path / "a.html").write_bytes(article("Bài nông"))
    made = [tmp_path]
    try:
        for _ in range(1200):
            made.append(made[-1] / "d")
            made[-1].mkdir()
        assert [r.source for r in records([tmp_path])] == ["a.html"]
    finally:  # pytest cannot remove what is so deep
        for folder in reversed(made[1:]):
            folder.rmdir()
