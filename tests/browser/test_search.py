"""The search page in a real browser, over an index of a few articles."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from plugins.search.folding import SPLIT, WORD, fold_word
from plugins.search.text_model import load
from scripts.bench.search_page import site
from tests.plugins.search.archive import archive, build, document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

READY = "[data-results][data-state=ready]"
TEXTS = [
    (
        "cchc",
        "Đẩy mạnh cải cách hành chính ở cơ sở",
        "Cải cách hành chính (CCHC) là nhiệm vụ trọng tâm.\nBộ phận một cửa nhận hồ sơ.",
    ),
    ("tat", "Kết quả CCHC quý một", "Bài chỉ viết tắt, không nói tên."),
    ("dat", "Quản lý đất đai tại Đồng Tháp", "Sổ đỏ được cấp theo Nghị quyết số 30c/NQ-CP ngày 08/11/2011."),
    ("datdo", "Nghỉ mát ở xứ dắt dai", "Một bài chỉ giống khi bỏ dấu."),
    ("ban", "Người dân bán nhà", "Chuyện mua bán."),
    ("bancun", "Người dân bạn nhà", "Chuyện láng giềng."),
    ("hoa", "Hòa giải ở Ủy ban xã", "Kỹ năng hòa giải của cán bộ lý lịch tốt."),
    ("so", "Hỗ trợ doanh nghiệp", "Nghị quyết số 35/NQ-CP ngày 16/5/2016 và 350/QĐ-TTg."),
    ("cum", "Dịch vụ công trực tuyến", "Nộp hồ sơ qua mạng, trực tiếp nhận kết quả tuyến cuối."),
    ("xa", "Chuyện trực ban", "Tuyến đường trực thuộc huyện, dịch bệnh và vụ việc công khai."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search page with its index."""
    out = tmp_path_factory.mktemp("search")
    items = [(d, body) for d, body in archive(40)]
    items += [
        (document(key, title, 1000 + 40 * i, "Đất đai" if key == "dat" else "Tin tức", source="Báo B"), body)
        for i, (key, title, body) in enumerate(TEXTS)
    ]
    build(items, out / "tim-kiem", out / "cache")
    site(out)
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone; anything said on the console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.fixture
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    """Where the page is served, in a subfolder of a host."""
    return f"{serve(folder.parent)}/{folder.name}/tim-kiem.html"


def found(page: Page) -> list[str]:
    """Keys of the results shown."""
    page.wait_for_selector(READY, state="attached")
    links = page.eval_on_selector_all("[data-results] > li > a:first-child", "all => all.map((a) => a.href)")
    return [link.rsplit("bai-", 1)[1].removesuffix(".html") for link in links]


def ask(page: Page, address: str, query: str, more: str = "") -> list[str]:
    """Results of a query in the address."""
    page.goto(f"{address}?q={quote(query)}{more}")
    return found(page)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dat dai dong thap", "dat"),
        ("đất đai", "dat"),
        ("ĐẤT ĐAI", "dat"),
        ("dắt dai", "datdo"),
        ("đất dai", "dat"),
        (unicodedata.normalize("NFD", "đất đai Đồng Tháp"), "dat"),
        ("hoà giải ở uỷ ban", "hoa"),
        ("kĩ năng hòa giải", "hoa"),
        ("bán nhà", "ban"),
        ("bạn nhà", "bancun"),
        ("cair cachs hanhf chinhs owr cow sowr", "cchc"),
        ("35/NQ-CP", "so"),
        ("35/nq", "so"),
        ("30c", "dat"),
        ("30c/NQ", "dat"),
        ("16/05/2016", "so"),
        ("8-11-2011", "dat"),
        ("đẩy mạnh cải cách hành chính", "cchc"),
        ("đẩy mạnh CCHC", "cchc"),
        ("kết quả cải cách hành chính quý một", "tat"),
        ("dịch vụ công trực tuy", "cum"),
        ('"vụ công trực tuyến"', "cum"),
        ("nhiệm vụ trọng tâm", "cchc"),
    ],
)
def test_first_result(page: Page, address: str, query: str, first: str) -> None:
    assert ask(page, address, query)[:1] == [first]


