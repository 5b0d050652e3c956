"""What fails a step is not published, and the site before it stays."""

from __future__ import annotations

import pytest

from plugins.system.fixity import MANIFEST, read_manifest
from plugins.system.locks import Busy
from plugins.system.versions import Versions
from scripts import publish
from scripts.support.command import UsageError
from tests.conftest import tree

PASSED_OVER = "chromium,axe,vnu,html-validate"  # tests of check-site itself have their own


@pytest.fixture
def publish_to(content, tmp_path, monkeypatch):
    def call(siteurl: str = "https://luutru.example/cchc") -> int:
        monkeypatch.setenv("PYTHONPATH", ".")
        folders = [
            "--content",
            str(content),
            "--captures",
            str(tmp_path / "c"),
            "--output",
            str(tmp_path / "output"),
        ]
        return publish.main([siteurl, *folders, "--without", PASSED_OVER])

    return call


@pytest.mark.parametrize("address", ["", "luutru.example", "ftp://a.vn", "https://", "https://a.vn/?x=1"])
def test_only_an_address_of_a_site_is_taken(publish_to, address):
    with pytest.raises(UsageError, match="make publish SITEURL="):
        publish_to(address)


@pytest.fixture
def article(write):
    def put(body: str, name: str = "a-1") -> None:
        head = f"Tiêu đề: Bài {name}\nMã: {name[-1]}\nNgày: 1/2/2003\nTóm tắt: Tóm tắt.\n"
        write(f"bai-viet/2003/02/{name}.md", f"{head}\n{body}\n")

    return put


def test_a_site_that_holds_is_let_out_with_its_address(publish_to, article, tmp_path, capfd):
    article("Cải cách hành chính.")
    assert publish_to() == 0
    page = (tmp_path / "output/2003/02/a-1.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://luutru.example/cchc/2003/02/a-1.html"' in page
    said = capfd.readouterr().out
    assert "Đã đăng trang cho https://luutru.example/cchc" in said
    files = len(read_manifest(tmp_path / "output" / MANIFEST))
    assert f"Phải chép: {files} tệp mới, 0 tệp đổi" in said


def test_what_a_host_must_be_sent_is_told_first(publish_to, article, tmp_path, capfd):
    article("Một.")
    article("Hai.", "b-2")
    assert publish_to() == 0
    before = read_manifest(tmp_path / "output" / MANIFEST)
    capfd.readouterr()
    article("Hai, đã sửa.", "b-2")
    assert publish_to() == 0
    after = read_manifest(tmp_path / "output" / MANIFEST)
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    changed = sum(before[path] != after[path] for path in before.keys() & after.keys())
    assert 0 < changed < len(after)
    said = capfd.readouterr().out
    assert f"Phải chép: {new} tệp mới, {changed} tệp đổi (0," in said
    index = {path for path in after if path.startswith("tim-kiem/") and before.get(path) != after[path]}
    assert f"trong đó {len(index)} tệp của chỉ mục tìm kiếm" in said
    assert {path for path in after if before.get(path) != after[path]} - index
    assert f"xóa: {gone} tệp. Cả trang: {len(after)} tệp." in said


def test_what_breaks_a_rule_is_not_built(publish_to, article, tmp_path, capfd):
    article("Một.")
    assert publish_to() == 0
    article("![](/anh/khong-co.png)", "b-2")
    assert publish_to() == 1
    assert "bước “Kiểm tra bài” không đạt" in capfd.readouterr().err
    assert not (tmp_path / "output/2003/02/b-2.html").exists()


def test_a_site_that_does_not_hold_is_not_let_out(publish_to, article, tmp_path, capfd):
    article("Một.")
    assert publish_to() == 0
    published = tree(tmp_path / "output")
    # A link to a place of the page that is not there: no rule of the sources, one of the built site.
    article("Xem [phần sau](#khong-co-phan-nay).", "b-2")
    for _ in range(3):
        assert publish_to() == 1
    assert "bước “Kiểm tra trang” không đạt" in capfd.readouterr().err
    assert tree(tmp_path / "output") == published
    # It is there to be looked at, and no version that a rollback could bring back.
    assert (tmp_path / ".output.candidate/2003/02/b-2.html").exists()
    assert Versions(tmp_path / "output", 2).kept() == []


def test_each_published_site_is_a_version_and_the_same_one_twice_is_not(publish_to, article, tmp_path, capfd):
    article("Một.")
    assert publish_to() == 0
    first = tree(tmp_path / "output")
    article("Hai.")
    assert publish_to() == 0
    assert publish_to() == 0
    assert "Không có gì mới" in capfd.readouterr().out
    versions = Versions(tmp_path / "output", 2)
    assert versions.kept() == [1]
    assert tree(versions.earlier(1)) == first
    # The published files are those that were checked, not copies of them.
    page = "2003/02/a-1.html"
    assert (tmp_path / "output" / page).samefile(versions.candidate / page)


def test_a_site_to_look_at_does_not_take_the_place_of_the_published_one(publish_to, article, make, tmp_path):
    article("Một.")
    assert publish_to() == 0
    published = tree(tmp_path / "output")
    article("Hai.")
    built = make()
    assert built.code == 2
    assert "make html OUTPUTDIR=" in built.said
    assert tree(tmp_path / "output") == published


def test_what_is_no_site_is_not_replaced(publish_to, article, tmp_path):
    article("Một.")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "luan-van.doc").write_text("chữ")
    with pytest.raises(UsageError, match="không phải trang do kho này dựng"):
        publish_to()
    assert [p.name for p in (tmp_path / "output").iterdir()] == ["luan-van.doc"]


def test_two_publications_exclude_each_other(publish_to, article, tmp_path):
    article("Một.")
    with Versions(tmp_path / "output", 2).lock(), pytest.raises(Busy):
        publish_to()
    assert not (tmp_path / "output").exists()
