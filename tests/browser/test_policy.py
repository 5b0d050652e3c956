"""The content security policy of the theme, alone: attacks written straight into a page run nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.torture.hostile import ATTACKS
from tests.conftest import Built

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# Every attack fires what it can without a hand on the mouse; then everything is clicked.
TOUCH = """() => { for (const e of document.querySelectorAll("*")) {
  for (const t of ["click", "focus", "toggle", "error", "load"]) e.dispatchEvent(new Event(t, {cancelable: true}));
  if (String(e.href?.baseVal ?? e.href ?? "").startsWith("javascript:") && e.click) e.click(); } }"""


def ran(browser: Browser, address: str, names: list[str]) -> set[str]:
    """The pages on which something called `alert`."""
    context, found = browser.new_context(), set[str]()
    context.expose_function("called", lambda name: found.add(name))
    context.add_init_script("window.alert = () => window.called(location.pathname.slice(1))")
    for name in names:
        page = context.new_page()
        page.goto(f"{address}/{name}")
        page.evaluate(TOUCH)
        page.wait_for_timeout(20)
        page.close()
    context.close()
    return found


def test_the_policy_alone_stops_every_attack(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path, awkward: Built
) -> None:
    policy = POLICY.findall(awkward.page("index.html"))
    assert len(policy) == 1
    assert "unsafe" not in policy[0]
    attacks = [attack for attack in ATTACKS if attack.startswith("<") and "http-equiv" not in attack]
    pages = {"with": policy[0], "without": ""}
    for kind, meta in pages.items():
        for number, attack in enumerate(attacks):
            text = f"<!DOCTYPE html><html><head><meta charset=utf-8>{meta}</head><body>{attack}</body></html>"
            (tmp_path / f"{kind}-{number}.html").write_text(text, encoding="utf-8")
    address = serve(tmp_path)
    names = {kind: [f"{kind}-{number}.html" for number in range(len(attacks))] for kind in pages}
    assert len(ran(browser, address, names["without"])) > 8  # the attacks are real
    assert ran(browser, address, names["with"]) == set()
