"""Data dictionary of the research data: what each field means, as its README and its page tell readers."""

from __future__ import annotations

FIELDS = {
    "id": "số của bài trong kho (mã bài của trang tin cũ, nếu có)",
    "url": "địa chỉ của bài, tính từ gốc của trang",
    "title": "tiêu đề",
    "date": "ngày đăng, dạng ISO 8601, giờ Hà Nội",
    "section": "chuyên mục",
    "tags": "các thẻ",
    "authors": "các tác giả",
    "source": "nguồn của bài",
    "summary": "tóm tắt",
    "original_url": "địa chỉ gốc, nơi bài từng đăng",
    "sha256": "mã băm SHA-256 của bản lưu",
    "captured": "ngày giờ lưu, dạng ISO 8601",
    "modified": "ngày sửa gần nhất, nếu có",
    "correction": "điều đã sửa sau khi đăng, nếu có",
    "source_sha256": "mã băm SHA-256 của tệp Markdown",
    "kind": "loại bài: news (tin bài), compilation (bài kho tự viết; `date` là ngày sự kiện), digest (bài tóm lược)",
    "compiled": "ngày biên soạn, với bài kho tự viết",
    "basis": "các văn bản làm căn cứ của bài biên soạn",
    "documents": "số, ký hiệu các văn bản bài nhắc tới, theo cách viết trong bài",
    "source_path": "tệp Markdown của bài trong kho (và trong tệp ZIP của năm)",
    "text": "toàn văn dạng chữ, mỗi đoạn một dòng",
}
"""Field of a record with the full text → its meaning."""
LICENCE = (
    "Giấy phép: chưa công bố. Quyền đối với từng bài thuộc về nguồn và tác giả ghi ở bài; "
    "khi dùng lại, xin ghi nguồn, địa chỉ gốc và tên kho."
)


def readme(site: str, total: int, years: list[str], *, whole: bool) -> str:
    """The README beside the files."""
    span = f", các năm {years[-1]}–{years[0]}" if years else ""
    fields = "\n".join(f"- `{name}`: {meaning}" for name, meaning in FIELDS.items())
    more = (
        "- `<năm>.zip`: nguồn Markdown của các bài trong năm, theo đường dẫn trong kho.\n"
        "- `luu-tru.sqlite`: cả kho trong một cơ sở dữ liệu SQLite; bảng `article`, `article_tag`, `article_author`,\n"
        "  `article_basis`, `article_document`, và `article_search` (FTS5) để tìm toàn văn, có dấu hay không\n"
        "  (riêng đ là đ). Mở bằng\n"
        "  `datasette luu-tru.sqlite`, hoặc:\n"
        "  `SELECT title, date FROM article WHERE number IN\n"
        "  (SELECT rowid FROM article_search WHERE article_search MATCH 'mot cua')`\n"
        if whole
        else ""
    )
    return f"""# {site}: dữ liệu để nghiên cứu

{total} bài{span}. Mọi tệp ở đây được dựng lại từ nguồn của kho; cùng nguồn thì cùng từng byte.

## Các tệp

- `<năm>.jsonl.gz`: toàn văn các bài của năm, mỗi dòng một bài (JSON Lines, UTF-8, nén gzip), mới nhất trước.
{more}- `../archive.csv`, `../archive.jsonl`: các trường của mọi bài, không có toàn văn; thêm các bài liên quan.
- `SHA256SUMS`: mã băm của các tệp, để đối chiếu bằng `sha256sum -c SHA256SUMS`.

## Các trường

{fields}

## Sử dụng

{LICENCE}
"""
