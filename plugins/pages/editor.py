"""Editor in the browser: Sveltia CMS, served from the site's own files, for archivists with nothing installed.

Written to ``bien-tap/`` where ``CMS`` names the repository (``github:owner/name``, ``gitlab:group/name``). Articles go
into an inbox, ``content/hop-thu/``, in the archive's own fields; `python -m scripts.inbox` gives them id and place once
they are accepted. The program is one pinned file of the theme (``theme/editor/``); it asks the host of the repository
and nobody else, which the page's policy holds it to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from plugins.core.vocabulary import BY_ATTRIBUTE, STATUS_NAMES, fold_key
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter

FOLDER, INBOX, VARIABLE, BRANCH = "bien-tap", "hop-thu", "CMS", "CMS_BRANCH"
_OWNER = "plugins.pages.editor"
VERSION = "0.221.1"  # of Sveltia CMS; theme/editor/README.md says where the files come from
_PROGRAM, _ICONS, _PACKAGE = "sveltia-cms.js", "icons.woff2", "goi"
_FONTS = b"https://cdn.jsdelivr.net/fontsource/fonts/"
# What the program would ask of others, and what it finds here instead; text fonts are the system's own.
_ELSEWHERE = (
    (b"https://unpkg.com/@sveltia/cms", f"./{_PACKAGE}".encode()),
    (_FONTS + b"material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2", _ICONS.encode()),
    (
        b"https://www.githubstatus.com/api/v2/status.json",
        b'data:application/json,{"status":{"indicator":"none"}}',
    ),
    (_FONTS + b"source-sans-3:vf@5.3.0/latin-wght-normal.woff2", b"data:,"),
    (_FONTS + b"noto-mono@5.3.0/latin-400-normal.woff2", b"data:,"),
)
_HOSTS = {
    "github": "https://api.github.com https://github.com https://raw.githubusercontent.com",
    "gitlab": "https://gitlab.com",
    "gitea": "https:",
}
# No button makes what the archive's Markdown does not know.
_BUTTONS = [
    "bold",
    "italic",
    "link",
    "heading-two",
    "heading-three",
    "bulleted-list",
    "numbered-list",
    "quote",
]
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="page-kind" content="editor">
<title>Biên tập – {site}</title>
<link href="cau-hinh.json" type="application/json" rel="cms-config-url">
</head>
<body>
<noscript>Trang biên tập cần JavaScript.</noscript>
<script src="{program}"></script>
</body>
</html>
"""


def repository() -> tuple[str, str] | None:
    """The host and the name of the repository that articles are sent to; None where none is set."""
    kind, _, name = os.environ.get(VARIABLE, "").partition(":")
    return (kind, name) if kind in _HOSTS and name else None


def _field(attribute: str, widget: str, *, required: bool = False, **more: Any) -> dict[str, Any]:
    """One of the archive's fields as a field of the form; its name is read back whatever its marks."""
    field = BY_ATTRIBUTE[attribute]
    meaning = field.meaning[0].upper() + field.meaning[1:]
    return {
        "name": fold_key(field.key),
        "label": field.key,
        "widget": widget,
        "required": required,
        "hint": meaning,
        **more,
    }


def form(sections: Iterable[str]) -> list[dict[str, Any]]:
    """The fields of an article's form, in the order in which an archivist fills them in."""
    names = list(sections)
    section: dict[str, Any] = {"widget": "select", "options": names} if names else {"widget": "string"}
    states = [STATUS_NAMES[name] for name in ("draft", "published")]
    status = [{"label": state.capitalize(), "value": state} for state in states]
    when = {
        "format": "DD/MM/YYYY HH:mm",
        "date_format": "DD/MM/YYYY",
        "time_format": "HH:mm",
        "default": "{{now}}",
    }
    return [
        _field("title", "string", required=True),
        _field("summary", "text"),
        _field("date", "datetime", required=True, **when),
        _field("status", "select", options=status, default=STATUS_NAMES["draft"]),
        _field("section", **section),
        _field("tags", "list", hint="Mỗi thẻ một dòng: một cửa, dịch vụ công…"),
        _field("authors", "list", hint="Mỗi người một dòng"),
        _field("photographers", "list", hint="Mỗi người một dòng"),
        _field("source", "string"),
        {"name": "body", "label": "Nội dung", "widget": "richtext", "required": True,
         "buttons": _BUTTONS, "editor_components": ["image"],
         "hint": "Ảnh, tệp đính kèm, bảng, danh sách: dùng các nút phía trên"},
    ]  # fmt: skip


def configuration(
    kind: str, name: str, branch: str, site: str, url: str, sections: Iterable[str]
) -> dict[str, Any]:
    """What Sveltia CMS is told of this archive."""
    files = {"media_folder": "/content/anh", "public_folder": "/anh"}
    inbox = {
        "name": INBOX,
        "label": "Hộp thư bài mới",
        "label_singular": "bài mới",
        "folder": f"content/{INBOX}",
        "create": True,
        "format": "yaml-frontmatter",
        "extension": "md",
        "slug": "{{fields.tieude | lower}}",
        "identifier_field": "tieude",
        "summary": "{{tieude}} ({{ngay}})",
        "fields": form(sections),
    }
    return {
        "backend": {"name": kind, "repo": name, "branch": branch, "auth_methods": ["token"]},
        "app_title": f"Biên tập – {site}",
        "site_url": url or None,
        "display_url": url or None,
        **files,
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "output": {"omit_empty_optional_fields": True},
        "asset_collections": [
            {"name": "tep", "label": "Tệp đính kèm", "media_folder": "/content/tep", "public_folder": "/tep"}
        ],
        "collections": [inbox],
    }


def own_addresses(program: bytes) -> bytes:
    """The program with this site's addresses for its parts; raises `ValueError` where one is not where it was."""
    for there, here in _ELSEWHERE:
        if program.count(there) != 1:
            raise ValueError(f"{there.decode()} is asked for {program.count(there)} times by {_PROGRAM}")
        program = program.replace(there, here)
    return program


class Editor(SiteGenerator):
    """Writes the editor's page, its configuration and its program, where a repository is set."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: a few files, none of them where nobody has asked for an editor."""
        found = repository()
        if found is None:
            return
        site = self.settings["SITENAME"]
        sections = [term.name for term in self.archive.sections]
        url, branch = self.site_url("index.html"), os.environ.get(BRANCH, "main")
        told = configuration(*found, branch, site, url, sections)
        # Inline styles are the program's way; scripts come from here alone, and requests go to the repository's host.
        policy = (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob: https:; font-src 'self' data:; media-src blob:; frame-src blob:; "
            f"worker-src 'self' blob:; connect-src 'self' blob: data: {_HOSTS[found[0]]}; "
            "base-uri 'none'; form-action 'self'"
        )
        page = _PAGE.format(policy=policy, site=escape(site), program=_PROGRAM)
        folder = Path(self.theme, "editor")
        config = json.dumps({k: v for k, v in told.items() if v is not None}, ensure_ascii=False, indent=1)
        files = {
            "index.html": page.encode(),
            "cau-hinh.json": config.encode(),
            _PROGRAM: own_addresses((folder / _PROGRAM).read_bytes()),
            _ICONS: (folder / _ICONS).read_bytes(),
            f"{_PACKAGE}@{VERSION}/locales/vi.json": (folder / "vi.json").read_bytes(),
            f"{_PACKAGE}/package.json": json.dumps({"version": VERSION}).encode(),  # "is there a newer one?"
        }
        for name, data in files.items():
            writer.write_bytes(f"{FOLDER}/{name}", data, _OWNER)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(Editor)
