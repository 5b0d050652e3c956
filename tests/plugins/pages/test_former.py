"""The life of an article after it was published: corrected, moved, withdrawn; and a draft for a colleague."""

import json
import subprocess
import sys

import pytest

from plugins.core.addresses import archived_address, former_address
from plugins.core.article import Article
from plugins.core.clock import build_time
from plugins.core.dates import parse_moment
from scripts.rules.examine import check_content
from scripts.rules.memory import Memory
from tests.conftest import ROOT

HEAD = "Tiêu đề: Quầy mới\nMã: 7\nNgày: {date}\nTóm tắt: Tóm tắt.\n{more}\nĐoạn văn.\n"
PLACE = "bai-viet/2017/11/quay-moi-7.md"


def article(date="24/11/2017 09:56", more=""):
    return HEAD.format(date=date, more=more)


@pytest.mark.parametrize(
    ("path", "changes", "former"),
    [
        (PLACE, {}, ""),
        (PLACE, {"date": parse_moment("1/2/2018")}, "2017/11/quay-moi-7.html"),
        (PLACE, {"slug": "quay khác"}, "2017/11/quay-moi-7.html"),
        (PLACE, {"title": "Tên khác"}, ""),
        ("bai-viet/2017/11/ten-khac.md", {}, ""),
        ("khac/2017/11/quay-moi-7.md", {"date": parse_moment("1/2/2018")}, ""),
        (
            "bai-viet/2017/11/quay-moi.md",
            {"id": "", "date": parse_moment("1/2/2018")},
            "2017/11/quay-moi.html",
        ),
    ],
)
def test_the_place_of_a_file_tells_the_address_before(path, changes, former):
    fields = {"title": "Quầy mới", "date": parse_moment("24/11/2017"), "id": "7", **changes}
    assert former_address(path, Article(**fields)) == former


@pytest.mark.parametrize("change", [{"date": "01/02/2018 08:00"}, {"more": "Đường dẫn: quay-khac\n"}])
def test_an_article_that_moved_is_found_at_its_old_address(write, make, content, tmp_path, change):
    write(
        "bai-viet/khac.md",
        "Tiêu đề: Khác\nMã: 8\nNgày: 1/1/2017\nTóm tắt: x\n\n[bài](/2017/11/quay-moi-7.html)\n",
    )
    write(PLACE, article())
    first = make().records()["7"]["url"]
    write(PLACE, article(**change))
    built = make()
    now = built.records()["7"]["url"]
    assert now != first == "/2017/11/quay-moi-7.html"
    page = built.page(first[1:])
    assert f'content="0; url=../..{now}"' in page
    assert f'href="../..{now}"' in page
    assert f"{first} {now} 301\n" in built.page("_redirects")
    assert "noindex" in page
    assert first not in built.page("sitemap/trang.xml")
    assert not [p for p in check_content(content, Memory(tmp_path / "c", content), build_time(), lambda *_: None)
                if p.rule == "lien-ket-hong"]  # fmt: skip


def test_a_renamed_file_is_told_of_and_its_address_kept_by_a_line(write, make, content, tmp_path):
    write(PLACE, article())
    write("bai-viet/2017/11/hai-nhat.md", article().replace("Mã: 7\n", "").replace("Quầy mới", "Hai nhật"))
    assert "không còn" not in make().said
    renamed = content / "bai-viet/2017/11/quay-khac-7.md"
    (content / PLACE).rename(renamed)
    (content / "bai-viet/2017/11/hai-nhat.md").unlink()
    told = make()
    assert told.code == 0
    line = "Địa chỉ cũ: 2017/11/quay-moi-7.html"
    assert f"hãy thêm dòng “{line}” vào phần đầu của {renamed}" in told.said
    assert "Địa chỉ 2017/11/hai-nhat.html của lần dựng trước không còn: bài đã đổi tên tệp thì" in told.said
    assert "không còn" not in make().said
    write("bai-viet/2017/11/quay-khac-7.md", article(more=f"{line}; /2017/10/truoc-nua-7/\n"))
    built = make()
    for former in ("2017/11/quay-moi-7.html", "2017/10/truoc-nua-7.html"):
        assert 'content="0; url=../../2017/11/quay-khac-7.html"' in built.page(former)
        assert f"/{former} /2017/11/quay-khac-7.html 301\n" in built.page("_redirects")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2017/11/quay-moi-7.html", "2017/11/quay-moi-7.html"),
        ("https://kho.example/muc/2017/11/Quay-Moi-7?x=1#y", "2017/11/quay-moi-7.html"),
        ("/2017/11/quay-moi-7/", "2017/11/quay-moi-7.html"),
        ("2017/13/quay-moi-7.html", ""),
        ("http://cu.vn/PortalPlus.aspx?/vi-VN/News/75//1/0/7/", ""),
        ("2017/11/" * 9000, ""),
    ],
)
def test_an_address_is_read_however_it_was_copied(written, read):
    assert archived_address(written) == read


