"""Any sequence of changes builds what a clean build does: tried at random for as long as one likes.

python -m scripts.bench.soak [--minutes M] [--acts N] [--articles N] [--seed S]

Articles come, go, move and change, as do pictures and sections (`scripts.bench.soak_sources`); so do settings,
templates, the project's code, the versions of what it is built with, the clock, the cache and the site that stands;
builds are killed. After each turn the site is compared, byte for byte, with one built from nothing, and what is named
with what that names. A seed repeats its turns.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.exits import DONE
from plugins.system.versions import Versions
from scripts.bench.soak_sources import Sources

FIRST, YEAR, DAY = 1_500_000_000, 31_557_600, 86_400  # seconds; articles are dated around the first clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended: its code, what it named, and the site that stands, address → bytes."""

    code: int
    named: list[str]
    site: dict[str, bytes]


class Soak:
    """One archive in `folder`, changed at random; its theme, settings and the project's code are its own."""

    def __init__(self, folder: Path, seed: int, articles: int = 8) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # chances, not keys
        self.folder, self.content, self.theme = folder, folder / "content", folder / "theme"
        self.settings: dict[str, str] = {}
        self.house, self.packages = folder / "house", folder / "house-packages"
        shutil.copytree("plugins", self.house / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy("pelicanconf.py", self.house)
        self.packages.mkdir()
        self.clock, self.going = FIRST, False
        shutil.copytree("theme", self.theme)
        self.sources = Sources(self.content, self.rng, articles)

    def set(self) -> None:
        """Change a setting that every page shows, or one that only the blocks of latest news know."""
        self.settings["SITENAME"] = self.rng.choice(["Lưu trữ", "Kho lưu trữ"])
        self.settings["PRESS_SECTION"] = self.rng.choice(["y-kien-bao-chi", "tin"])

    def template(self) -> None:
        """Change a template or a style sheet."""
        path = self.rng.choice(sorted(self.theme.rglob("*.html")) + sorted(self.theme.rglob("*.css")))
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")

    def code(self) -> None:
        """Change a file of the project's code: what it does stays, what it is known by does not."""
        path = self.rng.choice(sorted((self.house / "plugins").rglob("*.py")))
        with path.open("a", encoding="utf-8") as file:
            file.write("\n# ...\n")

    def dependency(self) -> None:
        """Another version of a library, as far as anybody can tell from outside."""
        name = self.rng.choice(["nh3", "typogrify", "jinja2", "pelican"])
        for old in self.packages.glob(f"{name}-*"):
            shutil.rmtree(old)
        version = f"99.{self.rng.randrange(99)}"
        (self.packages / f"{name}-{version}.dist-info").mkdir()
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (self.packages / f"{name}-{version}.dist-info" / "METADATA").write_text(about)

    def turn_clock(self) -> None:
        """Go on in time, or back, by years or by days: articles come due, and are no longer."""
        if self.rng.random() < 0.5:
            self.clock = FIRST + self.rng.randrange(-1, 3) * YEAR
        else:
            self.clock += self.rng.randrange(-90, 90) * DAY

    def harm_cache(self) -> None:
        """Delete, cut or spoil a file of the cache."""
        files = sorted(p for p in (self.folder / "cache").rglob("*") if p.is_file())
        if files:
            path = self.rng.choice(files)
            data = path.read_bytes()
            harm = self.rng.randrange(3)
            if harm == 0:
                path.unlink()
            else:
                path.write_bytes(data[: len(data) // 2] if harm == 1 else self.rng.randbytes(len(data)))

    def lose_cache(self) -> None:
        """Begin with no cache beside the last site."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def carry_site(self) -> None:
        """Copy the site away and back, times and all: every file is another, with the same bytes."""
        output, copy = self.folder / "output", self.folder / "output-copy"
        if output.is_dir():
            shutil.copytree(output, copy)
            shutil.rmtree(output)
            copy.rename(output)

    def roll_back(self) -> None:
        """Publish the site before the last one again."""
        versions = Versions(self.folder / "output", 2)
        if 1 in versions.kept():
            with versions.lock():
                versions.roll_back(1)

    def touch_site(self) -> None:
        """Spoil a page of the site that stands, as no one should."""
        pages = sorted((self.folder / "output").rglob("*.html"))
        if pages:
            path = self.rng.choice(pages)
            path.unlink()  # never written into: versions share their files
            path.write_text("hỏng")

    def kill(self) -> None:
        """Begin a build, and kill it in the middle."""
        process = subprocess.Popen(
            self._command("output", "cache"), cwd=self.house, env=self._env(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(self.rng.random() * 4)
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()

    @property
    def acts(self) -> list[Callable[[], None]]:
        """What may happen, the daily things more often."""
        around = [self.set, self.template, self.code, self.dependency, self.harm_cache, self.lose_cache]
        around += [self.touch_site, self.carry_site, self.roll_back, self.kill]
        return [*self.sources.acts, *[self.turn_clock] * 3, *around]

    def _command(self, output: str, cache: str) -> list[str]:
        settings = {**self.settings, "CACHE_PATH": str(self.folder / cache)}
        command = [sys.executable, "-m", "pelican", str(self.content), "-o", str(self.folder / output)]
        command += ["-t", str(self.theme), "-s", "pelicanconf.py", "-q", "-e"]
        return command + [f"{name}={json.dumps(value)}" for name, value in settings.items()]

    def _env(self) -> dict[str, str]:
        env = {**os.environ, "SOURCE_DATE_EPOCH": str(self.clock), "PYTHONPATH": str(self.packages)}
        # The clock goes back on purpose; a build without a last site could not know that.
        return env | {"TRUST_CLOCK": "1", "KEEP_GOING": str(int(self.going))}

    def build(self, output: str = "output", cache: str = "cache") -> Outcome:
        """Build, and look at what stands then."""
        command, env = self._command(output, cache), self._env()
        done = subprocess.run(command, cwd=self.house, env=env, check=False, capture_output=True, text=True)
        # A clean build has no last site that could have had other addresses.
        named = [line for line in done.stderr.splitlines() if not line.startswith(("Địa chỉ ", "… và "))]
        return Outcome(done.returncode, named, _files(self.folder / output))

    def turn(self) -> tuple[list[str], list[str]]:
        """A few acts and two builds: what was done, and in what they differ (addresses, lines of what was named)."""
        done = [self.rng.choice(self.acts) for _ in range(self.rng.randrange(1, 4))]
        return [act.__name__ for act in done], self.compare(done)

    def compare(self, acts: Sequence[Callable[[], None]]) -> list[str]:
        """In what a build after these acts and a clean one differ; one that stopped must leave the site that stood."""
        self.going = self.rng.random() < 0.5
        for act in acts:
            act()
        before = _files(self.folder / "output")
        grown, clean = self.build(), self.build("clean", "clean-cache")
        for folder in ("clean", "clean-cache", ".clean.1", ".clean.2"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        expected = clean.site or before
        differ = sorted(
            url for url in grown.site.keys() | expected.keys() if grown.site.get(url) != expected.get(url)
        )
        differ += sorted(set(grown.named) ^ set(clean.named))
        if clean.code != DONE and self.rng.random() < 0.5:
            self.sources.mend()
        return differ if grown.code == clean.code else [f"codes {grown.code} and {clean.code}", *differ]


def _files(root: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def main() -> int:
    """Turn after turn until the time is up, the acts are done, or something differs (1)."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument("--acts", type=int, default=sys.maxsize, help="how many changes to end after")
    ask.add_argument("--articles", type=int, default=60, help="how many to begin with")
    ask.add_argument("--seed", type=int, default=1)
    options = ask.parse_args()
    end, turns, acts = time.monotonic() + options.minutes * 60, 0, 0
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), options.seed, options.articles)
        while time.monotonic() < end and acts < options.acts:
            done, differ = soak.turn()
            turns, acts = turns + 1, acts + len(done)
            said = f": DIFFERS at {', '.join(differ[:5])}" if differ else ""
            print(f"{turns}: {', '.join(done)}{said}", flush=True)
            if differ:
                return 1
    print(f"{acts} acts in {turns} turns, every site equal to a clean build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
