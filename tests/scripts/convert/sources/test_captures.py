import json

import pytest

from scripts.convert.__main__ import main
from scripts.convert.sources.captures import capture_key, unwrap_wayback
from scripts.convert.sources.catalogue import Catalogue, catalogue_row, record_of
from scripts.convert.sources.enumeration import enumerate_sources
from scripts.convert.text.url_normalisation import canonical
from tests.scripts.convert.job.test_run import ARTICLE, SITE, convert
from tests.scripts.convert.sources.test_web_archives import record

URL = "http://caicachhanhchinh.gov.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/2101/"
PAGE = (SITE / "word" / "page.html").read_bytes()
GONE = (
    "<html><body><h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại.</p></body></html>".encode()
)


def statuses(lines):
    return [(x["source"].partition("#")[2], x["status"]) for x in lines]


def test_addresses_of_one_page():
    keys = {
        capture_key(url)
        for url in (
            "http://X.gov.vn/a?b=1",
            "https://x.gov.vn/a?b=1#c",
            "http://www.x.gov.vn:80/a?b=1",
            "http://x.gov.vn/(S(abc123))/a?b=1",
            "http://x.gov.vn/a;jsessionid=9?b=1",
            "http://x.gov.vn/a?sid=77&b=1",
        )
    }
    assert keys == {"x.gov.vn/a?b=1"}
    assert capture_key("http://x.gov.vn/a?b=2") not in keys
    assert unwrap_wayback("http://x.gov.vn/web/2015/")[1] == ""


@pytest.mark.parametrize(
    "link",
    [
        "http://x.gov.vn/tep/báo cáo.pdf",
        "http://x.gov.vn/Tai.ashx?name=bc&id=7",
        "http://x.gov.vn/documents/10/a.pdf?version=1.0&t=1400000000000&download=true",
        "http://x.gov.vn/a/../anh/%e1%ba%a3nh.jpg?w=3&b=1#page=2",
    ],
)
def test_what_the_crawler_stores_the_converter_finds(link):
    assert capture_key(link) == capture_key(canonical(link))
    assert canonical(link) != link


