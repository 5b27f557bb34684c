"""The bytes of a file by place, read as they are needed: memory stays at one block, whatever the file's size.

Not mapped: pages of a mapping count as the process's own memory, so a 1 GB file would look like a leak.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.warc.paths import file_errors

if TYPE_CHECKING:
    import zstandard

_BLOCK = 1 << 20
_SHORTEST = 64


class Source:
    """A file opened for reading; ``size`` is its length in bytes when it was opened, ``is_arc`` says that its name is
    that of an ARC file, ``zstd`` what undoes its frames once one was read. Reading raises WarcError."""

    def __init__(self, fd: int, path: Path) -> None:
        self._fd = fd
        self._path = path
        self.size = os.fstat(fd).st_size
        self.zstd: zstandard.ZstdDecompressor | None = None
        self.is_arc = path.name.removesuffix(".open").endswith((".arc", ".arc.gz"))
        self._start = 0
        self._block = memoryview(b"")
        self._hash = hashlib.sha256()
        self._hashed = 0

    def read(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to ``end``, fewer where the file ends before."""
        pieces = []
        while start < end:
            piece = self._pread(min(end - start, 1 << 30), start)
            if not piece:
                break
            pieces.append(piece)
            start += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def stream(self, start: int) -> BinaryIO:
        """The bytes from ``start`` on, as a file."""
        stream = open(self._fd, "rb", closefd=False)  # noqa: SIM115 (the caller closes it; it has no path)
        stream.seek(start)
        return stream

    def window(self, start: int, end: int) -> memoryview:
        """Some of the bytes from ``start`` on, never beyond ``end``: at least 64, unless ``end`` comes before."""
        inside = start - self._start
        rest = len(self._block) - inside
        if inside < 0 or (rest < _SHORTEST and rest < end - start):
            block = self._pread(_BLOCK, start)
            self._add(block, start)
            self._block = memoryview(block)
            self._start, inside = start, 0
        return self._block[inside : inside + end - start]

    def sha256(self) -> str:
        """The SHA-256 of the whole file in hex. What passed by in windows, in order, is not read again for it."""
        while block := self._pread(_BLOCK, self._hashed):
            self._add(block, self._hashed)
        return self._hash.hexdigest()

    def _add(self, block: bytes, start: int) -> None:
        """Digest what of a block that lies at ``start`` continues what was digested before."""
        known = self._hashed - start
        if 0 <= known < len(block):
            self._hash.update(memoryview(block)[known:])
            self._hashed = start + len(block)

    def _pread(self, size: int, start: int) -> bytes:
        with file_errors(self._path):
            return os.pread(self._fd, size, start)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A file as a Source. Raises WarcError for what cannot be opened."""
    with file_errors(path):
        fd = os.open(path, os.O_RDONLY)
    try:
        yield Source(fd, path)
    finally:
        os.close(fd)
