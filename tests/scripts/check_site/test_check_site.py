"""A sound site passes; each fault, put into a copy of it, is found and named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.check_site.__main__ import main
from scripts.check_site.budgets import HOUSE, load_budgets
from scripts.check_site.page import BuiltSite
from scripts.check_site.rendered import Looker
from scripts.check_site.sample import by_kind, spread
from scripts.support.command import UsageError
from tests.conftest import Built

ALONE = ["--without", "chromium,axe,vnu,html-validate"]
ARTICLE = "2011/11/chuong-trinh-tong-the-101.html"
HOME, FEED, MAP = "index.html", "feeds/tat-ca.atom.xml", "sitemap/2011.xml"
# file, what stands in it, what is put there instead, the rule that must see it
FAULTS = [
    (ARTICLE, "</main>", '<p style="color:red">x</p></main>', "csp"),
    (ARTICLE, "</main>", "<script>x</script></main>", "csp"),
    (ARTICLE, "default-src 'none'", "default-src *", "csp"),
    (ARTICLE, "</main>", '<img src="https://x.example/a.png" alt="" width="1" height="1"></main>', "ben-thu-ba"),
    (ARTICLE, "</main>", '<a href="khong-co.html">x</a></main>', "lien-ket-hong"),
    (ARTICLE, "</main>", '<a href="#khong-co">x</a></main>', "lien-ket-hong"),
    (ARTICLE, "</main>", '<a href="../../index.html#khong-co">x</a></main>', "lien-ket-hong"),
    (ARTICLE, "</main>", '<p id="noi-dung">x</p></main>', "trung-id"),
    (ARTICLE, "</main>", "<h1>x</h1></main>", "de-muc"),
    (ARTICLE, "</main>", '<img src="../../anh/so-do.svg" alt="x"></main>', "hinh"),
    (ARTICLE, '{"@context"', '{"@context', "json-ld"),
    (ARTICLE, '"NewsArticle"', '"Thing"', "json-ld"),
    (ARTICLE, 'name="DC.publisher"', 'name="DC.x"', "dublin-core"),
    (ARTICLE, 'data-block="related"', 'data-block="x"', "khoi"),
    (ARTICLE, 'name="description"', 'name="x"', "mo-ta"),
    (HOME, "<title>", f"<title>{'dài ' * 20}", "tieu-de"),
    (HOME, '<html lang="vi">', "<html>", "ngon-ngu"),
    (HOME, "</main>", "<p>x</p>" * 1500 + "</main>", "so-phan-tu"),
    (HOME, 'href="#noi-dung"', 'href="x.html"', "lien-ket-bo-qua"),
    (FEED, "<feed", "<fee", "nguon-cap-tin"),
    (FEED, "/2011/11/chuong", "/2011/11/x", "nguon-cap-tin"),
    (MAP, "/2011/11/chuong-trinh-tong-the-101.html", "/x.html", "so-do-trang"),
    ("dia-chi-cu.json", "chuong-trinh-tong-the-101", "x", "dia-chi-cu"),
    ("archive.jsonl", "chuong-trinh-tong-the-101.html", "x.html", "du-lieu"),
    ("robots.txt", "Allow: /", "Disallow: /", "robots"),
]  # fmt: skip


@pytest.fixture
def copied(awkward: Built, tmp_path: Path) -> Path:
    """A copy to break; files of the site itself may be hard links of other sites'."""
    return Path(shutil.copytree(awkward.output, tmp_path / "output"))


