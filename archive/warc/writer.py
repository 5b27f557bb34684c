"""Exchanges and local files into WARC files: what is acknowledged is on its way to the disk, and whole.

``write_exchange`` returns when the kernel has the bytes of all records of the exchange: a killed process loses
nothing. Every 100 records or 5 seconds the file is synced: a power cut loses no more than that.
"""

import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple, Self

from archive.errors import WarcError
from archive.model import Capture, Crawl, CrawlOutcome, Discovery, Exchange, Location
from archive.warc.cdxj import CdxjEntry, entry_of
from archive.warc.fields import crawl_fields, discovery_fields, outcome_fields
from archive.warc.httpblock import EMPTY_PAYLOAD, HttpMessage, parse_message, split_interim
from archive.warc.known import KnownCaptures
from archive.warc.lookup import load_folder
from archive.warc.openfile import OpenWarc
from archive.warc.paths import file_name, is_taken
from archive.warc.reader import read_capture
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
    parse_date,
)
from archive.warc.repair import repair_folder

Fields = list[tuple[str, str]]

_UNFIT_IN_URL = re.compile(r"[\x00-\x20\x7f]")


class _Answer(NamedTuple):
    """What is kept of a server's answer. An empty ``block`` is that of an answer of which nothing arrived, or of a 304
    that is a revisit."""

    kind: str
    fields: Fields
    block: bytes
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier good answer that is whole: its validators as text, the record that holds its payload, and that record
    as it reads."""

    etag: str | None
    last_modified: str | None
    original: CdxjEntry
    page: Capture


class Standing(NamedTuple):
    """From the first to the last time that a page was seen with the bytes that it has now."""

    since: datetime
    last: datetime


class Validators(NamedTuple):
    """What a conditional request names: If-None-Match and If-Modified-Since, as text."""

    etag: str | None
    last_modified: str | None


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

    def __exit__(self, *_: object) -> None:
        self.close()

    def write_exchange(self, exchange: Exchange, discovery: Discovery | None = None) -> Location:
        """Keep one exchange: request, what lies beside the answer, and the answer last, which seals the group.

        The answer is a ``response``, or a ``revisit`` where its payload is already kept or the server said 304.
        Returns where the answer lies.
        """
        answer_id, request_id = new_record_id(), new_record_id()
        interim, final = split_interim(exchange.response)
        about = self._about(exchange.url, exchange.started)
        network = [*about, *_network(exchange)]
        asked = [*network, ("WARC-Concurrent-To", f"<{answer_id}>"), ("Content-Type", HTTP_REQUEST)]
        asked_digest = parse_message(exchange.request).payload_digest
        records = [_record("request", request_id, asked, exchange.request, asked_digest)]
        answer = self._answer(exchange, parse_message(final), final)
        aside = interim + final if final and not answer.block else interim
        if aside:
            # Without a target: pywb 2.10 and py-wacz would index it as a capture of that URL.
            records.append(_metadata(aside, HTTP_RESPONSE, answer_id, about[1:]))
        if discovery is not None:
            records.append(_metadata(discovery_fields(discovery, self._crawl), WARC_FIELDS, answer_id, about))
        if exchange.facts:
            records.append(_metadata(encode_fields(exchange.facts), WARC_FIELDS, answer_id, about))
        fields = [*network, ("WARC-Concurrent-To", f"<{request_id}>"), *answer.fields]
        records.append(_record(answer.kind, answer_id, fields, answer.block, answer.payload_digest))
        return self._keep(records)

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
        about = self._about(url, captured_at)
        records = []
        if discovery is not None:
            records.append(_metadata(discovery_fields(discovery, self._crawl), WARC_FIELDS, record_id, about))
        if facts:
            records.append(_metadata(encode_fields(facts), WARC_FIELDS, record_id, about))
        records.append(_record("resource", record_id, [*about, ("Content-Type", content_type)], data, digest(data)))
        return self._keep(records)

    def write_discovery(self, url: str, discovery: Discovery) -> Location | None:
        """Keep what the newest capture of a URL turned out to be, after it was written; None where there is none."""
        known = self._known.captures(_target(url))
        if not known:
            return None
        about = self._about(url, datetime.now(UTC))
        return self._write(
            [_metadata(discovery_fields(discovery, self._crawl), WARC_FIELDS, known[-1].record_id, about)]
        )

    def write_outcome(self, outcome: CrawlOutcome) -> Location:
        """Keep how the crawl ended, as the last record of its last file; returns where it lies."""
        fields = [
            ("WARC-Date", format_date(outcome.finished)),
            ("WARC-Warcinfo-ID", f"<{self._info(rotate=False)}>"),
            ("Content-Type", WARC_FIELDS),
        ]
        return self._write([_record("metadata", new_record_id(), fields, outcome_fields(outcome))])

    def prior(self, url: str) -> Prior | None:
        """The newest good answer (200, with a body) for a URL that earlier crawls left in the portal's folder, for a
        conditional request. One that was cut, or cannot be read any more, is none."""
        started = format_date(self._crawl.started)
        return self._newest_whole(entry for entry in self._good(url) if entry.date < started)

    def standing(self, url: str) -> Standing | None:
        """How long a page has been seen to stand as it is; None where its newest capture is no good answer."""
        started = format_date(self._crawl.started)
        entries = [entry for entry in self._known.captures(_target(url)) if entry.date < started]
        if not entries or entries[-1].status not in ("200", "304") or entries[-1].digest in ("", EMPTY_PAYLOAD):
            return None
        alike = list(takewhile(lambda entry: entry.digest == entries[-1].digest, reversed(entries)))
        return Standing(parse_date(alike[-1].date), parse_date(entries[-1].date))

    def confirmed(self, url: str, sent: Validators, etag: str | None = None) -> Prior | None:
        """What a 304 stands for: the newest whole answer for a URL with exactly the validators that were sent, or where
        none were, with ``etag``, that of the 304. Where both are there and differ, the server speaks of what nobody
        asked about."""
        if etag is not None and sent.etag is not None and _weak(etag) != _weak(sent.etag):
            return None
        if any(sent):
            return self._newest_whole(e for e in self._good(url) if (e.etag, e.last_modified) == sent)
        return self._newest_whole(e for e in self._good(url) if etag in (None, e.etag))

    def _good(self, url: str) -> Iterator[CdxjEntry]:
        """Good answers for a URL, the newest first."""
        found = reversed(self._known.captures(_target(url)))
        return (entry for entry in found if entry.status == "200" and entry.digest not in ("", EMPTY_PAYLOAD))

    def _newest_whole(self, entries: Iterable[CdxjEntry]) -> Prior | None:
        for entry in entries:
            for original in self._known.originals(entry.digest, entry.url):
                page = self._whole(original)
                if page is not None:
                    return Prior(entry.etag, entry.last_modified, original, page)
        return None

    def _whole(self, entry: CdxjEntry) -> Capture | None:
        """A capture as it reads, None where the server's answer was cut or its record is damaged."""
        try:
            page = read_capture(entry.location, self._folder.parent)
        except WarcError:
            return None
        return page if page.whole else None

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
            file.finish(self._known.lines(file.name))
        self._known.close()

    # --- records ------------------------------------------------------------------------------

    def _about(self, url: str, instant: datetime) -> Fields:
        """The fields that the records of one capture share: its target first, its date, the ``warcinfo``."""
        info = self._info()
        return [
            ("WARC-Target-URI", _target(url)),
            ("WARC-Date", format_date(instant)),
            ("WARC-Warcinfo-ID", f"<{info}>"),
        ]

    def _answer(self, exchange: Exchange, message: HttpMessage, final: bytes) -> _Answer:
        """What is kept of the final answer."""
        payload_digest = message.payload_digest if message.complete else None
        content_type = ("Content-Type", HTTP_RESPONSE)
        if exchange.truncated is not None:
            fields = [("WARC-Truncated", exchange.truncated), content_type]
            return _Answer("response", fields, final, payload_digest)
        original = self._original(exchange, message, payload_digest) if payload_digest else None
        if original is not None:
            return _revisit(message, original)
        return _Answer("response", [content_type], final, payload_digest)

    def _original(self, exchange: Exchange, message: HttpMessage, payload_digest: str) -> CdxjEntry | None:
        if message.status == 304:
            asked = parse_message(exchange.request)
            sent = Validators(asked.text_header(b"If-None-Match"), asked.text_header(b"If-Modified-Since"))
            prior = self.confirmed(exchange.url, sent, message.text_header(b"ETag"))
            return prior.original if prior else None
        if payload_digest == EMPTY_PAYLOAD:
            return None
        return next(filter(self._whole, self._known.originals(payload_digest, _target(exchange.url))), None)

    # --- files --------------------------------------------------------------------------------

    def _info(self, *, rotate: bool = True) -> str:
        """The id of the ``warcinfo`` that the next record belongs to; opens or rotates the file as needed."""
        file = self._file
        if file is not None and rotate and (file.size >= self._max_bytes or file.age() >= self._max_age):
            self._file = None
            file.finish(self._known.lines(file.name))
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
        fields = [("WARC-Date", format_date(now)), ("WARC-Filename", name), ("Content-Type", WARC_FIELDS)]
        block = crawl_fields(self._crawl, self._settings, name, self._host)
        self._file = OpenWarc(self._folder / name, self._folder.parent)
        self._file.append([_record("warcinfo", self._warcinfo_id, fields, block)])

    def _write(self, records: list[WarcRecord]) -> Location:
        """Append one group; returns where its last record lies."""
        if self._file is None:
            raise RuntimeError("a record needs the warcinfo of an open file first")
        return self._file.append(records)

    def _keep(self, records: list[WarcRecord]) -> Location:
        """Append the group of a capture and know it from now on; where that fails, the file takes no more and is
        finished later."""
        location = self._write(records)
        entry = entry_of(records[-1], location)
        try:
            if entry is not None:
                self._known.add(entry)
        except WarcError:
            if self._file is not None:
                self._file.abandon()
            raise
        return location


