"""The house rules that no tool checks by itself: lists are complete, documentation is true."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import pelicanconf
from plugins.system.versions import Versions
from scripts.support.lock import pythons
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
DOCS = sorted((ROOT / "docs").rglob("*.md"))
TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_the_import_contracts_name_every_room() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {
        c["containers"][0]: set(re.findall(r"\w+", " ".join(c["layers"]))) for c in contracts if "layers" in c
    }
    for package, files in (("plugins", False), ("scripts.convert", True)):
        folder = ROOT.joinpath(*package.split("."))
        rooms = {path.parent.name for path in folder.glob("*/__init__.py")}
        rooms |= {path.stem for path in folder.glob("*.py") if path.stem != "__init__"} if files else set()
        assert layers[package] == rooms
    hidden = set(next(c for c in contracts if c.get("source_modules") == ["scripts"])["forbidden_modules"])
    assert {
        name for name in pelicanconf.PLUGINS if not any(name.startswith(part) for part in hidden)
    } == set()


def test_every_plugin_that_registers_is_in_the_settings() -> None:
    registering = set()
    for path in (ROOT / "plugins").rglob("*.py"):
        if re.search(r"^def register\(\)", path.read_text(encoding="utf-8"), re.MULTILINE):
            registering.add(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert registering == set(pelicanconf.PLUGINS)


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert named == TARGETS - {"help"}


def test_git_offers_nothing_to_commit_that_publishing_leaves(tmp_path: Path) -> None:
    published = Versions(tmp_path / "published", 1)
    published.candidate.mkdir()
    with published.lock(), Versions(published.candidate, 1).lock():
        left = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        ["git", "check-ignore", *left], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == left


def test_no_tracked_file_is_empty_but_the_marks_of_packages() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    empty = {Path(name).name for name in listed.splitlines() if not (ROOT / name).stat().st_size}
    assert empty <= {"__init__.py", "py.typed", ".nojekyll"}


def test_every_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) >= TARGETS


@pytest.mark.parametrize("page", [*TOP, *DOCS], ids=lambda p: p.name)
def test_paths_and_links_in_the_documentation_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    # Examples in code show the reader's own files.
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:/][^)#:]*)(?:#[^)]*)?\)", prose):
        assert (page.parent / target).exists(), target
    for path in re.findall(r"`((?:plugins|scripts|theme|tests|docs|content)/[A-Za-z0-9_./-]+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda p: p.name)
def test_actions_are_pinned_by_digest(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (\S+)(.*)", text)
    assert uses
    for action, version in uses:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version), action
    assert set(re.findall(r"make ([a-z-]+)", text)) <= TARGETS
    assert "cron:" in text


def test_the_workflow_of_tests_runs_on_the_oldest_and_the_newest_python_promised() -> None:
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    promised = pythons()
    assert re.findall(r"python: (.*)", text) == [f'["{promised[0]}", "{promised[-1]}"]'] * 2
    assert "run: make test" in text
    assert {"push:", "pull_request:", "schedule:"} <= set(text.split())


def test_the_changelog_is_kept_in_the_usual_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", name) for name in versions[1:])
    assert versions[1].startswith(f"[{version}]")
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= kinds
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {version}\ndate-released: {versions[1][-10:]}\n" in cited


def test_tests_mirror_the_rooms() -> None:
    """Each module has a test of its name, or its package has tests where the package would have them."""
    missing = []
    for top in ("plugins", "scripts"):
        for path in sorted((ROOT / top).rglob("*.py")):
            room = path.parent.relative_to(ROOT)
            named = list((ROOT / "tests").rglob(f"test_*{path.stem.strip('_')}*.py"))
            if (
                path.name != "__init__.py"
                and not named
                and not list((ROOT / "tests" / room).rglob("test_*.py"))
            ):
                missing.append(path.relative_to(ROOT).as_posix())
    assert missing == []


def test_tests_lie_where_what_they_test_lies() -> None:
    for path in sorted((ROOT / "tests" / "plugins").rglob("test_*.py")):
        assert (ROOT / path.parent.relative_to(ROOT / "tests")).is_dir(), path
