"""Crawl scope: the start host, the hosts named by option, nothing else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit, urlunsplit

_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
_SCHEMES = ("http", "https")


def is_private(host: str) -> bool:
    """Whether a host name or IP literal is one of the machine's own or its neighbours' (not routed publicly)."""
    try:
        return not ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith(_LOCAL_NAMES[1:])


def _authority(url: str) -> str:
    """Host, with its port where it is not the usual one: http and https of one host are one site."""
    parts = urlsplit(url)
    usual = parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme))
    return (parts.hostname or "") if usual else f"{parts.hostname}:{parts.port}"


class Scope:
    """The hosts of one crawl; `start` is a canonical address, `others` hold ``host`` or ``host:port``."""

    def __init__(self, start: str, others: tuple[str, ...] = ()) -> None:
        self.start_host = urlsplit(start).hostname or ""
        self._scheme, self._authority = urlsplit(start).scheme, _authority(start)
        self._allowed = {_authority(start), *(other.lower().rstrip(".") for other in others)}

    def refusal(self, url: str) -> str:
        """Why a canonical address may not be asked for (a key of `reasons`), empty where it may."""
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES:
            return "scheme"
        if _authority(url) in self._allowed:
            return ""
        return "private-address" if is_private(parts.hostname or "") else "off-site"

    def as_started(self, url: str, *, everywhere: bool = True) -> str:
        """An address of the start host by the start's scheme; only where a port is named, if not `everywhere`.

        One port speaks one protocol, and a link's ``https`` may be wishful thinking.
        """
        parts = urlsplit(url)
        if _authority(url) != self._authority or not (everywhere or parts.port):
            return url
        return urlunsplit(parts._replace(scheme=self._scheme))

    def forbids_peer(self, host: str, ip: str) -> bool:
        """Whether a public name leads to a private address; only the start host, and hosts named as private, may."""
        return host != self.start_host and is_private(ip) and not is_private(host)
