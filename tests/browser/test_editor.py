"""The editor in a real Chromium: from an empty form to the built page, with nobody else asked for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plugins.pages.editor import _PROGRAM, own_addresses
from tests.conftest import ROOT, build

# The browser's own private folder stands for the copy of the repository that a person would choose.
FOLDER = """
window.showDirectoryPicker = async () => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('kho', {create: true});
  await root.getDirectoryHandle('.git', {create: true});
  const content = await root.getDirectoryHandle('content', {create: true});
  for (const name of ['hop-thu', 'anh', 'tep']) await content.getDirectoryHandle(name, {create: true});
  return root;
};
FileSystemHandle.prototype.requestPermission = async () => 'granted';
FileSystemHandle.prototype.queryPermission = async () => 'granted';
"""
WRITTEN = """async () => {
  const found = {};
  const walk = async (folder, way) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') await walk(handle, `${way}${name}/`);
      else found[way + name] = await (await handle.getFile()).text();
    }
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('kho'), '');
  return found;
}"""
SECTIONS = '[[chuyen-muc]]\nten = "Tin tức"\n\n[[chuyen-muc]]\nten = "Thảo luận"\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editor")
    (folder / "content").mkdir()
    (folder / "content" / "chuyen-muc.toml").write_text(SECTIONS, encoding="utf-8")
    (folder / "content" / "a.md").write_text(
        "Tiêu đề: A\nMã: 1\nNgày: 01/01/2020\nTóm tắt: x\n\nx\n", encoding="utf-8"
    )
    built = build(folder / "content", folder / "output", folder / "cache", env={"CMS": "github:co-quan/kho"})
    assert built.code == 0, built.said
    return folder


@pytest.fixture
def page(browser, serve, site):
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(FOLDER)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(f"{serve(site / 'output')}/bien-tap/index.html")
    page.get_by_role("button", name="Làm việc với kho mã nguồn cục bộ").click()
    expect(page.get_by_text("Hộp thư bài mới").first).to_be_visible()
    yield page
    context.close()


def fill(page: Page, field: str, text: str) -> None:
    place = page.locator(f'section.field[data-key-path="{field}"]')
    place.locator("input, textarea").first.fill(text)


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f'section.field[data-key-path="{field}"]').get_by_role("radio", name=option).click()


def write_article(page: Page) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/collections/hop-thu/new")
    fill(page, "tieude", "Quầy mới của phường: đợt 1")
    fill(page, "tomtat", "Người dân nộp hồ sơ tại quầy mới.")
    choose(page, "trangthai", "Xuất bản")
    choose(page, "chuyenmuc", "Tin tức")
    fill(page, "the", "một cửa")
    body = page.locator('section.field[data-key-path="body"] [contenteditable="true"]')
    body.click()
    body.press_sequentially("Đoạn mở đầu.")
    body.press("Enter")
    body.press_sequentially("Đoạn thứ hai.")
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_an_article_goes_from_the_empty_form_to_the_built_page(page, site, tmp_path):
    write_article(page)
    page.wait_for_function(f"async () => Object.keys(await ({WRITTEN})()).length > 0")
    written = page.evaluate(WRITTEN)
    (path,) = written
    assert path == "content/hop-thu/quay-moi-cua-phuong-dot-1.md"
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_text(written[path], encoding="utf-8")
    checked = command("scripts.check", "--content", str(site / "content"), "--cache", str(tmp_path / "c"))
    assert checked.returncode == 0, written[path] + checked.stdout
    filed = command("scripts.inbox", "--content", str(site / "content"))
    assert filed.returncode == 0, filed.stderr
    assert not (site / path).exists()
    again = command("scripts.check", "--content", str(site / "content"), "--cache", str(tmp_path / "c"))
    assert (again.returncode, again.stdout) == (0, "")
    built = build(site / "content", tmp_path / "output", tmp_path / "cache")
    assert built.code == 0, built.said
    (record,) = [r for r in built.records().values() if r["title"] == "Quầy mới của phường: đợt 1"]
    assert (record["section"], record["tags"]) == ("Tin tức", ["một cửa"])
    text = built.page(record["url"][1:])
    assert "<p>Đoạn mở đầu.</p>\n<p>Đoạn thứ hai.</p>" in text
    own = page.url.partition("/bien-tap")[0]
    assert [url for url in page.asked if not url.startswith((own, "blob:", "data:"))] == []


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_program_that_asks_elsewhere_is_refused():
    program = Path(ROOT, "theme", "editor", _PROGRAM).read_bytes()
    own = own_addresses(program)
    assert b"cdn.jsdelivr.net" not in own
    with pytest.raises(ValueError, match="is asked for 0 times"):
        own_addresses(own)
