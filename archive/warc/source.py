"""The bytes of a file by place, read as they are needed: memory stays at one block, whatever the file's size.

Not mapped: pages of a mapping count as the process's own memory, so a 1 GB file would look like a leak.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.warc.paths import file_errors

_BLOCK = 1 << 20
_SHORTEST = 64


class Source:
    """A file opened for reading; ``size`` is its length in bytes when it was opened. Reading raises WarcError."""

    def __init__(self, fd: int, path: Path) -> None:
        self._fd = fd
        self._path = path
        self.size = os.fstat(fd).st_size
        self._start = 0
        self._block = memoryview(b"")

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

    def window(self, start: int, end: int) -> memoryview:
        """Some of the bytes from ``start`` on, never beyond ``end``: at least 64, unless ``end`` comes before."""
        inside = start - self._start
        if inside < 0 or inside + min(_SHORTEST, end - start) > len(self._block):
            self._block = memoryview(self._pread(_BLOCK, start))
            self._start, inside = start, 0
        return self._block[inside : inside + end - start]

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
