import json
import shutil
from pathlib import Path

import pytest

from scripts.convert.content.profile import SITES
from scripts.convert.job.extract import Context, convert_record
from scripts.convert.quality.floors import below, main, measure_cases
from scripts.convert.sources.records import CaptureRecord, load

CASES = Path(__file__).parents[3] / "cases"
PAGES = sorted(CASES.glob("*/*/page.html"))


def converted(page: Path) -> str:
    """The article's file, or one line saying why there is none."""
    record = CaptureRecord(page.parent.name, page, root=None)
    result = convert_record(load(record), record, Context())
    return result.text if result.article else f"{result.status}: {result.reason}\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: f"{p.parent.parent.name}/{p.parent.name}")
def test_page_gives_the_expected_article(page):
    expected = page.with_name("expected.md")
    found = converted(page)
    if not expected.exists():
        expected.write_text(found, encoding="utf-8")
        pytest.fail(f"wrote {expected}: read it, then run again")
    assert found == expected.read_text(encoding="utf-8"), (
        f"if the new form is right: rm {expected} and run again"
    )


def test_every_profile_has_a_case():
    assert {p.stem for p in SITES.glob("*.toml")} <= {p.parent.parent.name for p in PAGES}


def test_every_case_has_its_truth():
    named = {
        json.loads(line)["file"] for line in (CASES / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    }
    assert named == {p.relative_to(CASES).as_posix() for p in PAGES}


def test_no_share_is_under_its_floor():
    floors = json.loads((CASES / "floors.json").read_text(encoding="utf-8"))
    assert below(measure_cases(CASES), floors) == []


def test_floors_are_never_lowered(tmp_path, capsys):
    page = CASES / "trang-khac" / "dang-nhap" / "page.html"
    (tmp_path / "page.html").write_bytes(page.read_bytes())
    (tmp_path / "truth.jsonl").write_text('{"file": "page.html", "title": "x"}\n')
    floors = tmp_path / "floors.json"
    floors.write_text('{"none": {"page.html": {"converted": 1.0}}}')
    assert main([str(tmp_path), "--update"]) == 1
    assert floors.read_text() == '{"none": {"page.html": {"converted": 1.0}}}'
    assert "thấp hơn mức sàn" in capsys.readouterr().out


def test_a_site_whose_pages_need_their_profile_lowers_no_other_floor(tmp_path):
    """A page that the generic extractor refuses gets floors of its own; the other site's stand."""
    for name in ("trang-khac/dang-nhap", "trang-khac/hai-bai"):
        shutil.copytree(CASES / name, tmp_path / name)
    truth = [json.loads(line) for line in (CASES / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    good = next(row for row in truth if row["file"] == "trang-khac/hai-bai/page.html")
    needs = {"file": "can-ho-so.vn/dang-nhap/page.html", "title": "Một trang chỉ hồ sơ đọc được"}
    (tmp_path / "trang-khac" / "dang-nhap").rename(tmp_path / "dang-nhap")
    (tmp_path / "can-ho-so.vn").mkdir()
    (tmp_path / "dang-nhap").rename(tmp_path / "can-ho-so.vn" / "dang-nhap")
    write = (tmp_path / "truth.jsonl").write_text
    write(json.dumps(good) + "\n", encoding="utf-8")
    assert main([str(tmp_path), "--update"]) == 0
    before = json.loads((tmp_path / "floors.json").read_text(encoding="utf-8"))
    assert before["none"]["trang-khac"]["converted"] == 1.0
    write(json.dumps(good) + "\n" + json.dumps(needs) + "\n", encoding="utf-8")
    assert main([str(tmp_path), "--update"]) == 0
    after = json.loads((tmp_path / "floors.json").read_text(encoding="utf-8"))
    assert after["none"]["trang-khac"] == before["none"]["trang-khac"]
    assert after["none"]["can-ho-so.vn"]["converted"] == 0.0
