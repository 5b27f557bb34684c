"""Risky readers run in a child process that can be lost: limits on processor time and memory, no network.

One child per process of ours, started at the first attachment and kept; a document that exhausts or
crashes it costs one DocumentError, and the next document gets a new child. Starting takes about 0.3 s, a
document handed over about 1 ms.
"""

import atexit
import os
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from archive.errors import ArchiveError, DocumentError, ToolMissingError
from archive.model import Page
from archive.text.attachments.codec import decode_page

CPU_SECONDS: Final = 8  # per document; a report of 10 pages takes about 0.3
WALL_SECONDS: Final = 60  # per document, for a child that waits instead of working
MEMORY_BYTES: Final = 1 << 30
OCR_CPU_SECONDS: Final = 400  # recognition takes about 5 s a page on one core
OCR_MEMORY_BYTES: Final = 6 << 30  # address space, of which the models touch about 1 GB

_HEADER: Final = struct.Struct("!II")
_ERRORS: Final[dict[str, type[ArchiveError]]] = {"document": DocumentError, "tool": ToolMissingError}


class _Child:
    """The child process and its pipes. Frames: lengths of head and body, head (kind and name), body."""

    def __init__(self, memory: int) -> None:
        root = str(Path(__file__).resolve().parents[3])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "archive.text.attachments.worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "OMP_NUM_THREADS": "1",
                "PYTHONIOENCODING": "utf-8",
            },
        )

    def ask(self, kind: str, what: str, data: bytes, cpu_seconds: int) -> tuple[str, bytes]:
        """Hand one document over; the answer's status and body. EOFError where the child died of it."""
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise EOFError
        watch = threading.Timer(max(WALL_SECONDS, 2 * cpu_seconds), self._process.kill)
        watch.start()
        try:
            head = "\0".join((kind, str(cpu_seconds), what)).encode()
            requests.write(_HEADER.pack(len(head), len(data)) + head)
            requests.write(data)
            requests.flush()
            head_length, body_length = _HEADER.unpack(_exactly(answers, _HEADER.size))
            status = _exactly(answers, head_length).decode()
            return status, _exactly(answers, body_length)
        except BrokenPipeError:
            raise EOFError from None
        finally:
            watch.cancel()

    def end(self) -> int:
        """Stop the child and return its exit status."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # unsent bytes of a request whose reader is gone
        return self._process.wait()

    def status(self) -> int:
        """Exit status of a child that is ending by itself."""
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return self.end()


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise EOFError
    return data


_children: dict[int, _Child] = {}
_lock = threading.Lock()


def _forget() -> None:
    """After a fork the pipes belong to the parent alone."""
    global _lock  # noqa: PLW0603  a lock held by another thread at the fork would never open again
    _lock = threading.Lock()
    _children.clear()


def _end_all() -> None:
    for child in _children.values():
        child.end()
    _children.clear()


os.register_at_fork(after_in_child=_forget)
atexit.register(_end_all)


def read_in_sandbox(kind: str, what: str, data: bytes) -> Page:
    """Read ``data`` as ``kind`` in the child. Raises what the reader raises, and DocumentError where the
    document exhausts the limits or ends the child."""
    recognises = kind in ("image", "pdf-scan")
    memory = OCR_MEMORY_BYTES if recognises else MEMORY_BYTES
    cpu_seconds = OCR_CPU_SECONDS if recognises else CPU_SECONDS
    with _lock:
        child = _children.get(memory) or _children.setdefault(memory, _Child(memory))
        try:
            status, body = child.ask(kind, what, data, cpu_seconds)
        except EOFError:
            _children.pop(memory, None)
            code = child.status()
            child.end()
            raise DocumentError(f"{what}: {_why(code, cpu_seconds)}") from None
        except BaseException:  # an interrupt leaves half a frame in the pipe: this child cannot go on
            _children.pop(memory, None)
            child.end()
            raise
    if status == "ok":
        return decode_page(body)
    raise _ERRORS[status](body.decode())


def _why(code: int, cpu_seconds: int) -> str:
    if code == -signal.SIGPROF:
        return f"reading it took more than {cpu_seconds} s of processor time; not read"
    if code == -signal.SIGKILL:
        return "reading it did not end; not read"
    return "reading it broke the reader (damaged or hostile); not read"
