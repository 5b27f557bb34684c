"""The bytes of a file by place, read as they are needed: memory stays at one block, whatever the file's size.

Not mapped: pages of a mapping count as the process's own memory, so a 1 GB file would look like a leak.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.warc.paths import file_errors
from archive.warc.store import store_of

if TYPE_CHECKING:
    import zstandard
    from _typeshed import WriteableBuffer

_Reader = Callable[[int, int], bytes]
_BLOCK = 1 << 20
# A request to a store takes as long as some MiB do to arrive.
_STORE_BLOCK = 8 << 20
_SHORTEST = 64


class Source:
    """A file opened for reading; ``size`` is its length in bytes when it was opened, ``limit`` where reading will end
    as far as it is known, ``is_arc`` says that its name is
    that of an ARC file, ``zstd`` what undoes its frames once one was read. Reading raises WarcError."""

    def __init__(self, path: Path, size: int, reader: _Reader, block: int = _BLOCK) -> None:
        """``reader`` gives so many bytes from a place on, ``block`` at a time where a file is read through."""
        self._reader = reader
        self._step = block
        self.size = self.limit = size
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
        return BufferedReader(_Stream(self, start), 1 << 16)

    def window(self, start: int, end: int) -> memoryview:
        """Some of the bytes from ``start`` on, never beyond ``end``: at least 64, unless ``end`` comes before."""
        inside = start - self._start
        rest = len(self._block) - inside
        if inside < 0 or (rest < _SHORTEST and rest < end - start):
            block = self._pread(min(self._step, max(end, self.limit) - start), start)
            self._add(block, start)
            self._block = memoryview(block)
            self._start, inside = start, 0
        return self._block[inside : inside + end - start]

    def sha256(self) -> str:
        """The SHA-256 of the whole file in hex. What passed by in windows, in order, is not read again for it."""
        while block := self._pread(self._step, self._hashed):
            self._add(block, self._hashed)
        return self._hash.hexdigest()

    def _add(self, block: bytes, start: int) -> None:
        """Digest what of a block that lies at ``start`` continues what was digested before."""
        known = self._hashed - start
        if 0 <= known < len(block):
            self._hash.update(memoryview(block)[known:])
            self._hashed = start + len(block)

    def _pread(self, size: int, start: int) -> bytes:
        return self._reader(size, start)


class _Stream(RawIOBase):
    """A source as a file from a place on."""

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self._at = start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._source.size}[whence]
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._source.read(self._at, self._at + len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A file as a Source: where it lies in the folder, from there, else from the folder's store. Raises WarcError for
    what cannot be opened."""
    store = None if path.exists() else store_of(path.parent)
    size = store.size(path) if store is not None else None
    if store is not None and size is not None:
        yield Source(path, size, lambda many, at: store.read(path, at, min(at + many, size)), _STORE_BLOCK)
        return
    with file_errors(path):
        fd = os.open(path, os.O_RDONLY)

    def read(many: int, at: int) -> bytes:
        with file_errors(path):
            return os.pread(fd, many, at)

    try:
        yield Source(path, os.fstat(fd).st_size, read)
    finally:
        os.close(fd)
