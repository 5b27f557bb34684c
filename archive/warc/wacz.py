"""WARC files packaged for replay in a browser: WACZ 1.1.1, with an index, the list of pages and their text.

https://specs.webrecorder.net/wacz/1.1.1/. WARC data and the index are stored without further compression, so that a
player reads single records over HTTP ranges; the package is written in one pass with memory for one page.
"""

import hashlib
import heapq
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from archive.errors import UsageError, WarcError
from archive.model import Capture
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, parse_line, read_lines
from archive.warc.lookup import cdxj_lines
from archive.warc.paths import cdxj_path, file_errors
from archive.warc.reader import read_warc
from archive.warc.record import compress

VERSION = "1.1.1"
# Lines in a block of the compressed index, as pywb's tools make it: a player reads one block per look-up.
_BLOCK_LINES = 3000
_UNFIT = re.compile(r"[^-a-z0-9._/]")


@dataclass(frozen=True, slots=True)
class PageText:
    """What the list of pages says of a capture."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Package:
    """What was written: captures in the index, pages listed, bytes."""

    path: Path
    captures: int
    pages: int
    size: int


Describe = Callable[[Capture], PageText | None]


def write_wacz(target: Path, files: Sequence[Path], root: Path, describe: Describe, *, title: str = "") -> Package:
    """Package WARC files. ``describe`` gives a capture's title and text, or None for one that is no page.

    The pages that a crawl found as reports or attachments are the entry pages, in ``pages.jsonl``; where there are
    others, ``extraPages.jsonl`` lists all. Raises UsageError where there is nothing to package, WarcError for a file
    that cannot be read or written. The target appears whole or not at all.
    """
    if not files:
        raise UsageError("no WARC files to package")
    names = _names(files)
    part = target.with_name(target.name + ".part")
    try:
        with file_errors(target), zipfile.ZipFile(part, "w") as archive:
            writer = _Writer(archive, [])
            for path, name in names.items():
                writer.add_file(f"archive/{name}", path)
            captures = _write_index(writer, names)
            pages = _write_pages(writer, names, root, describe)
            _write_package(writer, title or target.stem)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Package(target, captures, pages, target.stat().st_size)


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """Each file's name inside the package, where all lie in one folder."""
    names: dict[Path, str] = {}
    for path in files:
        name, number = path.name, 2
        while name in names.values():
            name, number = f"{number}-{path.name}", number + 1
        names[path] = name
    return names


