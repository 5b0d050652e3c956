"""Python environment in ``.venv`` from hash-locked requirement files; standard library only.

    python3 scripts/support/environment.py requirements.txt [requirements-dev.txt …]

What is installed is what the lists name, exactly: nothing is resolved (``--no-deps``), so no newer release of anything
is ever looked at, and ``pip check`` says afterwards whether the lists were complete. Nothing is done while the lists
are unchanged. A list that changed makes the environment anew, so that nothing stays of what it named before.

Whatever Python there is runs this file, an unsuitable one too, and is told which ones work: hence the quoted
annotations, which Python 3.6 can read. The Pythons promised stand in pyproject.toml (``requires-python``).
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# To import Pelican takes 0.4 s, before anything of the archive runs: what site-packages holds is all that can answer a
# Ctrl-C of that time with the project's code and sentence (plugins/system/interrupts.py does from then on).
_ANSWER = (
    'import os, sys; "-m" in sys.orig_argv[:-1] and sys.orig_argv[sys.orig_argv.index("-m") + 1] == "pelican" and '
    '__import__("signal").signal(2, lambda *_: (os.write(2, {!r}), os._exit(130)))'
).format("\nĐã dừng.\n".encode())
_BOUNDS = re.compile(r'(?m)^requires-python = ">=3\.(\d+),<3\.(\d+)"$')
_ASK = "import sys; print(*sys.version_info[:2], getattr(sys, '_base_executable', sys.executable))"
_MISSING = re.compile(
    r"Could not find a version that satisfies the requirement ([^\s;]+).*?\(from versions: (.*)\)"
)
_NO_NETWORK = re.compile(
    r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|NewConnectionError|"
    r"ConnectTimeout|ReadTimeout|ProxyError|SSLError|ConnectionResetError|RemoteDisconnected|IncompleteRead|"
    r"Connection (?:refused|aborted|broken|timed out)|Network is unreachable|Max retries exceeded"
)
_REFUSED = re.compile(r"\b(40[137]|429|5\d\d) (?:Client|Server) Error|HTTP error (\d+)")
_WRONG = re.compile(r"DO NOT MATCH THE HASHES(?:[\s\S]*?\n\s+(\S+==\S+) from)?")


class Failure(Exception):  # noqa: N818  # a sentence for a person, not an error of the program
    """The environment cannot be made; the message (Vietnamese) says why and what to do."""


def _bounds() -> "tuple[int, int]":
    found = _BOUNDS.search((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not found:
        raise Failure('pyproject.toml thiếu dòng requires-python = ">=3.…,<3.…"')
    return int(found.group(1)), int(found.group(2))


def minors() -> "list[int]":
    """The Pythons promised, 3.x, oldest first: those that the locked wheels serve."""
    return list(range(*_bounds()))


def _say(*command: "str | Path") -> "tuple[bool, str]":
    """Whether a command ends well, and what it printed."""
    words = [str(word) for word in command]
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    try:
        done = subprocess.run(
            words, check=False, stdout=pipe, stderr=both, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def _ask(python: "str | Path") -> "tuple[int, str]":
    """Minor version and program of a Python that the lists serve; ``0, ""`` for any other or none that runs."""
    # -I: nothing is imported from the folder it stands in.
    runs, said = _say(python, "-I", "-c", _ASK)
    parts = said.strip().split(" ", 2)
    if not runs or len(parts) != 3 or parts[0] != "3" or int(parts[1]) not in minors():
        return 0, ""
    return int(parts[1]), parts[2]


def _which_work() -> str:
    """The Pythons that the lists serve, and how to name one of this machine's."""
    names = [f"python3.{minor}" for minor in reversed(minors())]
    there = [name for name in names if _ask(name)[0]]
    how = f"Gọi: make PYTHON={there[0]} html" if there else f"Hãy cài Python 3.{minors()[-1]} rồi chạy lại"
    return f"Các Python dùng được: {', '.join(f'3.{minor}' for minor in minors())}. {how}"


def _no_wheel(said: str, requirement: str) -> bool:
    """Whether pip met files of this very version, and none that this Python could take."""
    name, _, version = requirement.partition("==")
    file = re.sub(r"\[.*|[-_.]+", lambda m: "[-_.]+" if m.group()[0] != "[" else "", name)
    why = "none of the wheel's tags|requires a different Python|No sources permitted"
    return bool(re.search(rf"(?i)(?:{why}).*/{file}-{re.escape(version)}[-.]", said))


