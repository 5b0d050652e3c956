"""Pages as readers see them: Chromium, wide and narrow, light and dark, with and without scripts, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any

from plugins.core.problems import Problem
from scripts.check_site.page import BuiltSite
from scripts.devserver.server import serve
from scripts.support import browser

# --no-sandbox: also run as root, in containers; the rest keeps Chromium from looking for its maker's hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCHEMES = ("light", "dark")
SIZES = ((390, 844), (1280, 900))
SCREEN = {"width": 390, "height": 844}
ASIDE = "nav, aside, form, footer, .tools"
# WCAG 1.4.12: a reader may widen the text so far without losing any of it.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)
# A sheet that the page's policy has no say in: it is made by a script, as a reader's own tool makes it.
SPACE_OUT = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet) }"""
SCRIPTS = {
    name: Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
    for name in ("capitals", "focus", "shift", "words")
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Found = Iterator[tuple[str, str]]


class Looker:
    """Looks at pages of one site in one browser; every rule yields (rule, sentence) for the page it is given."""

    def __init__(self, site: BuiltSite, host: str, chromium: Any, axe: str) -> None:
        self.site, self.chromium, self.axe = site, chromium, axe
        self.root = host + site.base_path
        self.seen: list[tuple[str, str]] = []

    @contextmanager
    def open(self, url: str, **options: Any) -> Iterator[Any]:
        """A page in a context of its own."""
        context = self.chromium.new_context(**{"viewport": SCREEN, **options})
        try:
            page = context.new_page()
            page.goto(self.root + url, wait_until="load")
            yield page
        finally:
            context.close()

    @cached_property
    def reader(self) -> Any:
        """The page in which all addresses are read one after the other: to open a browser's window takes longest."""
        page = self.chromium.new_context().new_page()
        page.on("console", lambda message: self.seen.append(("bao-loi", message.text)))
        page.on("pageerror", lambda error: self.seen.append(("bao-loi", str(error))))
        page.on("request", lambda request: self._asked(request.url))
        return page

    @cached_property
    def scriptless_reader(self) -> Any:
        """The same without scripts."""
        return self.chromium.new_context(java_script_enabled=False, viewport=SCREEN).new_page()

    def _asked(self, address: str) -> None:
        if not address.startswith((self.root, "data:")):
            self.seen.append(("ben-thu-ba", address))

    def visit(self, url: str) -> Any:
        """The page at an address; `seen` is what it does from now on that no page may do."""
        self.seen.clear()
        page = self.reader
        page.set_viewport_size(SCREEN)
        page.goto(self.root + url, wait_until="load")
        return page

    def manners(self, page: Any) -> Found:
        """No complaint in the console, nobody else asked, nothing kept, nothing that jumps."""
        yield from tuple(self.seen)
        if page.context.cookies() or page.evaluate("localStorage.length + sessionStorage.length"):
            yield "luu-tru", "trang giữ lại dữ liệu ở máy người đọc"
            page.context.clear_cookies()  # the next page is not to blame
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        shift = page.evaluate(SCRIPTS["shift"])
        if shift > self.site.budgets.rendered_shift:
            yield "xe-dich", f"nội dung xê dịch khi tải: CLS {shift:.3f}"

    def reflow(self, page: Any) -> Found:
        """Nothing leaves a narrow screen, with all details open and the text spaced out as well."""
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for spaced in (False, True):
            if spaced:
                page.evaluate(SPACE_OUT, SPACING)
            for width in self.site.budgets.rendered_widths:
                page.set_viewport_size({"width": width, "height": 844})
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    yield (
                        "tran-ngang",
                        f"rộng {wide} px trên màn hình {width} px{', chữ giãn' if spaced else ''}",
                    )

    def type(self, page: Any) -> Found:
        """Stacked capitals fit their line; a paragraph is set in one font."""
        for text in page.evaluate(SCRIPTS["capitals"]):
            yield "chu-hoa-co-dau", f"dòng quá thấp cho Ẫ Ể Ộ: {text}"
        devtools = page.context.new_cdp_session(page)
        devtools.send("DOM.enable")
        devtools.send("CSS.enable")
        top = devtools.send("DOM.getDocument")["root"]["nodeId"]
        found = devtools.send(
            "DOM.querySelectorAll", {"nodeId": top, "selector": "h1, h2, main p, main li > a"}
        )
        for node in found["nodeIds"][:40]:
            fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            families = {font["familyName"] for font in fonts}
            if len(families) > 1:
                yield "hai-phong-chu", f"một đoạn dùng {', '.join(sorted(families))}"
        devtools.detach()

    def focus(self, page: Any) -> Found:
        """Whoever goes by keyboard sees where they are."""
        page.keyboard.press("Tab")
        for text in page.evaluate(SCRIPTS["focus"], self.site.budgets.rendered_outline):
            yield "vien-chon", f"không thấy viền khi chọn: {text}"
        page.evaluate("document.activeElement?.blur()")

    def scriptless(self, page: Any, url: str, kind: str) -> Found:
        """The text is there without scripts; the search page then shows other ways in."""
        self.scriptless_reader.goto(self.root + url, wait_until="load")
        with_scripts = page.evaluate(SCRIPTS["words"])
        without = set(self.scriptless_reader.locator("body").inner_text().split())
        ways = self.scriptless_reader.locator("main a").count()
        share = len(set(with_scripts) & without) / max(1, len(set(with_scripts)))
        if kind == "search" and ways < 3:
            yield "khong-ma-lenh", "trang tìm kiếm không chỉ lối nào khác"
        elif kind != "search" and share < self.site.budgets.rendered_text:
            yield "khong-ma-lenh", f"chỉ {share:.0%} số chữ còn lại khi tắt mã lệnh"

    def paper(self, page: Any, kind: str) -> Found:
        """In print nothing to click is left, and an article says where it comes from."""
        page.emulate_media(media="print")
        if left := page.locator(ASIDE).filter(visible=True).count():
            yield "ban-in", f"còn {left} khối điều hướng trên bản in"
        if kind == "article" and not page.locator(".printed").is_visible():
            yield "ban-in", "bản in không ghi nguồn, địa chỉ"
        page.emulate_media(media="screen")

    def accessible(self, url: str) -> Found:
        """No violation by axe, light and dark, narrow and wide."""
        for scheme in SCHEMES:
            for width, height in SIZES:
                with self.open(url, color_scheme=scheme, viewport={"width": width, "height": height}) as page:
                    page.evaluate(self.axe)
                    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
                    result = page.evaluate("options => axe.run(document, options)", options)
                    for fault in result["violations"]:
                        where = fault["nodes"][0]["target"][0]
                        yield "axe", f"{fault['id']} ({scheme}, {width} px): {where}"

    def _found(self, url: str, kind: str) -> Found:
        """One visit for all rules but axe's: first those that only look, then those that change the page."""
        page = self.visit(url)
        yield from self.scriptless(page, url, kind)
        yield from self.type(page)
        # For half a second no request may have gone out: it has mostly passed by now.
        page.wait_for_load_state("networkidle")
        yield from self.manners(page)
        yield from self.paper(page, kind)
        yield from self.focus(page)
        yield from self.reflow(page)
        if self.axe:
            yield from self.accessible(url)

    def look(self, url: str, kind: str) -> Iterator[Problem]:
        """Everything that is wrong with one page as it is seen."""
        yield from (Problem(url, 0, name, said) for name, said in self._found(url, kind))


@contextmanager
def hosted(site: BuiltSite) -> Iterator[str]:
    """Serve a site on loopback below the path it was built for; gives the host's address."""
    server = serve(site.folder, 0, base=site.base_path)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser."""
    from playwright.sync_api import sync_playwright  # a test's requirement: only what looks at pages needs it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.find(), args=list(FLAGS))
        try:
            yield running
        finally:
            running.close()


def rendered_problems(
    site: BuiltSite, sample: Mapping[str, Sequence[str]], axe: str, step: Callable[[int], None]
) -> Iterator[Problem]:
    """Look at the pages of `sample` (kind → addresses); `axe` is its script, ``""`` to go without."""
    with hosted(site) as host, chromium() as running:
        looker = Looker(site, host, running, axe)
        for kind, urls in sample.items():
            for url in urls:
                yield from looker.look(url, kind)
                step(1)
