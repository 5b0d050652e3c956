"""Any sequence of changes builds what a clean build does: tried at random for as long as one likes.

python -m scripts.bench.soak [--minutes M] [--seed S]

Articles come, go, move and change; so do settings, templates, the project's code, the versions of what it is built
with, the clock and the cache; builds are killed. After each turn the site is compared, byte for byte, with one built
from nothing. A seed repeats its turns.
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
from collections.abc import Callable
from pathlib import Path

FIRST, YEAR = 1_500_000_000, 31_557_600  # seconds; articles are dated around the first clock
SOURCE = """Tiêu đề: {title}
Mã: {number}
Ngày: {day:02}/{month:02}/{year} 09:00
Chuyên mục: {section}
Thẻ: {tag}
Trạng thái: {status}

Nội dung về cải cách hành chính, thủ tục số {words}, và [bài trước](/index.html).
"""


class Soak:
    """One archive in `folder`, changed at random; its theme, settings and the project's code are its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # chances, not keys
        self.folder, self.content, self.theme = folder, folder / "content", folder / "theme"
        self.settings: dict[str, str] = {}
        self.house, self.packages = folder / "house", folder / "house-packages"
        shutil.copytree("plugins", self.house / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy("pelicanconf.py", self.house)
        self.packages.mkdir()
        self.clock, self.number = FIRST, 0
        shutil.copytree("theme", self.theme)
        (self.content / "tep").mkdir(parents=True)
        for _ in range(8):
            self.add()

    def add(self) -> None:
        """Write a new article; one in four is dated after the clock."""
        self.number += 1
        self._write(self.content / f"bai-{self.number}.md", self.number)

    def _write(self, path: Path, number: int) -> None:
        pick = self.rng.choice
        path.write_text(
            SOURCE.format(
                title=pick(["Một cửa", "Một cửa liên thông", "Chính quyền điện tử"])
                + pick(["", f" {number}"]),
                number=number,
                day=self.rng.randrange(1, 29),
                month=self.rng.randrange(1, 13),
                year=pick([2015, 2016, 2016, 2018]),
                section=pick(["Tin", "Ý kiến báo chí", "Thảo luận"]),
                tag=pick(["một cửa; PAR Index", "đào tạo", "Đào tạo"]),
                status=pick(["xuất bản"] * 5 + ["bản nháp"]),
                words=" ".join(pick(["hồ sơ", "phí", "thuế", "đất đai", '"dấu"']) for _ in range(30)),
            ),
            encoding="utf-8",
        )

    def _any(self) -> Path:
        return self.rng.choice(sorted(self.content.glob("*.md")))

    def edit(self) -> None:
        """Write an article anew under its name: other words, date, section, status."""
        path = self._any()
        self._write(path, int(path.stem.rpartition("-")[2]))

    def rename(self) -> None:
        """Give a file another name, and its article another address."""
        path = self._any()
        path.rename(path.with_name(f"ten-{self.rng.randrange(99)}-{path.stem.rpartition('-')[2]}.md"))

    def delete(self) -> None:
        """Remove an article, while there are some."""
        if len(list(self.content.glob("*.md"))) > 3:
            self._any().unlink()

    def attach(self) -> None:
        """Write or remove an attachment."""
        path = self.content / "tep" / "so.csv"
        if path.exists() and self.rng.random() < 0.5:
            path.unlink()
        else:
            path.write_text(f"{self.rng.random()}\n")

    def set(self) -> None:
        """Change a setting that every page shows, or one that only the shared block knows."""
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
        """Go on in time, or back: articles come due, and are no longer."""
        self.clock = FIRST + self.rng.randrange(-1, 3) * YEAR

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
        daily = [self.add, self.edit, self.rename, self.delete] * 2
        rare = [
            self.attach,
            self.set,
            self.template,
            self.code,
            self.dependency,
            self.turn_clock,
            self.harm_cache,
            self.touch_site,
            self.kill,
        ]
        return [*daily, *rare]

    def _command(self, output: str, cache: str) -> list[str]:
        settings = {**self.settings, "CACHE_PATH": str(self.folder / cache)}
        command = [sys.executable, "-m", "pelican", str(self.content), "-o", str(self.folder / output)]
        command += ["-t", str(self.theme), "-s", "pelicanconf.py", "-q", "-e"]
        return command + [f"{name}={json.dumps(value)}" for name, value in settings.items()]

    def _env(self) -> dict[str, str]:
        return {**os.environ, "SOURCE_DATE_EPOCH": str(self.clock), "PYTHONPATH": str(self.packages)}

    def build(self, output: str = "output", cache: str = "cache") -> dict[str, bytes]:
        """Build, and read the site: address → bytes. Raises CalledProcessError."""
        command, env = self._command(output, cache), self._env()
        subprocess.run(command, cwd=self.house, env=env, check=True, stdout=subprocess.DEVNULL)
        root = self.folder / output
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}

    def turn(self) -> tuple[list[str], list[str]]:
        """A few acts and two builds: what was done, and the addresses at which they differ."""
        done = [self.rng.choice(self.acts) for _ in range(self.rng.randrange(1, 4))]
        for act in done:
            act()
        grown, clean = self.build(), self.build("clean", "clean-cache")
        for folder in ("clean", "clean-cache", ".clean.1", ".clean.2"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        differ = sorted(url for url in grown.keys() | clean.keys() if grown.get(url) != clean.get(url))
        return [act.__name__ for act in done], differ


def main() -> int:
    """Turn after turn until the time is up or something differs (1)."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument("--seed", type=int, default=1)
    options = ask.parse_args()
    end, turns = time.monotonic() + options.minutes * 60, 0
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), options.seed)
        while time.monotonic() < end:
            done, differ = soak.turn()
            turns += 1
            print(
                f"{turns}: {', '.join(done)}{': DIFFERS at ' + ', '.join(differ[:5]) if differ else ''}",
                flush=True,
            )
            if differ:
                return 1
    print(f"{turns} turns, every site equal to a clean build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