def test_quoted_phrases_leave_out_scattered_words(page: Page, address: str) -> None:
    assert "xa" not in ask(page, address, '"dịch vụ công trực tuyến"')
    assert ask(page, address, '"tuyen truc"') == []


def test_accents_decide_in_quotes(page: Page, address: str) -> None:
    assert ask(page, address, '"đất đai"') == ["dat"]
    assert set(ask(page, address, '"dat dai"')) == {"dat", "datdo"}


def test_a_date_leads_to_the_day_of_publication(page: Page, address: str) -> None:
    assert ask(page, address, "02/01/2015") == []
    assert ask(page, address, "01/01/2015") == ["0"]
    assert set(ask(page, address, "tháng 1/2015")) >= {"0", "1", "2", "3"}


def test_results_show_title_date_section_and_marks(page: Page, address: str) -> None:
    ask(page, address, "dat dai dong thap")
    item = page.locator("[data-results] > li").first
    assert item.locator("a").inner_text() == "Quản lý đất đai tại Đồng Tháp"
    assert item.locator("a mark").all_inner_texts() == ["đất đai", "Đồng Tháp"]
    assert item.locator("time").get_attribute("datetime") == "2017-12-16T09:05:00+07:00"
    assert item.locator("time").inner_text() == "16/12/2017 09:05"
    assert "Đất đai" in item.locator(".meta").inner_text()
    assert "30c/NQ-CP" in item.locator(".excerpt").inner_text()
    assert page.locator("[data-status]").inner_text().startswith("Tìm thấy")


def test_the_excerpt_surrounds_the_match(page: Page, address: str) -> None:
    ask(page, address, "mot cua nhan ho so")
    item = page.locator("[data-results] > li", has=page.locator("a[href*='bai-cchc']"))
    assert item.locator(".excerpt mark").all_inner_texts() == ["một cửa nhận hồ sơ"]


def test_acronyms_are_marked_for_names(page: Page, address: str) -> None:
    ask(page, address, "cải cách hành chính quý một")
    item = page.locator("[data-results] > li", has=page.locator("a[href*='bai-tat']"))
    assert "CCHC quý một" in item.locator("a mark").all_inner_texts()


def test_filters_alone_and_with_a_query(page: Page, address: str) -> None:
    page.goto(f"{address}?chuyen-muc=dat-dai")
    assert found(page) == ["dat"]
    page.goto(f"{address}?chuyen-muc=%C4%90%E1%BA%A5t%20%C4%91ai")
    assert found(page) == ["dat"]
    assert "datdo" not in ask(page, address, "dat dai", "&chuyen-muc=dat-dai")
    page.goto(f"{address}?nam=2015-2016&nguon=bao-a")
    found(page)
    years = {str(t.get_attribute("datetime"))[:4] for t in page.locator("time").all()}
    assert years <= {"2015", "2016"}
    page.goto(f"{address}?nam=2015&the=kiem-tra&tac-gia=thu-ha&sap-xep=cu")
    assert found(page)[:3] == ["0", "1", "2"]


def test_everything_by_date(page: Page, address: str) -> None:
    page.goto(f"{address}?nam=2015-2017&sap-xep=cu")
    page.wait_for_selector(READY, state="attached")
    while page.locator("[data-more]").is_visible():
        count = page.locator("[data-results] > li").count()
        page.locator("[data-more]").click()
        page.wait_for_selector(f"[data-results] > li:nth-child({count + 1})")
    stamps = [str(t.get_attribute("datetime")) for t in page.locator("[data-results] time").all()]
    assert stamps == sorted(stamps)
    assert len(stamps) > 40


def test_sorting(page: Page, address: str) -> None:
    newest = ask(page, address, "hành chính", "&sap-xep=moi")
    stamps = [str(t.get_attribute("datetime")) for t in page.locator("[data-results] time").all()]
    assert stamps == sorted(stamps, reverse=True)
    assert ask(page, address, "hành chính", "&sap-xep=cu") != newest


