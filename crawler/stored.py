"""What WARC files hold, by the request that it answered: the world of a replayed crawl, and of one that goes on.

The files may be ours or others' (WARC, ARC, WACZ, one that a killed crawl left open). Each answer is brought into the
bytes that a server would have sent, so that it goes through the same parser as a live one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from archive.errors import WarcError
from archive.model import Truncation
from archive.warc.httpblock import parse_message, raw_payload
from archive.warc.lookup import find_original
from archive.warc.members import Member, read_at, regions, scan
from archive.warc.paths import OPEN_SUFFIX, warc_files
from archive.warc.payload import read_body
from archive.warc.record import NOT_MODIFIED, WarcRecord, normal_digest, parse_date, strip_brackets
from archive.warc.source import opened
from crawler.errors import CrawlArgumentError

_HTTP = "application/http"
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer from a file. ``wire`` is what a server would send for it; of a ``resource`` it is the bytes themselves,
    and ``content_type`` what they are. ``request``, ``ip`` and ``protocols`` are the capture's, as far as it tells."""

    wire: bytes
    captured_at: datetime
    truncated: Truncation | None
    request: bytes | None = None
    ip: str | None = None
    protocols: tuple[str, ...] = ()
    content_type: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a record lies; they sort by the time of the capture, and within one file by place."""

    date: datetime
    path: Path
    offset: int
    length: int
    record_id: str = field(compare=False)


@dataclass(slots=True)
class _Asked:
    """What a request record says: method, body and where it lies."""

    place: _Place
    method: str
    body: bytes


def replay_files(path: Path) -> list[Path]:
    """The files to replay: one, or all of a folder.

    Raises:
        CrawlArgumentError: where there is none.
    """
    if path.is_file():
        return [path]
    left_open = [file for file in path.glob(f"**/*{OPEN_SUFFIX}") if ".warc" in file.suffixes]
    files = [*warc_files(path), *sorted(left_open)] if path.is_dir() else []
    if not files:
        what = "holds no WARC or WACZ file" if path.is_dir() else "is no file and no folder"
        raise CrawlArgumentError(f"replay={path}: {what}")
    return files


class StoredAnswers:
    """The answers of some WARC files. Memory holds their places, not their bytes. ``newest`` is when the last of them
    was given."""

    def __init__(self, files: list[Path]) -> None:
        self._responses: dict[tuple[str, str, bytes], list[_Place]] = defaultdict(list)
        self._resources: dict[str, list[_Place]] = defaultdict(list)
        self._by_id: dict[str, _Place] = {}
        self._by_digest: dict[str, _Place] = {}
        self._requests: dict[str, _Asked] = {}
        self._asked: set[tuple[str, str, bytes]] = set()
        answers: list[tuple[str, _Place, str]] = []
        answered_by: dict[str, str] = {}
        for file in files:
            for place, record in _records(file):
                self._by_id.setdefault(record.id, place)
                beside = strip_brackets(record.get("WARC-Concurrent-To") or "")
                url = _key(record.target_uri or "")
                if record.type == "request":
                    asked = parse_message(record.block)
                    method = record.block.partition(b" ")[0].decode("latin-1").upper()
                    self._requests[record.id] = _Asked(place, method, asked.body)
                    self._asked.add(_request_key(method, url, asked.body))
                    answered_by[beside] = record.id
                elif record.type in ("response", "revisit") and record.content_type.startswith(_HTTP):
                    answers.append((url, place, beside))
                    digest = record.get("WARC-Payload-Digest")
                    if record.type == "response" and digest and not record.get("WARC-Truncated"):
                        self._by_digest.setdefault(normal_digest(digest), place)
                elif record.type == "resource":
                    self._resources[url].append(place)
        self._asked_by: dict[str, _Asked] = {}
        for url, place, beside in answers:
            asked_by = self._requests.get(beside) or self._requests.get(answered_by.get(place.record_id, ""))
            if asked_by is not None:
                self._asked_by[place.record_id] = asked_by
            method, body = (asked_by.method, asked_by.body) if asked_by is not None else ("GET", b"")
            self._responses[_request_key(method, url, body)].append(place)
        for places in (*self._responses.values(), *self._resources.values()):
            places.sort(reverse=True)
        self.newest = max((place.date for _, place, _ in answers), default=None)

    def answer(self, method: str, url: str, body: bytes) -> Stored | None:
        """The newest whole answer to a request, or where none is whole the newest; a resource only where no server's
        answer is there. None for what was not captured."""
        cut = None
        for place in self._responses.get(_request_key(method, _key(url), body), ()):
            stored = self._response(place)
            if stored is not None and stored.truncated is None:
                return stored
            cut = cut or stored
        return cut or (self.resource(url) if method == "GET" else None)

    def take(self, method: str, url: str, body: bytes) -> Stored | None:
        """The oldest answer to a request that was not taken yet, whole or not, so that a crawl which asks again is told
        what it was told. An answer of which nothing arrived is none."""
        places = self._responses.get(_request_key(method, _key(url), body)) or []
        while places:
            stored = self._response(places.pop())
            if stored is not None and stored.wire:
                return stored
        return None

    def was_asked(self, method: str, url: str, body: bytes) -> bool:
        """Whether the request was made, whatever became of its answer: a bundle leaves out those of reports."""
        return _request_key(method, _key(url), body) in self._asked

    def resource(self, url: str) -> Stored | None:
        """The newest resource kept under a URL: what a browser showed, or an imported file."""
        for place in self._resources.get(_key(url), ()):
            record = _read(place)
            if record is not None:
                return Stored(record.block, place.date, None, content_type=record.get("Content-Type") or "")
        return None

    def _response(self, place: _Place) -> Stored | None:
        record = _read(place)
        if record is None:
            return None
        original = self._original(record, place.path) if record.type == "revisit" else record
        if original is None:
            return None
        asked = self._asked_by.get(place.record_id)
        request = _read(asked.place) if asked is not None else None
        return Stored(
            wire=_wire(record, original),
            captured_at=place.date,
            truncated=_cut(record, original, "" if asked is None else asked.method),
            request=None if request is None else request.block,
            ip=record.get("WARC-IP-Address"),
            protocols=tuple(record.get_all("WARC-Protocol")),
        )

    def _original(self, record: WarcRecord, path: Path) -> WarcRecord | None:
        place = self._by_id.get(strip_brackets(record.get("WARC-Refers-To") or ""))
        place = place or self._by_digest.get(normal_digest(record.get("WARC-Payload-Digest") or ""))
        return _read(place) if place is not None else find_original(record, path.parent, path)


def _records(path: Path) -> Iterator[tuple[_Place, WarcRecord]]:
    """The records of a file that can be read; damage is stepped over."""
    with opened(path) as source:
        for start, end in regions(path, source):
            for item in scan(source, start, end):
                if isinstance(item, Member) and item.flaw is None:
                    try:
                        date = parse_date(item.record.get("WARC-Date") or "")
                    except WarcError:
                        continue
                    yield _Place(date, path, item.offset, item.length, item.record.id), item.record


def _read(place: _Place) -> WarcRecord | None:
    try:
        with opened(place.path) as source:
            return read_at(source, place.offset, place.length)
    except WarcError:
        return None


def _key(url: str) -> str:
    """A URL as Scrapy asks for it, without its fragment: other tools keep blanks, capitals and Han characters."""
    try:
        parts = urlsplit(safe_url_string(url.partition("#")[0]))
        port = None if parts.port == _DEFAULT_PORTS.get(parts.scheme) else parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").lower() + (f":{port}" if port else "")
    return parts._replace(netloc=host, path=parts.path or "/").geturl()


def _request_key(method: str, url: str, body: bytes) -> tuple[str, str, bytes]:
    return method.upper(), url, sha256(body).digest() if body else b""


def _cut(record: WarcRecord, original: WarcRecord, method: str) -> Truncation | None:
    """Why an answer is not whole. What its record does not say, its bytes do."""
    stated = original.get("WARC-Truncated") if original is record else None
    if stated in ("length", "time", "disconnect", "unspecified"):
        return stated  # type: ignore[return-value] # mypy does not narrow to the literals
    message = parse_message(original.block)
    bodiless = method == "HEAD" or message.status in (204, 304)
    whole = message.complete if bodiless else read_body(message, message.text_header(b"Content-Encoding")).whole
    return None if whole else "disconnect"


def _wire(record: WarcRecord, original: WarcRecord) -> bytes:
    """What a server would send to give this answer. Of a 304 that is the page it stands for."""
    head = original.block if record.get("WARC-Profile") == NOT_MODIFIED else record.block
    message, body = parse_message(head), parse_message(original.block)
    payload = raw_payload(body)
    as_sent = original is record or head is original.block
    unframed = message.chunked and payload.flaw is not None and payload.whole
    of_http_1 = head.startswith(b"HTTP/1.") or not head.startswith(b"HTTP/")
    if as_sent and of_http_1 and not unframed:
        return head
    # Heads of HTTP/2, bodies without their framing, and heads whose body lies elsewhere.
    status, *lines = message.unfolded_head.rstrip(b"\r\n").split(b"\n")
    version, _, rest = status.partition(b" ")
    kept = [line.rstrip(b"\r") for line in lines if line.partition(b":")[0].strip().lower() not in _FRAMING]
    first = (version if version.startswith(b"HTTP/1.") else b"HTTP/1.1") + b" " + rest.rstrip(b"\r")
    return b"\r\n".join([first, *kept, b"Content-Length: %d" % len(payload.data), b"", payload.data])
