"""Publication of the site: ``make publish SITEURL=https://…`` lets out a site that was checked, and nothing else.

Content is checked; the site is built for its address in a folder beside the published one, its bytes are verified and
its pages held to their budgets there. Only then do its files (hard links) take the place of the published site, in one
step: whatever copies that folder meets the site published before or this one. A site that is refused stays where it was
built, to be looked at, and takes no place among the versions that `make rollback` offers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from pelicanconf import VERSIONS_KEPT
from plugins.core.clock import DRAFTS
from plugins.core.exits import DONE
from plugins.system.files import link_or_copy
from plugins.system.fixity import MANIFEST, read_manifest
from plugins.system.stamps import list_files, sized
from plugins.system.versions import NotASite, Overlap, Versions, refuse_foreign, refuse_overlap
from scripts.support.command import UsageError, VietnameseParser, run

_INDEX = "tim-kiem/"


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.publish",
        "python -m scripts.publish SITEURL [--content …] [--captures …] [--output …] [--without …]",
        "Kiểm tra bài, dựng trang, kiểm tra trang rồi mới đăng; chỗ nào không đạt thì trang đang đăng ở nguyên.",
    )
    add = parser.add_argument
    add(
        "siteurl", metavar="SITEURL", help="địa chỉ của trang trên mạng, ví dụ https://luutru.example.vn/cchc"
    )
    folders = {
        "content": ("content", "thư mục nội dung"),
        "captures": ("captures", "thư mục bản chụp"),
        "output": ("published", "trang đăng"),
    }
    for name, (default, meant) in folders.items():
        told = f"{meant}; mặc định: {default}"
        add(f"--{name}", type=Path, default=Path(default), metavar="THƯ-MỤC", help=told)
    add(
        "--without",
        default="",
        metavar="PHÉP,…",
        help="phép kiểm tra trang cần bỏ qua (xem scripts.check_site)",
    )
    return parser


def _address(text: str) -> str:
    """The site's address without a final slash; anything that is not one is wrong usage."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            f"“{text}” không phải địa chỉ trang; cách gọi: make publish SITEURL=https://luutru.example.vn"
        )
    return text.rstrip("/")


def _check_folders(options: argparse.Namespace) -> None:
    """What is published takes the place of a whole folder: it must be a site, and hold nothing else."""
    try:
        refuse_overlap(options.content, options.output)
        refuse_foreign(options.output)
    except Overlap as error:
        raise UsageError(f"{error}: thư mục nội dung và trang đăng không được nằm trong nhau") from error
    except NotASite as error:
        raise UsageError(
            f"Thư mục {error} không phải trang do kho này dựng; hãy chọn OUTPUTDIR khác"
        ) from error


def _run(*command: str, siteurl: str) -> int:
    environment = {**os.environ, "SITEURL": siteurl, DRAFTS: ""}
    return subprocess.run([sys.executable, "-m", *command], check=False, env=environment).returncode


def _is_out(candidate: Path, output: Path) -> bool:
    """Whether the published site is this very one: the same files, not only equal ones."""
    built, published = dict(list_files(candidate)), dict(list_files(output))
    return built.keys() == published.keys() and all(
        sized(status) == sized(published[path]) for path, status in built.items()
    )


def _changes(candidate: Path, output: Path) -> str:
    """How many files a host is sent: those that the published site has not, has with other bytes, or has no more.

    Those of the search index are told apart: one word of an article is one of its files, so they are the most.
    """
    new, old = read_manifest(candidate / MANIFEST), read_manifest(output / MANIFEST)
    changed = sum(old[path] != new[path] for path in new.keys() & old.keys())
    size = sum((candidate / path).stat().st_size for path, digest in new.items() if old.get(path) != digest)
    index = sum(path.startswith(_INDEX) and old.get(path) != digest for path, digest in new.items())
    return (
        f"Phải chép: {len(new.keys() - old.keys())} tệp mới, {changed} tệp đổi ({_megabytes(size)}), "
        f"trong đó {index} tệp của chỉ mục tìm kiếm; "
        f"xóa: {len(old.keys() - new.keys())} tệp. Cả trang: {len(new)} tệp."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _let_out(versions: Versions) -> None:
    """Put the files of the candidate where the published site is, in one step; it becomes version 1."""
    staging = versions.begin()
    for path, _ in list_files(versions.candidate):
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(f"{versions.candidate}/{path}", f"{staging}/{path}")
    for folder in (staging, *(path for path in staging.rglob("*") if path.is_dir())):
        folder.chmod(0o755)  # a web server must be able to read it, whatever the umask of who publishes
    versions.publish()


def _publish(options: argparse.Namespace) -> int:
    siteurl = _address(options.siteurl)
    _check_folders(options)
    versions = Versions(options.output, VERSIONS_KEPT)
    with versions.lock():
        content, candidate = str(options.content), str(versions.candidate)
        kept = ("--content", content, "--captures", str(options.captures), "--output", candidate)
        without = ("--without", options.without) if options.without else ()
        steps = {
            "Kiểm tra bài": ("scripts.check", content, "--content", content),
            # Versions are kept of what was published, not of what was tried.
            "Dựng trang": (
                "plugins",
                content,
                "-o",
                candidate,
                "-s",
                "publishconf.py",
                "-e",
                "VERSIONS_KEPT=0",
            ),
            "Đối chiếu mã kiểm tra": ("scripts.verify", *kept),
            "Kiểm tra trang": ("scripts.check_site", candidate, *without),
        }
        for name, command in steps.items():
            print(f"— {name}", flush=True)
            if code := _run(*command, siteurl=siteurl):
                print(f"Chưa đăng: bước “{name}” không đạt. {options.output} vẫn như trước.", file=sys.stderr)
                return code
        if _is_out(versions.candidate, options.output):
            print(f"Không có gì mới: {options.output} đã là trang ấy.")
            return DONE
        print(_changes(versions.candidate, options.output))
        _let_out(versions)
    print(f"Đã đăng trang cho {siteurl} vào {options.output}: hãy chép cả thư mục ấy lên máy chủ.")
    return DONE


def main(argv: list[str]) -> int:
    """Publish as `argv` says; the code of the first step that failed, 2 on wrong usage."""
    return _publish(_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
