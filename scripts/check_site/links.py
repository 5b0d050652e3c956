"""All pages read once, on all cores: each by the rules for markup, and together for links, orphans and titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from plugins.core.problems import Problem
from plugins.system.parallel import run_forked
from scripts.check_site.markup import examine
from scripts.check_site.page import BuiltPage, BuiltSite, read_pages

# Pages that servers show by themselves: nothing need lead to them.
EDITOR = "bien-tap/"
UNLINKED = {"index.html", "404.html"}


@dataclass(slots=True)
class Survey:
    """What all pages together say: by address their kind and length; links to files; titles; fragments asked for."""

    kinds: dict[str, tuple[str, int]] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)  # former addresses: nothing need lead to them
    forwarding: set[str] = field(default_factory=set)  # pages that a browser leaves by itself
    titles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    fragments: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def join(self, other: Survey) -> None:
        """Take in what another part of the site says."""
        self.kinds |= other.kinds
        self.linked |= other.linked
        self.unlisted |= other.unlisted
        self.forwarding |= other.forwarding
        for title, urls in other.titles.items():
            self.titles[title] += urls
        self.fragments |= other.fragments
        self.problems += other.problems


def _follow(page: BuiltPage, site: BuiltSite, survey: Survey) -> None:
    for link in dict.fromkeys(page.links + page.resources):
        found = site.resolve(page.url, link)
        if found is None:
            continue
        target, fragment = found
        if target not in site.files:
            survey.problems.append(Problem(page.url, 0, "lien-ket-hong", f"“{link}” không dẫn tới đâu"))
        elif fragment and target == page.url:
            if fragment not in page.ids:
                survey.problems.append(Problem(page.url, 0, "lien-ket-hong", f"không có id “{fragment}”"))
        elif fragment:
            survey.fragments.setdefault((target, fragment), page.url)
        if target != page.url:
            survey.linked.add(target)


def _read(site: BuiltSite, urls: Sequence[str]) -> Survey:
    survey = Survey()
    for page in read_pages(site, urls):
        survey.kinds[page.url] = (page.kind, len(page.raw))
        survey.titles[page.title].append(page.url)
        if "noindex" in page.metas("robots"):
            survey.unlisted.add(page.url)
        if page.metas("refresh"):
            survey.forwarding.add(page.url)
        survey.problems += (Problem(page.url, 0, rule, said) for rule, said in examine(page, site))
        _follow(page, site, survey)
    return survey


def _fragments(site: BuiltSite, survey: Survey) -> Iterator[Problem]:
    """Fragments of other pages, looked up once all pages are known."""
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for (target, fragment), origin in survey.fragments.items():
        asked[target][fragment] = origin
    for page in read_pages(site, sorted(t for t in asked if t.endswith(".html"))):
        for fragment in sorted(set(asked[page.url]) - set(page.ids)):
            origin = asked[page.url][fragment]
            yield Problem(origin, 0, "lien-ket-hong", f"/{page.url} không có id “{fragment}”")


def survey_pages(site: BuiltSite, step: Callable[[int], None]) -> Survey:
    """Read every page of the site; what is wrong with any of them stands in `problems`."""
    # The editor is a program of its own, held to none of the readers' figures.
    urls = sorted(url for url in site.files if url.endswith(".html") and not url.startswith(EDITOR))
    survey = Survey()
    for part in run_forked(partial(_read, site), urls):
        survey.join(part)
        step(len(part.kinds))
    survey.problems += _fragments(site, survey)
    for title, sharing in survey.titles.items():
        if len(sharing) > 1:
            survey.problems.append(
                Problem(sharing[1], 0, "trung-tieu-de", f"“{title}” cũng là của /{sharing[0]}")
            )
    for url in sorted(set(urls) - survey.linked - survey.unlisted - UNLINKED):
        survey.problems.append(Problem(url, 0, "mo-coi", "không trang nào dẫn tới trang này"))
    return survey
