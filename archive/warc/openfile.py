"""One WARC file while it is being written: append, sync, finish, and never half a record."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from archive.errors import WarcError
from archive.model import Location
from archive.warc.cdxj import write_cdxj
from archive.warc.manifest import Contents, append_entry
from archive.warc.paths import OPEN_SUFFIX, cdxj_path, file_errors, location_name, locked
from archive.warc.record import WarcRecord, compress, encode
from archive.warc.store import store_of

SYNC_RECORDS = 100
SYNC_SECONDS = 5.0
FOLDER_LOCK = ".lock"  # whoever opens or repairs files of a folder holds it
LEFT_OVER = "left open by a process that died; the next crawl, or verify --repair, finishes it"


class OpenWarc:
    """``<path>.open`` under an exclusive lock, until ``finish`` gives it its name.

    The lock tells a file in use from one that a killed process left behind. ``root`` is where the manifest lies,
    ``name`` how locations name the file.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.name = location_name(path, root)
        self.size = 0
        self._root = root
        self._part = path.with_name(path.name + OPEN_SUFFIX)
        self._opened = self._synced = time.monotonic()
        self._unsynced = self._records = 0
        self._broken = False
        self._sha256 = hashlib.sha256()
        # Id and date.
        self._first = self._last = ("", "")
        with locked(path.parent / FOLDER_LOCK), file_errors(self._part):
            self._fd = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sync_folder(path.parent)

    def age(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._opened)

    def append(self, records: Sequence[WarcRecord]) -> Location:
        """Write one group of records, all or none; returns where the last lies. Raises WarcError when the disk
        refuses; the file is then cut back to its last whole group and takes no more."""
        if self._broken:
            raise WarcError(f"{self._part}: an earlier write failed; nothing more is written to this file")
        members = [compress(encode(record)) for record in records]
        data = b"".join(members)
        try:
            self._write_all(data)
        except OSError as error:
            self.abandon()
            raise WarcError(
                f"{self._part}: cannot write ({error.strerror}); the crawl must stop, and loses nothing "
                "that was kept: make room and start it again"
            ) from error
        self._sha256.update(data)
        self.size += len(data)
        self._unsynced += len(records)
        self._records += len(records)
        self._first = self._first if any(self._first) else records[0].name
        self._last = records[-1].name
        if self._unsynced >= SYNC_RECORDS or time.monotonic() - self._synced >= SYNC_SECONDS:
            self.sync()
        return Location(self.name, self.size - len(members[-1]), len(members[-1]))

    def _write_all(self, data: bytes) -> None:
        done = 0
        while done < len(data):
            done += os.write(self._fd, data[done:] if done else data)

    def abandon(self) -> None:
        """Take no more records: cut what is not whole and leave the file for the next start to finish."""
        self._broken = True
        with file_errors(self._part):
            os.ftruncate(self._fd, self.size)

    def sync(self) -> None:
        """fsync, if anything was written since the last."""
        if self._unsynced:
            try:
                os.fsync(self._fd)
            except OSError as error:
                self._broken = True
                raise WarcError(f"{self._part}: the disk did not take the last records ({error.strerror})") from error
        self._unsynced, self._synced = 0, time.monotonic()

    def finish(self, cdxj_lines: Iterable[str]) -> None:
        """Sync, and give the file its name. One that was abandoned is left for the next start."""
        try:
            if self._broken:
                return
            self.sync()
            contents = Contents(self.size, self._sha256.hexdigest(), self._records, *self._first, *self._last)
            finish(self._part, self._root, cdxj_lines, contents)
        finally:
            os.close(self._fd)


def finish(part: Path, root: Path, cdxj_lines: Iterable[str], contents: Contents) -> Path:
    """Write the CDXJ beside a whole file, enter it in the manifest and give it its name, in this order: a process that
    dies in between leaves a ``.open`` that the next start finishes. Returns the final path."""
    path = part.with_name(part.name.removesuffix(OPEN_SUFFIX))
    write_cdxj(cdxj_path(path), cdxj_lines)
    append_entry(root, location_name(path, root), contents)
    with file_errors(path):
        part.rename(path)
        sync_folder(path.parent)
    deliver(path)
    return path


def deliver(path: Path) -> None:
    """Move a finished file to the store of its folder, where there is one, behind its CDXJ: what is there is whole."""
    store = store_of(path.parent)
    if store is not None:
        store.deliver([one for one in (cdxj_path(path), path) if one.is_file()])


def left_over(folder: Path) -> list[Path]:
    """The files under a folder that a process which died left open."""
    return [path for path in sorted(folder.rglob(f"*{OPEN_SUFFIX}")) if not in_use(path)]


def in_use(path: Path) -> bool:
    """Whether a living process writes an open file: it then holds its lock."""
    with file_errors(path), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
