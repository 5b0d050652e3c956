import pytest

from scripts.convert.content.stray_images import stray_images
from scripts.convert.dom.tree import TextLengths, parse
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.sources.records import CaptureRecord

TITLE = "Rút ngắn thời gian cấp giấy phép"


def outside(between):
    root = parse(
        f"<body><p>{TITLE}</p><h1>{TITLE}</h1>{between}<div id=b><p>Thân bài <img src=trong.jpg></p></div></body>"
    )
    return stray_images(root, TITLE, [root.find(".//div[@id='b']")], TextLengths())


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("<div><img src=a.jpg width=600></div>", ["a.jpg"]),
        ("<a href=lon.jpg><img src=a.jpg></a><img src=a.jpg>", ["a.jpg"]),
        (
            "<img src=print-icon.gif><img src=x.gif width=16 height=16><img src='data:image/gif;base64,AA'>",
            [],
        ),
        ("<a href=bai-khac.html><img src=khac.jpg></a>", []),
        ("<i></i>" * 500 + "<img src=a.jpg>", []),
        ("", []),
    ],
)
def test_pictures_between_title_and_body(between, found):
    assert outside(between) == found


def test_a_picture_outside_the_body_is_a_named_loss(tmp_path):
    text = (
        "Bộ phận một cửa của huyện đã rà soát quy trình, người dân chỉ phải đến hai lần để nhận kết quả. " * 4
    )
    page = (
        f"<html><body><h1>{TITLE}</h1><p>02/03/2018 08:10</p><header><img src='/lon.jpg' width=600></header>"
        f"<div class=content>{''.join(f'<p>{text}</p>' for _ in range(4))}</div></body></html>"
    )
    result = convert_record(
        page.encode(), CaptureRecord("a.html", tmp_path, "http://x.gov.vn/a.html"), Context()
    )
    assert result.status == "article", result.reason
    shown = f"{result.article.body} {[loss.what for loss in result.losses]}"
    assert "http://x.gov.vn/lon.jpg" in shown
