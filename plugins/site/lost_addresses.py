"""Lost addresses: pages of articles that the last site had and this one has not, each with the line that keeps it.

An address never changes once published, but it is made of the name of a file, and people rename files. A site is made
of its content alone, so nothing is guessed here: the build says what is lost, once, and what to write down.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugins.core.addresses import archived_address
from plugins.core.problems import shown_folder
from plugins.site.archive import Archive
from plugins.system.fixity import MANIFEST, read_manifest

_SHOWN = 10  # addresses: who drops a folder knows
_KEPT_PAGES = ("index.html", "trang-")  # lists of a year or a month


def lost_addresses(last: Path, urls: Iterable[str]) -> list[str]:
    """Addresses of articles in the manifest of the `last` site that are not among the `urls` of this one, sorted."""
    return sorted(
        url
        for url in read_manifest(last / MANIFEST).keys() - set(urls)
        if archived_address(url) == url and not url.rpartition("/")[2].startswith(_KEPT_PAGES)
    )


def lost_report(lost: list[str], archive: Archive, content: Path) -> str:
    """What the build says of lost addresses: the remedy beside each of the first, and how many there are."""
    by_id = {article.id: article.record.path for article in archive.articles if article.id}
    shown = shown_folder(content)
    lines = [_line(url, by_id, shown) for url in lost[:_SHOWN]]
    more = [f"… và {len(lost) - _SHOWN} địa chỉ nữa."] if len(lost) > _SHOWN else []
    return "\n".join([*lines, *more])


def _line(url: str, by_id: dict[str, str], shown: str) -> str:
    ids = (url.removesuffix(".html").split("-", at)[-1] for at in range(1, url.count("-") + 1))
    path = next((by_id[key] for key in ids if key in by_id), "")
    gone = f"Địa chỉ {url} của lần dựng trước không còn"
    if path:
        return f"{gone}: hãy thêm dòng “Địa chỉ cũ: {url}” vào phần đầu của {shown}/{path}"
    return (
        f"{gone}: bài đã đổi tên tệp thì thêm dòng “Địa chỉ cũ: {url}” vào phần đầu của nó; "
        "bài muốn gỡ thì giữ tệp, thêm dòng “Trạng thái: đã gỡ”"
    )
