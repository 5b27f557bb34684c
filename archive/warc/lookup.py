"""Finding the captures of a URL in the CDXJ files that lie beside the WARCs, without reading them whole."""

import os
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from archive.errors import WarcError
from archive.model import Location
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, entry_of, parse_line, read_lines
from archive.warc.known import KnownCaptures
from archive.warc.members import Member, read_at, regions, scan
from archive.warc.paths import cdxj_path, file_errors, location_name, resolve, warc_files
from archive.warc.record import WarcRecord, strip_brackets
from archive.warc.source import opened
from archive.warc.store import Store, store_of
from archive.warc.surt import surt


def captures_of(url: str, folder: Path, root: Path) -> Iterator[CdxjEntry]:
    """Every capture of a URL that the CDXJ files of one folder know, file by file, in time order within each."""
    name = location_name(folder, root)
    for path in sorted(folder.glob("*.cdxj")):
        yield from search(path, url, "" if name == "." else name)
    store = store_of(folder)
    if store is not None:
        for path in sorted(path for path in store.sizes(folder, deep=False) if path.suffix == ".cdxj"):
            yield from _search(_whole(store, path), url, "" if name == "." else name)


@lru_cache(maxsize=64)
def _whole(store: Store, path: Path) -> bytes:
    """A CDXJ in a store, which never changes there."""
    return store.whole(path)


def load_folder(folder: Path, name: str, known: KnownCaptures, untrusted: Collection[str] = ()) -> None:
    """Make the captures of every finished WARC of a folder known; ``name`` is the folder's in locations. A CDXJ that is
    missing or unreadable is made up for from its WARC, as is that of a file in ``untrusted``, named as in locations."""
    for path in warc_files(folder, deep=False):
        try:
            if (f"{name}/{path.name}" if name else path.name) in untrusted:
                raise WarcError("what its CDXJ says was found wrong")
            known.add_lines(read_lines(cdxj_path(path)), name)
        except WarcError:
            known.add_lines(cdxj_lines(path, path.name), name)


def search(path: Path, url: str, folder: str = "") -> Iterator[CdxjEntry]:
    """The captures of exactly this URL in one CDXJ, by binary search."""
    with file_errors(path), path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return
        with mmap(file.fileno(), 0, access=ACCESS_READ) as text:
            yield from _search(text, url, folder)


def _search(text: mmap | bytes, url: str, folder: str) -> Iterator[CdxjEntry]:
    prefix = f"{surt(url)} ".encode()

    def line_at(position: int) -> bytes:
        """The start of the line that holds a byte."""
        start = text.rfind(b"\n", 0, position) + 1
        return text[start : start + len(prefix)]

    at = bisect_left(range(len(text)), prefix, key=line_at)
    while text[at : at + len(prefix)] == prefix:
        end = text.find(b"\n", at)
        end = end if end >= 0 else len(text)
        entry = parse_line(text[at:end].decode("utf-8", "replace"), folder)
        if entry.url == url:
            yield entry
        at = end + 1


def find_original(record: WarcRecord, root: Path, beside: Path) -> WarcRecord | None:
    """The record that a revisit refers to, where a CDXJ of its folder leads to it; None where it is not at hand."""
    url = strip_brackets(record.get("WARC-Refers-To-Target-URI") or record.target_uri or "")
    wanted = strip_brackets(record.get("WARC-Refers-To") or "")
    date = record.get("WARC-Refers-To-Date")
    for entry in captures_of(url, beside.parent, root):
        if entry.mime != REVISIT_MIME and (entry.record_id == wanted if wanted else entry.date == date):
            try:
                path = resolve(entry.location.file, root)
                with opened(path) as source:
                    return read_at(source, entry.location.offset, entry.location.length)
            except WarcError:
                return None
    return None


def cdxj_lines(path: Path, name: str) -> list[str]:
    """The CDXJ lines of a WARC or WACZ in byte order, read from the file itself, which they call ``name``. Damaged
    records have none."""
    with opened(path) as source:
        found = [
            entry_of(item.record, Location(name, item.offset, item.length))
            for start, end in regions(path, source)
            for item in scan(source, start, end)
            if isinstance(item, Member) and item.flaw is None
        ]
    return sorted((entry.line() for entry in found if entry is not None), key=str.encode)
