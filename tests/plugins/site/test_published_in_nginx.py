"""The published site in a real nginx, with the configuration of ``docs/publishing.md``."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Built
from tests.nginx import Ask, served

FORMS = (
    "/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}/",
    "/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}",
    "/PortalPlus.aspx%3F/vi-VN/News/75//101147/0/{}/",
    "/portalplus.aspx?/vi-VN/News/{}/&print=1",
)


@pytest.fixture(scope="module")
def site(house: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own archive as it stands on a server, its home page packed beforehand."""
    folder = tmp_path_factory.mktemp("may-chu") / "site"
    shutil.copytree(house.output, folder)
    (folder / "index.html.gz").write_bytes(gzip.compress(b"packed"))
    return folder


@pytest.fixture(scope="module")
def ask(site: Path) -> Iterator[Ask]:
    with served(site, site.with_name("nginx")) as asker:
        yield asker


def test_every_number_leads_to_its_article_in_every_form(house: Built, ask: Ask) -> None:
    table = json.loads(house.page("dia-chi-cu.json"))
    assert table
    for number, url in table.items():
        for form in FORMS:
            answer = ask(form.format(number))
            assert (answer.status, answer.location) == (301, f"/{url}"), form.format(number)
        assert ask(f"/{url}").status == 200


def test_the_fallback_page_answers_what_the_table_does_not_know(house: Built, ask: Ask) -> None:
    for address in (
        "/PortalPlus.aspx?/vi-VN/News/75//101147/0/99999999/",
        "/PortalPlus.aspx",
        "/PortalPlus.aspx/",
    ):
        answer = ask(address)
        assert answer.status == 200
        assert answer.body == house.page("PortalPlus.aspx/index.html").encode()
    missing = ask("/khong-co-trang-nay.html")
    assert (missing.status, missing.body) == (404, house.page("404.html").encode())


def test_pages_that_are_part_of_another_now_lead_there(ask: Ask) -> None:
    day, part = ask("/ngay/2017-11-24.html"), ask("/nguon/bao/trang-3.html")
    assert (day.status, day.location) == (301, "/2017/11/index.html#ngay-24")
    assert (part.status, part.location) == (301, "/nguon/bao.html")


def test_below_the_root_of_a_host_targets_carry_the_path(awkward: Built, tmp_path: Path) -> None:
    with served(awkward.output, tmp_path / "nginx") as ask:
        for number, url in json.loads(awkward.page("dia-chi-cu.json")).items():
            answer = ask(FORMS[0].format(number))
            assert (answer.status, answer.location) == (301, f"/cchc/{url}")


def test_every_part_of_the_table_holds_its_hundred(house: Built) -> None:
    whole = json.loads(house.page("dia-chi-cu.json"))
    joined = {}
    for path in (house.output / "dia-chi-cu").glob("*.json"):
        part = json.loads(path.read_text(encoding="utf-8"))
        assert all((number[:-2] or "0") == path.stem for number in part)
        joined |= part
    assert joined == whole


def test_what_carries_its_content_in_its_name_is_kept_and_pages_are_asked_for_again(
    house: Built, ask: Ask
) -> None:
    (bundle,) = re.findall(r'rel="stylesheet" href="([^"]+)"', house.page("index.html"))
    assert "immutable" in ask(f"/{bundle}").headers["cache-control"]
    page = ask("/index.html")
    assert page.headers["cache-control"] == "no-cache"
    assert ask("/index.html", If_None_Match=page.headers["etag"]).status == 304
    shards = sorted((house.output / "tim-kiem").rglob("*.bin"))[:20]
    for url in (shard.relative_to(house.output).as_posix() for shard in shards):
        assert "immutable" in ask(f"/{url}").headers["cache-control"], url
    assert ask("/tim-kiem/manifest.json").headers["cache-control"] == "no-cache"


def test_policies_stand_in_the_headers(house: Built, ask: Ask) -> None:
    for address in ("/index.html", "/khong-co.html"):
        headers = ask(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "frame-ancestors 'none'"
    attachment = next(p for p in (house.output / "tep").rglob("*") if p.is_file())
    headers = ask(f"/{attachment.relative_to(house.output).as_posix()}").headers
    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["cache-control"] == "public, max-age=604800"


def test_pages_are_packed_and_what_was_packed_beforehand_is_served_so(house: Built, ask: Ask) -> None:
    packed = ask("/index.html", Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == b"packed"
    page = ask("/luu-tru.html", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert gzip.decompress(page.body) == house.page("luu-tru.html").encode()


def test_hosts_that_run_jekyll_are_told_not_to(house: Built) -> None:
    assert (house.output / ".nojekyll").read_bytes() == b""
