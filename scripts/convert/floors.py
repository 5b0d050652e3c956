"""Command ``python -m scripts.convert.floors CASES [--update]``: see `scripts.convert.quality.floors`."""

import sys

from scripts.convert.quality.floors import main

if __name__ == "__main__":
    sys.exit(main())
