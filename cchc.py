"""Runner of the archivists' commands where there is no make: ``py -m cchc LỆNH [TÊN=giá-trị …]``.

    py -m cchc moi TITLE="Một cửa ở phường"     (make new)
    py -m cchc kiem                             (make check)
    py -m cchc xem                              (make devserver)

Standard library only. Each runs the very command that make runs (tests/test_cchc.py compares them), in the same
environment, which is made first where it is missing. Vietnamese names and make's own are both understood.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEFAULTS = {
    "INPUTDIR": "content",
    "OUTPUTDIR": "output",
    "PUBLISHED": "published",
    "CONF": "pelicanconf.py",
    "PORT": "8000",
    "STORE": "captures",
    "WITHOUT": "axe,vnu,html-validate",
}
# make's name: our name, meaning, module, arguments. "{NAME}" is a value, "NAME?--option" an option where the value is
# given, "NAME!--flag" a flag where it is given, "NAME?" the value alone where it is given.
COMMANDS = {
    "new": ("moi", "viết bài mới (TITLE=… SECTION=… KIND=… FROM=tệp.docx)", "scripts.new",
            ["--content", "{INPUTDIR}", "TITLE?--title", "SECTION?--section", "KIND?--kind", "FROM?--from"]),
    "check": ("kiem", "kiểm tra bài viết (PATH=… FIX=1 ALL=1)", "scripts.check",
              ["{CHECKED}", "FIX!--fix", "ALL!--all"]),
    "devserver": ("xem", "vừa viết vừa xem trong trình duyệt (PORT=…)", "scripts.devserver",
                  ["--content", "{INPUTDIR}", "--output", "{OUTPUTDIR}", "--port", "{PORT}"]),
    "html": ("dung", "dựng cả trang vào output", "plugins", ["{INPUTDIR}", "-o", "{OUTPUTDIR}", "-s", "{CONF}"]),
    "serve": ("mo", "mở trang đã dựng trong trình duyệt (PORT=…)", "scripts.devserver",
              ["--output", "{OUTPUTDIR}", "--port", "{PORT}", "--only-serve"]),
    "lay": ("lay", "lấy bài mới của đồng nghiệp về máy", "scripts.share", ["lay", "--content", "{INPUTDIR}"]),
    "gui": ("gui", "kiểm tra rồi gửi bài của bạn về kho chung (NOTE=…)", "scripts.share",
            ["gui", "--content", "{INPUTDIR}", "NOTE?--note"]),
    "backup": ("sao-luu", "sao lưu (TO=thư-mục)", "scripts.backup",
               ["TO?", "--content", "{INPUTDIR}", "--captures", "{STORE}"]),
}  # fmt: skip
SWITCHES = (
    "KEEP_GOING",
    "PROFILE",
    "DRAFTS",
    "TRUST_CLOCK",
    "SITEURL",
    "DEBUG",
)  # read by the commands themselves


class Misuse(Exception):  # noqa: N818  # a sentence for a person
    """A command was called in a way that it cannot follow."""


def usage() -> str:
    """All commands, one a line (Vietnamese)."""
    rows = [f"  {ours:<9} {make:<11} {meaning}" for make, (ours, meaning, _, _) in COMMANDS.items()]
    return "\n".join(["Cách gọi: py -m cchc LỆNH [TÊN=giá-trị …]", "", "  Lệnh      (make)", *rows])


def _argument(word: str, values: dict[str, str]) -> list[str]:
    """One word of a command's arguments, as the words that it stands for."""
    if word.startswith("{"):
        return [values[word[1:-1]]]
    for mark in "?!":
        name, found, option = word.partition(mark)
        if found:
            given = values.get(name, "")
            if not given:
                return []
            return [option] if mark == "!" else [*([option] if option else []), given]
    return [word]


def command(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """The module and arguments of what was asked for, and the variables it is to see; raises `Misuse`."""
    names = {ours: make for make, (ours, _, _, _) in COMMANDS.items()}
    name, given = names.get(words[0], words[0]), dict(word.partition("=")[::2] for word in words[1:])
    if name not in COMMANDS:
        raise Misuse(f"Không có lệnh “{words[0]}”.\n\n{usage()}")
    bad = next((word for word in words[1:] if "=" not in word), "")
    if bad:
        raise Misuse(
            f"Không hiểu “{bad}”; hãy viết TÊN=giá-trị, trong “ngoặc kép” nếu có dấu cách.\n\n{usage()}"
        )
    values = {**DEFAULTS, **{key.upper(): value for key, value in given.items()}}
    values["CHECKED"] = values.pop("PATH", "") or values["INPUTDIR"]
    _, _, module, arguments = COMMANDS[name]
    parts = [part for word in arguments for part in _argument(word, values)]
    return [module, *parts], {key: values[key] for key in SWITCHES if key in values}


def main(words: list[str]) -> int:
    """Make the environment where it is missing, and run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not words or words[0] in ("-h", "--help", "giup"):
        print(usage())
        return 0
    try:
        parts, switches = command(words)
    except Misuse as error:
        print(error, file=sys.stderr)
        return 2
    made = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "support" / "environment.py"), "requirements.txt"],
        check=False,
    ).returncode
    if made:
        return made
    # Python's own UTF-8 mode: a Windows console and its pipes speak another code page.
    seen = {**os.environ, **switches, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "CCHC": "1"}
    try:
        return subprocess.run([str(PYTHON), "-m", *parts], cwd=str(ROOT), env=seen, check=False).returncode
    except KeyboardInterrupt:
        return 130  # the command itself has said so


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
