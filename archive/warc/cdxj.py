"""The CDXJ beside each WARC: one sorted line per capture, for look-up by URL and time.

A line is ``SURT timestamp {json}``. Beyond the usual fields it carries what a recrawl needs: the record's
id and exact date (for ``WARC-Refers-To`` and its date), ``etag`` and ``last-modified``. Lines are in byte order, so
files merge with ``sort -m``.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from archive.errors import WarcError
from archive.model import Location
from archive.warc.httpblock import HttpMessage, header_text, parse_message
from archive.warc.paths import file_errors
from archive.warc.record import NOT_MODIFIED, WarcRecord, normal_digest, parse_date
from archive.warc.store import store_of
from archive.warc.surt import surt

REVISIT_MIME = "warc/revisit"

# The encoder of strings by itself: a JSONEncoder takes 5 µs to begin, and each answer has a line (2026).
_quoted = json.encoder.encode_basestring
# One search for the three headers that a line needs takes a fifth of the time of taking all apart (2026).
_KEPT_HEADERS = re.compile(rb"\n(content-type|etag|last-modified)[ \t\r\f\v]*:([^\n]*)", re.IGNORECASE)


class CdxjEntry(NamedTuple):
    """One capture. ``date`` is the record's full ``WARC-Date``; ``status`` is empty for a resource."""

    url: str
    date: str
    mime: str
    status: str
    digest: str
    location: Location
    record_id: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def key(self) -> str:
        """``SURT timestamp``: what the lines sort by."""
        date = self.date
        return f"{surt(self.url)} {date[:4]}{date[5:7]}{date[8:10]}{date[11:13]}{date[14:16]}{date[17:19]}"

    def line(self) -> str:
        """The line of the file, without its end. The file is named without its folder, which is the CDXJ's own."""
        q, place = _quoted, self.location
        return (
            f'{self.key} {{"url": {q(self.url)}, "mime": {q(self.mime)}'
            f"{_member('status', self.status)}{_member('digest', self.digest)}"
            f', "length": "{place.length}", "offset": "{place.offset}", "filename": {q(place.file.rpartition("/")[2])}'
            f"{_member('id', self.record_id)}{_member('date', self.date)}"
            f"{_member('etag', self.etag)}{_member('last-modified', self.last_modified)}}}"
        )


def _member(name: str, value: str | None) -> str:
    return f', "{name}": {_quoted(value)}' if value else ""


def entry_of(record: WarcRecord, location: Location, message: HttpMessage | None = None) -> CdxjEntry | None:
    """The line of a record, or None where it gets none: no capture, or an answer of which nothing arrived. ``message``
    is its block taken apart, where that was done before."""
    url = record.target_uri
    if record.type not in ("response", "revisit", "resource") or url is None:
        return None
    headers: dict[bytes, str] = {}
    if record.content_type.startswith("application/http"):
        message = message or parse_message(record.block)
        status = "304" if record.get("WARC-Profile") == NOT_MODIFIED else str(message.status or "")
        if not status:
            return None
        found = reversed(_KEPT_HEADERS.findall(message.unfolded_head))
        headers = {name.lower(): header_text(value.strip()) for name, value in found}
        mime = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    else:
        mime, status = record.content_type.partition(";")[0], ""
    return CdxjEntry(
        url,
        record.get("WARC-Date") or "",
        REVISIT_MIME if record.type == "revisit" else mime or "unk",
        status,
        normal_digest(record.get("WARC-Payload-Digest") or ""),
        location,
        record.id,
        headers.get(b"etag"),
        headers.get(b"last-modified"),
    )


def parse_line(line: str, folder: str = "") -> CdxjEntry:
    """A line back as an entry; ``folder`` is where the CDXJ lies, relative to the archive's WARC folder.
    Raises WarcError for what is no CDXJ line."""
    try:
        _, timestamp, text = line.rstrip("\n").split(" ", 2)
        values = json.loads(text)
        file = values["filename"]
        return CdxjEntry(
            url=values["url"],
            date=values.get("date") or _date_of(timestamp),
            mime=values.get("mime", "unk"),
            status=str(values.get("status", "")),
            digest=normal_digest(values.get("digest", "")),
            location=Location(f"{folder}/{file}" if folder else file, int(values["offset"]), int(values["length"])),
            record_id=values.get("id", ""),
            etag=values.get("etag"),
            last_modified=values.get("last-modified"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WarcError(f"not a CDXJ line: {line[:120]!r} ({error})") from error


def _date_of(timestamp: str) -> str:
    t = timestamp
    date = f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"
    parse_date(date)
    return date


def write_cdxj(path: Path, lines: Iterable[str]) -> None:
    """Write lines, which must come sorted, so that the file is whole or not there at all."""
    part = path.with_name(path.name + ".part")
    with file_errors(path):
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a CDXJ file, as they stand."""
    store = None if path.exists() else store_of(path.parent)
    if store is not None:
        yield from (line.decode("utf-8", "replace") for line in BytesIO(store.whole(path)))
        return
    with file_errors(path), path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        yield from file
