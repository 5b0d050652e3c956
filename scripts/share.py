"""Share the archive by git, in Vietnamese: ``python -m scripts.share lay|gui [--note "…"] [--content DIR]``.

`lay` fetches what colleagues sent; `gui` checks the archive, records what was changed in it and sends it. Neither ends
in a message of git: whatever stops one is named with what to do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from plugins.core.exits import DONE, PROBLEMS
from plugins.core.front_matter import merge_conflict
from scripts import check
from scripts.support.command import UsageError, VietnameseParser, run

_WHO = (
    "Máy này chưa biết bạn là ai. Gõ hai lệnh sau (thay tên và thư của bạn) rồi làm lại:\n"
    '  git config --global user.name "Họ và tên"\n  git config --global user.email "ten@example.org"'
)
# What git says when it stops, and what that means: the first that fits.
_MEANINGS = (
    (r"Authentication failed|could not read (?:Username|Password)|Permission denied|403|invalid credentials",
     "Kho chung không nhận tên hoặc mật khẩu của máy này. Hãy nhờ người quản trị cấp quyền, rồi đăng nhập lại."),
    (r"Could not resolve host|unable to access|Connection (?:refused|timed out|reset)|Network is unreachable",
     "Không nối được tới kho chung. Hãy kiểm tra mạng rồi làm lại; bài của bạn vẫn nằm nguyên trên máy này."),
    (r"Please tell me who you are|empty ident name|unable to auto-detect email", _WHO),
    (r"protected branch|GH006|pre-receive hook declined|not allowed to push",
     "Kho chung không cho gửi thẳng. Hãy nhờ người quản trị mở quyền, hoặc gửi bài bằng trang biên tập."),
    (r"does not appear to be a git repository|Repository not found|No such remote|No configured push destination",
     "Thư mục này chưa nối với kho chung nào, hoặc địa chỉ kho đã đổi. Hãy hỏi người quản trị địa chỉ kho."),
    (r"No space left|disk quota", "Đĩa đầy. Hãy dọn bớt rồi làm lại."),
    (r"index\.lock|another git process",
     "Một lệnh git khác đang chạy. Hãy đợi nó xong; nếu chắc chắn không có, xóa tệp .git/index.lock rồi làm lại."),
    (r"unfinished merge|MERGE_HEAD|unmerged|You have not concluded your merge",
     "Lần lấy bài trước còn chỗ xung đột chưa giải quyết."),
)  # fmt: skip


class Stopped(Exception):  # noqa: N818  # a sentence for a person
    """The exchange cannot go on; the message (Vietnamese) says why and what to do."""


class Answer(NamedTuple):
    """How a git command ended, and all it said."""

    code: int
    said: str


def _git(*words: str) -> Answer:
    # Its messages are matched, so they come in one language; and it must never wait for a password nobody sees.
    quiet = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "true",
        "GIT_MERGE_AUTOEDIT": "no",
    }
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *words], capture_output=True, check=False, env=quiet
        )
    except OSError as error:
        raise Stopped(
            "Máy này chưa có git. Hãy cài git (xem hướng dẫn, phần chuẩn bị máy) rồi làm lại."
        ) from error
    return Answer(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


def explain(said: str) -> str:
    """What a message of git means, and what to do (Vietnamese)."""
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, said, re.IGNORECASE):
            return meaning
    last = " ".join(said.strip().splitlines()[-3:])
    return f"Git dừng lại vì một lý do lạ; hãy gửi dòng này cho người quản trị: {last}"


def _need(*words: str) -> str:
    """What a git command printed; raises `Stopped` where it failed."""
    answer = _git(*words)
    if answer.code:
        raise Stopped(explain(answer.said))
    return answer.said


def _conflicted() -> list[str]:
    """The files in which two versions stand side by side."""
    return _git("diff", "--name-only", "--diff-filter=U").said.split("\n")[:-1]


def conflict_message(paths: list[str]) -> str:
    """What to do about files that two people changed (Vietnamese)."""
    listed = "\n".join(f"  {path}" for path in paths)
    return (
        f"Bạn và đồng nghiệp đã sửa cùng một chỗ trong:\n{listed}\n\n"
        "Không mất gì cả: cả hai bản đều nằm trong tệp. Hãy làm ba việc:\n"
        "  1. Mở từng tệp ở trên, tìm dòng <<<<<<<. Từ đó tới ======= là một bản, từ ======= tới >>>>>>> là bản kia.\n"
        "  2. Giữ lại chữ đúng (hoặc gộp cả hai), rồi xóa ba dòng có dấu <<<<<<<, =======, >>>>>>>.\n"
        "  3. Lưu tệp, rồi gửi lại: make gui (trên Windows: py -m cchc gui)."
    )


def _settle(paths: list[str]) -> None:
    """Take conflicts that were worked out by hand for settled; raises `Stopped` while any is left."""
    left = [path for path in paths if _is_conflicted(Path(path))]
    if left:
        raise Stopped(conflict_message(left))
    _need("add", "--", *paths)


def _is_conflicted(path: Path) -> bool:
    return path.is_file() and merge_conflict(path.read_text("utf-8", errors="replace"), str(path)) is not None


def _record(content: Path, note: str) -> int:
    """Record what was changed in the content; how many files."""
    if unsettled := _conflicted():
        _settle(unsettled)
    _need("add", "--all", "--", str(content))
    changed = _need("diff", "--cached", "--name-only").split("\n")[:-1]
    merging = _git("rev-parse", "--verify", "--quiet", "MERGE_HEAD").code == 0
    if changed or merging:
        _need("commit", "--quiet", "--message", note or _note(changed))
    return len(changed)


def _note(changed: list[str]) -> str:
    names = [Path(path).stem for path in changed if path.endswith(".md")] or changed or ["gộp bài"]
    rest = f" và {len(names) - 1} tệp khác" if len(names) > 1 else ""
    return f"Cập nhật {names[0]}{rest}"


def _merge() -> None:
    """Join what colleagues sent; raises `Stopped` where two changed one place."""
    answer = _git("pull", "--no-rebase", "--no-edit", "--quiet")
    if conflicted := _conflicted():
        raise Stopped(conflict_message(conflicted))
    if answer.code and "no such ref was fetched" not in answer.said:  # a shared archive that is empty as yet
        raise Stopped(explain(answer.said))


def fetch(content: Path) -> int:
    """Fetch what colleagues sent; what was changed here is recorded first, so that nothing can be lost."""
    before = _git("rev-parse", "HEAD").said.strip()
    _record(content, "")
    _merge()
    news = _git("diff", "--name-only", before, "HEAD", "--", str(content)).said.split("\n")[:-1]
    print(f"Đã lấy bài mới về. {len(news)} tệp khác với trước." if news else "Kho trên máy bạn đã mới nhất.")
    return DONE


def send(content: Path, note: str) -> int:
    """Check the archive, record what was changed in it, join what colleagues sent, and send."""
    if unsettled := _conflicted():
        _settle(unsettled)
    if check.main([str(content)]) != DONE:
        raise Stopped(
            "Chưa gửi: hãy sửa những chỗ nêu ở trên rồi gửi lại. (Bài chưa xong thì ghi “Trạng thái: bản nháp”.)"
        )
    count = _record(content, note)
    _merge()
    _need("push", "--quiet", "--set-upstream", "origin", "HEAD")
    print(
        f"Đã gửi {count} tệp về kho chung."
        if count
        else "Không có gì mới để gửi; kho chung đã có mọi bài của bạn."
    )
    return DONE


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.share",
        'python -m scripts.share lay|gui [--note "…"] [--content THƯ-MỤC]',
        "lay: lấy bài của đồng nghiệp về; gui: kiểm tra rồi gửi bài của bạn đi (như make lay, make gui).",
    )
    parser.add_argument("way", choices=("lay", "gui"), metavar="lay|gui")
    parser.add_argument("--note", default="", metavar="GHI-CHÚ", help="một câu nói bạn đã làm gì")
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="THƯ-MỤC")
    return parser


def main(argv: list[str]) -> int:
    """Fetch or send as `argv` says; 1 where something is to be done first, and named."""
    options = _parser().parse_args(argv)
    if not options.content.is_dir():
        raise UsageError(f"Không có thư mục nội dung {options.content}; hãy chạy trong thư mục của kho")
    try:
        if _git("rev-parse", "--git-dir").code:
            raise Stopped("Thư mục này không phải kho tải về bằng git; hãy chạy trong thư mục của kho.")
        return fetch(options.content) if options.way == "lay" else send(options.content, options.note)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return PROBLEMS


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