def test_many_lost_addresses_are_counted(make, write, content):
    for number in range(12):
        write(f"bai-viet/2017/11/bai-{number}.md", article().replace("Mã: 7", f"Mã: {number}"))
    make()
    for number in range(1, 12):
        (content / f"bai-viet/2017/11/bai-{number}.md").unlink()
    said = make().said
    assert said.count("của lần dựng trước không còn") == 10
    assert "… và 1 địa chỉ nữa." in said


def test_a_withdrawn_article_leaves_a_page_that_says_so(write, make, content, tmp_path):
    text = "Tiêu đề: Khác\nMã: 8\nNgày: 1/1/2017\nTóm tắt: x\n\n[bài](2017/11/quay-moi-7.md), "
    text += "[nữa](/2017/11/quay-moi-7.html)\n"
    write("bai-viet/khac.md", text)
    write(PLACE, article(more="Trạng thái: đã gỡ\nĐính chính: Theo yêu cầu của phường.\n"))
    built = make()
    assert built.code == 0, built.said
    page = built.page("2017/11/quay-moi-7.html")
    assert "Bài số 7 đã được gỡ" in page
    assert "Theo yêu cầu của phường." in page
    assert "Đoạn văn" not in page
    assert "7" not in built.records()
    assert "quay-moi" not in built.page("feeds/tat-ca.json") + built.page("sitemap/trang.xml")
    assert json.loads(built.page("dia-chi-cu.json"))["7"] == "2017/11/quay-moi-7.html"
    problems = check_content(content, Memory(tmp_path / "c", content), build_time(), lambda *_: None)
    assert [p.rule for p in problems if p.rule == "lien-ket-hong"] == []


def test_former_pages_are_held_to_nothing_that_is_for_readers(write, make):
    write("trang/gioi-thieu.md", "Tiêu đề: Giới thiệu\nTóm tắt: Về kho.\n\nx\n")
    write(PLACE, article(date="01/02/2018 08:00"))
    write("bai-viet/2017/11/cu-8.md", article(more="Trạng thái: đã gỡ\n").replace("Mã: 7", "Mã: 8"))
    built = make(settings={"SITEURL": "https://kho.example"}, env={"CMS": "github:co-quan/kho"})
    assert (built.output / "bien-tap" / "index.html").is_file()
    words = ["scripts.check_site", str(built.output), "--without", "axe,vnu,html-validate,chromium"]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert not [line for line in said.splitlines() if "mo-coi" in line or "so-do-trang" in line], said


def test_a_correction_is_seen_in_feeds_and_data(write, make):
    for number in range(10, 50):
        write(f"bai-{number}.md", f"Tiêu đề: Bài {number}\nMã: {number}\nNgày: 1/1/2020 08:{number}\n\nx\n")
    write(PLACE, article(more="Sửa ngày: 01/06/2020\nĐính chính: Sửa số ngày.\n"))
    built = make()
    item = json.loads(built.page("feeds/tat-ca.json"))["items"][0]
    assert item["url"].endswith("quay-moi-7.html")
    assert item["content_text"].startswith("Đính chính: Sửa số ngày.")
    assert item["date_modified"].startswith("2020-06-01")
    assert "Đính chính: Sửa số ngày." in built.page("feeds/tat-ca.atom.xml")
    record = built.records()["7"]
    assert (record["modified"], record["correction"]) == ("2020-06-01", "Sửa số ngày.")


def test_a_colleague_reads_a_draft(write, make):
    write(PLACE, article(more="Trạng thái: bản nháp\n"))
    write("khac.md", "Tiêu đề: Khác\nMã: 8\nNgày: 1/1/2017\n\nx\n")
    assert "7" not in make().records()
    shown = make(env={"DRAFTS": "1"})
    assert "Bản nháp:" in shown.page(shown.records()["7"]["url"][1:])
    assert "7" not in make().records()
