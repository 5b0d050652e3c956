"""Mistakes of archivists, as data: one article each, with what the page must show where nobody need be told."""

from __future__ import annotations

from typing import NamedTuple

HEAD = {
    "Tiêu đề": "Phường mở thêm quầy tiếp nhận",
    "Ngày": "12/03/2019 08:15",
    "Chuyên mục": "Tin tức",
    "Thẻ": "tiếp nhận hồ sơ; trả kết quả",
    "Tóm tắt": "Quầy mới phục vụ người dân ba buổi chiều mỗi tuần.",
}
BODY = "Từ tuần sau phường mở thêm một quầy tiếp nhận hồ sơ vào buổi chiều."


class Mistake(NamedTuple):
    """A source with one mistake; `shown` is a pattern of the page that makes it none, empty where it must be named."""

    name: str
    text: str
    shown: str = ""


def _head(**changes: str) -> str:
    fields = {**HEAD, **{key.replace("_", " "): value for key, value in changes.items()}}
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value != "-")


def _body(name: str, body: str, shown: str = "") -> Mistake:
    return Mistake(name, f"{_head()}\n{body}\n", shown)


def _front(name: str, shown: str = "", /, **changes: str) -> Mistake:
    return Mistake(name, f"{_head(**changes)}\n{BODY}\n", shown)


def _whole(name: str, head: str, shown: str = "") -> Mistake:
    return Mistake(name, f"{head}\n{BODY}\n", shown)


