"""What publishing changes: the address under which the site is served."""

import os

from pelicanconf import *

# The address of the published site without a final slash, e.g. https://example.vn/cchc: `make publish SITEURL=…`.
SITEURL = os.environ.get("SITEURL", "")
WHOLE_DATA = True
