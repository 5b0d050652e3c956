import tomllib

from scripts.convert.content.profile import read_profile
from scripts.convert.quality.inspection import main

TEXT = (
    "Phòng Nội vụ huyện đã nhận đủ hồ sơ của mười hai xã và trả kết quả trước hạn ba ngày làm việc, không hồ sơ nào "
    "phải bổ sung giấy tờ."
)
PAGE = (
    "<html><head><meta charset='utf-8'><title>Tin huyện</title></head><body>"
    "<div id='menu'><a href='/'>Trang chủ</a> <a href='/tin'>Tin</a></div><table><tr><td>"
    "<h1 class='tieu-de'>Trả kết quả trước hạn ở mười hai xã</h1><span class='ngay'>05/03/2018 09:15</span>"
    f"<div class='noi-dung'><p>{TEXT}</p><p>{TEXT} Lần hai.</p><p>{TEXT} Lần ba.<p align=right><b>Thu Trang</b></div>"
    "</td></tr></table></body></html>"
)


def inspected(tmp_path, capsys, html=PAGE, *more):
    page = tmp_path / "trang.html"
    page.write_text(html, encoding="utf-8")
    code = main([str(page), *more])
    return code, capsys.readouterr().out


def test_candidates_account_and_choice_are_shown(tmp_path, capsys):
    code, said = inspected(tmp_path, capsys)
    assert code == 0
    assert "Trả kết quả trước hạn ở mười hai xã" in said
    assert "05/03/2018 09:15" in said
    assert "Thu Trang" in said
    assert "(khép)" in said
    assert "khung của trang: menu" in said


def test_the_proposed_profile_reads_the_page(tmp_path, capsys):
    _, said = inspected(tmp_path, capsys, PAGE, "--url", "http://huyen.example.vn/tin/12.html")
    toml = said[said.index("# Hồ sơ đề xuất") :]
    assert tomllib.loads(toml)["hosts"] == ["huyen.example.vn", "www.huyen.example.vn"]
    profile = read_profile(toml, "huyen.example.vn.toml")
    assert set(profile.select) >= {"title", "date", "body"}
    assert "CSS: h1.tieu-de" in toml
    assert "CSS: div.noi-dung" in toml


def test_a_refused_page_says_why(tmp_path, capsys):
    code, said = inspected(tmp_path, capsys, "<html><body><p>Không có gì.</p></body></html>")
    assert code == 0
    assert "refused" in said


def test_a_page_that_is_not_there_is_wrong_usage(tmp_path, capsys):
    assert main([str(tmp_path / "khong-co.html")]) == 2
    assert "không có tệp" in capsys.readouterr().err