def test_a_sound_site_passes(awkward: Built, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(awkward.output), *ALONE]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"), FAULTS, ids=[f"{f[3]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_a_fault_is_found_and_named(
    copied: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, rule: str
) -> None:
    text = (copied / file).read_text(encoding="utf-8")
    assert old in text
    (copied / file).write_text(text.replace(old, new), encoding="utf-8")
    assert main([str(copied), *ALONE]) == 1
    assert f": {rule}: " in capsys.readouterr().out


def test_pages_without_a_way_to_them_or_with_one_title_are_found(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(copied / ARTICLE, copied / "2011/11/ban-sao.html")
    assert main([str(copied), *ALONE]) == 1
    said = capsys.readouterr().out
    assert "2011/11/ban-sao.html: mo-coi: " in said
    assert ": trung-tieu-de: " in said


def test_over_a_budget_of_ones_own_fails(
    awkward: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tight = tmp_path / "tight.toml"
    text = HOUSE.read_text(encoding="utf-8")
    tight.write_text(text.replace("css = 6_144", "css = 61").replace("article = 15_360", "article = 1_536"))
    assert main([str(awkward.output), *ALONE, "--budgets", str(tight)]) == 1
    said = capsys.readouterr().out
    assert f"{ARTICLE}: dung-luong: " in said
    assert "theme/site." in said


def test_what_cannot_be_followed_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="không có trang nào"):
        main([str(tmp_path)])
    (tmp_path / "index.html").write_text("x")
    (tmp_path / "lacking.toml").write_text("[weight]\narticle = 1\n")
    with pytest.raises(UsageError, match="giới hạn thiếu"):
        main([str(tmp_path), "--budgets", str(tmp_path / "lacking.toml")])


def test_a_sample_holds_every_kind_and_its_longest_page() -> None:
    kinds = {f"bai-{n}.html": ("article", n) for n in range(100)}
    kinds |= {"index.html": ("home", 7), "2017.html": ("period", 3), "2018.html": ("period", 4)}
    assert by_kind(kinds, 2) == {
        "article": ["bai-99.html", "bai-0.html"],
        "home": ["index.html"],
        "period": ["2018.html", "2017.html"],
    }
    chosen = spread(kinds, 20)
    assert len(chosen) == 20
    assert {kinds[url][0] for url in chosen} == {"article", "home", "period"}
    assert spread(kinds, 1000) == sorted(kinds)


PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>x</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'self'; script-src 'self'; connect-src *; img-src data:">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="a.css"></head>
<body><nav><a href="index.html">Ở đây</a></nav><main><h1>Ẫ Ể Ộ</h1><p>Một trang</p></main>
<script src="a.js"></script></body></html>"""


@pytest.fixture
def looker(tmp_path: Path, browser: object, serve: Callable[[Path], str]) -> Callable[[str, str], Looker]:
    """Eyes for a site of one page of a given style and script."""

    def made(css: str, script: str) -> Looker:
        (tmp_path / "a.css").write_text(
            f":focus {{ outline: 3px solid }} @media print {{ nav {{ display: none }} }} {css}"
        )
        (tmp_path / "a.js").write_text(script)
        (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
        site = BuiltSite(tmp_path, frozenset(), "http://x/", {}, load_budgets())
        return Looker(site, serve(tmp_path), browser, "")

    return made


@pytest.mark.parametrize(
    ("css", "script", "rules"),
    [
        ("", "", set()),
        ("h1 { line-height: 1 }", "", {"chu-hoa-co-dau"}),
        ("a:focus { outline: 0 }", "", {"vien-chon"}),
        ("main { width: 600px }", "", {"tran-ngang"}),
        (
            ".x { height: 99px }",
            "setTimeout(() => document.querySelector('main').prepend("
            "Object.assign(document.createElement('div'), {className: 'x'})), 200)",
            {"xe-dich"},
        ),
        ("@media print { nav { display: block } }", "", {"ban-in"}),
        ("", "document.cookie = 'a=1'", {"luu-tru"}),
        (
            "",
            "document.querySelector('p').append(' chữ'.repeat(1), ' do mã lệnh thêm vào')",
            {"khong-ma-lenh"},
        ),
        ("", "fetch('http://127.0.0.1:9/x').catch(() => {})", {"bao-loi", "ben-thu-ba"}),
    ],
)
def test_what_a_reader_would_notice_is_noticed(
    looker: Callable[[str, str], Looker], css: str, script: str, rules: set[str]
) -> None:
    assert {problem.rule for problem in looker(css, script).look("index.html", "page")} == rules


def test_text_spaced_out_by_its_reader_must_fit_whatever_the_policy(
    looker: Callable[[str, str], Looker],
) -> None:
    # Monospaced, so that the line is as long whatever fonts there are: 33 letters of .6 em, then of .72 em.
    css = f"h1 {{ font: 14px monospace; white-space: nowrap }} h1::after {{ content: '{28 * 'x'}' }}"
    found = list(looker(css, "").look("index.html", "page"))
    assert {problem.rule for problem in found} == {"tran-ngang"}
    assert [problem.message for problem in found if "chữ giãn" not in problem.message] == []


def test_a_page_is_not_blamed_for_the_one_before(
    looker: Callable[[str, str], Looker], tmp_path: Path
) -> None:
    bad = "document.cookie = 'a=1'; localStorage.b = 1; console.log('x'); fetch('http://127.0.0.1:9/').catch(() => {})"
    eyes = looker("", bad)
    (tmp_path / "good.html").write_text(PAGE.replace("a.js", "b.js"), encoding="utf-8")
    (tmp_path / "b.js").write_text("")
    assert {p.rule for p in eyes.look("index.html", "page")} == {"luu-tru", "bao-loi", "ben-thu-ba"}
    assert not list(eyes.look("good.html", "page"))
