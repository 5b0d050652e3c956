"""Texts and pictures of the archive that is soaked: few words in many places, so that chances meet."""

from __future__ import annotations

import io
import random

from PIL import Image

SOURCE = """Tiêu đề: {title}
Mã: {number}
Ngày: {date}
Chuyên mục: {section}
Thẻ: {tags}
Tác giả: {author}
Trạng thái: {status}

Nội dung về cải cách hành chính, thủ tục số {words}, và [bài trước](/index.html).

{picture}
"""
TITLES = ("Một cửa", "Một cửa liên thông", "Chính quyền điện tử", "Ý kiến – “dấu”", "MỘT CỬA")
SECTIONS = ("Tin", "Ý kiến báo chí", "Thảo luận")
TAGS = ("một cửa", "Một cửa", "PAR Index", "đào tạo", "Đào tạo", "đăng ký; đất đai")
AUTHORS = ("Thu Hà", "THU HÀ", "Xuân Thắng", "Hoà Bình; Hòa Bình", "")
WORDS = ("hồ sơ", "phí", "thuế", "đất đai", '"dấu"', "một cửa", "công dân")
FOLDERS = ("", "bai-viet/2015/03", "bai-viet/2016/11", "bai-viet/Cũ", "bai-viet/cu")
PICTURES = ("anh/a.jpg", "anh/b.jpg", "anh/Á.png")
PICTURE_BYTES = 120_000
YEARS = (2015, 2016, 2016, 2018)


def picture(rng: random.Random, ending: str) -> bytes:
    """A picture wide enough to have a version for phones; all of one ending have the same size in bytes."""
    small = Image.frombytes("RGB", (9, 6), rng.randbytes(9 * 6 * 3))
    file = io.BytesIO()
    wide = small.resize((rng.choice([900, 880]), 600), Image.Resampling.BICUBIC)
    wide.save(file, "PNG" if ending == ".png" else "JPEG")
    return file.getvalue().ljust(PICTURE_BYTES * (4 if ending == ".png" else 1), b"\0")


def date(rng: random.Random) -> str:
    """A date around the clocks of the soak."""
    return (
        f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/{rng.choice(YEARS)} {rng.randrange(24):02}:00"
    )


def article(rng: random.Random, number: int) -> str:
    """An article: in some cases a draft or hidden, in some with a picture."""
    pick = rng.choice
    return SOURCE.format(
        title=pick(TITLES) + pick(["", f" {number}"]),
        number=number,
        date=date(rng),
        section=pick(SECTIONS),
        tags="; ".join(rng.sample(TAGS, 2)),
        author=pick(AUTHORS),
        status=pick(["xuất bản"] * 5 + ["bản nháp", "ẩn"]),
        words=" ".join(pick(WORDS) for _ in range(30)),
        picture=f"![Ảnh](/{pick(PICTURES)})" if rng.random() < 0.2 else "",
    )
