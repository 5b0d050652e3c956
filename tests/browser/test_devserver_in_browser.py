"""Saving in the editor, seeing it in the browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "Tiêu đề: Bài thử\nMã: 77\nNgày: 22/11/2017 08:00\n"


@pytest.fixture
def devserver(content, write, tmp_path):
    write("bai-viet/2017/11/co-san-1.md", "Tiêu đề: Có sẵn\nMã: 1\nNgày: 1/11/2017\n\nx\n")
    command = [sys.executable, "-m", "scripts.devserver", "--content", str(content)]
    command += ["--output", str(tmp_path / "output"), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    assert process.stdout
    yield re.search(r"http://[0-9.:]+", process.stdout.readline())[0]
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)


def test_a_saved_draft_appears_by_itself_marked_and_with_its_faults(devserver, write, browser):
    page = browser.new_page()
    draft = "bai-viet/2017/11/bai-thu-77.md"
    write(draft, f"{HEAD}Trạng thái: bản nháp\n\nĐoạn một.\n")
    page.goto(f"{devserver}/2017/11/bai-thu-77.html")
    page.wait_for_selector("text=Đoạn một.")  # the page comes by itself, though nothing was built yet
    assert "Xem thử (bản nháp): người đọc chưa thấy" in page.inner_text("body")
    write(draft, f"{HEAD}Trạng thái: bản nháp\n\nĐoạn hai.\n")
    page.wait_for_selector("text=Đoạn hai.")
    write(draft, f"{HEAD.replace('22/11', '31/11')}\n\nĐoạn hai.\n")
    page.wait_for_selector(f".xem-thu .loi:has-text('{draft}:3: ngay:')")
    assert page.is_visible("text=Đoạn hai.")
    write(draft, f"{HEAD}\nĐoạn ba.\n")
    page.wait_for_selector("text=Đoạn ba.")
    page.wait_for_selector(".xem-thu .loi", state="detached")
    assert "người đọc chưa thấy" not in page.inner_text("body")
    page.close()
