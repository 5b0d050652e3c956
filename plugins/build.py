"""The build, as a table of contents: ``PELICAN_CLASS`` of ``pelicanconf.py``.

What is relied on of Pelican beyond its documented signals, settings and plugin interface is listed in
`RELIED_ON`; a test fails when Pelican moves any of it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from pelican import Pelican, signals

from plugins.cache import Cache, fingerprint
from plugins.collection import ProblemsFound
from plugins.progress import BuildProgress
from plugins.publication import Busy, NotASite, publication
from plugins.reader import PACKAGES
from plugins.site import PAGE_SETTINGS, share_environment
from plugins.writer import ArchiveWriter

RELIED_ON = (
    "pelican.Pelican.__init__(settings)", "pelican.Pelican.run()", "pelican.Pelican.plugins", "pelican.Pelican.settings",
    "pelican.generators.Generator.__init__(context, settings, path, theme, output_path)", "pelican.generators.Generator.env",
    "pelican.generators.Generator.get_template(name)", "pelican.writers.Writer.__init__(output_path, settings)",
)
DONE, PROBLEMS, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 75, 130  # exit codes of the whole project

_HERE = Path(__file__).resolve().parent
_READING = ("reader.py", "typography.py", "core/*.py")  # what a remembered reading depends on


class ArchiveBuild(Pelican):
    """Builds the whole site beside the last one and exchanges the two; nothing half-built is ever seen."""

    def run(self) -> None:
        """Build and publish; exits with the project's codes and messages, never with a traceback."""
        try:
            self._check_settings()
            try:
                self._build()
            except sqlite3.DatabaseError:
                # A cache that is damaged, or carried from elsewhere, is never needed.
                self._cache().forget()
                self._build()
        except ProblemsFound as found:
            _report(found)
            sys.exit(PROBLEMS)
        except Busy:
            print("Một lần dựng khác đang chạy cho cùng thư mục kết quả; hãy đợi nó xong rồi chạy lại.", file=sys.stderr)
            sys.exit(BUSY)
        except NotASite as found:
            print(f"Thư mục {found} không phải trang do kho này dựng; hãy chọn OUTPUTDIR khác hoặc tự dọn nó.", file=sys.stderr)
            sys.exit(USAGE)
        except TemplateError as error:
            where = f"{getattr(error, 'filename', None) or getattr(error, 'name', None) or '?'}:{getattr(error, 'lineno', 0)}"
            print(f"Lỗi trong mẫu trang {where}: {error}. Trang đã dựng lần trước được giữ nguyên.", file=sys.stderr)
            sys.exit(PROBLEMS)
        except OSError as error:
            print(f"Không ghi hoặc không đọc được: {error}. Trang đã dựng lần trước được giữ nguyên.", file=sys.stderr)
            sys.exit(PROBLEMS)
        except KeyboardInterrupt:
            print("\nĐã dừng theo yêu cầu. Trang đã dựng lần trước được giữ nguyên.", file=sys.stderr)
            sys.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001  # the outermost layer: a person gets a sentence, a maintainer DEBUG=1
            if os.environ.get("DEBUG"):
                raise
            print(f"Lỗi trong chương trình: {type(error).__name__}: {error}. Trang đã dựng lần trước được giữ nguyên; "
                  "chạy lại với DEBUG=1 để người bảo trì xem chi tiết.", file=sys.stderr)
            sys.exit(PROBLEMS)

    def _build(self) -> None:
        progress = BuildProgress()
        with publication(Path(self.output_path)) as staging:
            cache = self._cache()
            generators = self._generators(staging, cache, progress)
            for generator in generators:
                if hasattr(generator, "generate_context"):
                    generator.generate_context()
            signals.all_generators_finalized.send(generators)
            writer = self._writer(staging, cache, generators)
            for generator in generators:
                if hasattr(generator, "generate_output"):
                    generator.generate_output(writer)
            writer.end()
            if writer.problems:
                raise ProblemsFound(writer.problems)
            signals.finalized.send(self)
            with progress.phase("Đưa trang mới vào chỗ"):
                cache.close()
        _summary(generators[0].archive, writer, progress)

    def _check_settings(self) -> None:
        """A plugin that does not load is only logged by Pelican; here the build stops."""
        wanted, loaded = self.settings["PLUGIN_ORDER"], {plugin.__name__ for plugin in self.plugins}
        missing = [name for name in wanted if name not in loaded]
        if missing:
            print(f"Phần mở rộng không nạp được: {', '.join(missing)} (xem thông báo phía trên).", file=sys.stderr)
            sys.exit(PROBLEMS)

    def _cache(self) -> Cache:
        """The memory of this output folder; `CACHE_PATH` may carry it elsewhere."""
        name = hashlib.sha256(os.path.abspath(self.output_path).encode()).hexdigest()[:12]
        cache = Cache(Path(self.settings["CACHE_PATH"]) / name)
        files = [path for pattern in _READING for path in _HERE.glob(pattern)]
        cache.made_by("reading", fingerprint(files, PACKAGES))
        return cache

    def _generators(self, staging: Path, cache: Cache, progress: BuildProgress) -> list[Any]:
        """One of each generator that plugins offer, in the order of ``PLUGINS``."""
        context = {**self.settings, "cache": cache, "progress": progress, "generated_content": {}, "static_content": {}, "static_links": set()}
        offers = signals.get_generators.send(self)
        order = {name: at for at, name in enumerate(self.settings["PLUGIN_ORDER"])}
        classes = [cls for _, cls in sorted(offers, key=lambda offer: order.get(offer[0].__module__, len(order)))]
        given = {"context": context, "settings": self.settings, "path": self.path, "theme": self.theme}
        generators = [cls(output_path=str(staging), **given) for cls in classes]
        share_environment(generators)
        return generators

    def _writer(self, staging: Path, cache: Cache, generators: list[Any]) -> ArchiveWriter:
        context, archive = generators[0].context, generators[0].archive
        env = generators[0].env
        env.globals.update({name: self.settings[name] for name in PAGE_SETTINGS}, assets=context["assets"], sections=archive.sections, standing=archive.pages)
        named = [(t.name, t.url) for t in archive.sections], [(p.title, p.url) for p in archive.pages]
        common = [self.settings[name] for name in PAGE_SETTINGS], context["assets"], named
        files = [*_HERE.rglob("*.py"), *Path(self.theme, "templates").rglob("*.html")]
        code = fingerprint(files, (*PACKAGES, "jinja2", "pelican"), repr(common))
        offers = [cls for _, cls in signals.get_writer.send(self) if issubclass(cls, ArchiveWriter)]
        writer: ArchiveWriter = offers[0](str(staging), settings=self.settings)
        writer.begin(Path(self.output_path), cache, code, context["shared_block"])
        return writer


def _report(found: ProblemsFound) -> None:
    for problem in found.problems:
        print(problem, file=sys.stderr)
    print(f"\nCó {len(found.problems)} vấn đề; chưa đưa gì lên. Trang đã dựng lần trước được giữ nguyên.", file=sys.stderr)


def _summary(archive: Any, writer: ArchiveWriter, progress: BuildProgress) -> None:
    seconds = sum(t for _, _, t in progress.times)
    print(f"Xong: {len(archive.articles)} bài, {len(writer.owners)} tệp, dựng lại {writer.rendered} trang, {seconds:.1f} giây.")
    if os.environ.get("PROFILE"):
        progress.report()
