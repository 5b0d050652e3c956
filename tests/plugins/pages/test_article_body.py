from __future__ import annotations

from plugins.pages.article_body import article_body

LONG = "".join(f"<h2>Phần <em>{n}</em></h2><p>Chữ.</p>" for n in range(4))


def test_a_long_text_has_contents_and_a_short_one_none() -> None:
    body = article_body(LONG)
    assert body.chapters[0] == ("muc-1", "Phần 0")
    assert '<h2 id="muc-4">Phần <em>3</em></h2>' in body.html
    assert article_body(LONG.replace("<h2>Phần <em>0</em></h2>", "")).chapters == ()


def test_an_acronym_is_told_once_and_never_inside_links_headings_or_parentheses() -> None:
    html = '<h2>CCHC</h2><p>cải cách (CCHC) <a href="/x">CCHC</a> về CCHC, rồi CCHC; 61/CCHC, CCHC-TW.</p>'
    told = '<abbr title="cải cách hành chính">CCHC</abbr>'
    body = article_body(html, acronyms={"CCHC": "cải cách hành chính", "TTHC": "thủ tục hành chính"})
    assert body.html == html.replace("về CCHC", f"về {told}")
    assert article_body(html).html == html


def test_the_first_mention_of_a_document_leads_to_its_page() -> None:
    html = "<p>Nghị định số 61/2018/NĐ-CP thay 61/2018/NĐ-CPX; 61/2018/NĐ-CP.</p>"
    linked = '<a class="number" href="../../van-ban/61-2018-nd-cp.html">61/2018/NĐ-CP</a>'
    body = article_body(html, [("61/2018/NĐ-CP", "../../van-ban/61-2018-nd-cp.html")])
    assert body.html == html.replace("61/2018/NĐ-CP", linked, 1)


def test_a_number_inside_another_is_not_linked() -> None:
    html = "<p>1/2018/NĐ-CP</p>"
    assert article_body("<p>61/2018/NĐ-CP</p>", [("1/2018/NĐ-CP", "x")]).html == "<p>61/2018/NĐ-CP</p>"
    assert "<a" in article_body(html, [("1/2018/NĐ-CP", "x")]).html


def test_a_picture_opens_large_unless_it_is_a_link() -> None:
    assert article_body('<p><img alt="a" src="a.jpg"></p>').html == (
        '<p><a class="large" href="a.jpg"><img alt="a" src="a.jpg"></a></p>'
    )
    linked = '<p><a href="b.html"><img alt="a" src="a.jpg"></a></p>'
    assert article_body(linked).html == linked


def test_the_cells_of_a_plain_table_know_their_column() -> None:
    table = "<table><thead><tr><th>Số &amp; ký hiệu</th><th>Ngày</th></tr></thead><tbody>{}</tbody></table>"
    rows = "<tr><td>61</td><td>23/4</td></tr>"
    folded = article_body(table.format(rows)).html
    assert '<table class="fold">' in folded
    assert '<td data-label="Số &amp; ký hiệu">61</td><td data-label="Ngày">23/4</td>' in folded
    spanning = table.format('<tr><td colspan="2">61</td></tr>')
    assert article_body(spanning).html == spanning


def test_a_drawing_of_a_figure_stands_in_the_page_with_its_words() -> None:
    drawn = {
        "a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
    }
    html = '<figure><img alt="Trục &amp; năm" src="a.svg" width="9"><figcaption>Hình</figcaption></figure>'
    body = article_body(html, (), drawn).html
    assert '<svg viewBox="0 0 9 9" role="img" aria-label="Trục &amp; năm"><path d="M0 0"/></svg>' in body
    assert '<a class="large" href="a.svg">' in body
    assert "<img" not in body
    assert "<svg" not in article_body('<p><img alt="" src="a.svg"></p>', (), drawn).html
