"""Site profiles: selectors as data, one TOML file per legacy site in ``sites/``; an unknown key is an
error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from scripts.convert.content.extraction import Extraction, Refusal
from scripts.convert.dom.tree import Element, text_of
from scripts.convert.text.date_grammar import PrintedDate, find_dates, read_date_line
from scripts.convert.text.urls import split_url

SITES = Path(__file__).parents[1] / "sites"
_FIELDS = ("title", "date", "section", "byline", "author", "source", "clock", "lead", "body")
_NEEDED = ("title", "body")


class ProfileError(ValueError):
    """A profile that cannot be used; the message (Vietnamese) names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One legacy site: how to know its pages, and an XPath for each field."""

    name: str
    hosts: tuple[str, ...]
    base: str
    match: tuple[etree.XPath, ...]
    listing: etree.XPath | None
    select: Mapping[str, etree.XPath]
    drop: tuple[tuple[etree.XPath, str], ...] = field(default=())


def _xpath(value: Any, where: str) -> etree.XPath:
    if not isinstance(value, str) or not value.strip():
        raise ProfileError(f"{where}: cần một biểu thức XPath, ví dụ \"//td[@class='content']\"")
    try:
        return etree.XPath(value)
    except etree.XPathSyntaxError as error:
        raise ProfileError(f"{where}: XPath sai cú pháp ({error}); hãy sửa “{value}”") from error


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise ProfileError(f'{where}: cần một danh sách chuỗi, ví dụ ["…"]')
    return tuple(value)


def _known(data: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    if strange := sorted(set(data) - set(known)):
        raise ProfileError(f"{where}: không có khóa “{strange[0]}”; các khóa có thể dùng: {', '.join(known)}")


def _drops(value: Any, where: str) -> tuple[tuple[etree.XPath, str], ...]:
    drops = []
    for at, rule in enumerate(value if isinstance(value, list) else [value]):
        place = f"{where}: drop[{at}]"
        if not isinstance(rule, dict):
            raise ProfileError(f"{place}: cần hai khóa select và reason")
        _known(rule, ("select", "reason"), place)
        if not rule.get("reason"):
            raise ProfileError(f"{place}: thiếu reason; mỗi phần bỏ đi phải có lý do")
        drops.append((_xpath(rule.get("select"), place), str(rule["reason"])))
    return tuple(drops)


def read_profile(text: str, where: str) -> Profile:
    """A profile from TOML text; `where` names it in errors. Raises `ProfileError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{where}: không phải TOML hợp lệ ({error})") from error
    _known(data, ("name", "hosts", "base", "match", "listing", "drop", *_FIELDS), where)
    if not isinstance(data.get("name"), str):
        raise ProfileError(f"{where}: thiếu name, tên của trang cũ")
    select = {}
    for key in _FIELDS:
        if key in data:
            _known(data[key], ("select",), f"{where}: [{key}]")
            select[key] = _xpath(data[key].get("select"), f"{where}: [{key}]")
    for key in _NEEDED:
        if key not in select:
            raise ProfileError(f"{where}: thiếu [{key}] với select")
    listing = _xpath(data["listing"], f"{where}: listing") if "listing" in data else None
    match = tuple(_xpath(x, f"{where}: match") for x in _texts(data.get("match", []), f"{where}: match"))
    hosts = _texts(data.get("hosts", []), f"{where}: hosts")
    return Profile(
        data["name"],
        hosts,
        str(data.get("base", "")),
        match,
        listing,
        select,
        _drops(data.get("drop", []), where),
    )


@lru_cache(maxsize=1)
def all_profiles() -> dict[str, Profile]:
    """Every profile of ``sites/`` by name; raises `ProfileError` where one is wrong."""
    found = {}
    for path in sorted(SITES.glob("*.toml")):
        profile = read_profile(path.read_text(encoding="utf-8"), path.name)
        if profile.name != path.stem:
            raise ProfileError(f"{path.name}: name là “{profile.name}”, phải trùng tên tệp “{path.stem}”")
        found[profile.name] = profile
    return found


def choose_profile(root: Element, url: str, forced: str) -> Profile | None:
    """The profile for a page: the one named (``none`` for none), the host's, else the one whose marks are
    there.
    """
    if forced == "none":
        return None
    if forced:
        return all_profiles()[forced]
    host = (split_url(url).hostname or "") if "://" in url else ""
    for profile in all_profiles().values():
        if host and host in profile.hosts:
            return profile
        if not host and profile.match and all(mark(root) for mark in profile.match):
            return profile
    return None


def _first(profile: Profile, key: str, root: Element) -> Element | None:
    found = profile.select[key](root) if key in profile.select else []
    return next((e for e in found if hasattr(e, "tag")), None) if isinstance(found, list) else None


def _text(profile: Profile, key: str, root: Element) -> str:
    element = _first(profile, key, root)
    return text_of(element) if element is not None else ""


def _stamp(profile: Profile, key: str, root: Element) -> PrintedDate | None:
    raw = _text(profile, key, root)
    found = read_date_line(raw) or next(find_dates(raw), None)
    return PrintedDate(found.moment, raw) if found else None


def _outermost(elements: list[Element]) -> list[Element]:
    """The elements in the order of the page, those inside another one left out."""
    return [e for e in elements if not any(above in elements for above in e.iterancestors())]


def extract_by_profile(profile: Profile, root: Element) -> Extraction | Refusal | None:
    """The article as a profile finds it; None where the profile does not match the page: an alarm, not a
    refusal.
    """
    bodies = _outermost([e for e in profile.select["body"](root) if hasattr(e, "tag")])
    title = _text(profile, "title", root)
    if not bodies or not title:
        if profile.listing is not None and profile.listing(root):
            return Refusal("trang danh sách, không phải bài viết")
        return None
    lead = _first(profile, "lead", root)
    found = Extraction(
        title,
        _outermost([lead, *bodies]) if lead is not None else bodies,
        _stamp(profile, "date", root),
        _text(profile, "section", root),
        _text(profile, "byline", root),
        _text(profile, "author", root),
        _text(profile, "source", root),
        _stamp(profile, "clock", root),
        lead,
        profile=profile.name,
    )
    for path, reason in profile.drop:
        found.skip |= {e: reason for body in bodies for e in path(body)}
    if found.date is None and (raw := _text(profile, "date", root)):
        found.notes.append(f"không đọc được ngày “{raw[:60]}”")
    return found
