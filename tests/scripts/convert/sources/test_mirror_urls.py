import re

import pytest

from scripts.convert.sources.enumeration import records
from scripts.convert.sources.mirror_urls import url_of_mirror_path, url_of_rewritten_link
from scripts.convert.sources.records import load, page_in
from tests.scripts.convert.job.test_run import SITE, convert
from tests.scripts.convert.sources.test_records import PAGE

PORTAL = "http://x.gov.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/"
MIRRORED = (
    b"<!-- Mirrored from x.gov.vn/tin.aspx?id=5 by HTTrack Website Copier/3.x [XR&CO'2014], "
    b"Sun, 21 Oct 2018 01:30:00 GMT -->"
)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("x.gov.vn/PortalPlus.aspx?%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F", PORTAL),
        ("x.gov.vn/PortalPlus.aspx?%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F.html", PORTAL),
        ("x.gov.vn/PortalPlus.aspx@%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F.html", PORTAL),
        ("x.gov.vn/PortalPlus.aspx%3F%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F", PORTAL),
        ("x.gov.vn/tin.aspx?id=5&p=2.html", "http://x.gov.vn/tin.aspx?id=5&p=2"),
        ("x.gov.vn/tin/chi-tiet.aspx.html", "http://x.gov.vn/tin/chi-tiet.aspx"),
        ("x.gov.vn/index.html@id=7.html", "http://x.gov.vn/?id=7"),
        ("x.gov.vn/tin/index.html", "http://x.gov.vn/tin/"),
        ("x.gov.vn/tin-5.html", "http://x.gov.vn/tin-5.html"),
        ("x.gov.vn/anh@2x.html", "http://x.gov.vn/anh@2x.html"),
        ("x.gov.vn+8080/a.php@id=1", "http://x.gov.vn:8080/a.php?id=1"),
        ("x.gov.vn:8080/a.html", "http://x.gov.vn:8080/a.html"),
        ("x.gov.vn_8080/a.html", "http://x.gov.vn:8080/a.html"),
        ("127.0.0.1:8000/a.html", "http://127.0.0.1:8000/a.html"),
        ("du-an/www.x.gov.vn/a.html", "http://www.x.gov.vn/a.html"),
        ("http/www.x.gov.vn/a.html", "http://www.x.gov.vn/a.html"),
        ("trang/tin.aspx?id=5.html", "trang/tin.aspx?id=5"),
        ("trang/5.html", ""),
        ("v1.0/5.html", ""),
    ],
)
def test_the_names_wget_gives(tmp_path, name, url):
    path = tmp_path / "mirror" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(PAGE)
    (found,) = records([tmp_path / "mirror"])
    assert found.url == url


def test_the_folder_of_the_host_itself_is_a_source(tmp_path):
    (tmp_path / "x.gov.vn" / "tin").mkdir(parents=True)
    (tmp_path / "x.gov.vn" / "tin" / "a.html").write_bytes(PAGE)
    assert next(records([tmp_path / "x.gov.vn"])).url == "http://x.gov.vn/tin/a.html"


@pytest.mark.parametrize("kept", ["a.html.orig", "a.orig"])
def test_the_page_as_the_server_sent_it_is_read_where_wget_kept_it(tmp_path, kept):
    (tmp_path / "x.gov.vn").mkdir()
    (tmp_path / "x.gov.vn" / "a.html").write_bytes(b"links rewritten")
    (tmp_path / "x.gov.vn" / kept).write_bytes(PAGE)
    (found,) = records([tmp_path])
    assert (found.source, load(found)) == ("x.gov.vn/a.html", PAGE)


def test_links_wget_rewrote_are_read_back():
    rewritten = "http://x.gov.vn/PortalPlus.aspx%3F%252Fvi-VN%252FNews%252F75%252F%252F101147%252F0%252F26573%252F.html"
    assert url_of_rewritten_link(rewritten) == PORTAL
    assert url_of_rewritten_link(PORTAL) == PORTAL
    assert url_of_rewritten_link("http://x.gov.vn/tin9a1b.html?id=5") == "http://x.gov.vn/tin9a1b.html"
    assert url_of_mirror_path("x.vn/a.html") == "x.vn/a.html"


