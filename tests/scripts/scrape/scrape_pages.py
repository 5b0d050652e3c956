"""Pages in the manner of the legacy portal, for the misbehaving server."""

from __future__ import annotations

import random

TEXT = (
    "cải cách hành chính nhà nước cơ quan bộ ngành địa phương thủ tục công dân tổ chức cán bộ công chức viên chức "
    "kế hoạch triển khai thực hiện kiểm tra đánh giá chỉ số xếp hạng một cửa liên thông điện tử dịch vụ trực tuyến "
    "hội nghị báo cáo kết quả nhiệm vụ giải pháp nâng cao chất lượng hiệu lực hiệu quả phục vụ nhân dân"
)
WORDS = TEXT.split()
FIRST = 26573


def address(number: int) -> str:
    """The portal's address of an article."""
    return f"/PortalPlus.aspx?/vi-VN/News/75//101147/0/{number}/"


def sentence(seed: str, words: int = 40) -> str:
    """Vietnamese-looking running text, the same for the same seed."""
    rng = random.Random(seed)
    return (" ".join(rng.choice(WORDS) for _ in range(words)) + ".").capitalize()


def article(number: int, links: str = "", clock: str = "Ngày 21/10/2018 08:30 AM") -> str:
    """An article page of table layout with several paragraphs of its own, chrome and a counter."""
    paragraphs = "".join(f"<p>{sentence(f'{number}/{i}')}</p>" for i in range(5))
    return (
        f"<!DOCTYPE html><html><head><title>Cải cách hành chính nhà nước</title></head><body><form method='post' "
        f"action='{address(number)}'><input type='hidden' name='__VIEWSTATE' value='dDwt{number}'>"
        f"<table><tr><td><span>{clock}</span></td></tr>"
        "<tr><td><a href='javascript:__doPostBack(0,0)'>Trang chu</a></td></tr>"
        f"<tr><td class=title>{sentence(f't{number}', 9)}</td></tr><tr><td>{paragraphs}</td></tr>"
        f"<tr><td><b>Xem thêm</b>{links}</td></tr><tr><td>Lượt truy cập 12911485</td></tr></table></form></body></html>"
    )


def links(*targets: str) -> str:
    """A page that leads on and says nothing."""
    items = "".join(f'<li><a href="{target}">mục</a></li>' for target in targets)
    return f"<html><head><title>Danh sách</title></head><body><ul>{items}</ul></body></html>"
