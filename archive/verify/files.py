"""One WARC file checked record by record: whole members, digests, pairing, warcinfo, CDXJ.

Files of our own must hold to all of docs/captures.md. Of other tools' files only what WARC 1.1 demands is asked: they
need not state digests, nor pair requests where they keep none.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import WarcError
from archive.model import Location
from archive.verify.faults import Fault
from archive.warc.cdxj import entry_of, read_lines
from archive.warc.httpblock import HttpMessage, parse_message
from archive.warc.manifest import Contents
from archive.warc.members import Damage, Member, regions, scan
from archive.warc.paths import cdxj_path, size_of
from archive.warc.record import WarcRecord, digest_matches, parse_date, strip_brackets
from archive.warc.source import opened

MARK = 8  # bytes that stand for a record's id

_ANSWERS = ("response", "revisit")
_TARGETED = ("response", "request", "resource", "revisit")


@dataclass(frozen=True, slots=True)
class Revisit:
    """A revisit whose target is still to be looked up."""

    file: str
    offset: int
    target_uri: str
    target_date: str | None
    target_id: str | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: its faults, what its line of the manifest must say, the marks of its records' ids in order, and the
    revisits to be resolved."""

    name: str
    faults: tuple[Fault, ...]
    contents: Contents
    ids: bytes
    revisits: tuple[Revisit, ...]


def check_file(path: Path, name: str, *, ours: bool) -> FileReport:
    """Check one WARC or WACZ, called ``name`` in the faults. Never raises: a file that cannot be read is a fault."""
    check = _FileCheck(name, ours)
    size, sha256 = 0, ""
    try:
        with opened(path) as source:
            size = source.size
            if size == 0:
                check.fault(None, "empty_file", "the file is empty")
            for start, end in regions(path, source):
                for item in scan(source, start, end):
                    check.add(item)
            sha256 = source.sha256()
        check.finish()
        check.compare_cdxj(cdxj_path(path))
    except WarcError as error:
        check.fault(None, "unreadable", str(error))
    contents = Contents(size, sha256, check.records, *check.first, *check.last)
    return FileReport(name, tuple(check.faults), contents, b"".join(sorted(check.ids)), tuple(check.revisits))


@dataclass(slots=True)
class _Pairs:
    """Requests and answers that have not met yet, by record id, with their offsets and partners; ``about`` are metadata
    records whose subject has not come yet."""

    saw_request: bool = False
    requests: dict[str, tuple[int, str]] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    wanted: dict[str, str] = field(default_factory=dict)
    about: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, record_id: str, concurrent: Sequence[str], offset: int) -> None:
        is_request = kind == "request"
        self.saw_request = self.saw_request or is_request
        mine, others = (self.requests, self.answers) if is_request else (self.answers, self.requests)
        for partner in (*concurrent, self.wanted.pop(record_id, "")):
            if partner in others:
                del others[partner]
                return
        mine[record_id] = (offset, concurrent[0] if concurrent else record_id)
        for other in concurrent:
            self.wanted[other] = record_id

    def missing(self, *, all_paired: bool) -> Iterable[tuple[int, str]]:
        """Where something waits for each record that never came, and what waits."""
        found: dict[str, tuple[int, str]] = {}
        if all_paired:
            for offset, partner in self.requests.values():
                found.setdefault(partner, (offset, "a request without its answer"))
            for offset, partner in self.answers.values():
                found.setdefault(partner, (offset, "an answer without its request"))
        for subject, offset in self.about.items():
            found.setdefault(subject, (offset, "metadata about a record that is not in the file"))
        return found.values()


