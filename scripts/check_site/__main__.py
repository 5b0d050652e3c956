"""Hold a built site to the figures of ``budgets.toml``.

python -m scripts.check_site [OUTPUT] [--without CHECK,…] [--budgets FILE]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from plugins.core.exits import PROBLEMS
from plugins.core.problems import Problem
from scripts.check_site.budgets import HOUSE, load_budgets
from scripts.check_site.links import Survey, survey_pages
from scripts.check_site.machines import machine_problems
from scripts.check_site.page import BuiltSite, read_site
from scripts.check_site.rendered import rendered_problems
from scripts.check_site.sample import by_kind, spread
from scripts.check_site.style import style_problems
from scripts.check_site.validators import VALIDATORS, axe_script, install, missing, validated_problems
from scripts.support import browser
from scripts.support.command import UsageError, VietnameseParser, run
from scripts.support.tools import say

CHECKS = ("chromium", *VALIDATORS)
SHOWN = 200  # problems printed in full; of more, the first of each rule and how many there are


def _parser() -> VietnameseParser:
    ask = VietnameseParser(
        "python -m scripts.check_site",
        "python -m scripts.check_site [THƯ-MỤC] [--without PHÉP,…] [--budgets TỆP]",
        "Đối chiếu trang đã dựng với các giới hạn: liên kết, dung lượng, HTML, trợ năng, bản in, dữ liệu cho máy.",
    )
    ask.add_argument("output", nargs="?", type=Path, default=Path("output"), help="thư mục đã dựng (output)")
    ask.add_argument("--without", default="", help=f"bỏ qua các phép: {', '.join(CHECKS)}")
    ask.add_argument("--budgets", type=Path, default=HOUSE, help="tệp giới hạn khác")
    return ask


def _chosen(without: str) -> list[str]:
    left_out = {name.strip() for name in without.split(",") if name.strip()}
    if unknown := left_out - set(CHECKS):
        raise UsageError(f"không có phép {', '.join(sorted(unknown))}; có: {', '.join(CHECKS)}")
    return [name for name in CHECKS if name not in left_out]


def _ready(wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """The checks that can be run, and a line for each that cannot."""
    if set(wanted) & set(VALIDATORS):
        install()
    reasons = {name: missing(name) for name in wanted if name in VALIDATORS}
    if "chromium" in wanted:
        reasons["chromium"] = "" if browser.get() else f"không có Chromium; {browser.REMEDY}"
    if "axe" in reasons and "chromium" not in wanted:
        reasons["axe"] = "axe cần chromium"
    cannot = [
        f"CHƯA CHẠY {name}: {why} (bỏ qua có chủ ý: --without {name})" for name, why in reasons.items() if why
    ]
    return [name for name, why in reasons.items() if not why], cannot


def _counter(label: str, total: int) -> Callable[[int], None]:
    """Says how far a long check is, at every tenth."""
    done = 0

    def step(count: int) -> None:
        nonlocal done
        before, done = done, done + count
        if total and done * 10 // total > before * 10 // total:
            say(f"{label}: {done}/{total}")

    return step


def _seen(site: BuiltSite, survey: Survey, ready: Sequence[str]) -> list[Problem]:
    """What the dear checks find, on a sample of each kind."""
    problems: list[Problem] = []
    if "chromium" in ready:
        staying = {url: kind for url, kind in survey.kinds.items() if url not in survey.forwarding}
        sample = by_kind(staying, site.budgets.sample_rendered)
        step = _counter("Chromium", sum(map(len, sample.values())))
        problems += rendered_problems(site, sample, axe_script() if "axe" in ready else "", step)
    urls = spread(survey.kinds, site.budgets.sample_validated)
    for found in validated_problems(site.folder, urls, ready):
        problems += found
    if set(ready) & {"vnu", "html-validate"}:
        say(f"HTML: {len(urls)}/{len(survey.kinds)} trang")
    return problems


def _tell(problems: Sequence[Problem]) -> None:
    shown: Counter[str] = Counter()
    for problem in sorted(problems):
        shown[problem.rule] += 1
        if len(problems) <= SHOWN or shown[problem.rule] <= SHOWN // 20:
            print(f"{problem.path}: {problem.rule}: {problem.message}")
    if len(problems) > SHOWN:
        print("Còn nữa: " + ", ".join(f"{rule} {n}" for rule, n in shown.most_common()))


def main(argv: list[str]) -> int:
    """Check a built site; 1 when anything is over its budget or a check could not be run."""
    options = _parser().parse_args(argv)
    site = read_site(options.output, load_budgets(options.budgets))
    wanted = _chosen(options.without)
    ready, cannot = _ready(wanted)
    survey = survey_pages(site, _counter("Đọc trang", sum(f.endswith(".html") for f in site.files)))
    problems = [*survey.problems, *style_problems(site), *machine_problems(site), *_seen(site, survey, ready)]
    _tell(problems)
    print(*cannot, sep="\n", end="\n" if cannot else "")
    print(f"{len(survey.kinds)} trang, {len(problems)} chỗ chưa đạt.")
    return PROBLEMS if problems or cannot else 0


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
