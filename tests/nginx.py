"""A real nginx on loopback with the configuration that the documentation gives."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.support import tools
from tests.conftest import ROOT

# One process in the foreground, with nothing outside its own folder: no pid, logs or caches of the system's.
FRAME = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; types {{ text/html html; text/css css; text/javascript js; application/json json; }}
    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {rules}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What the server said: its status, headers (names in lower case) and body as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str:
        """Where it sends to."""
        return self.headers.get("location", "")


Ask = Callable[..., Answer]
"""``ask(address, **headers)``"""


def documented_rules(site: Path, port: int) -> str:
    """The configuration of ``docs/publishing.md`` for a folder and a port."""
    text = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    (rules,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    return rules.replace("SITE", str(site)).replace("127.0.0.1:8080", f"127.0.0.1:{port}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _listening(port: int, nginx: subprocess.Popen[bytes]) -> bool:
    for _ in range(500):
        if nginx.poll() is not None:
            return False
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


@contextmanager
def served(site: Path, folder: Path) -> Iterator[Ask]:
    """Serve `site`; `folder` takes the server's own files."""
    path = tools.find("nginx")
    assert path, "no nginx: run `python -m scripts.support.tools nginx` first, as `make test` does"
    folder.mkdir()
    port, config = _free_port(), folder / "nginx.conf"
    config.write_text(FRAME.format(folder=folder, rules=documented_rules(site, port)), encoding="utf-8")
    nginx = subprocess.Popen([path, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")])
    try:
        assert _listening(port, nginx), (folder / "error.log").read_text(encoding="utf-8")
        yield _asker(port)
    finally:
        nginx.terminate()
        nginx.wait()


def _asker(port: int) -> Ask:
    def ask(address: str, **headers: str) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", address, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = line.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        line.close()
        return found

    return ask
