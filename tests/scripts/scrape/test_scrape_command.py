"""The command as a person meets it: options, messages, exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.scrape.__main__ import main
from scripts.scrape.crawl import ATTEMPTS
from scripts.scrape.options import parser
from scripts.scrape.reasons import REASONS, explain
from tests.scripts.scrape.scrape_pages import article, links

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["http://vi-du.gov.vn/"],
        ["vi-du.gov.vn", "--store", "x"],
        ["ftp://vi-du.gov.vn/", "--store", "x"],
        ["http://vi-du.gov.vn/", "--store", "x", "--delay", "-1"],
        ["http://vi-du.gov.vn/", "--store", "x", "--delay", "nan"],
        ["http://vi-du.gov.vn/", "--store", "x", "--max-pages", "0"],
    ],
)
def test_wrong_usage_is_2(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    assert capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_store_that_cannot_be_written_is_a_sentence(tmp_path, capsys):
    (tmp_path / "f").write_text("")
    assert main(["http://127.0.0.1:9/", "--store", str(tmp_path / "f" / "c")]) == 1
    assert str(tmp_path / "f") in capsys.readouterr().err


def test_an_unreachable_host_is_a_sentence(tmp_path, capsys):
    assert main(["http://127.0.0.1:9/", "--store", str(tmp_path), "--delay", "0"]) == 1
    said = capsys.readouterr().err
    assert "robots.txt" in said
    assert "Traceback" not in said


def test_the_command_tells_what_it_did(site, tmp_path):
    site.page("/", links("/a", "/b"))
    site.page("/a", article(1))
    done = subprocess.run(
        [sys.executable, "-m", "scripts.scrape", site.url, "--store", str(tmp_path / "c"), "--delay", "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "xong 2 · chờ 0" in done.stderr
    assert "1 địa chỉ không lưu được" in done.stderr


def test_every_option_is_explained_in_the_manual():
    manual = (ROOT / "docs" / "scrape.md").read_text(encoding="utf-8")
    options = [
        option for action in parser()._actions for option in action.option_strings if option.startswith("--")
    ]
    assert [option for option in options if f"`{option}" not in manual and option != "--help"] == []


def test_every_reason_is_explained_in_the_manual():
    manual = (ROOT / "docs" / "scrape.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"`{reason}`" not in manual] == []
    assert all(explain(reason) for reason in (*REASONS, *ATTEMPTS, "http-404"))
