"""pywb, in an environment of its own (its pins clash with ours), replaying an archive of ours on loopback.

``PYWB`` names the folder of its commands, as in ``PYWB=~/pywb/bin``; without it they are looked for on the path.
"""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.model import Capture
from archive.warc.payload import decode_body

_PATH = os.pathsep.join(filter(None, [os.environ.get("PYWB"), os.environ.get("PATH")]))
_WAYBACK, _MANAGER = shutil.which("wayback", path=_PATH), shutil.which("wb-manager", path=_PATH)

needs_pywb = pytest.mark.skipif(not (_WAYBACK and _MANAGER), reason="pywb is not installed (PYWB names its folder)")


@dataclass(frozen=True)
class Replay:
    """What pywb shows of a capture: ``status`` and decoded body."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Pywb:
    """A running pywb with one collection."""

    port: int

    def replay(self, captures: Iterable[Capture]) -> Iterator[tuple[Capture, Replay]]:
        """Ask for each capture as it was stored (``id_``), at its own second; redirects are not followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        for capture in captures:
            stamp = capture.captured_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
            connection.request("GET", f"/c/{stamp}id_/{capture.url}")
            answer = connection.getresponse()
            body = decode_body(answer.read(), answer.headers["Content-Encoding"])
            assert body.flaw is None, (capture.url, body.flaw)
            yield capture, Replay(answer.status, body.data)
        connection.close()


@contextmanager
def pywb(files: Iterable[Path], place: Path) -> Iterator[Pywb]:
    """Serve WARC files from a collection in the empty folder ``place``."""
    assert _MANAGER is not None
    assert _WAYBACK is not None
    env = {**os.environ, "PYTHONPATH": ""}
    subprocess.run([_MANAGER, "init", "c"], cwd=place, env=env, check=True, capture_output=True)
    subprocess.run([_MANAGER, "add", "c", *map(str, files)], cwd=place, env=env, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [_WAYBACK, "-b", "127.0.0.1", "-p", str(port), "-t", "2"]
    with (
        (place / "log").open("w") as log,
        subprocess.Popen(command, cwd=place, env=env, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(port)
            yield Pywb(port)
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
