"""For every rule of the archive: what it must catch and what it must let pass, as data.

An example is one article's text or bytes, or a whole content folder as {path: text or bytes}.
"""

from __future__ import annotations

import unicodedata

from tests.scripts.rules.example_articles import (
    BASIS,
    COMPILED,
    DIGEST,
    FIGURE,
    GOOD,
    LINKED,
    NFD,
    SECTIONS,
    Examples,
    article,
    articles,
    dated,
    linking,
    picture,
)

EXAMPLES: dict[str, Examples] = {
    "phan-dau": Examples([GOOD.replace("Ngày: 24/11/2017 09:56", "Ngày 24/11/2017"), "---\nTiêu đề: a\n"], [GOOD]),
    "truong-la": Examples([GOOD.replace("\n\n", "\nTác gỉa của ảnh: x\n\n", 1)], [article("Ghi chú: một câu.")]),
    "truong-lap": Examples([GOOD.replace("\n\n", "\ntitle: x\n\n", 1)], [GOOD]),
    "thieu-truong": Examples(
        ["", "Tiêu đề: a\n\nx\n", "Ngày: 1/2/2003\n\nx\n", {"trang/a.md": "Tóm tắt: a\n\nx\n"}],
        [{"trang/a.md": "Tiêu đề: a\n\nx\n"}],
    ),
    "ngay": Examples([article(date="31/02/2017"), article(date="hôm qua"), article(date="2017")], [GOOD]),
    "trangthai": Examples([article(status="xong")], [article(status="bản nháp"), article(status="ẩn")]),
    "ma": Examples([article(id="có dấu"), article(id="a/b")], [article(id="a-1")]),
    "tieu-de-dai": Examples([article(title="x" * 251)], [article(title="x" * 250)]),
    "thieu-tom-tat": Examples([article(summary="")], [article(summary="", status="bản nháp"), GOOD]),
    "loaibai": Examples(
        [GOOD.replace("\n\n", "\nLoại bài: phóng sự\n\n", 1)],
        [COMPILED, DIGEST],
    ),
    "bien-soan": Examples(
        [
            COMPILED.replace("22/06/2007", "22/06/2007 09:10"),
            COMPILED.replace("Mã: bs-1", "Mã: 4754"),
            COMPILED.replace("Biên soạn ngày: 22/11/2026\n", ""),
            COMPILED.replace("Biên soạn ngày: 22/11/2026", "Biên soạn ngày: 01/01/2001"),
            COMPILED.replace("Loại bài: bài biên soạn\n", ""),
            COMPILED.replace("\n\n", "\nĐịa chỉ gốc: http://a.vn/1\n\n", 1),
            DIGEST.replace("Địa chỉ gốc: http://a.vn/1\n", ""),
        ],
        [COMPILED, DIGEST],
    ),
    "can-cu": Examples(
        [COMPILED.replace(f"Căn cứ: {BASIS}\n", "")],
        [COMPILED, DIGEST],
    ),
    "dang-chuan": Examples(
        [
            GOOD.replace("\n", "\r\n"),
            GOOD + "\n\n",
            GOOD.rstrip("\n"),
            GOOD.replace("Tiêu đề", "title"),
            "Ngày: 1/2/2003\nTiêu đề: a\nTóm tắt: b\n\nx\n",
        ],
        [GOOD, article(tags="a; b", authors="Thu Hà"), article(body="", status="bản nháp")],
    ),
    "ma-hoa": Examples([GOOD.encode("utf-16"), GOOD.encode("cp1258", "replace"), b"\xff\xfe\x00"], [GOOD]),
    "nfc": Examples([article(NFD), unicodedata.normalize("NFD", GOOD)], [GOOD]),
    "ky-tu-an": Examples(
        [article("một\u200bcửa"), article("\u202ethuận\u202c"), article("cải\x0bcách"), "\ufeff\ufeff" + GOOD],
        [article("Hai\tdòng có tab\u00a0và khoảng trắng cứng.")],
    ),
    "ky-tu-hong": Examples(
        [article("c\ufffdi cách"), article("c?i c?ch h?nh ch?nh t?i b?n ng?nh")],
        [article("Vì sao? Ở đâu? [x](https://example.org/tim?q=a?b)")],
    ),
    "bang-ma-cu": Examples(
        [
            article("C¶i c¸ch hµnh chÝnh nhµ n­íc".replace("\xad", "")),
            article("Caûi caùch haønh chính nhaø nöôùc"),
            article("CaÒi caÌch haÌnh chiình"),
        ],
        [article("Động cơ 13.8 N·m; “goûter” và Citroën, Haïti; xoong, boong; 37 °C, §3, ©2018, “ĐÃ”."),],
    ),
    "ma-hoa-kep": Examples(
        [article("Cáº£i cÃ¡ch hÃ nh chÃ\xadnh".replace("\xad", "¡")), article("â€œMá»™t cá»\xada".replace("\xad", "­"))],
        [article("“TỈNH, HUYỆN, XÔ, «Xã», “CẤP XÔ và “CẤP XÃ” ở ĐÃ\u00a0NẴNG; Âu, Ấn Độ, Ângghen")],
    ),
    "noi-dung-trong": Examples([article("")], [article("", status="bản nháp")]),
    "cau-mau": Examples(
        [article("Thay đoạn này bằng đoạn mở đầu: việc gì, ở đâu, khi nào, ai làm.")],
        [article("Thay đoạn này bằng đoạn mở đầu: việc gì, ở đâu, khi nào, ai làm.", status="bản nháp")],
    ),
    "html-tho": Examples(
        [
            article("<div>x</div>"),
            article("<script>x</script>"),
            article("<td onclick='x'>a</td>"),
            article("<br\nstyle=x>"),
            article("a <!-- ẩn --> b"),
        ],
        [
            article("m<sup>2</sup>, CO<sub>2</sub><br>a < b > c, <https://example.org>, `<div>`, \\<div>"),
            article('<table>\n<tr><td colspan="2"><strong>a</strong></td></tr>\n</table>\n\n<!-- -->\n\n    <div>'),
        ],
    ),
    "anh-thieu-mo-ta": Examples(
        [
            {"bai-viet/a.md": article(f'{text} "c")' if text.endswith("png") else text), "anh/bieu-do.png": picture()}
            for text in ("![](../anh/bieu-do.png", "![DSC01.JPG](../anh/bieu-do.png", "![ảnh](../anh/bieu-do.png",
                         "[![](../anh/bieu-do.png)](/)", '<img src="../anh/bieu-do.png">', "![][a]\n\n[a]: /")
        ],
        [{"bai-viet/a.md": FIGURE, "anh/bieu-do.png": picture()}],
    ),
    "anh-thieu-chu-thich": Examples(
        [{"bai-viet/a.md": FIGURE.replace(' "Chỉ số năm 2017"', ""), "anh/bieu-do.png": picture()}],
        [
            {"bai-viet/a.md": FIGURE, "anh/bieu-do.png": picture()},
            {"bai-viet/a.md": article("Nhấn ![nút tìm](../anh/bieu-do.png) để tìm."), "anh/bieu-do.png": picture()},
        ],
    ),
    "noi-dung": Examples([], [GOOD]),
    "loai-tep": Examples([{"a.docm": b"x"}, {"bai.MD": GOOD}, {"bai.txt": GOOD}], [{"tep/a.txt": "x"}]),
    "ten-tep": Examples(
        [{unicodedata.normalize("NFD", "bài.md"): GOOD}, {"tep/con.pdf": b"x"}], [{"bài.md": GOOD, "con.md": GOOD}]
    ),
    "lien-ket": Examples([], [GOOD]),
    "qua-muc": Examples(
        [article(tags="; ".join(map(str, range(1001)))), article(tags="x" * 201), article(summary="x " * 25_001)],
        [article(tags="; ".join(map(str, range(1000)))), article(summary="x " * 4500)],
    ),
    "khong-doc-duoc": Examples([], [GOOD]),
    "thu-muc-an": Examples([{"bai-viet/.cu/a.md": GOOD}], [{"a.md": GOOD, ".git/config": "x", ".toan-ven/m": "x"}]),
    "tep-chay-ma": Examples(
        [{"anh/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'}, {"tep/a.xml": b"<a"}],
        [{"anh/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>', "tep/a.xml": b"<a/>"}],
    ),
    "qua-lon": Examples([article("x " * 1_000_001)], [article("x " * 1000)]),
    "trung-ma": Examples(
        [
            articles(a=article(id="7"), b=article(id="7")),
            articles(a=article(slug="t"), b=article(date="1/2/2003", slug="t")),
        ],
        [articles(a=article(id="7"), b=article(id="8"))],
    ),
    "trung-dia-chi": Examples(
        [{"bai-viet/x/a.md": GOOD, "bai-viet/y/a.md": GOOD}],
        [{"bai-viet/x/a.md": article(id="1"), "bai-viet/y/a.md": article(id="2")}],
    ),
    "ngay-tuong-lai": Examples([article(date="01/02/2026")], [article(date="01/02/2026", status="bản nháp")]),
    "ngay-qua-xa": Examples(
        [article(date="01/01/2099"), article(date="03/01/2027")],
        [article(date="01/01/2099", status="bản nháp"), article(date="01/01/2026 23:00"), article(date="31/12/2026")],
    ),
    "dong-ho": Examples([dated(11, "2099")], [dated(11, "2025")]),
    "anh-lon": Examples(
        [{"anh/rong.png": picture(4001, 10)}, {"anh/nang.png": picture() + bytes(1_500_001)}],
        [{"anh/vua.png": picture(4000, 10)}],
    ),
    "anh-qua-lon": Examples([{"anh/nang.png": picture() + bytes(60_000_001)}], [{"anh/rong.png": picture(5000, 10)}]),
    "anh-hong": Examples(
        [{"anh/a.jpg": d} for d in (b"khong phai anh", b"\0\0\0\x18ftypheic", picture(300, 200)[:-30])],
        [{"anh/a.png": picture(), "anh/a.svg": b"<svg/>"}],
    ),
    "lien-ket-hong": Examples(
        [
            linking("khong-co.md"),
            linking("/khong-co.html"),
            linking("/2017/11/kia-8.html", kia=article(id="7")),
            linking("nhap.md", nhap=article(status="bản nháp")),
            linking("KIA.md", kia=GOOD),
            linking("/PortalPlus.aspx?/vi-VN/News/75//1/0/9/", kia=article(id="7")),
            linking("../../../etc/passwd"),
            articles(goc=article('<a href="khong-co.md">x</a>')),
            articles(goc=article("[x][d]\n\n[d]: khong-co.md")),
            articles(goc=article('![Biểu đồ](bieu-do.png "Chú thích")')),
            {"trang/a.md": "Tiêu đề: a\n\n[x](b.md)\n"},
        ],
        [LINKED, articles(goc=article("[x](nhap.md)", status="bản nháp"), nhap=article(status="bản nháp", id="n"))],
    ),
    "chuyen-muc": Examples(
        [
            {"chuyen-muc.toml": SECTIONS, **articles(a=article(section="Hoà giải cơ sở"))},
            {"chuyen-muc.toml": SECTIONS, **articles(a=article(section="Thể thao"))},
            {"chuyen-muc.toml": "ten = 1\n"},
        ],
        [{"chuyen-muc.toml": SECTIONS, **articles(a=article(section="Tin tức"), b=article(id="b"))}],
    ),
    "dong-nghia": Examples(
        [
            {"dong-nghia.toml": '[[nhom]]\ncach-viet = ["sổ đỏ"]\n'},
            {"dong-nghia.toml": '[[nhom]]\ncach-viet = ["sổ đỏ", "hồng"]\n[[nhom]]\ncach-viet = ["Sổ đỏ", "xanh"]\n'},
            {"dong-nghia.toml": '[[nhom]]\nchu = ["sổ đỏ", "hồng"]\n'},
            {"dong-nghia.toml": "[[nhom]\n"},
        ],
        [{"dong-nghia.toml": '[[nhom]]\ncach-viet = ["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"]\n'}],
    ),
    "bang-viet-tat": Examples(
        [
            {"viet-tat.toml": '[[viet-tat]]\nchu = "CCHC"\n'},
            {"viet-tat.toml": '[[viet-tat]]\nchu = "CCHC"\nnghia = "cải cách hành chính"\nkhac = "x"\n'},
            {"viet-tat.toml": "[[viet-tat]\n"},
        ],
        [{"viet-tat.toml": 'bo-qua = ["HCM"]\n[[viet-tat]]\nchu = "CCHC"\nnghia = "cải cách hành chính"\n'}],
    ),
    "viet-hai-cach": Examples(
        [
            articles(a=article(tags="hòa giải"), b=article(tags="hoà giải")),
            articles(a=article(tags="cải cách hành chính"), b=article(tags="cải cách hành chánh")),
            articles(a=article(tags="kỹ thuật số"), b=article(tags="kĩ thuật số")),
            articles(a=article(authors="Thu Hà"), b=article(authors="THU HÀ")),
            articles(a=article(source="Báo Quy Nhơn"), b=article(source="Báo Qui Nhơn")),
            articles(a=article(section="Một cửa"), b=article(section="Một cửa:")),
        ],
        [articles(a=article(tags="hòa giải; một cửa"), b=article(tags="hòa giải")),
         articles(a=article(authors="Vũ Hoàng"), b=article(authors="Võ Huỳnh"))],
    ),
    "gan-giong": Examples(
        [
            articles(a=article(tags="một cửa liên thông"), b=article(tags="một của liên thông")),
            articles(a=article(authors="Xuân Thắng"), b=article(authors="Xuân Thăng")),
            articles(a=article(tags="dịch vụ công"), b=article(tags="dịch vụ côngg")),
        ],
        [articles(a=article(tags="PAR Index 2016; đất; đá"), b=article(tags="PAR Index 2017; năm 1; năm 12"))],
    ),
    "viet-tat": Examples(
        [article("Hội nghị về CCHC."), article("Bộ LĐTBXH họp.\n\nBan Chỉ đạo (BCĐ) họp.")],
        [
            articles(
                a=article("Công tác CCHC ở HĐND."),
                b=article("Cải cách hành chính (CCHC).\n\nHĐND (hội đồng nhân dân)."),
            ),
            article("CẢI CÁCH HÀNH CHÍNH, chương XII, số 61/2018/NĐ-CP, TP.HCM, `XYZ`, QĐ-TTG"),
            article("Ban Chỉ đạo Cải cách hành chính (BCĐ CCHC) của Chính phủ. BCĐ CCHC họp."),
        ],
    ),
}  # fmt: skip
