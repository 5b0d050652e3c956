"""URL registry: one owner for each address of the site, whatever the case, and no file where a folder stands."""

from __future__ import annotations

from plugins.core.problems import Problem

_OWN = ("plugins.", "theme/static")  # owners that are no sources


class UrlRegistry:
    """The addresses of one build; `problems` names every owner that had to give way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._owners: dict[str, tuple[str, str]] = {}  # folded address: the address and its owner
        self._above: dict[str, str] = {}  # folders of the site, and who first put a file into each

    def __len__(self) -> int:
        return len(self._owners)

    def __contains__(self, url: str) -> bool:
        return url.casefold() in self._owners

    def has_exactly(self, url: str) -> bool:
        """Whether an address was claimed in this very case, as servers tell them apart."""
        return self._owners.get(url.casefold(), ("",))[0] == url

    def all(self) -> list[str]:
        """Every address claimed, in the order of the claims."""
        return [url for url, _ in self._owners.values()]

    def claim(self, url: str, owner: str) -> bool:
        """Reserve an address; two owners of one (whatever the case) are a problem, and the first keeps it.

        So are a file and a folder of one name.
        """
        key = url.casefold()
        first = self._owners.setdefault(key, (url, owner))
        if first != (url, owner):
            self._collide(url, owner, first[1])
            return False
        while key := key.rpartition("/")[0]:
            if key in self._owners:
                self._collide(url, owner, self._owners[key][1])
                return False
            if key in self._above:
                break
            self._above[key] = owner
        if url.casefold() in self._above:
            self._collide(url, owner, self._above[url.casefold()])
            return False
        return True

    def _collide(self, url: str, owner: str, first: str) -> None:
        """Name the one of two owners of an address that is to give way: no page of the site's own, no article."""
        keeps = owner.startswith(_OWN) or (owner.endswith(".md") and not first.endswith(".md"))
        bad, other = (first, owner) if keeps and not first.startswith(_OWN) else (owner, first)
        message = f"địa chỉ /{url} đã thuộc về {other}; hãy đổi mã, đường dẫn hoặc tên tệp"
        self.problems.append(Problem(bad, 0, "trung-dia-chi", message))
