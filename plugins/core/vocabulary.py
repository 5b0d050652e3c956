"""Vocabulary of the front matter: fields and statuses, as the reader, converter, linter and documentation know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from plugins.core.text import fold

Kind = Literal["text", "moment", "list", "status", "kind", "id", "references"]
Status = Literal["published", "draft", "hidden", "withdrawn"]
ArticleKind = Literal["news", "compilation", "digest"]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the front matter: its canonical key, the attribute of `Article`, and accepted aliases."""

    key: str
    attribute: str
    kind: Kind
    aliases: tuple[str, ...]
    meaning: str


# In the order in which they are written. English aliases are Pelican's (and Hugo's) own keys.
FIELDS = (
    Field("Tiêu đề", "title", "text", ("title",), "tiêu đề bài, bắt buộc"),
    Field("Mã", "id", "id", ("id", "mã số"), "mã riêng của bài, không đổi sau khi đăng"),
    Field(
        "Loại bài", "kind", "kind", ("kind", "loại"), "tin bài (mặc định), bài biên soạn hoặc bài tóm lược"
    ),
    Field("Ngày", "date", "moment", ("date", "ngày đăng"), "ngày giờ đăng: dd/mm/yyyy HH:MM, bắt buộc"),
    Field(
        "Biên soạn ngày",
        "compiled",
        "moment",
        ("compiled", "ngày biên soạn"),
        "ngày nhóm lưu trữ viết bài biên soạn, bài tóm lược",
    ),
    Field("Sửa ngày", "modified", "moment", ("modified", "lastmod", "ngày sửa"), "ngày sửa gần nhất"),
    Field(
        "Trạng thái", "status", "status", ("status", "draft"), "xuất bản (mặc định), bản nháp, ẩn hoặc đã gỡ"
    ),
    Field("Chuyên mục", "section", "text", ("category", "categories", "section"), "tên chuyên mục"),
    Field(
        "Thẻ", "tags", "list", ("tags", "tag", "keywords", "từ khóa"), "các thẻ, cách nhau bằng dấu chấm phẩy"
    ),
    Field("Tác giả", "authors", "list", ("author", "authors"), "người viết, cách nhau bằng dấu chấm phẩy"),
    Field("Người chụp", "photographers", "list", ("photographer", "photographers", "ảnh"), "người chụp ảnh"),
    Field("Nguồn", "source", "text", ("source",), "nơi đăng đầu tiên"),
    Field(
        "Căn cứ",
        "basis",
        "references",
        ("basis", "văn bản căn cứ"),
        "văn bản mà bài dựa vào: loại, số, ngày, nơi ban hành; cách nhau bằng dấu chấm phẩy",
    ),
    Field("Tóm tắt", "summary", "text", ("summary", "description"), "một, hai câu nói bài viết gì"),
    Field("Đính chính", "correction", "text", ("correction",), "điều đã sửa sau khi đăng, hoặc lý do gỡ"),
    Field("Ngôn ngữ", "lang", "text", ("lang", "language"), "mã ngôn ngữ của bài, mặc định vi"),
    Field("Đường dẫn", "slug", "text", ("slug",), "phần chữ của địa chỉ, khi không lấy từ tiêu đề"),
    Field(
        "Địa chỉ cũ",
        "former",
        "list",
        ("aliases",),
        "địa chỉ trong kho mà bài từng có, khi tên tệp đã đổi; cách nhau bằng dấu chấm phẩy",
    ),
    Field("Địa chỉ gốc", "original_url", "text", ("original_url", "original"), "địa chỉ trên trang cũ"),
    Field("Lưu ngày", "captured", "moment", ("captured",), "ngày giờ chụp trang cũ"),
    Field("SHA-256", "sha256", "text", ("sha256",), "mã băm của bản chụp trang cũ"),
)

STATUSES: dict[str, Status] = {
    "xuat ban": "published",
    "published": "published",
    "ban nhap": "draft",
    "draft": "draft",
    "an": "hidden",
    "hidden": "hidden",
    "da go": "withdrawn",
    "go": "withdrawn",
    "go bo": "withdrawn",
    "withdrawn": "withdrawn",
}
STATUS_NAMES: dict[Status, str] = {
    "published": "xuất bản",
    "draft": "bản nháp",
    "hidden": "ẩn",
    "withdrawn": "đã gỡ",
}

KINDS: dict[str, ArticleKind] = {
    "tin bai": "news",
    "news": "news",
    "bai bien soan": "compilation",
    "bien soan": "compilation",
    "compilation": "compilation",
    "bai tom luoc": "digest",
    "tom luoc": "digest",
    "digest": "digest",
}
KIND_NAMES: dict[ArticleKind, str] = {
    "news": "tin bài",
    "compilation": "bài biên soạn",
    "digest": "bài tóm lược",
}


@lru_cache(maxsize=1024)
def fold_key(key: str) -> str:
    """The form in which keys are compared: folded, without underscores, hyphens and white space.

    White space of any kind: Word pastes U+00A0.
    """
    return "".join(fold(key).split()).replace("_", "").replace("-", "")


BY_KEY = {fold_key(name): field for field in FIELDS for name in (field.key, *field.aliases)}
BY_ATTRIBUTE = {field.attribute: field for field in FIELDS}

# Words that people use for a field, which are too far from its name to be guessed from the letters.
_MEANT = {
    "title": "tên bài|tên|tựa đề|tựa|đầu đề|tít|headline|name",
    "date": "ngày viết|thời gian|ngày tháng|ngày giờ|ngày xuất bản|pubdate|published|created|time",
    "modified": "ngày cập nhật|cập nhật|updated|last modified",
    "status": "tình trạng|published|state",
    "section": "chủ đề|mục|danh mục|thể loại|phân loại|topic",
    "tags": "nhãn|từ khoá|hashtag|label|labels",
    "authors": "người viết|tác giả bài|bút danh|byline|by|writer|người đăng",
    "photographers": "người chụp ảnh|chụp ảnh|ảnh bìa|photo",
    "basis": "căn cứ pháp lý|tài liệu|tham khảo|references",
    "source": "theo|nguồn tin|nguồn bài|dẫn nguồn|xuất xứ",
    "summary": "mô tả|tóm lược|trích dẫn|sapo|lead|abstract|excerpt|giới thiệu|nội dung chính",
    "slug": "permalink|url|alias|địa chỉ",
    "original_url": "link gốc|liên kết gốc|link|bài gốc|canonical",
    "id": "mã bài|số|guid",
    "lang": "locale|tiếng",
}
_BY_WORD = {fold_key(word): BY_ATTRIBUTE[name] for name, said in _MEANT.items() for word in said.split("|")}


def nearest(wanted: str, names: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The one of `names` that somebody meant by `wanted`, judged by letters without marks; None where none is near."""
    folded = {fold_key(name): name for name in names}
    key = fold_key(wanted)
    near = get_close_matches(key, folded, n=1, cutoff=cutoff)
    if near:
        return folded[near[0]]
    inside = [name for name in folded if len(name) > 3 and len(key) > 3 and (key in name or name in key)]
    return folded[min(inside, key=len)] if inside else None


def nearest_field(key: str) -> Field | None:
    """The field that somebody meant by a key which is none."""
    if field := _BY_WORD.get(fold_key(key)):
        return field
    near = nearest(key, BY_KEY)
    return BY_KEY[fold_key(near)] if near else None
