from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

import pytest

from scripts.support.command import run
from scripts.support.sbom import main
from tests.conftest import ROOT

LOCK = ROOT / "requirements.txt"


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    assert run(main, [str(LOCK)]) == 0
    return capsys.readouterr().out


def test_every_pin_is_listed_with_its_licence_and_hashes(capsys: pytest.CaptureFixture[str]) -> None:
    bill = json.loads(printed(capsys))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    pins = dict(re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\s\\]+)", LOCK.read_text(encoding="utf-8")))
    listed = {item["name"]: item for item in bill["components"]}
    assert {name: item["version"] for name, item in listed.items()} == pins
    here = {re.sub(r"[-_.]+", "-", found.name.lower()) for found in metadata.distributions()}
    for name, item in listed.items():
        assert item["purl"] == f"pkg:pypi/{name}@{item['version']}"
        assert item["hashes"]
        if name in here:
            assert item["licenses"][0]["license"]["name"], name
    assert len(here & listed.keys()) > len(listed) / 2


def test_what_only_another_system_installs_is_listed_without_a_licence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pin = "khong-co-goi-nay==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64 + "\n"
    (tmp_path / "a.txt").write_text(pin, encoding="utf-8")
    assert run(main, [str(tmp_path / "a.txt")]) == 0
    (item,) = json.loads(capsys.readouterr().out)["components"]
    assert (item["name"], item["version"], item["licenses"]) == ("khong-co-goi-nay", "1.0", [])


def test_the_same_lock_gives_the_same_bill(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys)
    assert printed(capsys) == text
    assert "http" not in text


def test_a_lock_that_is_not_there_or_not_installed_is_wrong_usage(tmp_path: Path) -> None:
    assert run(main, [str(tmp_path / "none.txt")]) == 2
    (tmp_path / "a.txt").write_text("khong-co-goi-nay==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert run(main, [str(tmp_path / "a.txt")]) == 2
