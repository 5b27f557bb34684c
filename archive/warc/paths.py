"""Names of WARC files, and the way from a location in the index to a file: never out of the archive."""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from archive.errors import WarcError
from archive.warc.store import Store, store_of

OPEN_SUFFIX = ".open"
WARC_SUFFIXES = (".warc.gz", ".warc", ".warc.zst", ".arc.gz", ".arc", ".wacz")

_UNFIT = re.compile(r"[^A-Za-z0-9.]+")


def file_name(portal: str, created: datetime, serial: int, host: str, pid: int) -> str:
    """``zhangping-20240301T080000Z-00000-host-4711.warc.gz``: sorts by time, unique per process."""
    parts = (_UNFIT.sub("_", portal) or "capture", _UNFIT.sub("_", host) or "host")
    stamp = created.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{parts[0]}-{stamp}-{serial:05d}-{parts[1]}-{pid}.warc.gz"


def is_taken(path: Path) -> bool:
    """Whether a finished WARC or one being written has this name."""
    return size_of(path) is not None or path.with_name(path.name + OPEN_SUFFIX).exists()


def is_warc(path: Path) -> bool:
    """Whether a file's name is that of a finished WARC or WACZ."""
    return path.name.endswith(WARC_SUFFIXES)


def warc_files(folder: Path, *, deep: bool = True) -> list[Path]:
    """All finished WARC and WACZ files under a folder, or in it alone, sorted, those in its store too."""
    here = {path for path in folder.glob("**/*" if deep else "*") if is_warc(path) and path.is_file()}
    store = store_of(folder)
    return sorted(here.union(filter(is_warc, store.sizes(folder, deep=deep))) if store is not None else here)


def size_of(path: Path) -> int | None:
    """The size of a file of the archive in bytes, here or in its store; None where it is nowhere."""
    try:
        return path.stat().st_size
    except OSError:
        store = store_of(path.parent)
        return store.size(path) if store is not None else None


def cdxj_path(warc: Path) -> Path:
    """Where the CDXJ of a WARC lies: ``x.cdxj`` beside ``x.warc.gz``."""
    stem = warc.name.removesuffix(OPEN_SUFFIX)
    for suffix in WARC_SUFFIXES:
        stem = stem.removesuffix(suffix)
    return warc.with_name(f"{stem}.cdxj")


def location_name(path: Path, root: Path) -> str:
    """How ``Location.file`` names a WARC: relative to ``root`` with ``/``, or as given where it lies elsewhere.
    A file still being written goes by its final name."""
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    if final.is_relative_to(root):
        return final.relative_to(root).as_posix()
    absolute, base = final.absolute(), root.absolute()
    return absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else str(path)


def sizes_of(paths: Iterable[Path]) -> dict[Path, int | None]:
    """The sizes of many files at once: a store is asked for a list, not for each."""
    found, away = dict[Path, int | None](), dict[Store, list[Path]]()
    for path in paths:
        try:
            found[path] = path.stat().st_size
        except OSError:
            found[path], store = None, store_of(path.parent)
            if store is not None:
                away.setdefault(store, []).append(path)
    for store, missing in away.items():
        folders = {path.parent for path in missing}
        single = len(folders) == 1
        listed = store.sizes(folders.pop() if single else store.root, deep=not single)
        found.update((path, listed.get(path)) for path in missing)
    return found


def resolve(file: str, root: Path) -> Path:
    """The path of a location's file. An index is untrusted: an absolute name, one that climbs with ``..``, or
    one that is no WARC raises WarcError. A file being written is found under its ``.open`` name."""
    pure = PurePosixPath(file)
    unsafe = pure.is_absolute() or PureWindowsPath(file).drive or "\\" in file or "\0" in file or ".." in pure.parts
    if not file or unsafe:
        raise WarcError(f"{file!r} lies outside the archive; link it in with: python -m archive import {file}")
    if not pure.name.endswith(WARC_SUFFIXES):
        raise WarcError(f"{file!r} is not the name of a WARC file")
    path = root / pure
    if path.is_file():
        return path
    still_open = path.with_name(path.name + OPEN_SUFFIX)
    if still_open.is_file():
        return still_open
    if store_of(path.parent) is not None:
        return path
    raise WarcError(f"{file}: no such WARC file under {root}")


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one clear line."""
    try:
        yield
    except OSError as error:
        raise WarcError(f"{path}: {error.strerror or error}") from error


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """A file under an exclusive lock, made where there is none; its descriptor, for reading and appending."""
    with file_errors(path):
        fd = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield fd
        finally:
            os.close(fd)