def cause(said: str, python: str) -> str:
    """The sentence (Vietnamese) for what pip (run with ``-vv``) or venv printed as it failed, with the remedy."""
    if re.search(r"\[Errno (?:28|122)\]|No space left on device", said):
        return f"đĩa đã đầy hoặc hết hạn mức, ở {ROOT} hay ở thư mục tạm. Dọn bớt rồi chạy lại"
    if re.search(r"\[Errno (?:1|13|30)\]|Permission denied|Read-only file system", said):
        return f"không có quyền ghi vào {VENV}. Chạy trong thư mục của mình, hoặc xóa .venv do người khác tạo"
    wrong, missing, refused = _WRONG.search(said), _MISSING.search(said), _REFUSED.search(said)
    if wrong:
        what = f"gói {wrong.group(1)}" if wrong.group(1) else "một gói"
        return f"{what} tải về không đúng mã băm đã khóa. Chạy lại; vẫn thế thì đừng dùng nguồn ấy, báo người bảo trì"
    if missing and _no_wheel(said, missing.group(1)):
        return f"{missing.group(1)} không có bản dựng sẵn cho {python} trên {sys.platform}. {_which_work()}"
    unseen = not missing or missing.group(2) == "none"  # not even other versions were seen
    if unseen and _NO_NETWORK.search(said):
        return "không nối được tới máy chủ gói Python. Kiểm tra mạng và proxy rồi chạy lại"
    if unseen and refused:
        code = refused.group(1) or refused.group(2)
        return f"máy chủ gói trả lời lỗi {code}. Kiểm tra proxy và cấu hình pip, hoặc đợi rồi chạy lại"
    if missing:
        remedy = "Nếu dùng máy chủ riêng thì thêm bản ấy vào, không thì báo người bảo trì"
        return f"máy chủ gói không có {missing.group(1)}. {remedy}"
    return f"lệnh cài đặt nói: {' '.join(said.strip().splitlines()[-3:]) or 'không gì cả'}"


def _install_venv_package() -> None:
    """Debian keeps ``venv`` in a package of its own."""
    if os.name != "posix" or not shutil.which("apt-get") or os.geteuid() != 0:
        raise Failure("Python thiếu mô-đun venv. Chạy: sudo apt install python3-venv (Debian), rồi chạy lại")
    print("Cài gói python3-venv (Debian)…", flush=True)
    _say("apt-get", "update", "-qq")
    for package in (f"python3.{sys.version_info[1]}-venv", "python3-venv"):
        if _say("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)[0]:
            return


def _make_venv(program: str) -> None:
    if VENV.is_symlink():
        VENV.unlink()
    print(f"Tạo môi trường Python trong .venv ({program})…", flush=True)
    command = program, "-I", "-m", "venv", "--clear", VENV
    made, said = _say(*command)
    if not made and re.search(r"ensurepip|No module named '?venv", said):
        _install_venv_package()
        made, said = _say(*command)
    if not made:
        raise Failure(cause(said, program))
    _put_project_on_path()


def _put_project_on_path() -> None:
    """Let `plugins` and `scripts` be found from anywhere, after the standard library and all that is installed.

    Makefile sets PYTHONSAFEPATH: no command imports a module because it happens to lie in the folder it is run in.
    The way is relative, so that the project's folder may be moved. `runpy` stands there for commands typed without
    that variable: what ``python -m`` itself imports is in memory by then.
    """
    site = next(path for path in VENV.rglob("site-packages") if path.is_dir())
    way = os.path.relpath(str(ROOT), str(site))
    (site / "cchc-archive.pth").write_text(f"{way}\nimport runpy\n{_ANSWER}\n", encoding="utf-8")


def _stamp(name: str) -> Path:
    """Where it is written which state of a list was installed."""
    return VENV / f".{name}.sha256"


def _digest(name: str) -> str:
    path = ROOT / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _stamps() -> "dict[str, str]":
    """The lists that were installed, each with its digest then."""
    paths = sorted(VENV.glob(".requirements*.sha256"))
    return {path.name[1 : -len(".sha256")]: path.read_text(encoding="ascii") for path in paths}


def _install(names: "list[str]") -> None:
    """Install lists that are not installed yet; each is complete by itself."""
    python = f"Python 3.{_ask(PYTHON)[0]}"
    pip = PYTHON, "-I", "-m", "pip", "--disable-pip-version-check"
    # Wheels only: no package's own code runs while it is installed.
    options = "--no-deps", "--require-hashes", "--only-binary", ":all:"
    for name in names:
        print(f"Cài các gói trong {name} (đúng phiên bản, đúng mã băm)…", flush=True)
        done, said = _say(*pip, "-vv", "install", *options, "-r", ROOT / name)
        if not done:
            raise Failure(cause(said, python))
    whole, said = _say(*pip, "check")
    if not whole:
        raise Failure(f"danh sách gói chưa khép kín: {' '.join(said.split())}. Báo người bảo trì (make lock)")
    for name in names:
        _stamp(name).write_text(_digest(name), encoding="ascii")


def ready(names: "list[str]") -> None:
    """Make or complete the environment; raises `Failure`."""
    minor, base = _ask(PYTHON)
    before = _stamps() if minor else {}
    missing = [name for name in names if name not in before]
    if minor and all(_digest(name) == digest for name, digest in before.items()):
        if not missing:
            return
        if _say(PYTHON, "-I", "-m", "pip", "--version")[0]:
            _install(missing)
            return
    program = sys.executable if _ask(sys.executable)[0] else base
    if not program:
        raise Failure(f"Python {sys.version.split()[0]} không dùng được. {_which_work()}")
    _make_venv(program)
    _install([*names, *sorted(name for name in before if name not in names and _digest(name))])


def main(names: "list[str]") -> int:
    """Make or complete the environment; 0 when it is ready, 1 with a sentence when it cannot be made."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not before 3.7; a pipe on Windows would take no Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        ready(names)
    except Failure as error:
        print(f"Không tạo được môi trường: {error}.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Không tạo được môi trường: {cause(str(error), sys.executable)}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
