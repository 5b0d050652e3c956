"""The build, as a table of contents: ``PELICAN_CLASS`` of ``pelicanconf.py``.

What is relied on of Pelican beyond its documented signals, settings and plugin interface is listed in
`RELIED_ON`; a test fails when Pelican moves any of it.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.core.clock import build_time
from plugins.core.common_acronyms import COMMON_ACRONYMS
from plugins.core.exits import PROBLEMS
from plugins.core.reviewed_acronyms import ACRONYMS_FILE
from plugins.site.build_context import KEY, BuildContext, Services
from plugins.site.cache import Cache
from plugins.site.exit_messages import STOPPED, exit_message, is_full, lint_report, quarantine_report
from plugins.site.generator import PAGE_SETTINGS, set_template_globals, share_environment, standing_links
from plugins.site.lost_addresses import lost_addresses, lost_report
from plugins.site.progress import BuildProgress
from plugins.site.publication import publication, seal
from plugins.site.quarantine import Quarantine, RestartBuild
from plugins.site.up_to_date import Inputs, nothing_to_do, remember
from plugins.site.writer import ArchiveWriter
from plugins.state.code_fingerprint import code_fingerprint
from plugins.system import interrupts, terminal
from plugins.system.parallel import BackgroundTasks
from plugins.system.versions import refuse_overlap

RELIED_ON = (
    "pelican.log.console",
    "pelican.Pelican.__init__(settings)",
    "pelican.Pelican.run()",
    "pelican.Pelican.plugins",
    "pelican.Pelican.settings",
    "pelican.generators.Generator.__init__(context, settings, path, theme, output_path)",
    "pelican.generators.Generator.env",
    "pelican.generators.Generator.get_template(name)",
    "pelican.writers.Writer.__init__(output_path, settings)",
)

_READING = "plugins.site.parallel_reader"  # what a remembered reading depends on


class ArchiveBuild(Pelican):
    """Builds the whole site beside the last one and exchanges the two; nothing half-built is ever seen."""

    def run(self) -> None:
        """Build and publish; exits with the project's codes and messages, never with a traceback."""
        try:
            interrupts.begin()
            terminal.speak()
            self._check_settings()
            refuse_overlap(Path(self.path), Path(self.output_path))
            inputs = Inputs(Path(self.path), Path(self.theme), self.settings)
            if last := nothing_to_do(self._memory(), inputs, Path(self.output_path), build_time()):
                _say(last.articles, last.files, 0, last.held_back, time.process_time())
                return
            quarantine = Quarantine.asked(Path(self.output_path))
            try:
                self._build_whole(inputs, quarantine)
            except sqlite3.DatabaseError as error:
                if is_full(error):
                    raise
                # A cache that is damaged, or carried from elsewhere, is never needed.
                self._cache().forget()
                self._build_whole(inputs, quarantine)
        except (Exception, KeyboardInterrupt) as error:  # the outermost layer: a person gets a sentence
            if os.environ.get("DEBUG"):
                raise
            if interrupts.is_asked() or isinstance(error, KeyboardInterrupt):
                sys.exit(interrupts.say(STOPPED))
            code, message = exit_message(error, Path(self.path))
            print(message, file=sys.stderr)
            sys.exit(code)
        if quarantine.problems:
            print(quarantine_report(quarantine, Path(self.path)), file=sys.stderr)
            sys.exit(PROBLEMS)

    def _build_whole(self, inputs: Inputs, quarantine: Quarantine) -> None:
        """Build until nothing more is set aside: each turn leaves out at least one file more."""
        # Almost everything a build makes lives to its end: looking for what does not is time lost.
        gc.set_threshold(1_000_000, 50, 100)
        while True:
            try:
                return self._build(inputs, quarantine)
            except RestartBuild:
                continue

    def _build(self, inputs: Inputs, quarantine: Quarantine) -> None:
        progress = BuildProgress()
        kept = self.settings["VERSIONS_KEPT"]
        with publication(Path(self.output_path), kept) as staging, BackgroundTasks() as background:
            cache = self._cache()
            context = BuildContext(progress, Services(cache, inputs, quarantine, background))
            generators = self._generators(staging, context)
            _each(generators, "generate_context")
            gc.freeze()  # the workers share what stands by now, and leave its pages alone
            signals.all_generators_finalized.send(generators)
            writer = self._writer(staging, cache, generators)
            _each(generators, "generate_output", writer)
            _each(generators, "finish_output", writer)
            writer.end()
            quarantine.note(writer.problems)
            if quarantine.drop(writer.problems):
                raise RestartBuild
            signals.finalized.send(self)
            lost = lost_addresses(Path(self.output_path), writer.urls.all())
            with progress.phase("Soát lại trang mới"):
                site = seal(staging, Path(self.output_path), writer.written())
                cache.close()
        archive = generators[0].archive
        if not quarantine.problems:  # they are to be named again
            remember(cache.folder, inputs, site, archive, len(writer.urls))
        seconds = sum(wall for _, _, wall, _ in progress.times)
        _say(len(archive.articles), len(writer.urls), writer.rendered, archive.held_back, seconds)
        if archive.clock:
            print(archive.clock, file=sys.stderr)
        if archive.notes:
            print(lint_report(archive.notes, Path(self.path)), file=sys.stderr)
        if lost and not quarantine.problems:  # what is set aside comes back
            print(lost_report(lost, archive, Path(self.path)), file=sys.stderr)
        if os.environ.get("PROFILE"):
            progress.report()

    def _check_settings(self) -> None:
        """A plugin that does not load is only logged by Pelican; here the build stops."""
        wanted, loaded = self.settings["PLUGIN_ORDER"], {plugin.__name__ for plugin in self.plugins}
        missing = [name for name in wanted if name not in loaded]
        if missing:
            print(
                f"Phần mở rộng không nạp được: {', '.join(missing)} (xem thông báo phía trên).",
                file=sys.stderr,
            )
            sys.exit(PROBLEMS)

    def _memory(self) -> Path:
        """The folder of what is remembered of this output: the way there names it, so both may move together."""
        cache = Path(self.settings["CACHE_PATH"])
        way = os.path.relpath(self.output_path, cache)
        return cache / hashlib.sha256(os.fsencode(way)).hexdigest()[:12]

    def _cache(self) -> Cache:
        cache = Cache(self._memory())
        cache.made_by(code_fingerprint(_READING))
        return cache

    def _generators(self, staging: Path, build: BuildContext) -> list[Any]:
        """One of each generator that plugins offer, in the order of ``PLUGINS``, around one context."""
        context = {
            **self.settings,
            KEY: build,
            "generated_content": {},
            "static_content": {},
            "static_links": set(),
        }
        offers = signals.get_generators.send(self)
        order = {name: at for at, name in enumerate(self.settings["PLUGIN_ORDER"])}
        offers = sorted(offers, key=lambda offer: order.get(offer[0].__module__, len(order)))
        # Once each: pelican --autoreload registers every plugin again when the settings change.
        classes = list(dict.fromkeys(cls for _, cls in offers))
        given = {"context": context, "settings": self.settings, "path": self.path, "theme": self.theme}
        generators = [cls(output_path=str(staging), **given) for cls in classes]
        share_environment(generators)
        return generators

    def _writer(self, staging: Path, cache: Cache, generators: list[Any]) -> ArchiveWriter:
        build, archive = generators[0].build, generators[0].archive
        set_template_globals(generators[0])
        named = (
            [(t.name, t.url) for t in archive.sections],
            [tuple(link) for link in standing_links(archive)],
        )
        common = [self.settings[name] for name in PAGE_SETTINGS], build.assets.value, named
        reviewed = [file for file in (Path(self.path, ACRONYMS_FILE),) if file.is_file()]
        data = [*Path(self.theme, "templates").rglob("*.html"), COMMON_ACRONYMS, *reviewed]
        code = code_fingerprint(*self.settings["PLUGIN_ORDER"], files=data, more=[repr(common)])
        offers = [cls for _, cls in signals.get_writer.send(self) if issubclass(cls, ArchiveWriter)]
        writer: ArchiveWriter = offers[0](str(staging), settings=self.settings)
        writer.begin(Path(self.output_path), cache.folder, code)
        return writer


def _each(generators: list[Any], step: str, *given: object) -> None:
    """One step of all generators that have it, in their order."""
    for generator in generators:
        if hasattr(generator, step):
            getattr(generator, step)(*given)


def _say(articles: int, files: int, rendered: int, held_back: int, seconds: float) -> None:
    """The one line that every build ends with."""
    counts = f"{articles} bài, {files} tệp, dựng lại {rendered} trang"
    # Named, so that nobody looks for an article that is only waiting.
    waiting = f" {held_back} bài chưa đăng (bản nháp, ẩn, hẹn ngày)." if held_back else ""
    print(f"Xong: {counts}, {seconds:.1f} giây.{waiting}")
