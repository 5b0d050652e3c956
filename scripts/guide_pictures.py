"""Take the pictures of the archivists' guide anew: ``python -m scripts.guide_pictures`` → ``docs/anh``.

Real commands run on a copy of the archive; their words and the real pages are photographed in Chromium. Run it
when a screen of the guide has changed, look at the pictures, commit them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from scripts.support import browser as browsers
from scripts.support.command import run

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

TARGET = Path("docs/anh")
TITLE = "Một cửa liên thông ở phường"
WIDTH = 980
SCREEN: ViewportSize = {
    "width": WIDTH,
    "height": 640,
}  # CSS pixels: words stay legible in the column of a rendered guide
COLOURS = 64  # screens are flat: a palette makes the files a quarter as large
_SETTLED = "() => document.querySelector('.xem-thu')?.textContent.includes('Đang dựng') === false"
_FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; }}
section {{ margin: 10px; border-radius: 8px; overflow: hidden; border: 1px solid #555; width: {width}px; }}
header {{ background: #e3e0da; color: #222; font: 13px/2 "DejaVu Sans", "Noto Sans", sans-serif; text-align: center; }}
pre {{ margin: 0; padding: 12px 16px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 14px/1.5 "DejaVu Sans Mono", "Noto Sans Mono", monospace; {colours} }}
b {{ color: #8ae234; }} i {{ color: #999; font-style: normal; user-select: none; }}
</style><section><header>{title}</header><pre>{text}</pre></section>"""


def _save(page: Page, name: str, selector: str = "") -> None:
    path = TARGET / f"{name}.png"
    if selector:
        page.locator(selector).screenshot(path=path)
    else:
        page.screenshot(path=path)
    with Image.open(path) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path)


def _window(page: Page, name: str, title: str, text: str, colours: str) -> None:
    page.set_content(_FRAME.format(width=WIDTH - 22, title=escape(title), text=text, colours=colours))
    _save(page, name, "section")


def _terminal(page: Page, name: str, said: list[tuple[str, str]]) -> None:
    """A terminal with commands and what they really said."""
    parts = [f"<b>kho-luu-tru$</b> {escape(command)}\n{escape(answer)}" for command, answer in said]
    _window(page, name, "Terminal", "\n".join(parts), "background: #23272e; color: #eee;")


def _editor(page: Page, name: str, file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"<i>{n:3}  </i>{escape(line)}" for n, line in enumerate(lines, 1))
    _window(page, name, file.name, text, "background: #fdfdfb; color: #222;")


def _run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@contextmanager
def _devserver(content: Path, output: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "scripts.devserver", "--content", str(content), "--output", str(output)]
    process = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    match = re.search(r"http://[0-9.:]+", process.stdout.readline())
    assert match, "the server says where it is"
    try:
        yield match[0]
    finally:
        process.terminate()
        process.communicate()


def _article(page: Page, content: Path) -> Path:
    """Steps 2 and 3 of the guide: a new draft, then its text."""
    said = _run("scripts.new", "--content", str(content), "--title", TITLE, "--section", "1")
    said = said.replace(str(content), "content")
    _terminal(page, "tao-bai", [(f'make new TITLE="{TITLE}"', said)])
    match = re.search(r"content/(\S+\.md)", said)
    assert match, said
    file = content / match[1]
    _editor(page, "tep-moi", file)
    guide = Path("docs/huong-dan.md").read_text(encoding="utf-8")
    example = re.search(r"^```text\n.*?\n\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    assert example, "the guide has its example"
    head = file.read_text(encoding="utf-8").partition("\n\n")[0]
    summary = "Tóm tắt: Người dân nộp ba loại giấy tờ tại một quầy."
    file.write_text(f"{head.replace('Tóm tắt:', summary)}\n\n{example[1]}", encoding="utf-8")
    return file


def _preview(page: Page, content: Path, output: Path, file: Path) -> None:
    """Step 4: the draft in the browser, then with a date that does not exist."""
    right = file.read_text(encoding="utf-8")
    with _devserver(content, output) as site:
        page.goto(site)
        page.wait_for_selector(".xem-thu a", timeout=120_000)
        page.wait_for_function(_SETTLED)
        _save(page, "trang-chu")
        page.click(".xem-thu a")
        page.wait_for_selector(".xem-thu-trang-thai")
        page.wait_for_selector(".xem-thu a")
        _save(page, "xem-thu")
        file.write_text(re.sub(r"(?m)^Ngày: \S+", "Ngày: 31/02/2026", right), encoding="utf-8")
        page.wait_for_selector(".xem-thu .loi")
        page.wait_for_function(_SETTLED)
        _save(page, "xem-thu-loi")


def _check(page: Page, content: Path, file: Path) -> None:
    """Step 5: `make check` names the date, and after it is mended finds nothing."""
    cache = str(content.with_name("check"))
    call = ("scripts.check", str(content), "--content", str(content), "--cache", cache)

    def errors(said: str) -> str:
        """Advice on other articles is left out: the picture is of this step."""
        kept = [s for s in said.splitlines() if "(khuyên)" not in s and "lời khuyên “" not in s]
        return "\n".join(kept).replace(str(content), "content")

    before = errors(_run(*call))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("31/02/2026", "23/11/2026"), encoding="utf-8")
    _terminal(page, "kiem-tra", [("make check", f"{before}\n"), ("make check", errors(_run(*call)))])


def main() -> int:
    """Take every picture; 1 where no Chromium is to be had."""
    from playwright.sync_api import sync_playwright  # only makers of pictures and tests have playwright

    path = browsers.get()
    if not path:
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        content = Path(folder) / "content"
        shutil.copytree("content", content)
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # Words and pages apart: a page's policy would forbid the style of the next.
        words, page = (chromium.new_page(viewport=SCREEN, color_scheme="light") for _ in range(2))
        file = _article(words, content)
        _preview(page, content, Path(folder) / "output", file)
        _check(words, content, file)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(run(lambda _: main(), sys.argv[1:]))
