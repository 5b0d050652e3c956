from __future__ import annotations

import threading
import urllib.request
from pathlib import Path

from scripts.devserver import serve


def test_a_site_that_was_exchanged_shows_at_once(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "a.html").write_text("một", encoding="utf-8")
    server = serve(output, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/a.html"
    try:
        assert urllib.request.urlopen(address).read().decode() == "một"
        output.rename(tmp_path / "old")
        output.mkdir()
        (output / "a.html").write_text("hai", encoding="utf-8")
        answer = urllib.request.urlopen(address)
        assert answer.read().decode() == "hai"
        assert answer.headers["Cache-Control"] == "no-store"
    finally:
        server.shutdown()
        server.server_close()
