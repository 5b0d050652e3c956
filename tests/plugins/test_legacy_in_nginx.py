"""Addresses of the old portal in a real nginx, with the configuration of ``docs/legacy-addresses.md``."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts import tools
from tests.conftest import ROOT, Built

# One process in the foreground, with nothing outside its own folder: no pid, logs or caches of the system's.
FRAME = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; types {{ text/html html; }}
    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {rules}
}}
"""
FORMS = (
    "/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}/",
    "/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}",
    "/PortalPlus.aspx%3F/vi-VN/News/75//101147/0/{}/",
    "/portalplus.aspx?/vi-VN/News/{}/&print=1",
)


def documented_rules(site: Path, port: int) -> str:
    text = (ROOT / "docs" / "legacy-addresses.md").read_text(encoding="utf-8")
    (rules,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    return rules.replace("SITE", str(site)).replace("127.0.0.1:8080", f"127.0.0.1:{port}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listening(port: int, nginx: subprocess.Popen[bytes]) -> bool:
    for _ in range(500):
        if nginx.poll() is not None:
            return False
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


Ask = Callable[[str], tuple[int, str, bytes]]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Ask]]:
    path = tools.find("nginx")
    assert path, "no nginx: run `python -m scripts.tools nginx` first, as `make test` does"
    running = []

    def run(site: Path) -> Ask:
        folder, port = tmp_path_factory.mktemp("nginx"), free_port()
        config = folder / "nginx.conf"
        config.write_text(FRAME.format(folder=folder, rules=documented_rules(site, port)), encoding="utf-8")
        nginx = subprocess.Popen(
            [path, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
        )
        running.append(nginx)
        assert listening(port, nginx), (folder / "error.log").read_text(encoding="utf-8")

        def ask(address: str) -> tuple[int, str, bytes]:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            line.request("GET", address)
            answer = line.getresponse()
            found = answer.status, answer.headers.get("Location", ""), answer.read()
            line.close()
            return found

        return ask

    yield run
    for nginx in running:
        nginx.terminate()
        nginx.wait()


def test_every_number_leads_to_its_article_in_every_form(house: Built, start: Callable[[Path], Ask]) -> None:
    ask = start(house.output)
    table = json.loads(house.page("dia-chi-cu.json"))
    assert len(table) > 40
    for number, url in table.items():
        for form in FORMS:
            assert ask(form.format(number))[:2] == (301, f"/{url}"), form.format(number)
        assert ask(f"/{url}")[0] == 200


def test_the_fallback_page_answers_what_the_table_does_not_know(
    house: Built, start: Callable[[Path], Ask]
) -> None:
    ask = start(house.output)
    for address in (
        "/PortalPlus.aspx?/vi-VN/News/75//101147/0/99999999/",
        "/PortalPlus.aspx",
        "/PortalPlus.aspx/",
    ):
        status, _, page = ask(address)
        assert status == 200
        assert page == house.page("PortalPlus.aspx/index.html").encode()
    status, _, page = ask("/khong-co-trang-nay.html")
    assert (status, page) == (404, house.page("404.html").encode())


def test_below_the_root_of_a_host_targets_carry_the_path(
    awkward: Built, start: Callable[[Path], Ask]
) -> None:
    ask = start(awkward.output)
    for number, url in json.loads(awkward.page("dia-chi-cu.json")).items():
        assert ask(FORMS[0].format(number))[:2] == (301, f"/cchc/{url}")


def test_every_part_of_the_table_holds_its_hundred(house: Built) -> None:
    whole = json.loads(house.page("dia-chi-cu.json"))
    joined = {}
    for path in (house.output / "dia-chi-cu").glob("*.json"):
        part = json.loads(path.read_text(encoding="utf-8"))
        assert all((number[:-2] or "0") == path.stem for number in part)
        joined |= part
    assert joined == whole
