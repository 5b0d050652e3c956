"""The list of rules for archivists: ``python -m scripts.rules.listing > docs/quy-tac.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from plugins.lint.registry import Rule
from scripts.rules.registry import ARCHIVE_RULES, DOCUMENT_RULES, meaning

_HEAD = """\
# Quy tắc của kho

`make check` xét cả kho theo các quy tắc dưới đây và in mỗi chỗ sai một dòng: `tệp:dòng: quy-tắc: điều sai; cách sửa`.
Tên quy tắc trong dòng ấy là tên ở cột đầu. **Lời khuyên** không làm lệnh thất bại. Chỗ sai ghi **tự sửa** thì
`make check FIX=1` sửa được mà không đổi chữ nào của bài.

Trang này được tạo từ mã nguồn (`python -m scripts.rules.listing > docs/quy-tac.md`); đừng sửa bằng tay.
"""


def _kind(rule: Rule) -> str:
    kinds = [name for name, holds in (("lời khuyên", rule.advice), ("tự sửa", rule.fixed)) if holds]
    return ", ".join(kinds)


def _table(rules: Iterable[Rule]) -> str:
    rows = (f"| `{rule.name}` | {meaning(rule)} | {_kind(rule)} |" for rule in rules)
    return "\n".join(["| Quy tắc | Nội dung | |", "| --- | --- | --- |", *rows])


def rules_in_markdown() -> str:
    """The whole page, from the registry and the docstrings."""
    parts = [
        _HEAD,
        "## Từng bài viết",
        _table(DOCUMENT_RULES),
        "## Cả kho: các tệp so với nhau",
        _table(ARCHIVE_RULES),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(rules_in_markdown())