@dataclass(slots=True)
class _FileCheck:
    name: str
    ours: bool
    faults: list[Fault] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)
    records: int = 0
    first: tuple[str, str] = ("", "")
    last: tuple[str, str] = ("", "")
    warcinfo: str | None = None
    wrong_warcinfo: str | None = None
    ids: set[bytes] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    pairs: _Pairs = field(default_factory=_Pairs)

    def fault(self, offset: int | None, code: str, detail: str, concerns: tuple[str, ...] = ()) -> None:
        self.faults.append(Fault(self.name, offset, code, detail, concerns))

    def add(self, item: Member | Damage) -> None:
        if isinstance(item, Damage):
            self.fault(item.offset, item.code, f"{item.reason} ({item.length} bytes)")
            return
        record, offset = item.record, item.offset
        kind, record_id = record.type, record.id
        self.records += 1
        if item.flaw is not None:
            self.fault(offset, "bad_ending", item.flaw)
        elif item.rest:
            self.fault(offset, "shared_member", f"{item.rest} bytes follow the record in its gzip member")
        self._identity(record, kind, record_id, offset)
        message = parse_message(record.block) if record.content_type.startswith("application/http") else None
        self._digests(record, kind, message, offset)
        if kind == "warcinfo":
            self._warcinfo(record, offset)
        elif self.ours:
            self._belongs(record, offset)
        if kind == "request" or (kind in _ANSWERS and (record.target_uri or "http").startswith("http")):
            concurrent = [strip_brackets(value) for value in record.get_all("WARC-Concurrent-To")]
            self.pairs.add(kind, record_id, concurrent, offset)
        elif self.ours and kind == "metadata" and (about := record.get("WARC-Concurrent-To")):
            self.pairs.about.setdefault(strip_brackets(about), offset)
        if kind in (*_ANSWERS, "resource"):
            self.pairs.about.pop(record_id, None)
            entry = entry_of(record, Location(self.name, offset, item.length), message)
            if entry is not None:
                self.lines.append(entry.line())
            if kind == "revisit":
                self._revisit(record, offset)

    def _identity(self, record: WarcRecord, kind: str, record_id: str, offset: int) -> None:
        date = record.get("WARC-Date") or ""
        if not (kind and record_id and date):
            self.fault(offset, "missing_field", "WARC-Type, WARC-Record-ID or WARC-Date is missing")
        elif kind in _TARGETED and not record.target_uri:
            self.fault(offset, "missing_field", "WARC-Target-URI is missing")
        if date and date != self.last[1]:
            try:
                parse_date(date)
            except WarcError as error:
                self.fault(offset, "bad_date", str(error))
        mark = _mark(record_id)
        if mark in self.ids:
            self.fault(offset, "duplicate_id", f"{record_id} is the id of an earlier record")
        self.ids.add(mark)
        self.last = (record_id, date)
        if self.records == 1:
            self.first = self.last

    def _digests(self, record: WarcRecord, kind: str, message: HttpMessage | None, offset: int) -> None:
        block = record.get("WARC-Block-Digest")
        if block is None:
            if self.ours:
                self.fault(offset, "missing_field", "WARC-Block-Digest is missing")
        elif digest_matches(block, record.block) is False:
            self.fault(offset, "block_digest", f"the block of this {kind} record is not that of {block}")
        payload = record.get("WARC-Payload-Digest")
        if payload is None:
            if self.ours and kind in ("response", "resource") and (message is None or message.complete):
                self.fault(offset, "missing_field", "WARC-Payload-Digest is missing")
        elif kind != "revisit" and not self._payload_matches(payload, record, message):
            self.fault(offset, "payload_digest", f"the payload of this {kind} record is not that of {payload}")

    def _payload_matches(self, stated: str, record: WarcRecord, message: HttpMessage | None) -> bool:
        payload = record.block if message is None else message.payload
        if digest_matches(stated, payload) is not False:
            return True
        # Many tools digest the body with its chunked framing (warcio issue 74; fastwarc 2.0 checks it so).
        return not self.ours and message is not None and digest_matches(stated, message.body) is True

    def _warcinfo(self, record: WarcRecord, offset: int) -> None:
        if self.ours:
            if self.warcinfo is not None:
                self.fault(offset, "second_warcinfo", "a file has one warcinfo record")
            folder, _, actual = self.name.rpartition("/")
            stated = record.get("WARC-Filename")
            if stated != actual:
                was = f"{folder}/{stated}" if folder else stated or ""
                self.fault(offset, "renamed", f"WARC-Filename says {stated}", (was,))
            if self.records > 1 and self.warcinfo is None:
                self.fault(offset, "no_warcinfo_first", "records come before the warcinfo")
        self.warcinfo = record.id

    def _belongs(self, record: WarcRecord, offset: int) -> None:
        """Each record names the warcinfo; a wrong name is told once, however many state it."""
        stated = strip_brackets(record.get("WARC-Warcinfo-ID") or "")
        if self.warcinfo is not None and stated not in (self.warcinfo, self.wrong_warcinfo):
            self.wrong_warcinfo = stated
            self.fault(offset, "wrong_warcinfo", "WARC-Warcinfo-ID is not that of the warcinfo before it")

    def _revisit(self, record: WarcRecord, offset: int) -> None:
        target_id = strip_brackets(record.get("WARC-Refers-To") or "")
        target_uri = record.get("WARC-Refers-To-Target-URI")
        target_date = record.get("WARC-Refers-To-Date")
        if self.ours and not (target_id and target_uri and target_date):
            self.fault(offset, "missing_field", "a revisit states WARC-Refers-To with its Target-URI and Date")
        if not (self.ours or target_id or target_date):
            return  # Heritrix before 3.3: the digest alone says what was seen before
        self.revisits.append(
            Revisit(
                self.name,
                offset,
                strip_brackets(target_uri or record.target_uri or ""),
                target_date,
                target_id or None,
                record.get("WARC-Payload-Digest"),
            )
        )

    def finish(self) -> None:
        """What can be said at the end of the file only."""
        if self.ours and self.records and self.warcinfo is None:
            self.fault(0, "no_warcinfo_first", "the file has no warcinfo record")
        self.pairs.about = {subject: at for subject, at in self.pairs.about.items() if _mark(subject) not in self.ids}
        for offset, detail in self.pairs.missing(all_paired=self.ours or self.pairs.saw_request):
            self.fault(offset, "unpaired", detail)

    def compare_cdxj(self, path: Path) -> None:
        """The CDXJ beside the file must be what the file's records give."""
        if size_of(path) is None:
            if self.ours:
                self.fault(None, "no_cdxj", f"{path.name} is missing")
            return
        stated = [line.rstrip("\r\n") for line in read_lines(path)]
        actual = sorted(self.lines, key=str.encode)
        if stated == actual:
            return
        missing, extra = _difference(actual, stated), _difference(stated, actual)
        detail = f"{path.name}: {len(missing)} captures missing or wrong, {len(extra)} lines too many"
        example = (missing or extra or ["lines out of order"])[0]
        self.fault(None, "stale_cdxj", f"{detail}: {example[:160]}")


def _mark(record_id: str) -> bytes:
    return hashlib.blake2b(record_id.encode(), digest_size=MARK).digest()


def _difference(left: Iterable[str], right: Iterable[str]) -> list[str]:
    known = set(right)
    return [line for line in left if line not in known]