@dataclass(frozen=True, slots=True)
class _Writer:
    """A package being written, and the list of what is in it."""

    archive: zipfile.ZipFile
    resources: list[dict[str, str | int]]

    def add_file(self, name: str, path: Path) -> None:
        with file_errors(path), path.open("rb") as file:
            self._add(name, file, path.stat().st_size, zipfile.ZIP_STORED)

    def add(self, name: str, pieces: Iterable[bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
        """Write an entry that is made piece by piece."""
        with tempfile.TemporaryFile() as file:
            file.writelines(pieces)
            size = file.tell()
            file.seek(0)
            self._add(name, file, size, method)

    def _add(self, name: str, file: IO[bytes], size: int, method: int) -> None:
        """Write an entry and list it with its hash. Its size is told first: zipfile would else leave room for a ZIP64
        size in front of the data, and ReplayWeb.page 2.4 reads from the wrong place then."""
        entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
        entry.compress_type = method
        entry.external_attr = 0o644 << 16
        entry.file_size = size
        sha256 = hashlib.sha256()
        with self.archive.open(entry, "w") as target:
            while piece := file.read(1 << 20):
                target.write(piece)
                sha256.update(piece)
        resource_name = _UNFIT.sub("-", name.rpartition("/")[2].lower())
        self.resources.append(
            {"name": resource_name, "path": name, "hash": f"sha256:{sha256.hexdigest()}", "bytes": size}
        )


# --- index ------------------------------------------------------------------------------------


def _write_index(writer: _Writer, names: dict[Path, str]) -> int:
    """The merged CDXJ in gzip blocks, and the list of the blocks' first keys; returns the number of captures."""
    lines = heapq.merge(*(_renamed(path, name) for path, name in names.items()), key=str.encode)
    blocks: list[str] = []
    captures, offset = 0, 0

    def pieces() -> Iterator[bytes]:
        nonlocal captures, offset
        while block := list(islice(lines, _BLOCK_LINES)):
            data = compress("".join(f"{line}\n" for line in block).encode())
            place = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            blocks.append(f"{' '.join(block[0].split(' ', 2)[:2])} {json.dumps(place)}")
            captures, offset = captures + len(block), offset + len(data)
            yield data

    writer.add("indexes/index.cdx.gz", pieces(), zipfile.ZIP_STORED)
    meta = f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': 'index.cdx.gz'})}"
    writer.add("indexes/index.idx", (f"{line}\n".encode() for line in [meta, *blocks]))
    return captures


def _renamed(path: Path, name: str) -> Iterator[str]:
    """The lines of a file's CDXJ, naming it as the package does, without the status of a 304: a player takes the status
    of a line for that of the page."""
    try:
        entries = [parse_line(line) for line in read_lines(cdxj_path(path))]
    except WarcError:
        entries = [parse_line(line) for line in cdxj_lines(path, path.name)]
    yield from sorted((_player_line(entry, name) for entry in entries), key=str.encode)


def _player_line(entry: CdxjEntry, name: str) -> str:
    status = "" if entry.status == "304" and entry.mime == REVISIT_MIME else entry.status
    return entry._replace(status=status, location=replace(entry.location, file=name)).line()


# --- pages ------------------------------------------------------------------------------------


def _write_pages(writer: _Writer, names: dict[Path, str], root: Path, describe: Describe) -> int:
    """The two lists of pages; returns how many pages both hold."""
    with tempfile.TemporaryFile() as found, tempfile.TemporaryFile() as others:
        count = _collect(names, root, describe, found, others)
        first, second = (found, others) if found.tell() else (others, found)
        writer.add("pages/pages.jsonl", _list_pieces("pages", first))
        if second.tell():
            # ReplayWeb.page 2.4 searches this list alone where there is one, so the reports stand in it as well.
            writer.add("pages/extraPages.jsonl", _list_pieces("extra", second, first))
    return count


def _list_pieces(ident: str, *files: IO[bytes]) -> Iterator[bytes]:
    head = {"format": "json-pages-1.0", "id": ident, "title": "All Pages", "hasText": True}
    yield f"{json.dumps(head)}\n".encode()
    for file in files:
        file.seek(0)
        yield from iter(partial(file.read, 1 << 20), b"")


def _collect(names: dict[Path, str], root: Path, describe: Describe, found: IO[bytes], others: IO[bytes]) -> int:
    count = 0
    for path in names:
        for item in read_warc(path, root):
            if not isinstance(item, Capture) or item.warc_type == "revisit" or item.status not in (None, 200):
                continue
            page = describe(item)
            if page is not None:
                line = {
                    "id": item.record_id.rpartition(":")[2],
                    "url": item.url,
                    "ts": item.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "title": page.title,
                    "text": page.text,
                }
                (found if item.discovery else others).write(f"{json.dumps(line, ensure_ascii=False)}\n".encode())
                count += 1
    return count


def _write_package(writer: _Writer, title: str) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    package = {
        "profile": "data-package",
        "title": title,
        "created": now,
        "modified": now,
        "wacz_version": VERSION,
        "software": "nianbao",
        "resources": writer.resources,
    }
    data = json.dumps(package, ensure_ascii=False, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    writer.archive.writestr("datapackage.json", data, zipfile.ZIP_DEFLATED)
    writer.archive.writestr("datapackage-digest.json", json.dumps(digest, indent=2), zipfile.ZIP_DEFLATED)
