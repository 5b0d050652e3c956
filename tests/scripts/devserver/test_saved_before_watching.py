"""Sources saved before the server watches the folder are found by their time."""

from __future__ import annotations

import os

from scripts.devserver.__main__ import saved_since


def test_what_was_saved_since_is_found_and_nothing_older(tmp_path):
    for name, when in (("cu.md", 1000.0), ("moi.md", 2000.0), ("moi.png", 2000.0)):
        (tmp_path / name).write_text("x", "utf-8")
        os.utime(tmp_path / name, (when, when))
    (tmp_path / "mat.md").symlink_to(tmp_path / "khong-co.md")
    assert saved_since(tmp_path, 1500.0) == {tmp_path / "moi.md"}
