"""What is the text in spite of its names, and what is not in spite of its words."""

import pytest

from tests.scripts.convert.content.test_old_pages import TEXT, TEXTS, article


@pytest.mark.parametrize(
    "box",
    [
        "<div class='field field--name-body field--label-hidden field__item'>{}</div>",
        "<div class='overflow-hidden'>{}</div>",
        "<div class='overflow-x-hidden'>{}</div>",
    ],
)
def test_a_box_that_hides_its_label_or_what_overflows_is_seen(box):
    """Drupal names every field so."""
    found = article("<h1>Chuyện ở phường</h1>" + "".join(box.format(f"<p>{n}. {TEXT}</p>") for n in range(4)))
    assert found.article.body.count(TEXT.strip()) == 4


def test_paragraphs_that_share_an_unlucky_name_are_the_text():
    body = "".join(f"<p class='tagStyle_z4k style_1tc'>{n}. {TEXT}</p>" for n in range(4))
    assert article(f"<h1>Chuyện ở phường</h1>{body}").article.body.count(TEXT.strip()) == 4


def test_a_newspapers_words_about_a_copy_are_not_the_text_and_a_laws_are():
    notice = "This copy is for your personal, non-commercial use only. To order copies for colleagues, write to us."
    clause = "Nghiêm cấm sao chép, phát hành lại văn bản này dưới mọi hình thức khi cơ quan ban hành chưa cho phép."
    found = article(f"<h1>Chuyện ở phường</h1><p>{notice}</p>{TEXTS}<p>{clause}</p>")
    assert notice not in found.article.body
    assert clause in found.article.body


def test_captions_of_a_gallery_that_are_cut_short_are_said_once():
    told = "Cán bộ bộ phận một cửa của huyện hướng dẫn người dân điền đơn xin cấp lại giấy chứng nhận quyền sử dụng đất"
    told += ", sáng thứ Hai đầu tháng Tư tại trụ sở của xã"
    copies = "".join(
        f"<div class=caption>{told[:size]}{end}</div>"
        for size, end in ((120, "… xem"), (130, "… ẩn"), (125, "…"))
    )
    found = article(
        f"<h1>Chuyện ở phường</h1><div><img src=/a.jpg width=400><div class=caption>{told}.</div>{copies}"
        f"<div>Ảnh 1 / 8</div></div>{TEXTS}"
    )
    assert f'"{told}.")' in found.article.body
    assert not [word for word in ("… xem", "… ẩn", "1 / 8") if word in found.article.body]
