"""Rules for the style sheets and the small script: weight, nothing fetched, nothing moving without leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.problems import Problem
from scripts.check_site.page import BuiltSite

_FETCH = re.compile(r"""@import|url\(\s*(?!["']?data:)""")
_MOTION = re.compile(r"(?:animation|transition|scroll-behavior)\s*:")
_LEAVE = re.compile(r"prefers-reduced-motion:\s*no-preference\)\s*\{(?:[^{}]|\{[^{}]*\})*\}")


def style_problems(site: BuiltSite) -> Iterator[Problem]:
    """Bundles within their budgets; no fonts or pictures fetched; motion only for readers who did not decline it."""
    for url, size in sorted(site.sizes.items()):
        # The search page's script is weighed with its page.
        is_style = url.endswith(".css")
        small = is_style or url.rpartition("/")[2].startswith("site.")
        limit = site.budgets.weight_css if is_style else site.budgets.weight_script
        if small and size > limit:
            yield Problem(url, 0, "dung-luong", f"{size} byte gzip, quá {limit}")
        if is_style:
            text = (site.folder / url).read_text(encoding="utf-8")
            if _FETCH.search(text):
                yield Problem(url, 0, "ben-thu-ba", "kiểu dáng tải thêm tệp hoặc phông chữ")
            if _MOTION.search(_LEAVE.sub("", text)):
                yield Problem(url, 0, "chuyen-dong", "chuyển động phải nằm trong prefers-reduced-motion")
