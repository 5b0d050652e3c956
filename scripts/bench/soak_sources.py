"""Random edits of an archive's sources, as people, file managers, git and copying tools make them."""

from __future__ import annotations

import os
import random
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

from scripts.bench import soak_texts as texts


class Sources:
    """The content folder of one archive, changed at random."""

    def __init__(self, content: Path, rng: random.Random, count: int) -> None:
        self.content, self.rng, self.number = content, rng, 0
        self._saved = content.with_name("content-saved")
        (content / "tep").mkdir(parents=True)
        for path in texts.PICTURES:
            self._put(content / path, texts.picture(rng, Path(path).suffix))
        self._put(content / "trang/gioi-thieu.md", "Tiêu đề: Giới thiệu\n\nTrang.\n".encode())
        for _ in range(count):
            self.add()
        self.save()

    def _put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _date(self) -> str:
        return texts.date(self.rng)

    def _text(self, number: int) -> str:
        return texts.article(self.rng, number)

    def add(self) -> None:
        """Write a new article; some are dated after the clock, some are drafts."""
        self.number += 1
        path = self.content / self.rng.choice(texts.FOLDERS) / f"bai-{self.number}.md"
        self._put(path, self._text(self.number).encode())

    def articles(self) -> list[Path]:
        """Every article that there is."""
        return sorted(p for p in self.content.rglob("*.md") if p.parent.name != "trang")

    def _any(self) -> Path:
        return self.rng.choice(self.articles())

    def _replace(self, path: Path, old: str, new: str) -> None:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def _field(self, path: Path, name: str, value: str) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text(
            "\n".join(f"{name}: {value}" if line.startswith(f"{name}:") else line for line in lines),
            encoding="utf-8",
        )

    def edit(self) -> None:
        """Write an article anew under its name: other words, date, section, status."""
        path = self._any()
        path.write_text(self._text(int(path.stem.rpartition("-")[2])), encoding="utf-8")

    def edit_in_secret(self) -> None:
        """Change a word for one of its length, and put the file's time back."""
        path = self._any()
        status = path.stat()
        self._replace(path, "phí", "thứ" if self.rng.random() < 0.5 else "phí")
        self._replace(path, "thuế", "thuê")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def date(self) -> None:
        """Date an article anew, into another month or year, and nothing else."""
        self._field(self._any(), "Ngày", self._date())

    def schedule(self) -> None:
        """Date an article after nearly every clock."""
        self._field(self._any(), "Ngày", f"{self.rng.randrange(1, 29):02}/12/2018 08:00")

    def status(self) -> None:
        """Make a draft of an article, hide it, or publish it."""
        self._field(self._any(), "Trạng thái", self.rng.choice(["xuất bản", "bản nháp", "ẩn"]))

    def retag(self) -> None:
        """Rename a tag or an author wherever it stands, in some cases by its case alone."""
        old, new = self.rng.sample(texts.TAGS[:-1] + texts.AUTHORS[:3], 2)
        for path in self.articles():
            self._replace(path, old, new if self.rng.random() < 0.7 else old.upper())

    def _rename(self, path: Path, new: Path) -> None:
        if not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            path.rename(new)

    def rename(self) -> None:
        """Give a file another name, and its article another address."""
        path = self._any()
        name = self.rng.choice([f"ten-{self.rng.randrange(99)}", "Đường dẫn", "bai"])
        self._rename(path, path.with_name(f"{name}-{path.stem.rpartition('-')[2]}.md"))

    def rename_case(self) -> None:
        """Change the case of a file's name, or of a folder's, alone."""
        path = self._any()
        if self.rng.random() < 0.3 and path.parent.parent.is_relative_to(self.content / "bai-viet"):
            path = path.parent
        self._rename(path, path.with_name(path.stem.swapcase() + path.suffix))

    def rename_form(self) -> None:
        """Put a file's name into another form of Unicode, as macOS and some archives do; NFD is a named problem."""
        path = self._any()
        name = unicodedata.normalize(
            self.rng.choice(["NFC", "NFD"]), f"bài-{path.stem.rpartition('-')[2]}.md"
        )
        self._rename(path, path.with_name(name))

    def move(self) -> None:
        """Move an article into another folder."""
        path = self._any()
        self._rename(path, self.content / self.rng.choice(texts.FOLDERS) / path.name)

    def move_folder(self) -> None:
        """Rename a folder with everything in it."""
        folders = sorted({path.parent for path in self.articles()} - {self.content})
        if folders:
            folder = self.rng.choice(folders)
            self._rename(
                folder, folder.with_name(self.rng.choice(["03", "11", "cu", "Cũ", f"moi-{self.number}"]))
            )

    def delete(self) -> None:
        """Remove an article, while there are some."""
        if len(self.articles()) > 3:
            self._any().unlink()

    def renumber(self) -> None:
        """Give an article another id, and with it another address."""
        self.number += 1
        self._field(self._any(), "Mã", str(self.number))

    def attach(self) -> None:
        """Write or remove an attachment."""
        path = self.content / "tep" / self.rng.choice(["so.csv", "Sổ.csv"])
        if path.exists() and self.rng.random() < 0.5:
            path.unlink()
        else:
            path.write_text(f"{self.rng.randrange(10)}\n")

    def swap_picture(self) -> None:
        """Put another picture of the same size and time in the place of one: over it, or as another file."""
        path = self.content / self.rng.choice(texts.PICTURES)
        before, other = path.stat(), path.with_name("khac")
        other.write_bytes(texts.picture(self.rng, path.suffix))
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        if self.rng.random() < 0.5:
            other.replace(path)
        else:
            shutil.copyfile(other, path)
            shutil.copystat(other, path)
            other.unlink()

    def exchange_pictures(self) -> None:
        """Let two pictures change their names."""
        one, two = self.content / texts.PICTURES[0], self.content / texts.PICTURES[1]
        one.rename(one.with_name("khac"))
        two.rename(one)
        one.with_name("khac").rename(two)

    def sections(self) -> None:
        """Write ``chuyen-muc.toml`` anew (order, descriptions, in some cases one section too few), or remove it."""
        path = self.content / "chuyen-muc.toml"
        if self.rng.random() < 0.2:
            path.unlink(missing_ok=True)
            return
        names = self.rng.sample(texts.SECTIONS, 2 if self.rng.random() < 0.15 else 3)
        about = [f'[[chuyen-muc]]\nten = "{name}"\nmo-ta = "{self.rng.randrange(3)}"\n' for name in names]
        path.write_text("\n".join(about), encoding="utf-8")

    def page(self) -> None:
        """Write or remove a standing page, which every page links to."""
        path = self.content / "trang" / self.rng.choice(["gioi-thieu.md", "lien-he.md"])
        if path.exists() and self.rng.random() < 0.4:
            path.unlink()
        else:
            self._put(
                path, f"Tiêu đề: {self.rng.choice(texts.TITLES)}\n\nTrang {self.rng.randrange(9)}.\n".encode()
            )

    def check_out(self) -> None:
        """Put every file in place again, with the same bytes: new inodes and times."""
        copy = self.content.with_name("content-copy")
        shutil.copytree(self.content, copy, copy_function=shutil.copyfile)
        shutil.rmtree(self.content)
        copy.rename(self.content)

    def save(self) -> None:
        """Keep a copy of everything, times too."""
        shutil.rmtree(self._saved, ignore_errors=True)
        shutil.copytree(self.content, self._saved)

    def restore(self) -> None:
        """Take the copy that was kept last: every file is older than what stood there."""
        shutil.rmtree(self.content)
        shutil.copytree(self._saved, self.content)

    def mend(self) -> None:
        """Take away what builds would name: names in NFD, a list of sections that lacks some."""
        for path in sorted(self.content.rglob("*")):
            whole = path.with_name(unicodedata.normalize("NFC", path.name))
            if whole.name != path.name:
                path.unlink() if whole.exists() else path.rename(whole)
        (self.content / "chuyen-muc.toml").unlink(missing_ok=True)

    @property
    def acts(self) -> list[Callable[[], None]]:
        """What may happen to sources, the daily things more often."""
        daily = [self.add, self.edit, self.date, self.rename, self.delete, self.status]
        others = [
            self.edit_in_secret,
            self.schedule,
            self.retag,
            self.rename_case,
            self.rename_form,
            self.move,
        ]
        rare = [
            self.move_folder,
            self.renumber,
            self.attach,
            self.page,
            self.check_out,
            self.save,
            self.restore,
        ]
        return [
            *daily * 3,
            *others * 2,
            *rare,
            *[self.swap_picture, self.exchange_pictures, self.sections] * 2,
        ]
