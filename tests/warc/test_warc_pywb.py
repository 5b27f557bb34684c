"""pywb, installed on its own (its pins clash with ours), replays every capture with the bytes that we read.

``PYWB`` names the folder of its commands, as in ``PYWB=~/pywb/bin``; without it, and without pywb on the path, this is
skipped.
"""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.model import Capture
from archive.warc.reader import read_warc
from tests.support.warcedit import FOUND, build
from tests.support.warcs import exchange, warcs, writer

PATH = os.pathsep.join(filter(None, [os.environ.get("PYWB"), os.environ.get("PATH")]))
WAYBACK, MANAGER = shutil.which("wayback", path=PATH), shutil.which("wb-manager", path=PATH)

pytestmark = pytest.mark.skipif(not (WAYBACK and MANAGER), reason="pywb is not installed (PYWB names its folder)")


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """pywb serving an archive of ours; the address of its collection, and the archive's folder."""
    root = tmp_path / "warc"
    build(root)
    gb = "<html>清溪市2023年年报</html>".encode("gb18030")
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nX-Note: \xc4\xea\xb1\xa8\r\nTransfer-Encoding: chunked\r\n\r\n"
    with writer(root) as w:
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(gb), gb)
        w.write_exchange(exchange("http://www.qingxi.test/gb.html", interim + head + framed), FOUND)
        w.write_exchange(exchange("http://www.qingxi.test/copy.html", head + framed, seconds=1), FOUND)
    place = tmp_path / "pywb"
    place.mkdir()
    assert MANAGER is not None
    assert WAYBACK is not None
    env = {**os.environ, "PYTHONPATH": ""}
    subprocess.run([MANAGER, "init", "c"], cwd=place, env=env, check=True, capture_output=True)
    subprocess.run([MANAGER, "add", "c", *map(str, warcs(root))], cwd=place, env=env, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [WAYBACK, "-b", "127.0.0.1", "-p", str(port), "-t", "2"]
    with (
        (place / "log").open("w") as log,
        subprocess.Popen(command, cwd=place, env=env, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/c", root
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    """Until the server takes connections; each refused one is answered at once, so this waits a little in between."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise TimeoutError("pywb did not start in 60 seconds")


def test_every_capture_replays(collection: tuple[str, Path]) -> None:
    address, root = collection
    items = [item for path in warcs(root) for item in read_warc(path, root)]
    captures = [item for item in items if isinstance(item, Capture)]
    assert len(captures) == 10
    for capture in captures:
        stamp = capture.captured_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        with urlopen(f"{address}/{stamp}id_/{capture.url}", timeout=30) as answer:
            assert answer.read() == capture.body, capture.url
