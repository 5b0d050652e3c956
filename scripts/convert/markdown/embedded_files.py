"""Embedded pictures: those that stand in the page as ``data:`` addresses, as browsers' savers write them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from urllib.parse import unquote_to_bytes

from PIL import Image

from scripts.convert import weights

SCHEME = "anh-trong-trang:"  # before the digest by which an article points at one until it is written
_ERRORS = (ValueError, binascii.Error, OSError, Image.DecompressionBombError)


class EmbeddedFiles(dict[str, bytes]):
    """The pictures of one page by the addresses that stand for them."""

    def keep(self, url: str) -> str:
        """An address for the picture in a ``data:`` address; empty for a blank one, and for what is no picture."""
        head, _, payload = url.partition(",")
        kind = head[5:].split(";")[0].strip().lower()
        if not kind.startswith("image/") or kind == "image/svg+xml":
            return ""
        try:
            data = (
                base64.b64decode(unquote_to_bytes(payload))
                if ";base64" in head
                else unquote_to_bytes(payload)
            )
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                extension = (picture.format or "png").lower().replace("jpeg", "jpg")
        except _ERRORS:
            return ""
        if min(width, height) < weights.EMBEDDED_LEAST:
            return ""
        address = f"{SCHEME}{hashlib.sha256(data).hexdigest()[:16]}/anh.{extension}"
        self[address] = data
        return address
