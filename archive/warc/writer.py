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
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from archive.errors import WarcError
from archive.model import Crawl, CrawlOutcome, Discovery, Exchange, Location, Truncation
from archive.warc.cdxj import CdxjEntry, NewCapture
from archive.warc.fields import crawl_fields, discovery_fields, outcome_fields
from archive.warc.httpblock import EMPTY_PAYLOAD, HttpMessage, parse_message, split_interim
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
    digest,
    encode_fields,
    field_lines,
    format_date,
    new_record_id,
)
from archive.warc.repair import repair_folder

_UNFIT_IN_URL = re.compile(r"[\x00-\x20\x7f]")
_REQUEST_TYPE = f"Content-Type: {HTTP_REQUEST}\r\n"
_RESPONSE_TYPE = f"Content-Type: {HTTP_RESPONSE}\r\n"


class _Common(NamedTuple):
    """What the records of one capture share: its target and its date, and the lines that say so. ``instant_lines`` are
    those of the date and the ``warcinfo``; ``lines`` begin with that of the target."""

    url: str
    date: str
    instant_lines: str
    lines: str


class _Answer(NamedTuple):
    """What is kept of a server's answer. An empty ``block`` is that of an answer of which nothing arrived, or of a 304
    that is a revisit; ``profile`` says of a revisit which it is."""

    kind: str
    lines: str
    block: bytes
    payload_digest: str | None
    profile: str | None


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
        network = common.lines + _network_lines(exchange.ip, exchange.protocols)
        asked = f"{network}WARC-Concurrent-To: <{answer_id}>\r\n{_REQUEST_TYPE}"
        asked_digest = parse_message(exchange.request).payload_digest
        records = [_record("request", request_id, common.date, asked, exchange.request, asked_digest)]
        answer = self._answer(exchange.truncated, message, final, common.url)
        aside = interim + final if final and not answer.block else interim
        if aside:
            # Without a target: pywb 2.10 and py-wacz would index it as a capture of that URL.
            records.append(_metadata(aside, HTTP_RESPONSE, answer_id, common.date, common.instant_lines))
        if discovery is not None:
            records.append(self._discovery(discovery, answer_id, common))
        lines = f"{network}WARC-Concurrent-To: <{request_id}>\r\n{answer.lines}"
        records.append(_record(answer.kind, answer_id, common.date, lines, answer.block, answer.payload_digest))
        # What is remembered of a capture holds no body.
        head = message.head if answer.block else b""
        location = self._write(records)
        place = (location.file, location.offset, location.length)
        known_by = answer.payload_digest or ""
        self._remember(NewCapture(common.url, common.date, known_by, answer_id, head, "", answer.profile, *place))
        return location

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
            records.append(_metadata(encode_fields(facts), WARC_FIELDS, record_id, common.date, common.lines))
        payload_digest = digest(data)
        lines = common.lines + field_lines([("Content-Type", content_type)])
        records.append(_record("resource", record_id, common.date, lines, data, payload_digest))
        location = self._write(records)
        place = (location.file, location.offset, location.length)
        self._remember(NewCapture(common.url, common.date, payload_digest, record_id, None, content_type, None, *place))
        return location

    def write_outcome(self, outcome: CrawlOutcome) -> Location:
        """Keep how the crawl ended, as the last record of its last file; returns where it lies."""
        date = format_date(outcome.finished)
        fields = [
            ("WARC-Date", date),
            ("WARC-Warcinfo-ID", f"<{self._info(rotate=False)}>"),
            ("Content-Type", WARC_FIELDS),
        ]
        return self._write([_record("metadata", new_record_id(), date, field_lines(fields), outcome_fields(outcome))])

    def prior(self, url: str, etag: str | None = None) -> Prior | None:
        """The newest good answer (200, with a body) for a URL in the portal's folder, this crawl's included;
        with ``etag``, one that carried it where there is one. For a conditional request, and for the body that a
        304 leaves out: ``read_capture(prior.location, root)``."""
        good = [e for e in self._known.captures(_target(url)) if e.status == "200" and e.digest != EMPTY_PAYLOAD]
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

    def _common(self, url: str, instant: datetime) -> _Common:
        date, target = format_date(instant), _target(url)
        lines = f"WARC-Date: {date}\r\nWARC-Warcinfo-ID: <{self._info()}>\r\n"
        return _Common(target, date, lines, f"WARC-Target-URI: {target}\r\n{lines}")

    def _answer(self, truncated: Truncation | None, message: HttpMessage, final: bytes, url: str) -> _Answer:
        """What is kept of the final answer."""
        payload_digest = message.payload_digest if message.complete else None
        if truncated is not None:
            return _Answer("response", f"WARC-Truncated: {truncated}\r\n{_RESPONSE_TYPE}", final, payload_digest, None)
        original = self._original(message, payload_digest, url) if payload_digest else None
        if original is not None:
            return _revisit(message, original)
        return _Answer("response", _RESPONSE_TYPE, final, payload_digest, None)

    def _original(self, message: HttpMessage, payload_digest: str, url: str) -> CdxjEntry | None:
        if message.status == 304:
            prior = self.prior(url, message.text_header(b"ETag"))
            return prior.original if prior else None
        return None if payload_digest == EMPTY_PAYLOAD else self._known.original(payload_digest, url)

    def _discovery(self, discovery: Discovery, about: str, common: _Common) -> NewRecord:
        block = discovery_fields(discovery, self._crawl)
        return _metadata(block, WARC_FIELDS, about, common.date, common.lines)

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
        self._warcinfo_id, date = new_record_id(), format_date(now)
        lines = field_lines([("WARC-Date", date), ("WARC-Filename", name), ("Content-Type", WARC_FIELDS)])
        block = crawl_fields(self._crawl, self._settings, name, self._host)
        info = _record("warcinfo", self._warcinfo_id, date, lines, block)
        self._file = OpenWarc(self._folder / name, self._folder.parent)
        self._file.append([info])

    def _write(self, records: list[NewRecord]) -> Location:
        """Append one group; returns where its last record lies."""
        if self._file is None:
            raise RuntimeError("a record needs the warcinfo of an open file first")
        place = self._file.append(records)
        return Location(f"{self._folder.name}/{self._file.path.name}", place.offset, place.length)

    def _remember(self, capture: NewCapture) -> None:
        """Know a capture that was just written; where that fails, the file takes no more and is finished later."""
        try:
            self._known.add(capture)
        except WarcError:
            if self._file is not None:
                self._file.abandon()
            raise


