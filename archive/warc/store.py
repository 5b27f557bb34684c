"""A store that many machines reach, in place of a disk: any URL of fsspec (``s3://bucket/nianbao``; S3 needs s3fs).

A ``warc`` folder that has a file ``store``, of one line, the URL, keeps its finished files there under the names that
they would have in the folder: WARC files and the CDXJ beside each. They are written here first, go there when they are
finished, and are read from there, by ranges of bytes. Files that lie here are read here. Nothing else leads from the
archive to a network (docs/decisions/0010): a location names a file of the archive, never an address.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, ToolMissingError, WarcError

MARK = "store"
# Who may write a portal's files: beside the WARC files there, and in the scratch folder of a crawl on a worker here.
CLAIM = ".claim"
# Stores where an object is there when it is whole; in others it is first written under another name.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az"})
# A mark lies in the ``warc`` folder, files in it or in a portal's folder.
_DEPTH = 3


class StoreError(ArchiveError):
    """The store cannot be reached, or refuses."""


class LostClaimError(WarcError):
    """Another process goes on with what this one was writing."""


@dataclass(frozen=True, slots=True)
class Store:
    """The store of a ``warc`` folder; paths are those that files would have in the folder."""

    root: Path
    url: str

    def sizes(self, folder: Path, *, deep: bool = True) -> dict[Path, int]:
        """The files under a folder, or in it alone, and their sizes in bytes."""
        fs, base = _system(self.url, os.getpid())
        place = self._place(folder)
        with _refusals(self.url):
            try:
                found = fs.find(place, detail=True, maxdepth=None if deep else 1)
            except FileNotFoundError:
                return {}
        names = ((name.removeprefix(base).lstrip("/"), int(about["size"] or 0)) for name, about in found.items())
        return {self.root / name: size for name, size in names if name}

    def size(self, path: Path) -> int | None:
        """The size of a file, None where there is none."""
        fs, _ = _system(self.url, os.getpid())
        with _refusals(self.url):
            try:
                return int(fs.size(self._place(path)))
            except FileNotFoundError:
                return None

    def read(self, path: Path, start: int, end: int) -> bytes:
        """The bytes of a file between two places, which lie within it."""
        fs, _ = _system(self.url, os.getpid())
        with _refusals(self.url):
            try:
                return bytes(fs.cat_file(self._place(path), start=start, end=end)) if end > start else b""
            except FileNotFoundError as error:
                raise WarcError(f"{self._place(path)}: there is no such file") from error

    def whole(self, path: Path) -> bytes:
        """All bytes of a file. Raises WarcError where there is none."""
        fs, _ = _system(self.url, os.getpid())
        with _refusals(self.url):
            try:
                return bytes(fs.cat_file(self._place(path)))
            except FileNotFoundError as error:
                raise WarcError(f"{self._place(path)}: there is no such file") from error

    def deliver(self, paths: list[Path]) -> None:
        """Move files there, in this order. Raises LostClaimError, and moves none, where another process has claimed
        the folder since this one did."""
        fs, _ = _system(self.url, os.getpid())
        for path in paths:
            claim = path.parent / CLAIM
            if claim.is_file() and self.claimed(path.parent) != claim.read_text(encoding="ascii"):
                raise LostClaimError(f"{path.name} is not kept: another process goes on with this crawl")
            with _refusals(self.url):
                _put(fs, path, self._place(path))
        for path in paths:
            path.unlink()

    def claim(self, folder: Path, token: str) -> None:
        """From now on, only who holds this token delivers files of a folder from a scratch folder."""
        fs, _ = _system(self.url, os.getpid())
        with _refusals(self.url):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / CLAIM).write_text(token, encoding="ascii")
            _put(fs, folder / CLAIM, self._place(folder / CLAIM))

    def claimed(self, folder: Path) -> str:
        """The token of the last claim on a folder, "" where nobody made one."""
        try:
            return self.whole(folder / CLAIM).decode("ascii", "replace")
        except WarcError:
            return ""

    def _place(self, path: Path) -> str:
        base = _system(self.url, os.getpid())[1]
        name = path.absolute().relative_to(self.root.absolute()).as_posix()
        return base if name == "." else f"{base}/{name}"


def store_of(path: Path) -> Store | None:
    """The store that a path of a ``warc`` folder belongs to; None where its files lie on this disk only."""
    for folder in (path, *path.parents)[:_DEPTH]:
        try:
            url = (folder / MARK).read_text(encoding="utf-8").strip()
        except OSError:
            continue
        if url:
            return Store(folder, url)
    return None


def keep_in(root: Path, url: str) -> None:
    """Have the files of a ``warc`` folder lie in a store."""
    root.mkdir(parents=True, exist_ok=True)
    (root / MARK).write_text(f"{url}\n", encoding="utf-8")


def _put(fs: Any, path: Path, place: str) -> None:
    """A file there, whole or not at all."""
    if not _WHOLE.isdisjoint([fs.protocol] if isinstance(fs.protocol, str) else fs.protocol):
        fs.put_file(str(path), place)
        return
    fs.makedirs(place.rpartition("/")[0], exist_ok=True)
    fs.put_file(str(path), f"{place}.part")
    fs.mv(f"{place}.part", place)


@lru_cache(maxsize=4)
def _system(url: str, process: int) -> tuple[Any, str]:  # noqa: ARG001 (connections do not pass a fork)
    """What reads and writes there, and the place within it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ToolMissingError(
            f"{url}: a store needs fsspec: .venv/bin/pip install --require-hashes -r requirements/cluster.txt"
        ) from None
    with _refusals(url):
        # What others put there meanwhile is to be seen.
        fs, base = url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
    return fs, str(base).rstrip("/")


@contextmanager
def _refusals(url: str) -> Iterator[None]:
    """Whatever a kind of store raises as one line."""
    try:
        yield
    except (FileNotFoundError, ArchiveError):
        raise
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise StoreError(f"the store at {url} cannot be used: {why}") from error