def test_the_state_lives_in_the_address(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    page.fill("#q", "hòa giải")
    page.press("#q", "Enter")
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-hoa']")
    assert "q=h%C3%B2a+gi%E1%BA%A3i" in page.url
    page.locator("[data-filters] summary").click()
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")
    page.select_option("[name=section]", "tin-tuc")
    page.wait_for_url("**chuyen-muc=tin-tuc**")
    page.go_back()
    page.go_back()
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")
    assert page.input_value("#q") == "đất đai"


def test_filters_tell_counts(page: Page, address: str) -> None:
    ask(page, address, "dat dai", "&sap-xep=moi")
    page.locator("[data-filters] summary").click()  # folded on a phone, however they are used
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")
    assert "Đất đai (1)" in page.locator("[name=section] option").all_inner_texts()
    assert page.input_value("[name=order]") == "moi"


def test_more_results(page: Page, address: str) -> None:
    page.goto(f"{address}?chuyen-muc=muc-0")
    assert len(found(page)) == 10
    page.locator("[data-more]").click()
    page.wait_for_selector("[data-results] > li:nth-child(14)")
    assert page.locator("[data-more]").is_hidden()
    place = (
        "[...document.querySelectorAll('[data-results] > li')].indexOf(document.activeElement.closest('li'))"
    )
    assert page.evaluate(place) == 10


def test_who_only_passes_by_fetches_no_search(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert [url for url in asked if "search.js" in url or "/tim-kiem/" in url] == []
    assert page.locator("[data-browse] a").first.is_visible()
    page.locator("#q").focus()
    page.wait_for_selector("[data-filters]:not([hidden])")


def test_typing_answers_as_one_types(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("dat da")
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")


def test_the_combobox(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("kiem t")
    page.wait_for_selector("[data-completions] [role=option]")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.press("#q", "ArrowDown")
    active = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    wanted = page.inner_text(f"#{active}")
    page.press("#q", "Enter")
    assert page.input_value("#q") == wanted
    page.press("#q", "Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    found(page)


def test_completions_for_what_was_typed_before_the_search_came(page: Page, address: str) -> None:
    waiting: list[Route] = []
    page.route("**/search.js", lambda route: waiting.append(route))  # playwright marks its handlers
    page.goto(address)
    page.locator("#q").press_sequentially("kiem t")
    page.wait_for_timeout(200)
    assert len(waiting) == 1
    waiting[0].continue_()
    page.wait_for_selector("[data-completions] [role=option]")
    found(page)


def test_completions_go_on_from_several_words(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("trong kiểm t")
    page.wait_for_selector("[data-completions] [role=option]")
    assert "trong kiểm tra" in page.locator("[data-completions] [role=option]").all_inner_texts()


def test_nothing_found_helps_on(page: Page, address: str) -> None:
    assert ask(page, address, "qqzzxx") == []
    assert page.locator("[data-status]").inner_text() == "Không tìm thấy bài nào."
    assert "Kiểm tra lại chính tả" in page.locator("[data-notice]").inner_text()
    assert page.locator("[data-browse]").is_visible()


@pytest.mark.parametrize(
    "typed", ["kiểm tar", "kiểm trâ", "kiểmtra", "ki ểm tra", "kiể tra", "kiemr tra", "kieemr tra"]
)
def test_a_slip_of_the_pen_is_put_right(page: Page, address: str, typed: str) -> None:
    ask(page, address, typed)
    page.wait_for_selector("[data-guess] a", timeout=3000)
    assert page.inner_text("[data-guess] a") == "kiểm tra"


@pytest.mark.parametrize("typed", ["kiểm tra", "kiem tra", "hành chính", "bán nhà", "kỹ năng hòa giải"])
def test_what_is_right_is_left_alone(page: Page, address: str, typed: str) -> None:
    ask(page, address, typed)
    page.wait_for_timeout(300)
    assert page.locator("[data-guess]").count() == 0


def test_a_document_nobody_names_is_looked_for_as_words(page: Page, address: str) -> None:
    assert "so" in ask(page, address, "99/NQ-CP")
    assert "99/NQ-CP" in page.inner_text("[data-lost]")


@pytest.mark.parametrize(
    "typed", ["Nghị quyết 35", "nq 35", "35 / NQ – CP", "35-nq-cp", "nghi quyet so 35", "NQ35"]
)
def test_a_document_is_found_however_it_is_typed(page: Page, address: str, typed: str) -> None:
    assert ask(page, address, typed)[:1] == ["so"]


def test_tags_authors_and_sections_are_found(page: Page, address: str) -> None:
    assert ask(page, address, "Thu Hà")
    assert ask(page, address, "kiem tra")
    assert ask(page, address, "Đất đai")[:1] == ["dat"]


def test_a_word_typed_with_marks_marks_no_other(page: Page, address: str) -> None:
    ask(page, address, "bán nhà")
    marks = page.locator("[data-results] mark").all_inner_texts()
    assert "bán nhà" in marks
    assert not [mark for mark in marks if "bạn" in mark]


def test_a_link_leads_to_the_place_that_is_shown(page: Page, address: str) -> None:
    ask(page, address, "nhiệm vụ trọng tâm")
    link = page.locator("[data-results] > li > a").first
    assert str(link.get_attribute("href")).endswith(".html")
    link.hover()
    assert "#:~:text=nhi" in str(link.get_attribute("href"))


def test_a_search_looked_at_is_a_step_back(page: Page, address: str) -> None:
    page.goto(address)
    for query, first in (("đất đai", "dat"), ("hòa giải", "hoa")):
        page.fill("#q", query)
        page.wait_for_selector(f"[data-results] > li:first-child > a[href*='bai-{first}']")
        page.wait_for_timeout(1300)
    page.go_back()
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")
    assert page.input_value("#q") == "đất đai"


def test_back_from_an_article_returns_to_the_same_place(page: Page, address: str) -> None:
    page.goto(f"{address}?q=kiem+tra")
    found(page)
    page.locator("[data-more]").click()
    page.wait_for_selector("[data-results] > li:nth-child(15)")
    page.locator("[data-results] > li:nth-child(15)").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("[data-results][data-state=ready] > li:nth-child(20)")
    page.wait_for_timeout(200)
    assert before > 300
    assert abs(page.evaluate("scrollY") - before) < 5


def test_sorting_finds_as_many(page: Page, address: str) -> None:
    said = set()
    for order in ("", "&sap-xep=moi", "&sap-xep=cu"):
        ask(page, address, "hành chính", order)
        said.add(page.inner_text("[data-status]"))
    assert len(said) == 1


def test_the_first_result_stands_in_the_first_screen_of_a_phone(page: Page, address: str) -> None:
    ask(page, address, "đất đai", "&nam=2010-2020")
    box = page.locator("[data-results] > li > a").first.bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
    assert not page.evaluate("document.querySelector('[data-filters]').open")


_OLD = {
    "Safari 13": "delete globalThis.DecompressionStream; delete Array.prototype.at; delete String.prototype.at;"
    "delete Element.prototype.replaceChildren; delete Object.hasOwn; delete globalThis.structuredClone;"
    "delete String.prototype.replaceAll; delete Array.prototype.findLast; delete Promise.any",
    "Chromium 80": "delete Array.prototype.at; delete String.prototype.at; delete Element.prototype.replaceChildren;"
    "delete Object.hasOwn; delete globalThis.structuredClone; delete String.prototype.replaceAll; delete Promise.any",
}


@pytest.mark.parametrize("name", sorted(_OLD))
def test_an_old_phone_searches_too(page: Page, address: str, name: str) -> None:
    page.add_init_script(_OLD[name])
    assert ask(page, address, "dat dai dong thap")[:1] == ["dat"]
    page.locator("[data-filters] summary").click()
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")


def test_a_browser_too_old_is_told_so(page: Page, address: str) -> None:
    page.add_init_script("delete String.prototype.matchAll")
    page.goto(f"{address}?q=dat")
    page.wait_for_selector("[data-results][data-state=error]", state="attached")
    assert "quá cũ" in page.inner_text("[data-notice]")
    assert page.locator("[data-browse]").is_visible()


@pytest.mark.parametrize(
    ("ending", "wanted"), [("csv", "Tiêu đề,"), ("ris", "TY  - NEWS"), ("bib", "@misc{")]
)
def test_results_are_exported(page: Page, address: str, ending: str, wanted: str) -> None:
    ask(page, address, "kiem tra")
    with page.expect_download() as download:
        page.locator(f"[data-exports] button[value={ending}]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert wanted in text
    assert text.count("bai-") >= 50  # all that was found, not what is shown


def test_markup_in_a_query_stays_text(page: Page, address: str) -> None:
    ask(page, address, "<img src=x onerror=alert(1)> đất đai")
    assert page.locator("main img").count() == 0


def test_a_shard_that_fails_gives_a_message_and_a_retry(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/tim-kiem/x/**", lambda route: route.abort())
    page.goto(f"{address}?q=dat+dai")
    page.wait_for_selector("[data-results][data-state=error]", state="attached")
    assert "Không tải được" in page.locator("[data-notice]").inner_text()
    page.unroute("**/tim-kiem/x/**")
    page.locator("[data-retry]").click()
    assert found(page)[0] in {"dat", "datdo"}
    page.close()


def test_from_a_file_the_page_says_why_not(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"{(folder / 'tim-kiem.html').as_uri()}?q=dat")
    page.wait_for_selector("[data-notice] p")
    assert "make serve" in page.locator("[data-notice]").inner_text()
    assert page.locator("[data-browse]").is_visible()
    page.close()


def test_without_scripts_the_page_leads_on(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("a[href='luu-tru.html']").is_visible()
    assert page.locator("[data-filters]").is_hidden()
    context.close()


def test_a_stale_copy_of_the_index_is_asked_anew(
    browser: Browser, folder: Path, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(folder, copy)
    address = f"{serve(copy)}/tim-kiem.html"
    page = browser.new_page()
    for path in (copy / "tim-kiem").glob("directory.*"):
        path.rename(path.with_suffix(".gone"))
    page.goto(f"{address}?q=dat+dai")
    page.wait_for_selector("[data-retry]")
    for path in (copy / "tim-kiem").glob("*.gone"):
        path.rename(path.with_suffix(".bin"))
    page.locator("[data-retry]").click()
    assert found(page)
    page.close()


def test_the_browser_folds_as_the_builder_does(page: Page, address: str) -> None:
    page.goto(f"{address}?q=dat")
    found(page)
    words = [w for w in load().words if WORD.fullmatch(w)]
    words += [chr(c) for c in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)] if chr(c).isalnum()]
    words += [unicodedata.normalize("NFD", w).upper() for w in words[:2000]]
    words += ["İstanbul", "ΣΊΣΥΦΟΣ", "straße", "ﬁn", "x²"]
    shown = page.evaluate("all => all.map((w) => foldWord(w))", words)
    assert shown == [list(fold_word(w)) for w in words]


def test_the_browser_numbers_common_words_and_forms_as_the_builder_does(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    model = load()
    shown = page.evaluate("""async () => {
        const index = await new SearchIndex(new URL('tim-kiem/manifest.json', location.href)).open();
        return [index.model.keys, [...index.model.forms]];
    }""")
    assert shown[0] == list(model.keys)
    assert dict(shown[1]) == model.forms


def test_the_browser_reads_every_text(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    shown = page.evaluate("""async () => {
        const index = await new SearchIndex(new URL('tim-kiem/manifest.json', location.href)).open(), out = [];
        for (const id of await new Search(index, readState('?sap-xep=cu')).everything()) {
            const a = await index.article(id);
            out.push([a.url, a.text, a.date.iso]);
        }
        return out.sort((a, b) => (a[2] < b[2] ? -1 : 1));
    }""")
    items = [(d, body) for d, body in archive(40)]
    for (url, text, iso), (doc, body) in zip(shown, items, strict=False):
        assert (url, text, iso) == (doc.url, f"{doc.title}\n\n{body}", doc.date.iso)
    assert len(SPLIT.split(shown[-1][1])) > 10


def test_nothing_scrolls_sideways_on_a_phone(page: Page, address: str) -> None:
    ask(page, address, "hành chính", "&sap-xep=moi")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