def test_the_newest_complete_capture_that_is_an_article_wins(tmp_path):
    cut = PAGE[: len(PAGE) // 2]
    captures = [
        record(URL, PAGE.replace("15 ngày".encode(), "12 ngày".encode()), date="2010-01-01T00:00:00Z"),
        record(URL.replace("http:", "https:"), PAGE, date="2018-11-01T00:00:00Z"),
        record(URL, cut, http=f"Content-Length: {len(PAGE)}\r\n", date="2018-12-01T00:00:00Z"),
        record(URL, b"", status="503 Service Unavailable", date="2019-01-01T00:00:00Z"),
        record(URL, GONE, date="2019-02-01T00:00:00Z"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(captures))
    code, lines = convert(tmp_path / "a.warc", tmp_path / "content")
    assert (code, len(lines)) == (0, 5), lines
    (won,) = (x for x in lines if x["status"] == "article")
    text = (tmp_path / "content" / won["path"]).read_text(encoding="utf-8")
    assert "15 ngày" in text
    assert "Lưu ngày: 01/11/2018" in text
    others = [x["reason"] for x in lines if x["status"] == "refused" and won["source"] in x["reason"]]
    assert len(others) == 4
    assert any("không tìm thấy" in reason for reason in others)


def test_a_cut_capture_is_used_where_there_is_no_better_one(tmp_path):
    body = PAGE.replace(b"</html>", b"")
    (tmp_path / "a.warc").write_bytes(record(URL, body, http=f"Content-Length: {len(PAGE)}\r\n"))
    _, lines = convert(tmp_path / "a.warc", tmp_path / "content")
    assert lines[0]["status"] == "article"
    assert "bị cắt" in lines[0]["reason"]


def test_a_newer_capture_takes_the_article_over(tmp_path):
    captures, content = tmp_path / "captures", tmp_path / "content"
    captures.mkdir()
    (captures / "1.warc").write_bytes(record(URL, PAGE, date="2018-11-01T00:00:00Z"))
    convert(captures, content)
    newer = PAGE.replace("15 ngày".encode(), "mười ngày".encode())
    (captures / "2.warc").write_bytes(record(URL, newer, date="2018-12-01T00:00:00Z"))
    code, lines = convert(captures, content)
    assert (code, [x["status"] for x in lines]) == (0, ["article", "refused"])
    assert "mười ngày" in (content / ARTICLE).read_text(encoding="utf-8")
    assert [p.name for p in content.rglob("*.md")] == [ARTICLE.rpartition("/")[2]]
    _, again = convert(captures, content)
    assert again == lines


def test_a_persons_edit_stands_against_a_newer_capture(tmp_path):
    captures, content = tmp_path / "captures", tmp_path / "content"
    captures.mkdir()
    (captures / "1.warc").write_bytes(record(URL, PAGE, date="2018-11-01T00:00:00Z"))
    convert(captures, content)
    (content / ARTICLE).write_text("Tiêu đề: Của tôi\n\nChữ của tôi.\n", encoding="utf-8")
    newer = PAGE.replace("15 ngày".encode(), "mười ngày".encode())
    (captures / "2.warc").write_bytes(record(URL, newer, date="2018-12-01T00:00:00Z"))
    _, lines = convert(captures, content)
    assert "Chữ của tôi" in (content / ARTICLE).read_text(encoding="utf-8")
    assert "ban-moi" in lines[0]["reason"]


def test_renaming_a_source_makes_no_second_article(tmp_path):
    content = tmp_path / "content"
    (tmp_path / "cu").mkdir()
    (tmp_path / "cu" / "a.html").write_bytes(PAGE)
    convert(tmp_path / "cu", content)
    (tmp_path / "cu" / "a.html").rename(tmp_path / "cu" / "b.html")
    code, lines = convert(tmp_path / "cu", content)
    assert (code, [x["status"] for x in lines]) == (0, ["article"])
    assert not list(content.rglob("ban-moi"))


CDX = (
    " CDX N b a m s k r M S V g\n"
    "vn,gov,x)/a 20181021013000 {url} text/html 200 AAA - - 100 {offset} some/where/a.warc\n"
)


@pytest.mark.parametrize("kind", ["cdx", "cdxj"])
def test_a_list_names_the_captures_to_read(tmp_path, kind):
    first, second = record("http://x.gov.vn/khong", PAGE), record(URL, PAGE)
    (tmp_path / "a.warc").write_bytes(first + second)
    told = {"url": URL, "mime": "text/html", "status": "200", "offset": str(len(first)), "filename": "a.warc"}
    line = (
        CDX.format(url=URL, offset=len(first))
        if kind == "cdx"
        else f"x)/a 20181021013000 {json.dumps(told)}\n"
    )
    (tmp_path / f"list.{kind}").write_text(line)
    code, lines = convert(tmp_path / f"list.{kind}", tmp_path / "content")
    assert (code, [(x["status"], x["url"]) for x in lines]) == (0, [("article", URL)])
    assert "21/10/2018" in (tmp_path / "content" / ARTICLE).read_text(encoding="utf-8")


def test_a_list_whose_file_is_missing_says_so(tmp_path):
    (tmp_path / "list.cdx").write_text(CDX.format(url=URL, offset=0))
    code, (line,) = convert(tmp_path / "list.cdx", tmp_path / "content")
    assert (code, line["status"]) == (1, "failed")
    assert "a.warc" in line["reason"]


def test_lines_without_a_file_are_told_once(tmp_path):
    line = "vn,gov,x)/a 20181021013000 http://x.gov.vn/a text/html 200 AAA 100\n"
    (tmp_path / "list.cdx").write_text(line * 3)
    code, (said,) = convert(tmp_path / "list.cdx", tmp_path / "content")
    assert (code, said["status"]) == (1, "failed")
    assert said["reason"].startswith("3 dòng")


def test_one_broken_archive_does_not_stop_the_others(tmp_path, capsys):
    store = tmp_path / "captures"
    store.mkdir()
    (store / "a.wacz").write_bytes(b"not a zip")
    (store / "b.warc").write_bytes(record(URL, PAGE))
    assert main([str(store), "--output", str(tmp_path / "content")]) == 1
    assert (tmp_path / "content" / ARTICLE).is_file()
    assert "a.wacz: kho lưu hỏng" in capsys.readouterr().out


def test_the_catalogue_keeps_the_order_of_the_sources(tmp_path):
    for number in range(30):
        (tmp_path / f"{number:02}.html").write_bytes(PAGE)
    catalogue = Catalogue(map(catalogue_row, enumerate_sources([tmp_path])))
    firsts = [record_of(captures[0]).source for captures in catalogue.groups()]
    assert firsts == [f"{n:02}.html" for n in range(30)]
