"""Exchanges and local files into WARC files: what is acknowledged is on its way to the disk, and whole.

``write_exchange`` returns when the kernel has the bytes of all records of the exchange: a killed process loses
nothing. Every 100 records or 5 seconds the file is synced: a power cut loses no more than that.
"""

import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import WarcError
from archive.model import Crawl, CrawlOutcome, Discovery, Exchange, Location
from archive.warc.cdxj import CdxjEntry, entry_of
from archive.warc.fields import crawl_fields, discovery_fields, outcome_fields
from archive.warc.httpblock import HttpMessage, parse_message, raw_payload, split_interim
from archive.warc.known import KnownCaptures
from archive.warc.lookup import load_folder
from archive.warc.openfile import OpenWarc
from archive.warc.packing import NewRecord
from archive.warc.paths import file_name, is_taken
from archive.warc.record import (
    HTTP_REQUEST,
    HTTP_RESPONSE,
    IDENTICAL_PAYLOAD,
    NOT_MODIFIED,
    WARC_FIELDS,
    WarcRecord,
    digest,
    encode_fields,
    format_date,
    new_record_id,
)
from archive.warc.repair import repair_folder

_UNFIT_IN_URL = re.compile(r"[\x00-\x20\x7f]")
_EMPTY_PAYLOAD = digest(b"")
_Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier good answer: its validators as text, and ``original``, the record that holds its payload."""

    etag: str | None
    last_modified: str | None
    original: CdxjEntry

    @property
    def location(self) -> Location:
        return self.original.location


class WarcWriter:
    """Writes the captures of one crawl into ``<folder>/*.warc.gz``, rotating by size and age.

    ``folder`` is ``<ARCHIVE_DIR>/warc/<portal>``; locations are relative to its parent. ``settings`` are those that
    shaped the crawl; they go into each ``warcinfo``. Files that a killed process left open are repaired first.
    All methods raise WarcError when the disk refuses; what was acknowledged before stays whole.
    """

    def __init__(
        self,
        folder: Path,
        crawl: Crawl,
        *,
        settings: Mapping[str, str],
        max_bytes: int = 1 << 30,
        max_age: timedelta = timedelta(hours=1),
    ) -> None:
        self._folder = folder
        self._crawl = crawl
        self._settings = dict(settings)
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._host = platform.node()
        self._serial = 0
        self._warcinfo_id = ""
        self._file: OpenWarc | None = None
        folder.mkdir(parents=True, exist_ok=True)
        repair_folder(folder, folder.parent)
        self._known = KnownCaptures()
        load_folder(folder, folder.name, self._known)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write_exchange(self, exchange: Exchange, discovery: Discovery | None = None) -> Location:
        """Keep one exchange: request, what lies beside the answer, and the answer last, which seals the group.

        The answer is a ``response``, or a ``revisit`` where its payload is already kept or the server said 304.
        Returns where the answer lies.
        """
        answer_id, request_id = new_record_id(), new_record_id()
        interim, final = split_interim(exchange.response)
        message = parse_message(final)
        common = self._common(exchange.url, exchange.started)
        network = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
        network += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
        asked = [*common, *network, ("WARC-Concurrent-To", f"<{answer_id}>"), ("Content-Type", HTTP_REQUEST)]
        payload = raw_payload(parse_message(exchange.request)).data
        asked_digest = digest(payload) if payload else _EMPTY_PAYLOAD
        records = [_record("request", request_id, asked, exchange.request, asked_digest)]
        answered = [*common, *network, ("WARC-Concurrent-To", f"<{request_id}>")]
        answer = self._answer(exchange, message, final, answer_id, answered)
        aside = interim + final if final and not answer.block else interim
        if aside:
            # Without a target: pywb 2.10 and py-wacz would index it as a capture of that URL.
            records.append(_metadata(aside, HTTP_RESPONSE, answer_id, common[1:]))
        if discovery is not None:
            records.append(self._discovery(discovery, answer_id, common))
        return self._write([*records, answer], message.head if answer.block else b"")

    def write_resource(
        self,
        url: str,
        data: bytes,
        content_type: str,
        captured_at: datetime,
        discovery: Discovery | None = None,
        *,
        facts: Sequence[tuple[str, str]] = (),
    ) -> Location:
        """Keep bytes that did not come as an HTTP answer: a local file, a browser's DOM, a screenshot. ``facts`` are
        what else is known of them, as names and values of a metadata record."""
        record_id = new_record_id()
        common = self._common(url, captured_at)
        records = [self._discovery(discovery, record_id, common)] if discovery else []
        if facts:
            records.append(_metadata(encode_fields(facts), WARC_FIELDS, record_id, common))
        records.append(_record("resource", record_id, [*common, ("Content-Type", content_type)], data, digest(data)))
        return self._write(records, b"")

    def write_outcome(self, outcome: CrawlOutcome) -> Location:
        """Keep how the crawl ended, as the last record of its last file; returns where it lies."""
        fields = [
            ("WARC-Date", format_date(outcome.finished)),
            ("WARC-Warcinfo-ID", f"<{self._info(rotate=False)}>"),
            ("Content-Type", WARC_FIELDS),
        ]
        return self._write([_record("metadata", new_record_id(), fields, outcome_fields(outcome))])

    def prior(self, url: str, etag: str | None = None) -> Prior | None:
        """The newest good answer (200, with a body) for a URL in the portal's folder, this crawl's included;
        with ``etag``, one that carried it where there is one. For a conditional request, and for the body that a
        304 leaves out: ``read_capture(prior.location, root)``."""
        good = [e for e in self._known.captures(_target(url)) if e.status == "200" and e.digest != _EMPTY_PAYLOAD]
        same = [e for e in good if etag is not None and e.etag == etag]
        if not good:
            return None
        newest = (same or good)[-1]
        original = self._known.original(newest.digest, newest.url)
        return Prior(newest.etag, newest.last_modified, original) if original else None

    def holds(self, url: str, data: bytes) -> bool:
        """Whether exactly these bytes are already kept for this URL, as a resource or as a payload."""
        wanted = digest(data)
        return any(entry.digest == wanted for entry in self._known.captures(_target(url)))

    def sync(self) -> None:
        """Wait until the disk has everything that was written."""
        if self._file is not None:
            self._file.sync()

    def close(self) -> None:
        """Finish the open file: CDXJ, manifest entry, final name. Does nothing a second time."""
        file, self._file = self._file, None
        if file is not None:
            file.finish(self._known.lines(file.path.name))
        if self._file is None:
            self._known.close()

    # --- records ------------------------------------------------------------------------------

    def _common(self, url: str, instant: datetime) -> _Fields:
        """What all records of one capture share: its target first, then its date."""
        info = self._info()
        return [
            ("WARC-Target-URI", _target(url)),
            ("WARC-Date", format_date(instant)),
            ("WARC-Warcinfo-ID", f"<{info}>"),
        ]

    def _answer(
        self, exchange: Exchange, message: HttpMessage, final: bytes, record_id: str, fields: _Fields
    ) -> NewRecord:
        """The record of the final answer; an empty block where nothing arrived, and for a 304 that is a revisit."""
        payload = raw_payload(message).data
        payload_digest = digest(payload) if message.complete else None
        if exchange.truncated is None and message.complete:
            original = self._original(message, payload_digest or "", _target(exchange.url))
            if original is not None:
                return _revisit(message, original, record_id, fields)
        if exchange.truncated is not None:
            fields = [*fields, ("WARC-Truncated", exchange.truncated)]
        return _record("response", record_id, [*fields, ("Content-Type", HTTP_RESPONSE)], final, payload_digest)

    def _original(self, message: HttpMessage, payload_digest: str, url: str) -> CdxjEntry | None:
        if message.status == 304:
            prior = self.prior(url, message.text_header(b"ETag"))
            return prior.original if prior else None
        return None if payload_digest == _EMPTY_PAYLOAD else self._known.original(payload_digest, url)

    def _discovery(self, discovery: Discovery, about: str, common: _Fields) -> NewRecord:
        return _metadata(discovery_fields(discovery, self._crawl), WARC_FIELDS, about, common)

    # --- files --------------------------------------------------------------------------------

    def _info(self, *, rotate: bool = True) -> str:
        """The id of the ``warcinfo`` that the next record belongs to; opens or rotates the file as needed."""
        file = self._file
        if file is not None and rotate and (file.size >= self._max_bytes or file.age() >= self._max_age):
            self._file = None
            file.finish(self._known.lines(file.path.name))
        if self._file is None:
            self._open()
        return self._warcinfo_id

    def _open(self) -> None:
        now = datetime.now(UTC)
        portal = self._crawl.portal.name if self._crawl.portal else "import"
        name = file_name(portal, now, self._serial, self._host, os.getpid())
        while is_taken(self._folder / name):  # another writer of this process and second: never write over it
            self._serial += 1
            name = file_name(portal, now, self._serial, self._host, os.getpid())
        self._serial += 1
        self._warcinfo_id = new_record_id()
        info = _record(
            "warcinfo",
            self._warcinfo_id,
            [("WARC-Date", format_date(now)), ("WARC-Filename", name), ("Content-Type", WARC_FIELDS)],
            crawl_fields(self._crawl, self._settings, name, self._host),
        )
        self._file = OpenWarc(self._folder / name, self._folder.parent)
        self._file.append([info])

    def _write(self, records: list[NewRecord], head: bytes | None = None) -> Location:
        """Append one group. Where its last record is a capture, ``head`` is that of its HTTP message, or empty."""
        file = self._file
        if file is None:
            raise RuntimeError("a record needs the warcinfo of an open file first")
        place = file.append(records)
        location = Location(f"{self._folder.name}/{file.path.name}", place.offset, place.length)
        if head is not None:
            fields = tuple(records[-1].fields)
            payload_digest = fields[-1][1] if fields[-1][0] == "WARC-Payload-Digest" else ""
            try:
                self._known.add(payload_digest, partial(_entry, fields, head, location))
            except WarcError:
                file.abandon()
                raise
        return location


def _entry(fields: tuple[tuple[str, str], ...], head: bytes, location: Location) -> CdxjEntry | None:
    return entry_of(WarcRecord(fields, head), location)


def _record(kind: str, record_id: str, fields: _Fields, block: bytes, payload_digest: str | None = None) -> NewRecord:
    """A record of given fields, of which one is the date; the payload's digest is the last."""
    whole = [("WARC-Type", kind), ("WARC-Record-ID", f"<{record_id}>"), *fields, ("WARC-Block-Digest", digest(block))]
    if payload_digest is not None:
        whole.append(("WARC-Payload-Digest", payload_digest))
    date = next(value for name, value in fields if name == "WARC-Date")
    return NewRecord(record_id, date, whole, block)


def _metadata(block: bytes, content_type: str, about: str, common: _Fields) -> NewRecord:
    links = [("WARC-Concurrent-To", f"<{about}>"), ("WARC-Refers-To", f"<{about}>")]
    return _record("metadata", new_record_id(), [*common, *links, ("Content-Type", content_type)], block)


def _revisit(message: HttpMessage, original: CdxjEntry, record_id: str, fields: _Fields) -> NewRecord:
    """Where the payload lies. The head of an identical answer is kept as it came; a 304 has no block, because replay
    tools (seen in pywb 2.10) would show its empty page in place of the original: its bytes go to a record beside it."""
    target = [
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("Content-Type", HTTP_RESPONSE),
    ]
    if message.status == 304:
        return _record("revisit", record_id, [*fields, ("WARC-Profile", NOT_MODIFIED), *target], b"", original.digest)
    # WARC 1.1 §6.7.2: the body that is left out counts as truncated by length.
    profile = [("WARC-Profile", IDENTICAL_PAYLOAD), *target, ("WARC-Truncated", "length")]
    return _record("revisit", record_id, [*fields, *profile], message.head, original.digest)


def _target(url: str) -> str:
    """A URL as a header value: blanks and control characters percent-encoded."""
    return _UNFIT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)