def _record(
    kind: str, record_id: str, date: str, lines: str, block: bytes, payload_digest: str | None = None
) -> NewRecord:
    """A record of given fields, of which one is the date."""
    whole = f"WARC-Type: {kind}\r\nWARC-Record-ID: <{record_id}>\r\n{lines}WARC-Block-Digest: {digest(block)}\r\n"
    if payload_digest is not None:
        whole += f"WARC-Payload-Digest: {payload_digest}\r\n"
    return NewRecord(record_id, date, whole, block)


def _metadata(block: bytes, content_type: str, about: str, date: str, lines: str) -> NewRecord:
    lines += f"WARC-Concurrent-To: <{about}>\r\nWARC-Refers-To: <{about}>\r\nContent-Type: {content_type}\r\n"
    return _record("metadata", new_record_id(), date, lines, block)


def _revisit(message: HttpMessage, original: CdxjEntry) -> _Answer:
    """Where the payload lies. The head of an identical answer is kept as it came; a 304 has no block, because replay
    tools (seen in pywb 2.10) would show its empty page in place of the original: its bytes go to a record beside it."""
    profile = NOT_MODIFIED if message.status == 304 else IDENTICAL_PAYLOAD
    fields = [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("Content-Type", HTTP_RESPONSE),
    ]
    if profile == NOT_MODIFIED:
        return _Answer("revisit", field_lines(fields), b"", original.digest, profile)
    # WARC 1.1 §6.7.2: the body that is left out counts as truncated by length.
    lines = field_lines([*fields, ("WARC-Truncated", "length")])
    return _Answer("revisit", lines, message.head, original.digest, profile)


@lru_cache(maxsize=64)
def _network_lines(ip: str | None, protocols: tuple[str, ...]) -> str:
    """How the exchange crossed: the same for all of a crawl but for a few."""
    address = [("WARC-IP-Address", ip)] if ip else []
    return field_lines([*address, *(("WARC-Protocol", protocol) for protocol in protocols)])


def _target(url: str) -> str:
    """A URL as a header value: blanks and control characters percent-encoded."""
    return _UNFIT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)
