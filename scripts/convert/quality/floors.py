"""Quality floors, committed with the cases: ``python -m scripts.convert.floors CASES [--update]``.

CASES holds ``truth.jsonl``, the saved pages it names, a folder for each site, and ``floors.json``. Every case is
converted twice, by its profile and without one; each site has floors of its own, so that a site whose pages need their
profile lowers nobody else's. A share under its floor is a failure; ``--update`` only ever raises floors.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path, PurePosixPath

from scripts.convert.job.ledger import replace_file
from scripts.convert.job.options import ConversionOptions
from scripts.convert.job.run import run
from scripts.convert.quality.score import measure, read_lines

WAYS = {"profile": "", "none": "none"}
Shares = dict[str, dict[str, dict[str, float]]]  # way → site → measure → 0…1


def measure_cases(cases: Path) -> Shares:
    """The shares of both ways over the cases of each site."""
    return {way: _one_way(cases, site) for way, site in WAYS.items()}


def _one_way(cases: Path, site: str) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        report: list[bytes] = []
        run(ConversionOptions([cases], content, site, workers=1), lambda _: None, report.append)
        lines = [json.loads(line) for line in b"".join(report).splitlines()]
        truth: dict[str, list[dict[str, object]]] = {}
        for row in read_lines(cases / "truth.jsonl"):
            truth.setdefault(PurePosixPath(row["file"]).parts[0], []).append(row)
        return {name: measure(rows, lines, content).shares() for name, rows in truth.items()}


def below(found: Shares, floors: Shares) -> list[str]:
    """Every measure under its floor, as sentences; a measure that is gone counts as 0."""
    return [
        f"{way}: {site}: {name} là {found.get(way, {}).get(site, {}).get(name, 0.0)}, thấp hơn mức sàn {floor}"
        for way, sites in floors.items()
        for site, wanted in sites.items()
        for name, floor in wanted.items()
        if found.get(way, {}).get(site, {}).get(name, 0.0) < floor
    ]


def main(argv: list[str] | None = None) -> int:
    """Exit code 1 where a floor is broken; floors are only ever raised."""
    ask = argparse.ArgumentParser(
        prog="python -m scripts.convert.floors", description="Kiểm tra mức sàn của bộ chuyển đổi."
    )
    ask.add_argument("cases", type=Path, help="thư mục các trường hợp mẫu")
    ask.add_argument(
        "--update", action="store_true", help="nâng mức sàn lên kết quả đo được; không bao giờ hạ"
    )
    arguments = ask.parse_args(argv)
    path = arguments.cases / "floors.json"
    floors: Shares = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = measure_cases(arguments.cases)
    broken = below(found, floors)
    for sentence in broken:
        print(sentence)
    if arguments.update and not broken:
        replace_file(path, json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    elif arguments.update:
        print("Không hạ mức sàn: hãy sửa bộ chuyển đổi, hoặc tự tay sửa floors.json và nêu lý do khi gửi.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
