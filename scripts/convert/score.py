"""Command ``python -m scripts.convert.score TRUTH.jsonl REPORT.jsonl CONTENT``: see `scripts.convert.quality.score`."""

import sys

from scripts.convert.quality.score import main

if __name__ == "__main__":
    sys.exit(main())
