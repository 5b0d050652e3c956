"""The build, room by room; a Pelican plugin is a module with a ``register()``, named in ``PLUGINS``.

`core` is the language everybody shares; it is pure. `system` asks the operating system, `state` keeps what builds
remember, `lint` says what is wrong with a source, `html` makes Markdown safe HTML. `site` builds and publishes, `pages`
makes what readers get, `related` and `search` are engines with a plugin each.
"""

from pathlib import Path

from plugins.system import interrupts
from plugins.system.bytecode import drop_stale

interrupts.guard()
_HERE = Path(__file__).resolve().parent
# Before anything else of the project is imported.
drop_stale(_HERE.rglob("*.py"), _HERE.parent.glob("*.py"))
