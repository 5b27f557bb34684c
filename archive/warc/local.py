"""Files that somebody has: saved pages, PDFs, whole folders. Kept as ``resource`` records, never as answers."""

import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from archive.errors import UsageError, WarcError
from archive.model import Crawl, Location
from archive.warc.fields import SOFTWARE
from archive.warc.members import holds_captures
from archive.warc.paths import WARC_SUFFIXES, file_errors
from archive.warc.record import format_date
from archive.warc.writer import WarcWriter

FOLDER = "import"

# By signature where the name says nothing; names win, because a .doc and an .xls share theirs.
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
)
_UNKNOWN = "application/octet-stream"
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
}


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file and what is known of it. ``captured_at`` is when it was saved, where that is known."""

    path: Path
    url: str
    content_type: str | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file: ``location`` where it was kept now, None where the archive had it already."""

    file: LocalFile
    content_type: str
    size: int
    location: Location | None


def keep(files: Sequence[LocalFile], root: Path) -> Iterator[Kept | WarcError]:
    """Keep files under ``<root>/import``, one result each in order; a file that cannot be kept gives its error."""
    now = datetime.now(UTC)
    crawl = Crawl(f"import-{now:%Y%m%dT%H%M%SZ}", None, now, SOFTWARE)
    with WarcWriter(root / FOLDER, crawl, settings={}) as writer:
        for file in files:
            try:
                kept = _keep(file, now, writer)
            except WarcError as error:
                yield error
            else:
                yield kept


def _keep(file: LocalFile, now: datetime, writer: WarcWriter) -> Kept:
    if holds_captures(file.path):
        raise WarcError(
            f"{file.path}: holds captures itself; give it the name of what it is ({', '.join(WARC_SUFFIXES)}) "
            "and import it without a URL"
        )
    with file_errors(file.path):
        data = file.path.read_bytes()
        modified = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
    if not data:
        raise WarcError(f"{file.path}: the file is empty; nothing is kept of it")
    content_type = file.content_type or guess_type(file.path, data)
    if writer.holds(file.url, data):
        return Kept(file, content_type, len(data), None)
    facts = (("sourceFile", file.path.name), ("sourceModified", format_date(modified)))
    location = writer.write_resource(file.url, data, content_type, file.captured_at or now, facts=facts)
    return Kept(file, content_type, len(data), location)


def guess_type(path: Path, data: bytes) -> str:
    """A content type from the file's name, else from its first bytes; a charset is never guessed here."""
    named = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name, strict=False)[0]
    if named and named != _UNKNOWN:
        return named
    for signature, content_type in _SIGNATURES:
        if data.startswith(signature):
            return content_type
    start = data[:1024].lstrip().lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else _UNKNOWN


def read_folder(folder: Path, base: str) -> list[LocalFile]:
    """The files of a folder that mirrors a site: each was saved from ``base`` and its path in the folder. Hidden files
    are left out. Raises UsageError for a base that does not end in ``/``."""
    if not check_url(base).endswith("/"):
        raise UsageError(f"{base!r}: the URL of a folder ends in /")
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        LocalFile(folder / path, base + quote(path.as_posix()))
        for path in paths
        if not any(part.startswith(".") for part in path.parts)
    ]


def read_list(path: Path) -> list[LocalFile]:
    """A folder's list: lines of ``file TAB url [TAB content type [TAB instant]]``, files relative to the list; ``#``
    starts a comment. Raises UsageError naming the line."""
    with file_errors(path):
        text = path.read_text(encoding="utf-8-sig")
    return [
        _listed(path, number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]


def _listed(path: Path, number: int, line: str) -> LocalFile:
    columns = [column.strip() for column in line.split("\t")]
    if not 2 <= len(columns) <= 4 or not columns[0]:
        raise UsageError(f"{path} line {number}: expected FILE<tab>URL[<tab>TYPE[<tab>INSTANT]]")
    file, url, content_type, instant = (*columns, "", "")[:4]
    return LocalFile(path.parent / file, check_url(url), content_type or None, parse_instant(instant))


def check_url(url: str) -> str:
    """A URL under which a file can be kept. Raises UsageError for anything but http, https and urn."""
    if not url.startswith(("http://", "https://", "urn:")):
        raise UsageError(f"{url!r} is no URL to keep a file under; give the http(s) address it was saved from")
    return url


def parse_instant(text: str) -> datetime | None:
    """``2024-03-01T08:00:00+08:00`` or ``2024-03-01`` (then midnight UTC); empty is None. Raises UsageError."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no instant such as 2024-03-01T08:00:00+08:00") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
