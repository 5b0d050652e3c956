"""What fills a short list of related articles: others with its tags, then others of its section and time."""

from __future__ import annotations

from bs4 import BeautifulSoup


def titles(html: str, block: str) -> list[str]:
    return [a.get_text() for a in BeautifulSoup(html, "html.parser").select(f'[data-block="{block}"] li a')]


def test_a_short_list_is_filled_by_tags_then_by_section_and_time(make, write):
    said = (
        ("chủ đề riêng", "Tin", "một cửa", "20/11/2017"),
        ("cùng từ khóa", "Khác", "một cửa", "20/11/2012"),
        ("gần nhất", "Tin", "", "19/11/2017"),
        ("xa hơn", "Tin", "", "1/3/2018"),
        ("ngoài kỳ", "Tin", "", "1/3/2015"),
        ("mục khác", "Khác", "", "20/11/2017"),
    )
    for n, (title, section, tag, date) in enumerate(said):
        head = f"Tiêu đề: {title}\nMã: {n}\nNgày: {date}\nChuyên mục: {section}\n"
        write(
            f"bai-viet/{n}.md", f"{head}Thẻ: {tag}\n\nlời{n} văn{n}\n" if tag else f"{head}\nlời{n} văn{n}\n"
        )
    page = make().page("2017/11/chu-de-rieng-0.html")
    assert titles(page, "related") == []
    assert titles(page, "same-tags") == ["cùng từ khóa"]
    assert titles(page, "same-period") == ["gần nhất", "xa hơn"]


def test_copies_of_what_stands_there_fill_nothing(make, write):
    text = " ".join(f"câu{n} chữ{n} nghĩa{n}" for n in range(60))
    said = (
        ("chủ đề riêng", "20/11/2017", "lời riêng của bài này"),
        ("bản đầu", "19/11/2017", text),
        ("bản sau", "18/11/2017", text),
        ("bài khác", "17/11/2017", "một bài không giống bài nào"),
    )
    for n, (title, date, body) in enumerate(said):
        write(f"bai-viet/{n}.md", f"Tiêu đề: {title}\nMã: {n}\nNgày: {date}\nChuyên mục: Tin\n\n{body}\n")
    page = make().page("2017/11/chu-de-rieng-0.html")
    assert titles(page, "same-period") == ["bản đầu", "bài khác"]
