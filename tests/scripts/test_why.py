import pytest

from plugins.related.engine import related_lists
from scripts.support.command import run
from scripts.why import main, plain_markdown, read_archive

BODIES = {
    "mot": "Bộ Nội vụ kiểm tra [cải cách hành chính](http://example.org/duong-dan) tại Quảng Ninh.",
    "hai": "Quảng Ninh đẩy mạnh cải cách hành chính sau khi Bộ Nội vụ kiểm tra.",
    "ba": "Đội tuyển thắng ba bàn trên sân nhà trước bốn vạn khán giả.",
    "bon": "Giá lúa tăng nhẹ ở đồng bằng, nông dân vào vụ thu hoạch sớm.",
}


@pytest.fixture
def content(tmp_path):
    for day, (key, body) in enumerate(BODIES.items(), 1):
        header = f"Tiêu đề: Bài số {key}\nMã: {key}\nNgày: 0{day}/02/2015 08:00\nChuyên mục: Tin\n\n"
        path = tmp_path / "bai-viet" / "2015" / "02" / f"{key}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header + body + "\n", encoding="utf-8")
    return tmp_path


def test_the_shared_terms_are_printed(content, capsys):
    assert run(main, ["mot", "hai", "--content", str(content)]) == 0
    said = capsys.readouterr().out
    assert "quảng ninh" in said
    assert "Độ gần nhau" in said
    assert "example" not in said


def build(content, cache, *, without=()):
    """What a build of the folder remembers."""
    documents, bodies = read_archive(content)
    known = [document for document in documents if document.key not in without]
    related_lists(
        known, lambda digests: ((d, bodies[d]) for d in digests), cache / "mot-lan-dung" / "related"
    )


def test_what_the_last_build_knew_is_not_weighed_again(content, tmp_path, capsys, monkeypatch):
    arguments = ["mot", "hai", "--content", str(content)]
    assert run(main, arguments) == 0
    weighed_here = capsys.readouterr().out
    build(content, tmp_path / "nho")
    monkeypatch.setattr("scripts.why.build_state", lambda *_: pytest.fail("the whole archive was weighed"))
    assert run(main, [*arguments, "--cache", str(tmp_path / "nho")]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert "lần dựng gần nhất" in first
    assert rest == weighed_here.splitlines()


def test_articles_in_files_of_other_names_are_found(content, tmp_path, capsys):
    build(content, tmp_path / "nho")
    for path in content.rglob("hai.md"):
        path.rename(path.with_name("quang-ninh.md"))
    assert run(main, ["mot", "hai", "--content", str(content), "--cache", str(tmp_path / "nho")]) == 0
    assert capsys.readouterr().out.splitlines()[2].startswith("hai: Bài số hai")


def test_a_build_that_did_not_know_an_article_is_not_asked(content, tmp_path, capsys):
    build(content, tmp_path / "nho", without=("hai",))
    assert run(main, ["mot", "hai", "--content", str(content), "--cache", str(tmp_path / "nho")]) == 0
    said = capsys.readouterr().out
    assert "quảng ninh" in said
    assert "lần dựng" not in said


def test_strangers_share_nothing(content, capsys):
    assert run(main, ["mot", "ba", "--content", str(content)]) == 0
    assert "Hai bài không có từ đặc trưng nào chung." in capsys.readouterr().out


def test_an_unknown_id_is_wrong_usage(content, capsys):
    assert run(main, ["mot", "999", "--content", str(content)]) == 2
    assert "999" in capsys.readouterr().err


def test_plain_markdown_keeps_words_and_drops_addresses():
    text = plain_markdown("![ảnh](anh/a.jpg) Xem [Nghị quyết](tep/nq.pdf) (số 30c) <br> **đậm**")
    assert text.split() == ["Xem", "[Nghị", "quyết]", "(số", "30c)", "**đậm**"]
