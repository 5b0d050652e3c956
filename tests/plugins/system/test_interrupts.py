"""Ctrl-C in programs of every kind: 130 and one sentence, whatever they do with the exception."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from plugins.site.exit_messages import STOPPED
from plugins.system import interrupts
from tests.conftest import ROOT

# Run as `python -m plugins.<name>` would be: what is looked for by -m imports the package, which guards the process.
_BEGIN = """
import os, signal, sys, threading, time
from plugins.system import interrupts
sys.argv[0] = "-m"
interrupts.guard()
me = lambda: os.kill(os.getpid(), signal.SIGINT)
"""
PROGRAMS = {
    "before it begins": "me(); time.sleep(9)",
    "uncaught": "interrupts.begin(); me(); time.sleep(9)",
    "swallowed, and ended well": """
        interrupts.begin()
        try:
            me(); time.sleep(9)
        except KeyboardInterrupt:
            pass
    """,
    "swallowed, and ended otherwise": """
        interrupts.begin()
        try:
            me(); time.sleep(9)
        except BaseException:
            sys.exit(3)
    """,
    "another error in its place": """
        interrupts.begin()
        try:
            me(); time.sleep(9)
        finally:
            1 / 0
    """,
    "where nothing can be raised": """
        interrupts.begin()
        class Thing:
            def __del__(self):
                me(); time.sleep(0)
        Thing()
        time.sleep(9)
    """,
    "twice": """
        interrupts.begin()
        try:
            me(); time.sleep(9)
        finally:
            me(); time.sleep(9)
    """,
    "a thread fails of it": """
        interrupts.begin()
        def work():
            while not interrupts.is_asked():
                time.sleep(0.001)
            raise ValueError
        thread = threading.Thread(target=work)
        thread.start()
        try:
            me(); time.sleep(9)
        finally:
            thread.join()
    """,
    "swallowed, and goes on": """
        interrupts.GRACE = 0.1
        interrupts.begin()
        try:
            me(); time.sleep(9)
        except KeyboardInterrupt:
            time.sleep(9)
    """,
    "a worker is told as well": """
        interrupts.begin()
        worker = os.fork()
        if not worker:
            me(); os._exit(0)
        assert os.waitpid(worker, 0)[1] == 0
        me(); time.sleep(9)
    """,
}


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """As a person does: not as a command of another one."""
    env = {key: value for key, value in os.environ.items() if key != "CCHC_COMMAND"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("what", PROGRAMS)
def test_it_ends_with_130_and_one_sentence(what: str) -> None:
    done = run([sys.executable, "-c", _BEGIN + textwrap.dedent(PROGRAMS[what])])
    assert (done.returncode, done.stderr) == (130, "\nĐã dừng.\n")


def test_what_came_while_the_signal_was_blocked_is_answered() -> None:
    """`env --block-signal=INT python -m …`: nothing is lost while Python starts."""
    blocked = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]); me()\ninterrupts.guard()"
    done = run([sys.executable, "-c", _BEGIN.replace("interrupts.guard()", "") + f"{blocked}\ntime.sleep(9)"])
    assert (done.returncode, done.stderr) == (130, "\nĐã dừng.\n")


def test_a_command_that_another_runs_leaves_the_sentence_to_it() -> None:
    inner = _BEGIN + "me()"
    outer = _BEGIN + textwrap.dedent(f"""
        import subprocess
        interrupts.begin()
        assert subprocess.run([sys.executable, "-c", {inner!r}]).returncode == 130
        me(); time.sleep(9)
    """)
    done = run([sys.executable, "-c", outer])
    assert (done.returncode, done.stderr) == (130, "\nĐã dừng.\n")


def test_what_comes_when_all_is_done_changes_nothing() -> None:
    program = _BEGIN + "interrupts.begin()\nimport atexit\nprint('Xong')"
    # Registered before `guard`'s own: it runs after that.
    program = program.replace(
        "interrupts.guard()", "import atexit; atexit.register(lambda: me()); interrupts.guard()", 1
    )
    done = run([sys.executable, "-c", program])
    assert (done.returncode, done.stdout, done.stderr) == (0, "Xong\n", "")


def test_tests_keep_pythons_own_way() -> None:
    interrupts.guard()
    assert not interrupts.is_asked()
    assert interrupts.say.__module__ == "plugins.system.interrupts"


@pytest.mark.parametrize(
    "entry", ["plugins", "plugins.site.build", "scripts.check", "scripts.convert", "scripts.scrape"]
)
def test_every_package_answers_as_soon_as_it_is_imported(entry: str) -> None:
    """Whatever a module imports, its package was imported before."""
    program = """
        import runpy, signal, sys
        sys.argv = ["-m"]
        __import__({0!r}.partition(".")[0])
        from plugins.system import interrupts
        print(signal.getsignal(signal.SIGINT).__module__, "numpy" in sys.modules, "pelican" in sys.modules)
    """
    done = run([sys.executable, "-c", textwrap.dedent(program).format(entry)])
    assert done.stdout.split() == ["plugins.system.interrupts", "False", "False"]


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("stop()", "Đã dừng."),
        ("ArchiveBuild._check_settings = stop", STOPPED),
        ("ArchiveBuild._build = stop", STOPPED),
    ],
)
def test_pelicans_own_command_answers_from_its_settings_on(
    tmp_path: Path, moment: str, sentence: str
) -> None:
    """Its `main` would swallow the interruption and exit with 0."""
    settings = tmp_path / "conf.py"
    settings.write_text(
        "import os, signal, time\nfrom pelicanconf import *\nfrom plugins.site.build import ArchiveBuild\n"
        f"THEME = {str(ROOT / 'theme')!r}\n"
        f"def stop(*_): os.kill(os.getpid(), signal.SIGINT); time.sleep(9)\n{moment}\n"
    )
    (tmp_path / "content").mkdir()
    folders = [str(tmp_path / "content"), "-o", str(tmp_path / "o"), "-s", str(settings)]
    command = [sys.executable, "-m", "pelican", *folders, "-e", f'CACHE_PATH="{tmp_path / "c"}"']
    done = run(command)
    assert (done.returncode, done.stderr) == (130, f"\n{sentence}\n")
