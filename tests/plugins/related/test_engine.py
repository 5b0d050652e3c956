import random
from pathlib import Path

import pytest

from plugins.core.text import words
from plugins.related.engine import Explanation, build_state, explain, load_state
from tests.plugins.related.archives import Archive, random_archive, text

REFORM = (
    "Bộ Nội vụ kiểm tra công tác cải cách hành chính tại tỉnh Quảng Ninh, rà soát thủ tục hành chính, bộ phận một cửa "
    "và dịch vụ công trực tuyến mức độ bốn theo Nghị quyết số 30c/NQ-CP của Chính phủ về chương trình tổng thể."
)
REFORM_2 = (
    "Tại Quảng Ninh, đoàn kiểm tra của Bộ Nội vụ đánh giá cao bộ phận một cửa, dịch vụ công trực tuyến và việc rà soát "
    "thủ tục hành chính; cải cách hành chính theo Nghị quyết 30c/NQ-CP đạt kết quả rõ rệt trong năm qua."
)
FOOTBALL = "Đội tuyển thắng ba bàn không gỡ trên sân Mỹ Đình, tiền đạo ghi hai bàn sau giờ nghỉ trước bốn vạn khán giả."
WEATHER = (
    "Bão số bảy đổ bộ miền Trung gây mưa lớn, nhiều hồ thủy điện xả lũ, tàu thuyền được gọi vào bờ tránh trú."
)
MARKET = "Giá lúa gạo đồng bằng tăng nhẹ, thương lái thu mua mạnh, nông dân phấn khởi vì vụ mùa bội thu hơn năm ngoái."


def mixed() -> Archive:
    archive = Archive()
    for day, body in enumerate((REFORM, REFORM_2, FOOTBALL, WEATHER, MARKET)):
        archive.put(f"a{day}", body, day=day)
    return archive


def test_articles_on_one_subject_find_each_other_and_nothing_pads_the_list(tmp_path):
    lists = mixed().lists(tmp_path)
    assert lists["a0"] == ["a1"]
    assert lists["a1"] == ["a0"]
    assert lists["a2"] == lists["a3"] == lists["a4"] == []


@pytest.mark.parametrize("bodies", [[], [REFORM], ["", ""], ["", REFORM], ["!!! …", "—"], ["a", "a", "a"]])
def test_archives_of_almost_nothing_have_no_lists(tmp_path, bodies):
    archive = Archive()
    for number, body in enumerate(bodies):
        archive.put(f"x{number}", body)
    assert all(not found for found in archive.lists(tmp_path).values())


def test_an_empty_article_is_related_to_nothing(tmp_path):
    archive = random_archive(random.Random(1), 60)
    archive.put("trong", "", day=500)
    lists = archive.lists(tmp_path)
    assert lists["trong"] == []
    assert all("trong" not in found for found in lists.values())
    assert any(lists.values())


def test_a_title_alone_says_little_in_a_small_archive_and_enough_where_it_names_a_subject(tmp_path):
    archive = mixed()
    archive.put("rong", "", title="Bài không có nội dung", day=10)
    archive.put("ngan", "Ngắn.", title="Bài không có mã", day=11)
    archive.put("tieu-de", "", title="Thủ tục hành chính và bộ phận một cửa ở Quảng Ninh", day=12)
    lists = archive.lists(tmp_path)
    assert lists["rong"] == lists["ngan"] == []
    assert sorted(lists["tieu-de"]) == ["a0", "a1"]


def test_twins_hide_each_other_and_stand_once_in_other_lists(tmp_path):
    archive = random_archive(random.Random(1), 60)
    archive.put("a0", REFORM, day=500)
    archive.put("a1", REFORM_2, day=501)
    for number in range(4):
        archive.put(f"t{number}", REFORM, day=502 + number)
    lists = archive.lists(tmp_path)
    assert lists["a0"] == lists["t3"] == ["a1"]
    assert lists["a1"] == ["a0"]  # equal scores: the smaller key


def test_a_short_excerpt_counts_as_a_copy(tmp_path):
    archive = mixed()
    archive.put("trich", " ".join(REFORM.split()[:25]), day=10)
    assert "trich" not in archive.lists(tmp_path)["a0"]


def test_other_languages_keep_to_themselves(tmp_path):
    archive = mixed()
    archive.put(
        "en1",
        "Administrative reform in Vietnam: one-stop shops and online public services, the ministry said.",
        day=7,
    )
    archive.put(
        "en2",
        "The ministry praised one-stop shops; administrative reform and online services make progress.",
        day=8,
    )
    lists = archive.lists(tmp_path)
    assert lists["en1"] == ["en2"]
    assert not {"en1", "en2"} & {*lists["a0"], *lists["a2"]}


def test_lists_are_at_most_ten_without_the_article_itself_or_anything_twice(tmp_path):
    lists = random_archive(random.Random(2), 150).lists(tmp_path)
    assert max(map(len, lists.values())) == 10
    for key, found in lists.items():
        assert key not in found
        assert len(set(found)) == len(found)


def test_the_order_of_documents_does_not_matter(tmp_path):
    archive = random_archive(random.Random(3), 120)
    keys = list(archive.documents)
    random.Random(4).shuffle(keys)
    assert archive.lists(tmp_path / "a") == archive.lists(tmp_path / "b", order=keys)


def test_more_copies_than_candidates_still_leave_ten(tmp_path):
    rng = random.Random(5)
    archive = random_archive(rng, 60)
    copied = text(random.Random(6), length=80)
    for number in range(70):
        archive.put(f"c{number:02}", copied, day=600 + number)
    archive.put("sau", copied.replace("và", "cùng") + " " + text(rng, length=120), day=700)
    found = archive.lists(tmp_path)["sau"]
    assert sum(key.startswith("c") for key in found) <= 1
    assert len(found) > 1


def explained(archive: Archive, cache: Path, two: str, one: str = "a0") -> Explanation:
    state = load_state(cache)
    assert state
    return explain(state, archive.documents[one], archive.documents[two], archive.texts)


def test_explanation_adds_up_to_the_score_and_names_terms_of_both(tmp_path):
    archive = mixed()
    archive.lists(tmp_path)
    found = explained(archive, tmp_path, "a1")
    assert found.related
    assert sum(term.part for term in found.shared) == pytest.approx(1)
    for term in found.shared:
        for body in (REFORM, REFORM_2):
            assert f" {term.text} " in f" {' '.join(words(body))} "
    assert "quảng ninh" in {term.text for term in found.shared}
    assert not explained(archive, tmp_path, "a2").related
    archive.put("sau này", REFORM)
    with pytest.raises(KeyError):
        explained(archive, tmp_path, "sau này")


def test_explained_scores_rank_as_the_list_does(tmp_path):
    archive = random_archive(random.Random(8), 80)
    lists = archive.lists(tmp_path)
    key = next(key for key, found in lists.items() if len(found) == 10)
    scores = [explained(archive, tmp_path, other, key).score for other in lists[key]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_what_was_never_built_is_explained_as_a_build_would(tmp_path):
    archive = mixed()
    archive.lists(tmp_path)
    state = build_state(list(archive.documents.values()), archive.texts)
    one, two = archive.documents["a0"], archive.documents["a1"]
    assert explain(state, one, two, archive.texts) == explained(archive, tmp_path, "a1")
