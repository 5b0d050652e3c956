"""The body `scripts.new` gives a draft; its sentences are for the archivist and must not be published."""

from __future__ import annotations

SENTENCES = (
    "Thay đoạn này bằng đoạn mở đầu: việc gì, ở đâu, khi nào, ai làm.",
    "Viết tiếp các đoạn sau ở đây; giữa hai đoạn để một dòng trống.",
)
BODY = "\n\n".join(SENTENCES)
