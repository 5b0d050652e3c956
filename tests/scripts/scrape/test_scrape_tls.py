"""Expired certificates: refused, unless a person says otherwise; then the WARC file says so too."""

from pathlib import Path

import pytest
from scrape_pages import article
from scrape_results import BOUNDS, Result, records
from scrape_server import Site, served

from scripts.scrape.__main__ import run
from scripts.scrape.fetch import tls_context
from scripts.scrape.options import Options

CERTIFICATE = Path(__file__).with_name("expired.pem")


@pytest.fixture
def secure():
    with served(Site(), CERTIFICATE) as running:
        running.page("/", article(1))
        yield running


def crawl(site, folder, **options):
    report = folder / "r.jsonl"
    code = run(Options(f"{site.url}/", folder / "c", delay=0.0, report=report, **options), BOUNDS)
    return Result(code, folder / "c", report)


def test_an_expired_certificate_keeps_us_out(secure, tmp_path):
    result = crawl(secure, tmp_path)
    assert result.code == 1
    assert result.why("/") == ("refused", "robots-unavailable")
    assert secure.hits == []
    assert records(tmp_path / "c") == []


def test_the_explicit_option_lets_us_in_and_is_recorded(secure, tmp_path):
    result = crawl(secure, tmp_path, insecure_tls=True)
    assert result.why("/") == ("stored", "")
    (info,) = [r for r in records(tmp_path / "c") if r.kind == "warcinfo"]
    assert b"insecure-tls: yes" in info.payload


def test_a_run_that_checked_certificates_says_nothing_of_the_kind(site, tmp_path):
    site.page("/", article(1))
    crawl(site, tmp_path)
    (info,) = [r for r in records(tmp_path / "c") if r.kind == "warcinfo"]
    assert b"insecure-tls" not in info.payload


def test_certificates_are_checked_by_default():
    assert tls_context(False).check_hostname
    assert not tls_context(True).check_hostname
