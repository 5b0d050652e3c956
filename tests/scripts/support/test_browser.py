from __future__ import annotations

import subprocess

import pytest

from scripts.support import browser


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A machine without a browser on which playwright's driver does not start; packages asked for are noted."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "apt_install", lambda *packages: asked.append(packages))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 127, ""))
    return asked


def test_a_bare_machine_is_asked_for_all_that_lacks_and_told_the_remedy(
    bare: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert browser.main() == 1
    assert [packages[0] for packages in bare] == ["libatomic1", "chromium"]
    assert "sudo apt install chromium libatomic1 fonts-noto-core" in capsys.readouterr().err


def test_a_browser_without_a_driver_is_none(
    bare: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    del bare
    monkeypatch.setattr(browser, "find", lambda: "/usr/bin/chromium")
    assert browser.get() is None


def test_a_named_browser_that_is_not_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/khong/co")
    assert browser.find() is None
