"""What the tests share: building an archive as `make html` does, and a real Chromium."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from scripts.support import browser as browsers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is no fault of the code: no deadlines. CI repeats the same examples, so that a new find of a
# property test greets the person who ran it, not an unrelated change.
property_settings.register_profile(
    "archive", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
property_settings.load_profile("archive")

# A shell starts what runs in its background deaf to Ctrl-C, and children inherit that: tests interrupt them in vain.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# `make test` keeps commands from importing what lies in their folder; tests build in copies of the project, whose own
# plugins are meant.
os.environ.pop("PYTHONSAFEPATH", None)

ROOT = Path(__file__).resolve().parent.parent
AWKWARD = ROOT / "tests" / "site" / "content"
AWKWARD_ENV = {
    "TRUST_CLOCK": "1"
}  # one of its articles waits for its day longer than these tests will be run
# --no-sandbox: tests run as root in containers; the rest keeps Chromium from looking for its maker's hosts.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Built:
    """The outcome of one build."""

    output: Path
    code: int
    said: str

    def page(self, url: str) -> str:
        """Text of one built file."""
        return (self.output / url).read_text(encoding="utf-8")

    def records(self) -> dict[str, dict]:
        """``archive.jsonl`` by id."""
        lines = self.page("archive.jsonl").splitlines()
        return {item["id"]: item for item in map(json.loads, lines)}


def build(
    content: Path,
    output: Path,
    cache: Path,
    *,
    settings: dict[str, object] | None = None,
    env: dict[str, str] | None = None,
) -> Built:
    """Build an archive in a process of its own, as the Makefile does."""
    extra = {"CACHE_PATH": str(cache), **(settings or {})}
    # Not coverage's `patch = subprocess`: tests that kill processes would leave broken data behind.
    measured = ["-m", "coverage", "run", "--parallel-mode"] if Coverage.current() else []
    command = [
        sys.executable,
        *measured,
        "-m",
        "pelican",
        str(content),
        "-o",
        str(output),
        "-s",
        "pelicanconf.py",
        "-e",
    ]
    command += [f"{key}={json.dumps(value)}" for key, value in extra.items()]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Built(output, done.returncode, done.stdout + done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


Writer = Callable[..., Path]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def write(content: Path) -> Writer:
    """Write a source under the content folder: ``write("a.md", "Tiêu đề: …")``."""

    def put(path: str, text: str | bytes) -> Path:
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    return put


@pytest.fixture
def make(content: Path, tmp_path: Path) -> Callable[..., Built]:
    """Build the test's own content folder; every call is one more build of the same output."""
    return partial(build, content, tmp_path / "output", tmp_path / "cache")


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small awkward archive of ``tests/site``, built once a session."""
    folder = tmp_path_factory.mktemp("awkward")
    settings: dict[str, object] = {"SITEURL": "https://luutru.example/cchc"}
    return build(AWKWARD, folder / "output", folder / "cache", settings=settings, env=AWKWARD_ENV)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own content, built once a session."""
    folder = tmp_path_factory.mktemp("house")
    return build(ROOT / "content", folder / "output", folder / "cache")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A real Chromium; `make test` sees to it that there is one."""
    path = browsers.find()
    assert path, "no Chromium: run `python -m scripts.support.browser` first, as `make test` does"
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for the whole session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        del format, args


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server answer on loopback; its address."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback: ``serve(folder)`` → its address."""
    with ExitStack() as servers:

        def start(folder: Path) -> str:
            handler = partial(_Quiet, directory=str(folder))
            return servers.enter_context(running(ThreadingHTTPServer(("127.0.0.1", 0), handler)))

        yield start
