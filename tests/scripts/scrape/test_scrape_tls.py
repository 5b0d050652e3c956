"""Expired certificates: refused, unless a person says otherwise; then the WARC file says so too."""

import subprocess
from pathlib import Path

import pytest

from scripts.scrape.__main__ import run
from scripts.scrape.fetch import tls_context
from scripts.scrape.options import CrawlOptions
from tests.scripts.scrape.scrape_pages import article
from tests.scripts.scrape.scrape_results import BOUNDS, Result, records
from tests.scripts.scrape.scrape_server import Site, served


@pytest.fixture(scope="module")
def certificate(player, tmp_path_factory):
    """Made for the occasion: no key is kept in the repository."""
    path = tmp_path_factory.mktemp("tls") / "expired.pem"
    subprocess.run([player, Path(__file__).with_name("expired_certificate.py"), path], check=True)
    return path


@pytest.fixture
def secure(certificate):
    with served(Site(), certificate) as running:
        running.page("/", article(1))
        yield running


def crawl(site, folder, **options):
    report = folder / "r.jsonl"
    code = run(CrawlOptions(f"{site.url}/", folder / "c", delay=0.0, report=report, **options), BOUNDS)
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


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
def test_the_option_speaks_to_servers_of_2008_too(certificate, tmp_path):
    with served(Site(), certificate, old=True) as running:
        running.page("/", article(1))
        assert crawl(running, tmp_path, insecure_tls=True).why("/") == ("stored", "")


def test_a_run_that_checked_certificates_says_nothing_of_the_kind(site, tmp_path):
    site.page("/", article(1))
    crawl(site, tmp_path)
    (info,) = [r for r in records(tmp_path / "c") if r.kind == "warcinfo"]
    assert b"insecure-tls" not in info.payload


def test_certificates_are_checked_by_default():
    assert tls_context(False).check_hostname
    assert not tls_context(True).check_hostname