def _record(kind: str, record_id: str, fields: Fields, block: bytes, payload_digest: str | None = None) -> WarcRecord:
    digests = [("WARC-Block-Digest", digest(block))]
    if payload_digest is not None:
        digests.append(("WARC-Payload-Digest", payload_digest))
    return WarcRecord((("WARC-Type", kind), ("WARC-Record-ID", f"<{record_id}>"), *fields, *digests), block)


def _metadata(block: bytes, content_type: str, about: str, fields: Fields) -> WarcRecord:
    subject = [("WARC-Concurrent-To", f"<{about}>"), ("WARC-Refers-To", f"<{about}>"), ("Content-Type", content_type)]
    return _record("metadata", new_record_id(), [*fields, *subject], block)


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
        return _Answer("revisit", fields, b"", original.digest)
    # WARC 1.1 §6.7.2: the body that is left out counts as truncated by length.
    return _Answer("revisit", [*fields, ("WARC-Truncated", "length")], message.head, original.digest)


def _network(exchange: Exchange) -> Fields:
    """How the exchange crossed."""
    address = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
    return [*address, *(("WARC-Protocol", protocol) for protocol in exchange.protocols)]


def _target(url: str) -> str:
    """A URL as a header value: blanks and control characters percent-encoded."""
    return _UNFIT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)


def _weak(etag: str) -> str:
    """An ETag as RFC 9110 §8.8.3.2 compares it for If-None-Match."""
    return etag.removeprefix("W/")
