"""One WARC file while it is being written: append, sync, finish, and never half a record."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from archive.errors import WarcError
from archive.warc.cdxj import write_cdxj
from archive.warc.paths import OPEN_SUFFIX, cdxj_path, file_errors

SYNC_RECORDS = 100
SYNC_SECONDS = 5.0


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """One process at a time opens or repairs files of a folder."""
    with file_errors(folder), (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class OpenWarc:
    """``<path>.open`` under an exclusive lock, until ``finish`` gives it its name.

    The lock tells a file in use from one that a killed process left behind.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._part = path.with_name(path.name + OPEN_SUFFIX)
        self._opened = self._synced = time.monotonic()
        self._unsynced = 0
        self._broken = False
        with folder_lock(path.parent), file_errors(self._part):
            self._fd = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sync_folder(path.parent)

    def age(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._opened)

    def append(self, members: Sequence[bytes]) -> int:
        """Write the members of one group, all or none; returns the offset of the last. Raises WarcError when the
        disk refuses; the file is then cut back to its last whole group and takes no more."""
        if self._broken:
            raise WarcError(f"{self._part}: an earlier write failed; nothing more is written to this file")
        data = memoryview(b"".join(members))
        done = 0
        try:
            while done < len(data):
                done += os.write(self._fd, data[done:])
        except OSError as error:
            self._broken = True
            os.ftruncate(self._fd, self.size)
            raise WarcError(
                f"{self._part}: cannot write ({error.strerror}); the crawl must stop, and loses nothing "
                "that was kept: free some space and start it again"
            ) from error
        self.size += len(data)
        self._unsynced += len(members)
        if self._unsynced >= SYNC_RECORDS or time.monotonic() - self._synced >= SYNC_SECONDS:
            self.sync()
        return self.size - len(members[-1])

    def sync(self) -> None:
        """fsync, if anything was written since the last."""
        if self._unsynced:
            with file_errors(self._part):
                os.fsync(self._fd)
        self._unsynced, self._synced = 0, time.monotonic()

    def finish(self, cdxj_lines: Iterable[str]) -> None:
        """Sync, write the CDXJ beside, and give the file its name. Where the disk refuses, the file stays as
        ``.open`` with all its records, and the next start finishes it."""
        try:
            self.sync()
            write_cdxj(cdxj_path(self.path), cdxj_lines)
            with file_errors(self.path):
                self._part.rename(self.path)
                sync_folder(self.path.parent)
        finally:
            os.close(self._fd)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