_FRONT = (
    _front("khoa-la", Chủ_đề="một cửa"),
    _front("khoa-sai-chu", Tóm_tat_bai="x"),
    _front("ngay-khong-co", Ngày="31/02/2019"),
    _front("ngay-bang-chu", Ngày="ngày 12 tháng 3 năm 2019"),
    _front("ngay-kieu-my", Ngày="03/25/2019"),
    _front("ngay-hai-so-nam", Ngày="12/03/19"),
    _front("khong-ngay", Ngày="-"),
    _front("trang-thai-la", Trạng_thái="nháp"),
    _front("trang-thai-xong", Trạng_thái="đã xong"),
    _front("chuyen-muc-la", Chuyên_mục="Tin túc"),
    _front("hai-chuyen-muc", Chuyên_mục="Tin tức; Thảo luận"),
    _front("the-hashtag", Thẻ="#mộtcửa #phường"),
    _front("the-gach-dung", Thẻ="một cửa | phường"),
    _front("the-gach-ngang", Thẻ="một cửa - phường - hồ sơ"),
    _front("the-dau-phay-lan", Thẻ="con dấu, chữ ký; bản sao"),
    _front("the-ngoac", Thẻ='["một cửa", "phường"]'),
    _front("the-cham", Thẻ="quầy. lệ phí. biên lai"),
    _front("the-khong-ngan", Thẻ="một cửa phường hồ sơ trực tuyến cải cách hành chính chỉ số hài lòng"),
    _front("tieu-de-dam", Tiêu_đề="**Phường mở quầy**"),
    _front("tieu-de-thang", Tiêu_đề="# Phường mở quầy"),
    _front("tieu-de-lien-ket", Tiêu_đề="[Phường](https://a.vn) mở quầy"),
    _front("tieu-de-html", Tiêu_đề="Phường <b>mở</b> quầy"),
    _front("tieu-de-thuc-the", Tiêu_đề="Phường A &amp; phường B"),
    _front("tieu-de-nghieng", Tiêu_đề="Phường *mở* quầy"),
    _front("tom-tat-dam", Tóm_tắt="Quầy **mới** của phường."),
    _front("sua-ngay-truoc", Sửa_ngày="01/01/2010"),
    _front("ngon-ngu-chu", Ngôn_ngữ="Tiếng Việt"),
    _front("dia-chi-goc-thieu", Địa_chỉ_gốc="trang cũ"),
    _front("ma-bam-ngan", sha256="abc"),
    _front("ma-co-dau", Mã="bài 1"),
    _front("tieu-de-dai", Tiêu_đề="Phường mở quầy " * 20),
    _whole("khoa-thut-tab", _head().replace("Thẻ", "\tThẻ")),
    _whole("khoa-thut-cach", _head().replace("Thẻ", "   Thẻ")),
    _whole("khong-hai-cham", _head().replace("Thẻ:", "Thẻ")),
    _whole("dong-trong-giua", _head().replace("Ngày", "\nNgày")),
    _whole("dong-trong-sau-ngay", _head().replace("Chuyên mục", "\nChuyên mục")),
    _whole("hai-tieu-de", _head() + "Tiêu đề: Khác\n"),
    _whole("yaml-khong-dong", "---\n" + _head()),
    _whole("yaml-gach-lon", "---\n" + _head().replace("Tóm tắt: ", "Tóm tắt: >-\n  ") + "---\n", "Quầy mới phục vụ"),
    _whole("yaml-nhay", "---\n" + _head(Tiêu_đề='"Quầy: mới" # ghi chú') + "---\n", "<h1>Quầy: mới</h1>"),
    _whole("yaml-the", "---\n" + _head(Thẻ="\n- biểu mẫu\n- quy trình") + "---\n", ">quy trình</a>"),
    _whole("yaml-long", "---\n" + _head(Thẻ="\n  nhóm:\n    - a") + "---\n"),
    _whole("yaml-thang-dinh", "---\n" + _head(Thẻ="#mộtcửa") + "---\n"),
    _whole("yaml-draft-la", "---\n" + _head(draft="có") + "---\n"),
    _whole("yaml-khong-rao", _head().replace("Tóm tắt: ", "Tóm tắt: >-\n  ")),
    _whole("toml", '+++\ntitle = "x"\n+++\n'),
    _whole("xung-dot-dau", f"<<<<<<< HEAD\n{_head()}=======\n{_head()}>>>>>>> 1a2b3c4\n"),
)  # fmt: skip
_LINES = (
    _body("tho", "Dòng thứ nhất\nDòng thứ hai\nDòng thứ ba"),
    _body("dieu-khoan", "Điều 1. Phạm vi\nĐiều 2. Đối tượng"),
    _body("danh-sach-lien", "-một\n-hai"),
    _body("danh-sach-so-lien", "1.Một\n2.Hai"),
    _body("danh-sach-la-ma", "i. một\nii. hai"),
    _body("danh-sach-cheo", "1/ một\n2/ hai"),
    _body("bang-tab", "Hồ sơ\tNgày\nĐơn\t1"),
    _body("bang-html-dam", "<table>\n<tr><td>**x**</td></tr>\n</table>"),
    _body("anh-dinh-chu", 'Chữ trước\n![Biểu đồ số hồ sơ](/anh/co.png "Chú")\nChữ sau'),
    _body("anh-chu-hoa", "![Biểu đồ số hồ sơ](/anh/CO.PNG)"),
    _body("anh-ngoai", "![Biểu đồ số hồ sơ](https://a.vn/x.png)"),
    _body("anh-roi", "! [Biểu đồ](/anh/co.png)"),
    _body("anh-thuoc-tinh", "![Biểu đồ số hồ sơ](/anh/co.png){width=50%}"),
    _body("so-mu", "10^2^ và H~2~O"),
    _body("tieu-de-thut", " ## Phần một\n\nx"),
    _body("ma-word", '{ HYPERLINK "https://a.vn" }'),
    _body("the-word", "<o:p></o:p>Chữ"),
    _body("cham-word-rieng", "\uf0b7 một"),
    _front("hai-tac-gia", Tác_giả="Lan và Hùng"),
    _front("tac-gia-dam", Tác_giả="**Lan**"),
    _front("nguon-dia-chi", Nguồn="https://a.vn"),
    Mistake("hai-bai", f"{_head()}\n{BODY}\n\n{_head()}\n{BODY}\n"),
    Mistake("khong-dong-trong", f"{_head()}Ông A nói: phường mở quầy.\n"),
)
_STRUCTURE = (
    _body("xung-dot", "<<<<<<< HEAD\nĐoạn của Lan.\n=======\nĐoạn của Hùng.\n>>>>>>> 1a2b3c4"),
    _body("xung-dot-diff3", "a\n\n<<<<<<< ours\nx\n||||||| base\ny\n=======\nz\n>>>>>>> theirs"),
    _body("danh-sach-dinh", "Hồ sơ gồm:\n- đơn\n- bản sao"),
    _body("danh-sach-sao-dinh", "Hồ sơ gồm:\n* đơn\n* bản sao"),
    _body("danh-sach-so-dinh", "Hồ sơ gồm:\n1. đơn\n2. bản sao"),
    _body("danh-sach-ngoac", "1) đơn\n2) bản sao"),
    _body("danh-sach-chu", "a) đơn\nb) bản sao"),
    _body("danh-sach-cham-word", "•\tđơn\n•\tbản sao"),
    _body("danh-sach-cham-cach", "• đơn\n• bản sao"),
    _body("danh-sach-word-rieng", "·\tđơn\n\n·\tbản sao"),
    _body("danh-sach-o-vuong", "▪ đơn\n▪ bản sao"),
    _body("danh-sach-gach-dai", "– đơn\n– bản sao"),
    _body("danh-sach-hai-kieu", "1. đơn\n- bản sao"),
    _body("danh-sach-tiep", "- đơn\n1) bản sao"),
    _body("muc-con-hai-cach", "- đơn\n  - bản chính\n  - bản sao\n- ảnh"),
    _body("muc-con-ba-cach", "1. đơn\n   - bản chính\n2. ảnh"),
    _body("thut-bon-cach", "    Đoạn mở đầu thụt vào kiểu Word.\n\nĐoạn sau."),
    _body("thut-tab", "\tĐoạn mở đầu thụt vào kiểu Word.\n\nĐoạn sau."),
    _body("thut-giua", "Đoạn một viết xong.\n    Đoạn hai thụt vào.\n    Đoạn ba cũng vậy."),
    _body("thut-hai-cach", "Đoạn một viết xong.\n  Đoạn hai thụt vào."),
    _body("bang-dinh-tren", "Bảng sau:\n| Hồ sơ | Ngày |\n| --- | --- |\n| Đơn | 1 |"),
    _body("bang-dinh-duoi", "| Hồ sơ | Ngày |\n| --- | --- |\n| Đơn | 1 |\nĐoạn sau bảng."),
    _body("bang-thieu-ke", "| Hồ sơ | Ngày |\n| Đơn | 1 |"),
    _body("bang-ke-thieu", "| Hồ sơ | Ngày | Nơi |\n| --- | --- |\n| Đơn | 1 | A |"),
    _body("bang-thua-o", "| Hồ sơ | Ngày |\n| --- | --- |\n| Đơn | 1 | thừa |"),
    _body("bang-dong-trong", "| Hồ sơ | Ngày |\n\n| --- | --- |\n\n| Đơn | 1 |"),
    _body("gach-duoi-doan", "Đoạn này viết xong rồi, có dấu chấm.\n---\nĐoạn sau."),
    _body("the-dau-dong", "#mộtcửa #phường"),
    _body("tieu-de-lap", f"**{HEAD['Tiêu đề']}**\n\n{BODY}"),
    _body("tieu-de-lap-thang", f"# {HEAD['Tiêu đề']}\n\n{BODY}"),
    _body("khong-cach-sau-thang", "##Ba loại hồ sơ\n\nMột.", "<h2>Ba loại hồ sơ</h2>"),
    _body("trich-dan-dinh", "Ông nói:\n> một câu", "<blockquote>"),
    _body("khoi-ma", "```\nma\n```"),
    _body("khoi-nga", "~~~\nma\n~~~"),
    _body("trong", ""),
    _body("cau-mau", "Viết tiếp các đoạn sau ở đây; giữa hai đoạn để một dòng trống."),
    _body("xuong-dong-cheo", "Dòng một\\\nDòng hai"),
)  # fmt: skip
_INLINE = (
    _body("dam-khong-dong", "Theo **nghị quyết của phường.\n\nĐoạn sau."),
    _body("dam-cach", "Theo ** nghị quyết ** của phường."),
    _body("nghieng-khong-dong", "Theo *nghị quyết của phường."),
    _body("dam-hai-doan", "Theo **nghị quyết\n\ncủa phường**."),
    _body("gach-duoi-khong-dong", "Theo __nghị quyết của phường."),
    _body("dam-trong-nghieng-ho", "***Theo nghị quyết** của phường."),
    _body("lien-ket-cach", "[Báo cáo](/tep/bao cao 2019.pdf)"),
    _body("lien-ket-cach-ngoai", "[Báo cáo](https://a.vn/x y z)"),
    _body("lien-ket-ho-ngoac", "Xem [báo cáo](https://a.vn/x."),
    _body("lien-ket-roi", "Xem [báo cáo] (https://a.vn/x)."),
    _body("lien-ket-nguoc", "Xem (báo cáo)[https://a.vn/x]."),
    _body("lien-ket-rong", "Xem [báo cáo]()."),
    _body("lien-ket-khong-chu", "Xem [](https://a.vn/x)."),
    _body("lien-ket-tham-chieu", "Xem [báo cáo][1]."),
    _body("lien-ket-www", "Xem [trang](www.a.vn)."),
    _body("lien-ket-khong-https", "Xem [trang](chinhphu.vn/tin)."),
    _body("lien-ket-mot-gach", "Xem [trang](http:/a.vn)."),
    _body("lien-ket-httpp", "Xem [trang](htttp://a.vn)."),
    _body("lien-ket-javascript", "Xem [trang](javascript:alert(1))."),
    _body("lien-ket-localhost", "Xem [trang](http://localhost:8000/luu-tru.html)."),
    _body("lien-ket-127", "Xem [trang](http://127.0.0.1:8000/2019/03/x.html)."),
    _body("lien-ket-noi-bo", "Xem [trang](http://192.168.1.5/x)."),
    _body("lien-ket-may", "Xem [trang](C:\\Users\\lan\\bao-cao.pdf)."),
    _body("lien-ket-file", "Xem [trang](file:///C:/bao-cao.pdf)."),
    _body("lien-ket-khong-co", "Xem [bài](khong-co.md)."),
    _body("lien-ket-content", "Xem [bài](/content/anh/khong-co.jpg)."),
    _body("anh-data", "![Biểu đồ](data:image/png;base64,iVBORw0KGgo=)"),
    _body("anh-khong-mo-ta", "![](/anh/co.png)"),
    _body("anh-ten-tep", "![IMG_2019.JPG](/anh/co.png)"),
    _body("anh-khong-co", "![Biểu đồ](/anh/khong-co.png)"),
    _body("anh-html", '<img src="/anh/co.png" alt="Biểu đồ số hồ sơ">'),
    _body("dia-chi-tran", "Xem https://a.vn/x?y=1 nhé.", 'href="https://a.vn/x\\?y=1"'),
    _body("www-tran", "Xem www.a.vn.", 'href="http://www.a.vn"'),
    _body("chu-thich", "Theo nghị quyết[^1].\n\n[^1]: Nghị quyết 30c."),
    _body("gach-ngang", "Ông ~~A~~ B."),
    _body("to-sang", "Ông ==A== B."),
    _body("wiki", "Xem [[bài khác]]."),
    _body("shortcode", "{{< youtube abc >}}"),
    _body("danh-dau-viec", "- [ ] đơn\n- [x] ảnh"),
    _body("script", "<script>alert(1)</script>"),
    _body("iframe", '<iframe src="https://www.youtube.com/embed/abc"></iframe>'),
    _body("font", "<font color='red'>Đỏ</font>"),
    _body("div", "<div align='center'>Giữa</div>"),
    _body("ghi-chu-html", "Một <!-- nháp --> hai."),
    _body("video", '<video src="a.mp4"></video>'),
    _body("ky-tu-an", "Một\u200bcửa và gạch nối\u00ad mềm."),
    _body("tcvn3", "C¶i c¸ch hµnh chÝnh"),
    _body("vni", "Caûi caùch haønh chính"),
    _body("nfd", "Ca\u0309i ca\u0301ch"),
    _body("ky-tu-hong", "C\ufffdi cách"),
    _body("nhay-thang", 'Ông nói "một cửa" rồi...', "“một cửa” rồi…"),
)  # fmt: skip
MISTAKES = (*_FRONT, *_LINES, *_STRUCTURE, *_INLINE)
