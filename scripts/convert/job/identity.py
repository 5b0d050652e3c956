"""Identity of an article: its address, what the page itself calls its own address, and the id made of them."""

from __future__ import annotations

import hashlib
import re

from plugins.core.addresses import legacy_key
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.dom.tree import Element
from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.urls import split_url, url_fault

_ID = re.compile(r"[0-9]{1,15}")  # longer ones, and other digits, make no name of a file
_ID_IN_URL = re.compile(
    r"[?&](?:id|newsid|articleid|itemid|nid|aid|tinid|idtin|catid_id|contentid|postid|p)=([0-9]{2,12})(?:&|$)"
    r"|(?:^|[-/_.a-z])([0-9]{3,15})(?:/?(?:\.\w{2,5})?/?)$",
    re.IGNORECASE,
)
_HOME = re.compile(r"/*(?:(?:index|default|home|trang-?chu|portal)(?:\.\w+)?/?)?", re.IGNORECASE)


def page_address(root: Element, url: str) -> str:
    """The page's address; a form that posts to an article's own address tells it where nothing else does."""
    if url:
        return url
    actions = (form.get("action") or "" for form in root.iter("form"))
    return next((a for a in actions if legacy_key(a)), "")


def base_address(url: str, declared: str) -> str:
    """What relative addresses of a page belong to: its <base>, else its own address; empty where nobody knows."""
    own = url if "://" in url else ""
    try:
        base = resolve(own, declared)
    except ValueError:
        return own
    return base if "://" in base else own


def same_article(url: str, canonical: str) -> str:
    """The address that a page says its text belongs to, where that is another one of the same site; else empty.

    One that names the site's front page says nothing: careless templates put it on every page.
    """
    try:
        named = resolve(url, canonical.strip()) if canonical.strip() else ""
    except ValueError:
        return ""
    own, other = split_url(url), split_url(named)
    if not own.netloc or _host(own.netloc) != _host(other.netloc) or url_fault(named):
        return ""
    says_nothing = not other.query and _HOME.fullmatch(other.path) is not None
    return "" if says_nothing or address_key(named) == address_key(url) else named


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def article_id(url: str, source: str) -> str:
    """The id in an address; without one, a short hash that stays the same as long as the address does."""
    if (key := legacy_key(url)) and _ID.fullmatch(key):
        return key
    if match := _ID_IN_URL.search(url.partition("#")[0]):
        return match[1] or match[2]
    return "t" + hashlib.sha256((address_key(url) or source).encode()).hexdigest()[:9]
