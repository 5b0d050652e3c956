import pytest

from scripts.convert.content.profile import ProfileError, all_profiles, read_profile
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.sources.records import CaptureRecord

GOOD = 'name = "a"\n[title]\nselect = "//h1"\n[body]\nselect = "//div"\n'


def test_profiles_are_read():
    assert "caicachhanhchinh.gov.vn" in all_profiles()
    assert read_profile(GOOD, "a.toml").name == "a"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (GOOD + "[tieu]\nselect = 'x'", "tieu"),
        (GOOD.replace('select = "//h1"', "chon = '//h1'"), "chon"),
        (GOOD.replace("//h1", "//h1["), "XPath"),
        ('name = "a"\n[title]\nselect = "//h1"', "body"),
        ("name = ", "TOML"),
        (GOOD.replace("\n[title]", "\nhosts = 'x'\n[title]", 1), "hosts"),
        (GOOD + "[[drop]]\nselect = '//p'", "reason"),
    ],
)
def test_a_wrong_profile_is_named(text, names):
    with pytest.raises(ProfileError, match=names):
        read_profile(text, "a.toml")


def test_a_profile_that_misses_is_an_alarm_not_a_refusal(tmp_path):
    body = "".join(
        f"<p>Đoạn văn thứ {n} của bài viết, đủ dài để được coi là văn xuôi chứ không phải khung trang.</p>"
        for n in range(6)
    )
    page = f"""<html><head><title>Bài viết đổi mẫu</title></head><body>
    <h1>Bài viết đổi mẫu</h1><p>01/02/2018 09:00</p><div>{body}</div></body></html>"""
    record = CaptureRecord("a.html", tmp_path / "a.html", "http://caicachhanhchinh.gov.vn/a.html")
    result = convert_record(page.encode(), record, Context())
    assert result.status == "article"
    assert any("không khớp" in note for note in result.notes)
