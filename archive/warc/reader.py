"""WARC files read back: crawls, captures with their bodies, outcomes, and an Issue for whatever is damaged.

Reads our own files and those of others (wget, Heritrix, Browsertrix, Common Crawl; WACZ where it lies), in one
pass and with memory for one record at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast, get_args

from archive.errors import WarcError
from archive.model import Capture, Crawl, CrawlOutcome, Discovery, Issue, LateDiscovery, Location, Truncation, WarcType
from archive.warc.fields import parse_crawl, parse_discovery, parse_outcome
from archive.warc.httpblock import HttpMessage, parse_message
from archive.warc.lookup import find_original
from archive.warc.members import Damage, Member, read_at, regions, scan
from archive.warc.paths import location_name, resolve
from archive.warc.payload import MessageBody, read_body
from archive.warc.record import NOT_MODIFIED, WARC_FIELDS, WarcRecord, parse_date, strip_brackets
from archive.warc.source import opened

Item = Crawl | Capture | CrawlOutcome | LateDiscovery | Issue

# A metadata record stands beside its capture; this many may wait for theirs before the oldest is taken for one that
# came after its capture, so that memory stays flat.
_MAX_WAITING = 64


def read_warc(path: Path, root: Path) -> Iterator[Item]:
    """All that a WARC or WACZ file holds, in its order; a capture's discovery is joined to it where it stands beside
    it, and comes by itself, later, where it does not.

    ``root`` is the archive's ``warc`` folder, to which locations are relative. Damaged records become Issues with
    file and offset, and reading goes on behind them; a file that cannot be opened at all raises WarcError.
    """
    name = location_name(path, root)
    with opened(path) as source:
        if source.size == 0:
            yield _issue("empty_file", f"{name}: the file is empty")
            return
        for start, end in regions(path, source):
            yield from _Reading(name, root, path).items(scan(source, start, end))


def read_capture(location: Location, root: Path) -> Capture:
    """One capture. Raises WarcError where the location leads outside the archive or to no capture.

    The discovery is not joined (it is a record of its own; the index keeps it)."""
    path = resolve(location.file, root)
    with opened(path) as source:
        record = read_at(source, location.offset, location.length)
    capture, _ = _capture(record, location, root, path)
    if capture is None:
        raise WarcError(f"{location.file} at {location.offset}: a {record.type} record, no capture")
    return capture


def read_record(location: Location, root: Path) -> WarcRecord:
    """One record as it is stored: all its fields, its block untouched. Raises WarcError as read_capture does."""
    path = resolve(location.file, root)
    with opened(path) as source:
        return read_at(source, location.offset, location.length)


def read_member(location: Location, root: Path) -> bytes:
    """The bytes of the file at a location: one gzip member, itself a small WARC file that any tool reads."""
    with opened(resolve(location.file, root)) as source:
        read_at(source, location.offset, location.length)
        return source.read(location.offset, location.offset + location.length)


@dataclass(slots=True)
class _Reading:
    """The state of one pass: the crawl that the records belong to, and what waits for its other half."""

    name: str
    root: Path
    path: Path
    crawl_id: str | None = None
    held: list[Capture] = field(default_factory=list)
    waiting: dict[str, Discovery] = field(default_factory=dict)

    def items(self, members: Iterator[Member | Damage]) -> Iterator[Item]:
        for member in members:
            if isinstance(member, Damage):
                code = "cut_short" if member.code == "cut_short" else "damaged"
                where = f"{self.name} at {member.offset}: {member.length} bytes skipped"
                yield _issue(code, f"{where}: {member.reason}")
                continue
            yield from self._member(member)
        yield from self._release()
        yield from (LateDiscovery(about, discovery) for about, discovery in self.waiting.items())
        self.waiting.clear()

    def _member(self, member: Member) -> Iterator[Item]:
        location = Location(self.name, member.offset, member.length)
        if member.flaw is not None:
            yield _issue("damaged", f"{_place(location)}: {member.flaw}")
        elif member.rest:
            yield _issue(
                "not_record_compressed",
                f"{_place(location)}: {member.rest} bytes of further records share this gzip member and are not read; "
                "rewrite the file with: fastwarc recompress",
            )
        try:
            yield from self._record(member.record, location)
        except WarcError as error:
            yield _issue("damaged", f"{_place(location)}: {error}")

    def _record(self, record: WarcRecord, location: Location) -> Iterator[Item]:
        kind = record.type
        if kind == "metadata":
            yield from self._metadata(record)
        elif kind == "warcinfo":
            yield from self._release()
            crawl = parse_crawl(record.block, record.id, record.get("WARC-Date") or "")
            self.crawl_id = crawl.crawl_id
            yield crawl
        elif kind in ("response", "resource", "revisit"):
            yield from self._release()
            capture, issues = _capture(record, location, self.root, self.path)
            yield from issues
            if capture is not None:
                discovery = self.waiting.pop(capture.record_id, None)
                self.held.append(replace(capture, crawl_id=self.crawl_id, discovery=discovery))

    def _metadata(self, record: WarcRecord) -> Iterator[Item]:
        if not record.content_type.startswith(WARC_FIELDS):
            return
        about = strip_brackets(record.get("WARC-Refers-To") or record.get("WARC-Concurrent-To") or "")
        if not about:
            outcome = parse_outcome(record.block)
            if outcome is not None:
                yield from self._release()
                yield outcome
            return
        discovery = parse_discovery(record.block)
        if discovery is None:
            return
        if self.held and self.held[-1].record_id == about:
            self.held[-1] = replace(self.held[-1], discovery=discovery)
        else:
            self.waiting[about] = discovery
            if len(self.waiting) > _MAX_WAITING:
                oldest = next(iter(self.waiting))
                yield LateDiscovery(oldest, self.waiting.pop(oldest))

    def _release(self) -> Iterator[Capture]:
        """The capture held back until its metadata, which in foreign files may follow it, had its chance."""
        yield from self.held
        self.held.clear()


def _capture(
    record: WarcRecord, location: Location, root: Path, path: Path
) -> tuple[Capture | None, tuple[Issue, ...]]:
    """A record as a capture, with an Issue for each flaw of its body; None for a record of another kind."""
    if record.type not in ("response", "resource", "revisit"):
        return None, ()
    url = record.target_uri
    if not url:
        raise WarcError(f"a {record.type} record without WARC-Target-URI")
    if url.startswith("dns:"):
        return None, ()
    message = _message(record)
    body = _body(record, message, root, path)
    truncated = record.get("WARC-Truncated") if record.type != "revisit" else None
    capture = Capture(
        location=location,
        record_id=record.id,
        warc_type=cast(WarcType, record.type),
        url=url,
        captured_at=parse_date(record.get("WARC-Date") or ""),
        status=304 if record.get("WARC-Profile") == NOT_MODIFIED else message.status if message else None,
        declared_type=message.text_header(b"Content-Type") if message else record.get("Content-Type"),
        payload_digest=record.get("WARC-Payload-Digest"),
        truncated=_truncation(truncated) if truncated else None,
        whole=body.whole and not truncated,
        refers_to=strip_brackets(record.get("WARC-Refers-To") or "") or None,
        crawl_id=None,
        discovery=None,
        body=body.data,
    )
    # Of a record that says itself that it was cut, only what the bytes there are do not explain is a flaw.
    flaws = [flaw for flaw in body.flaws if not truncated or flaw[0] == "bad_content_encoding"]
    return capture, tuple(_issue(code, f"{_place(location)}: {url}: {detail}") for code, detail in flaws)


def _message(record: WarcRecord) -> HttpMessage | None:
    return parse_message(record.block) if record.content_type.startswith("application/http") else None


def _body(record: WarcRecord, message: HttpMessage | None, root: Path, path: Path) -> MessageBody:
    """The decoded body of a capture, and what is wrong with it."""
    if record.type == "revisit":
        original = find_original(record, root, path)
        shown = None if original is None else _body(original, _message(original), root, path)
        return MessageBody(b"" if shown is None else shown.data, (), whole=True)
    if message is None:
        return MessageBody(record.block, (), whole=True)
    return read_body(message, message.text_header(b"Content-Encoding"))


def _truncation(reason: str) -> Truncation:
    return cast(Truncation, reason) if reason in get_args(Truncation) else "unspecified"


def _place(location: Location) -> str:
    return f"{location.file} at {location.offset}"


def _issue(code: str, detail: str) -> Issue:
    return Issue("capture", code, detail)
