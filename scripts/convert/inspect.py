"""Command ``python -m scripts.convert.inspect PAGE``: see `scripts.convert.quality.inspection`."""

import sys

from scripts.convert.quality.inspection import main

if __name__ == "__main__":
    sys.exit(main())