def test_httrack_tells_address_and_time_in_the_page(tmp_path):
    (tmp_path / "x.gov.vn").mkdir()
    (tmp_path / "hts-log.txt").write_text(
        "HTTrack3.49 launched on Sat, 20 Oct 2018 10:00:00 at http://x.gov.vn/ -r9\n"
    )
    (tmp_path / "x.gov.vn" / "tin9a1b.html").write_bytes(b"<html>" + MIRRORED + PAGE)
    (tmp_path / "x.gov.vn" / "khac.html").write_bytes(PAGE)
    other, found = records([tmp_path])
    assert (found.url, found.captured) == ("http://x.gov.vn/tin.aspx?id=5", "2018-10-21T01:30:00Z")
    assert found.alias == "http://x.gov.vn/tin9a1b.html"
    assert (other.url, other.captured) == ("http://x.gov.vn/khac.html", "2018-10-20T10:00:00Z")


def test_httracks_own_list_tells_addresses(tmp_path):
    project = tmp_path / "du-an"
    (project / "hts-cache").mkdir(parents=True)
    (project / "x.gov.vn").mkdir()
    (project / "x.gov.vn" / "tin9a1b.html").write_bytes(PAGE)
    columns = [
        "10:00:00",
        "9/9",
        "---M--",
        "200",
        "added ('OK')",
        "text/html",
        "date:x",
        "http://x.gov.vn/tin.aspx?id=5",
    ]
    line = "\t".join([*columns, "/home/u/websites/du-an/x.gov.vn/tin9a1b.html", "(from http://x.gov.vn/)"])
    (project / "hts-cache" / "new.txt").write_text("date\tsize\n" + line + "\n")
    for source in (tmp_path, project):
        assert next(records([source])).url == "http://x.gov.vn/tin.aspx?id=5"


def test_a_browser_tells_the_address_of_a_page_it_saved(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<!-- saved from url=(0030)http://x.gov.vn/tin.aspx?id=55 -->" + PAGE)
    assert next(records([tmp_path / "a.html"])).url == "http://x.gov.vn/tin.aspx?id=55"


def test_a_page_saved_from_the_wayback_machine_keeps_its_own_address_and_time(tmp_path):
    (tmp_path / "urls.csv").write_text(
        "file,url\na.html,https://web.archive.org/web/20150102030405id_/http://x.gov.vn/a\n"
    )
    (tmp_path / "a.html").write_bytes(PAGE)
    (found,) = records([tmp_path])
    assert (found.url, found.captured) == ("http://x.gov.vn/a", "2015-01-02T03:04:05Z")


def test_a_page_saved_as_mail_is_unfolded(tmp_path):
    mail = (
        "From: <Saved by Windows Internet Explorer 8>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        "<html><p>xin ch=C3=A0o</p></html>\r\n--b--\r\n"
    )
    (tmp_path / "a.mht").write_bytes(mail.encode())
    record = next(records([tmp_path]))
    assert "xin chào" in page_in(load(record), record).decode()


def test_sources_of_one_name_keep_their_records_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "trang").mkdir(parents=True)
        (tmp_path / name / "trang" / "1.html").write_bytes(PAGE)
    found = list(records([tmp_path / "a" / "trang", tmp_path / "b" / "trang"]))
    assert len({r.source for r in found}) == 2


def page(number, other):
    text = (
        (SITE / "word" / "page.html")
        .read_text(encoding="utf-8")
        .replace("Rút ngắn", f"Lần {number}: rút ngắn")
    )
    return text.replace("0/2101/", f"0/{number}/").replace(
        "</p>", f"</p><p>Xem <a href='{other}'>bài kia</a> nhé.</p>", 1
    )


def test_links_of_an_httrack_mirror_lead_to_the_articles(tmp_path):
    host = tmp_path / "du-an" / "caicachhanhchinh.gov.vn"
    host.mkdir(parents=True)
    (tmp_path / "du-an" / "hts-log.txt").write_text(
        "HTTrack3.49 launched on Sat, 20 Oct 2018 10:00:00 at x\n"
    )
    for number, other in ((3001, 3002), (3002, 3001)):
        query = f"?/vi-VN/News/75//101147/0/{number}/"
        mark = f"<!-- Mirrored from caicachhanhchinh.gov.vn/PortalPlus.aspx{query} by HTTrack Website Copier/3.x -->"
        html = page(number, f"PortalPlus{other}.html?/vi-VN/News/75//101147/0/{other}/")
        (host / f"PortalPlus{number}.html").write_text(mark + html, encoding="utf-8")
    content = tmp_path / "content"
    assert convert(tmp_path / "du-an", content)[0] == 0
    for number, other in ((3001, 3002), (3002, 3001)):
        (file,) = content.rglob(f"*-{number}.md")
        assert re.search(rf"\[bài kia\]\([a-z0-9-]+-{other}\.md\)", file.read_text(encoding="utf-8"))
