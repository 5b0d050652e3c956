import json
import shutil
from pathlib import Path

import pytest

from plugins.core.article import parse_article
from plugins.system.locks import locked
from scripts.convert.__main__ import main
from scripts.convert.job.ledger import FOLDER, LOCK, NAME
from tests.scripts.convert.sources.test_records import warc

CASES = Path(__file__).parents[3] / "cases"
SITE = CASES / "caicachhanhchinh.gov.vn"
ARTICLE = "bai-viet/2018/03/rut-ngan-thoi-gian-cap-giay-phep-xay-dung-2101.md"


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "luu"
    for name in ("word", "bang-danh-sach", "danh-sach"):
        (folder / name).mkdir(parents=True)
        shutil.copy(SITE / name / "page.html", folder / name)
    return folder


def convert(source, content, *more):
    report = content.parent / "bao-cao.jsonl"
    code = main([str(source), "--output", str(content), "--report", str(report), "--workers", "2", *more])
    return code, [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_report_and_articles(source, tmp_path):
    content = tmp_path / "content"
    code, lines = convert(source, content)
    assert code == 0
    assert [(x["source"], x["status"]) for x in lines] == [
        ("bang-danh-sach/page.html", "article"),
        ("danh-sach/page.html", "refused"),
        ("word/page.html", "article"),
    ]
    last = lines[-1]
    assert (last["id"], last["date"], last["byline"], last["path"]) == (
        "2101",
        "2018-03-02T08:10",
        "Tin, ảnh: Nguyễn Văn An",
        ARTICLE,
    )
    assert any("91.jpg" in loss["what"] for loss in last["losses"])
    article, problems = parse_article((content / ARTICLE).read_text(encoding="utf-8"), ARTICLE)
    assert (problems, article.photographers) == ([], ("Nguyễn Văn An",))


def test_links_between_articles_become_relative(source, tmp_path):
    content = tmp_path / "content"
    convert(source, content)
    text = next(content.glob("bai-viet/2018/02/*-2103.md")).read_text(encoding="utf-8")
    assert "](../03/rut-ngan-thoi-gian-cap-giay-phep-xay-dung-2101.md)" in text


def test_same_input_same_bytes_and_a_second_run_changes_nothing(source, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    convert(source, one)
    _, lines = convert(source, two, "--workers", "1")
    first = files(two)
    assert files(one) == first
    _, again = convert(source, two)
    assert files(two) == first
    assert again == lines


def test_a_persons_edit_stands_and_a_changed_source_goes_beside(source, tmp_path):
    content = tmp_path / "content"
    convert(source, content)
    mine = (content / ARTICLE).read_text(encoding="utf-8").replace("15 ngày", "mười lăm ngày")
    (content / ARTICLE).write_text(mine, encoding="utf-8")
    _, lines = convert(source, content)
    assert (content / ARTICLE).read_text(encoding="utf-8") == mine
    assert "đã được người sửa" in lines[-1]["reason"]
    page = source / "word" / "page.html"
    page.write_bytes(
        page.read_bytes().replace("Theo quy trình mới".encode(), "Theo quy trình vừa sửa".encode())
    )
    _, lines = convert(source, content)
    assert (content / ARTICLE).read_text(encoding="utf-8") == mine
    side = content / FOLDER / "ban-moi" / ARTICLE
    assert "vừa sửa" in side.read_text(encoding="utf-8")
    assert side.relative_to(content).as_posix() in lines[-1]["reason"]


def test_a_changed_source_replaces_what_nobody_touched(source, tmp_path):
    content = tmp_path / "content"
    convert(source, content)
    page = source / "word" / "page.html"
    page.write_bytes(
        page.read_bytes().replace("Theo quy trình mới".encode(), "Theo quy trình vừa sửa".encode())
    )
    convert(source, content)
    assert "vừa sửa" in (content / ARTICLE).read_text(encoding="utf-8")


def test_a_deleted_article_stays_deleted_until_asked_for(source, tmp_path):
    content = tmp_path / "content"
    convert(source, content)
    (content / ARTICLE).unlink()
    _, lines = convert(source, content)
    assert not (content / ARTICLE).exists()
    assert "--restore" in lines[-1]["reason"]
    convert(source, content, "--restore")
    assert (content / ARTICLE).exists()


def test_a_run_killed_midway_goes_on(source, tmp_path):
    content = tmp_path / "content"
    convert(source, content)
    whole = files(content)
    ledger = content / FOLDER / NAME
    kept = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text(kept[0] + kept[1][:40], encoding="utf-8")
    convert(source, content)
    assert files(content) == whole


def test_pictures_in_the_capture_come_along(source, tmp_path):
    content = tmp_path / "content"
    (source / "Uploads" / "News").mkdir(parents=True)
    (source / "Uploads" / "News" / "91.jpg").write_bytes(b"\xff\xd8\xff picture")
    _, lines = convert(source, content)
    picture = next(content.glob("anh/*-91.jpg"))
    assert f"](../../../anh/{picture.name} " in (content / ARTICLE).read_text(encoding="utf-8")
    assert not any("91.jpg" in loss["what"] for loss in lines[-1]["losses"])


def test_an_archive_brings_address_and_capture(tmp_path):
    page = (SITE / "word" / "page.html").read_bytes()
    url = "http://caicachhanhchinh.gov.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/2101/"
    picture = ("http://caicachhanhchinh.gov.vn/Uploads/News/91.jpg", "image/jpeg", b"\xff\xd8\xff picture")
    (tmp_path / "a.warc.gz").write_bytes(warc((url, "text/html; charset=utf-8", page), picture))
    content = tmp_path / "content"
    code, lines = convert(tmp_path / "a.warc.gz", content)
    assert (code, [x["status"] for x in lines]) == (0, ["article"])
    text = (content / ARTICLE).read_text(encoding="utf-8")
    assert "Lưu ngày: 21/10/2018 08:30" in text
    assert f"Địa chỉ gốc: {url}" in text
    assert len(list(content.glob("anh/*.jpg"))) == 1


def test_twins_are_refused_and_namesakes_kept(source, tmp_path):
    page = (source / "word" / "page.html").read_bytes()
    (source / "x-ban-sao.html").write_bytes(page + b"<!-- again -->")
    (source / "y-khac.html").write_bytes(page.replace("Rút ngắn thời gian cấp".encode(), "Bãi bỏ".encode()))
    code, lines = convert(source, tmp_path / "content")
    by = {x["source"]: x for x in lines}
    assert code == 0
    assert by["x-ban-sao.html"]["status"] == "refused"
    assert "word/page.html" in by["x-ban-sao.html"]["reason"]
    assert by["y-khac.html"]["id"].startswith("2101-")


def test_wrong_usage_is_told_in_vietnamese(tmp_path, capsys):
    for arguments in (
        ["khong-co", "--output", "x"],
        [str(tmp_path)],
        [str(tmp_path), "--output", "x", "--site", "khong-co"],
    ):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code
        assert code == 2
    assert "không có hồ sơ “khong-co”" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["", " ", ".", "kho", "kho/content", "../{name}", "lien-ket"])
def test_an_archive_is_no_source_of_itself(tmp_path, monkeypatch, capsys, source):
    # `make convert` without SOURCE converted the project itself.
    article = tmp_path / "kho" / "content" / "bai-viet" / "a-1.md"
    article.parent.mkdir(parents=True)
    article.write_text("Tiêu đề: A\n\nx\n", encoding="utf-8")
    (tmp_path / "kho" / "trang.html").write_text("<h1>Một trang</h1><p>Chữ của trang.</p>", encoding="utf-8")
    (tmp_path / "lien-ket").symlink_to(tmp_path / "kho")
    (tmp_path / "content").symlink_to(tmp_path / "kho" / "content")
    monkeypatch.chdir(tmp_path)
    for output in ("kho/content", "kho/content/moi"):
        assert main([source.format(name=tmp_path.name), "--output", output]) == 2
    said = capsys.readouterr().err
    assert "make convert SOURCE=" in said or "chứa thư mục nội dung" in said
    # Another output does not make the archive of this folder a source.
    assert main([source.format(name=tmp_path.name), "--output", str(tmp_path.parent / "noi-khac")]) == 2
    assert [path for path in (tmp_path / "kho").rglob("*") if path.is_file()] == [
        tmp_path / "kho" / "trang.html",
        article,
    ]


def test_a_broken_source_is_a_problem_without_a_traceback(tmp_path, capsys):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.wacz").write_bytes(b"not a zip")
    assert main([str(tmp_path / "old"), "--output", str(tmp_path / "out")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_summary_without_a_report(source, tmp_path, capsys):
    assert main([str(source), "--output", str(tmp_path / "content")]) == 0
    assert "3 nguồn: 2 bài viết, 1 bị từ chối, 0 lỗi." in capsys.readouterr().out


def test_a_second_run_waits_outside(source, tmp_path, capsys):
    content = tmp_path / "content"
    with locked(content / FOLDER / LOCK):
        assert main([str(source), "--output", str(content)]) == 75
    assert "đang ghi vào" in capsys.readouterr().err
    assert main([str(source), "--output", str(content)]) == 0
