"""Run by an interpreter that has pywb: index a store, replay every capture, print what came as JSON lines.

python replay_pywb.py STORE FOLDER
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import gevent.monkey

gevent.monkey.patch_all()

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402  # gevent asks to come first
from werkzeug.test import Client  # noqa: E402
from werkzeug.wrappers import Response  # noqa: E402


def main(store: Path, folder: Path) -> None:
    manager = Path(sys.executable).with_name("wb-manager")
    os.chdir(folder)
    subprocess.run([manager, "init", "kho"], check=True, capture_output=True)
    files = sorted(store.glob("*.warc.gz"))
    subprocess.run([manager, "add", "kho", *files], check=True, capture_output=True)
    client = Client(FrontEndApp(), Response)
    for line in Path("collections/kho/indexes/index.cdxj").read_text(encoding="utf-8").splitlines():
        _, moment, rest = line.split(" ", 2)
        capture = json.loads(rest)
        answer = client.get(f"/kho/{moment}id_/{capture['url']}")
        body = answer.get_data()
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        told = {
            "url": capture["url"],
            "mime": capture.get("mime", ""),
            "method": capture.get("method", "GET"),
            "status": answer.status_code,
            "to": answer.headers.get("Location", ""),
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
