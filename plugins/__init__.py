"""What the build is made of: one file, one idea, one ``register()``.

`core` is the language everybody shares (articles, dates, text, addresses); it is pure and imports
the standard library only. Around it stand the Pelican plugins, named in ``PLUGINS``.
"""

from pathlib import Path

from plugins.bytecode import drop_stale
from plugins.core import interrupts

interrupts.guard()
_HERE = Path(__file__).resolve().parent
# Before anything else of the project is imported.
drop_stale(_HERE.rglob("*.py"), _HERE.parent.glob("*.py"))
