"""The awkward archive, built whole: its pages as machines and readers see them."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from plugins.pages.export import csv_line
from tests.conftest import ROOT, Built

PORTRAIT = ROOT / "tests" / "site" / "portrait.json"
BASE = "https://luutru.example/cchc/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def pages(built: Built) -> dict[str, BeautifulSoup]:
    files = sorted(built.output.rglob("*.html"))
    return {
        f.relative_to(built.output).as_posix(): BeautifulSoup(f.read_text(encoding="utf-8"), "lxml")
        for f in files
    }


def portrait(built: Built) -> dict[str, object]:
    """What each page is and says, without its markup: the golden picture that survives a new coat of paint."""
    out: dict[str, object] = {}
    for url, soup in pages(built).items():
        blocks = {
            b["data-block"]: [a["href"] for a in b.select("li > a, li a")]
            for b in soup.select("[data-block]")
        }
        body = soup.select_one("article .body")
        out[url] = {
            "kind": soup.select_one("meta[name=page-kind]")["content"],
            "title": soup.title.get_text(),
            "h1": [h.get_text(" ", strip=True) for h in soup.select("h1")],
            "blocks": blocks,
            **({"body": " ".join(body.get_text(" ").split())} if body else {}),
        }
    return out


def test_the_archive_builds(awkward: Built) -> None:
    assert awkward.code == 0, awkward.said


def test_the_site_equals_its_portrait(awkward: Built) -> None:
    """A missing portrait is written, and the run fails for review; delete the file to have it made anew."""
    now = portrait(awkward)
    if not PORTRAIT.exists():
        PORTRAIT.write_text(
            json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
        pytest.fail(f"{PORTRAIT} was missing and has been written: review it and commit it")
    assert now == json.loads(PORTRAIT.read_text(encoding="utf-8"))


def test_drafts_and_future_articles_appear_nowhere_but_are_counted(awkward: Built) -> None:
    assert "2 bài chưa đăng" in awkward.said
    for path in awkward.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".jsonl", ".json"):
            text = path.read_text(encoding="utf-8")
            assert "Bản nháp chưa đăng" not in text
            assert "Bài của tương lai" not in text


def test_hostile_titles_are_text_everywhere(awkward: Built) -> None:
    for url, soup in pages(awkward).items():
        scripts = [
            s for s in soup.select("script") if not s.get("src") and s.get("type") != "application/ld+json"
        ]
        assert scripts == [], url
        assert not [e for e in soup.find_all(True) for a in e.attrs if a.startswith("on") or a == "style"], (
            url
        )
    article = next(s for u, s in pages(awkward).items() if u.endswith("-103.html"))
    assert article.h1.get_text() == '<b>"Một cửa"</b> & {{ SITENAME }} {% raw %} <script>alert(1)</script>'
    body = article.select_one(".body").get_text()
    assert "Note: dòng này là nội dung" in body
    assert "{{ 7 * 7 }}" in body
    assert "/etc/passwd" in body


def test_structured_data_is_json_and_says_the_same(awkward: Built) -> None:
    for url, soup in pages(awkward).items():
        for script in soup.select('script[type="application/ld+json"]'):
            news, crumbs = json.loads(script.get_text())["@graph"]
            assert news["@type"] == "NewsArticle"
            assert news["mainEntityOfPage"] == BASE + url
            assert [step["position"] for step in crumbs["itemListElement"]] == list(
                range(1, len(crumbs["itemListElement"]) + 1)
            )


def test_every_local_link_and_fragment_leads_somewhere(awkward: Built) -> None:
    built = pages(awkward)
    ids = {url: {e["id"] for e in soup.select("[id]")} for url, soup in built.items()}
    checked = 0
    for url, soup in built.items():
        for element in soup.select("[href], [src]"):
            target = element.get("href") or element.get("src")
            parts = urlsplit(urljoin(BASE + url, target))
            if parts.netloc != urlsplit(BASE).netloc:
                continue
            path = unquote(parts.path).removeprefix("/cchc/") or "index.html"
            assert (awkward.output / path).is_file(), f"{url} → {target}"
            if parts.fragment:
                assert parts.fragment in ids[path], f"{url} → {target}"
            checked += 1
    assert checked > 500


def test_no_page_is_an_orphan(awkward: Built) -> None:
    built = pages(awkward)
    linked = {
        unquote(urlsplit(urljoin(BASE + url, a["href"])).path).removeprefix("/cchc/")
        for url, soup in built.items()
        for a in soup.select("a[href]")
    }
    assert set(built) - linked - {"404.html"} == set()


def test_titles_and_descriptions_are_there_and_titles_differ(awkward: Built) -> None:
    built = pages(awkward)
    titles = [soup.title.get_text() for soup in built.values()]
    assert len(set(titles)) == len(titles)
    assert all(soup.select_one("meta[name=description]")["content"] for soup in built.values())


def test_latest_is_on_articles_and_what_leads_to_them_newest_first(awkward: Built) -> None:
    newest = sorted(awkward.records().values(), key=lambda r: (r["date"], r["id"]), reverse=True)
    # Two articles of one minute (24/11/2017 09:56): the higher id first.
    assert [r["id"] for r in newest[:2]] == ["103", "102"]
    shown = {url: soup for url, soup in pages(awkward).items() if soup.select('[data-block="latest"]')}
    articles = {r["url"].lstrip("/") for r in awkward.records().values()}
    live = {"index.html", "luu-tru.html", "chuyen-muc/index.html", "tim-kiem.html", "404.html", *articles}
    assert shown.keys() >= live
    for url, soup in shown.items():
        links = soup.select('[data-block="latest"] li a[href]')
        found = [
            unquote(urlsplit(urljoin(BASE + url, a["href"])).path).removeprefix("/cchc")
            for a in links
            if "/chuyen-muc/" not in a["href"]
        ]
        # Live, or what was newest when the first of them was.
        at = [r["url"] for r in newest].index(found[0])
        assert found == [r["url"] for r in newest[at : at + 5]], url
        if url in live:
            assert at == 0, url


def test_related_lists_agree_with_the_export(awkward: Built) -> None:
    records = awkward.records()
    for record in records.values():
        soup = BeautifulSoup(awkward.page(record["url"][1:]), "lxml")
        links = soup.select('[data-block="related"] li a[href]')
        urls = [
            "/" + unquote(urlsplit(urljoin(BASE + record["url"][1:], a["href"])).path).removeprefix("/cchc/")
            for a in links
        ]
        assert urls == [records[key]["url"] for key in record["related"]]
        assert record["id"] not in record["related"]


def test_the_table_for_spreadsheets_holds_the_same_records(awkward: Built) -> None:
    rows = list(csv.reader(awkward.page("archive.csv").splitlines(keepends=True)))
    assert rows[0][0] == "\ufeffid"
    columns = [rows[0][0].lstrip("\ufeff"), *rows[0][1:]]
    table = {row[0]: dict(zip(columns, row, strict=True)) for row in rows[1:]}
    records = awkward.records()
    assert list(table) == list(records)
    for key, item in records.items():
        told = {name: "; ".join(v) if isinstance(v, list) else v for name, v in item.items()}
        assert {name: v.lstrip("'") for name, v in table[key].items()} == {
            name: v.lstrip("'") for name, v in told.items()
        }


def test_no_cell_of_the_table_is_a_formula() -> None:
    told = csv_line({"id": "1", "title": '=HYPERLINK("x")', "tags": ["-2", "b"], "source": "a, b"})
    assert list(csv.reader([told.decode()])) == [["1", '\'=HYPERLINK("x")', "'-2; b", "a, b"]]


def test_records_carry_what_the_sources_say(awkward: Built) -> None:
    record = awkward.records()["101"]
    assert record["url"] == "/2011/11/chuong-trinh-tong-the-101.html"
    assert record["date"] == "2011-11-08T09:00:00+07:00"
    assert record["section"] == "Tin tức - Sự kiện"
    assert record["tags"] == ["cải cách", "30c/NQ-CP"]
    assert record["original_url"].endswith("/0/101/")
    assert awkward.records()["khong-ma"]["url"] == "/2017/11/khong-ma.html"
    assert awkward.records()["khong-ma"]["date"] == "2017-11-24"


def test_terms_with_one_slug_keep_apart_and_spellings_of_one_name_join(awkward: Built) -> None:
    tags = [p.name for p in (awkward.output / "the").glob("cai-cach*.html")]
    assert len(tags) == 2
    assert [p.name for p in (awkward.output / "tac-gia").glob("nguyen-van*.html")] == ["nguyen-van-hoa.html"]


def test_feeds_are_valid_atom_with_absolute_links(awkward: Built) -> None:
    feeds = list((awkward.output / "feeds").rglob("*.xml"))
    assert len(feeds) == 4
    for path in feeds:
        root = ET.parse(path).getroot()
        assert root.tag == f"{ATOM}feed"
        assert root.findtext(f"{ATOM}updated")
        for entry in root.findall(f"{ATOM}entry"):
            link = entry.find(f"{ATOM}link").get("href")
            assert (awkward.output / unquote(link).removeprefix(BASE)).is_file()
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", entry.findtext(f"{ATOM}updated"))


def test_json_feeds_say_what_the_atom_feeds_say(awkward: Built) -> None:
    for path in (awkward.output / "feeds").rglob("*.atom.xml"):
        feed = json.loads(path.with_name(path.name.replace(".atom.xml", ".json")).read_text(encoding="utf-8"))
        root = ET.parse(path).getroot()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] == root.findtext(f"{ATOM}title")
        entries = root.findall(f"{ATOM}entry")
        assert [i["url"] for i in feed["items"]] == [e.find(f"{ATOM}link").get("href") for e in entries]
        assert [i["id"] for i in feed["items"]] == [e.findtext(f"{ATOM}id") for e in entries]


def test_the_page_about_feeds_names_every_one(awkward: Built) -> None:
    page = pages(awkward)["nguon-cap-tin.html"]
    named = {a["href"] for a in page.main.select("a[href^=feeds]")}
    there = {p.relative_to(awkward.output).as_posix() for p in (awkward.output / "feeds").rglob("*.*")}
    assert named == there


def test_the_sitemap_names_every_page_once(awkward: Built) -> None:
    index = ET.parse(awkward.output / "sitemap.xml").getroot()
    maps = [loc.text.removeprefix(BASE) for loc in index.iter(f"{MAP}loc")]
    listed = [loc.text for m in maps for loc in ET.parse(awkward.output / m).getroot().iter(f"{MAP}loc")]
    files = {unquote(u.removeprefix(BASE)) or "index.html" for u in listed}
    assert len(files) == len(listed)
    assert files == {url for url in pages(awkward) if url != "404.html"}
    assert f"Sitemap: {BASE}sitemap.xml" in awkward.page("robots.txt")


def test_a_drawing_stands_in_its_page(awkward: Built) -> None:
    page = BeautifulSoup(awkward.page("2011/11/chuong-trinh-tong-the-101.html"), "html.parser")
    drawing = page.select_one("figure svg")
    assert (drawing["viewbox"], drawing["aria-label"]) == ("0 0 320 180", "Sơ đồ sáu nhiệm vụ")
    assert page.select_one("figure a.large")["href"] == "../../anh/so-do.svg"
    assert (awkward.output / "tep/bang-ke.csv").read_text(encoding="utf-8").startswith("so,ngay")


def test_legacy_addresses_have_their_table(awkward: Built) -> None:
    table = json.loads(awkward.page("dia-chi-cu.json"))
    assert table["101"] == "2011/11/chuong-trinh-tong-the-101.html"
    assert "/cchc/2011/11/chuong-trinh-tong-the-101.html;" in awkward.page("dia-chi-cu.nginx.map")


def test_bundles_carry_no_comments_and_the_same_rules(awkward: Built) -> None:
    (css,) = (awkward.output / "theme").glob("site.*.css")
    text = css.read_text(encoding="utf-8")
    assert not re.search(r"(?m)^\s*/\*", text)
    assert text.count("{") == text.count("}") > 50
    for script in (awkward.output / "theme").glob("*.js"):
        assert not re.search(r"(?m)^\s*//", script.read_text(encoding="utf-8")), script
