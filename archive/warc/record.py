"""One WARC record as a value: named fields and a block of bytes, to and from the bytes of a file.

warcio reads and writes it; what is ours is that the block goes through untouched (GBK header values, odd line ends),
that the digests are SHA-256, and that ISA-L makes one gzip member of it.
WARC 1.1: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import base64
import binascii
import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO, cast

from isal import isal_zlib
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from archive.errors import WarcError

WARC_FIELDS = "application/warc-fields"
HTTP_RESPONSE = "application/http;msgtype=response"
HTTP_REQUEST = "application/http;msgtype=request"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# ISA-L level 1: a fifth of zlib's time, 8 µs for the 900 bytes of a request, where its ``igzip_lib`` takes 16 (2026);
# level 2 makes pages 0.6 % smaller, and most arrive compressed.
GZIP_LEVEL = 1

# A record of ours holds at most one response, which the crawler limits; 1 GiB leaves room for others' videos.
MAX_RECORD = 1 << 30

# isal 1.9.1 declares its error as an instance of Exception in its stubs; it is a class.
GzipError = cast(type[Exception], isal_zlib.error)


class _Strict(StatusAndHeadersParser):  # type: ignore[misc]  # warcio 1.8 ships no types
    decode_header = staticmethod(bytes.decode)  # warcio's own way takes a fifth of the time of a header (1.8.1)


class _Lenient(StatusAndHeadersParser):  # type: ignore[misc]
    @staticmethod
    def decode_header(line: bytes) -> str:
        """What is no UTF-8 shows as such."""
        return line.decode("utf-8", "replace")


_WARC, _LENIENT = (parser(ArcWarcRecordLoader.WARC_TYPES) for parser in (_Strict, _Lenient))
_ARC = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
_FOLD = re.compile(r"\r?\n[ \t]+")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """Named fields in their order (names as written, repeats kept) and the block."""

    fields: tuple[tuple[str, str], ...]
    block: bytes

    _first: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first", {name.lower(): value for name, value in reversed(self.fields)})

    @property
    def type(self) -> str:
        """``WARC-Type`` in lower case, empty where it is missing."""
        return self._first.get("warc-type", "").lower()

    @property
    def id(self) -> str:
        """The record's URI without its angle brackets, empty where it is missing."""
        return strip_brackets(self._first.get("warc-record-id", ""))

    @property
    def name(self) -> tuple[str, str]:
        """Id and date, as the manifest names records."""
        return self.id, self._first.get("warc-date", "")

    @property
    def content_type(self) -> str:
        """``Content-Type`` in lower case without blanks, empty where it is missing."""
        return self._first.get("content-type", "").lower().replace(" ", "")

    @property
    def target_uri(self) -> str | None:
        """WARC 1.0 showed ``WARC-Target-URI`` in angle brackets, and wget writes it so."""
        value = self._first.get("warc-target-uri")
        return None if value is None else strip_brackets(value)

    def get(self, name: str) -> str | None:
        """The first value of a field; names are compared without case."""
        return self._first.get(name.lower())

    def get_all(self, name: str) -> list[str]:
        """All values of a field, in order."""
        wanted = name.lower()
        return [value for key, value in self.fields if len(key) == len(wanted) and key.lower() == wanted]


def strip_brackets(value: str) -> str:
    """``<urn:uuid:…>`` as ``urn:uuid:…``."""
    return value[1:-1] if value[:1] == "<" and value[-1:] == ">" else value


def new_record_id() -> str:
    """A random UUID (RFC 9562, version 4) as a URN; ``uuid.uuid4().urn`` takes three times as long (2026)."""
    text = os.urandom(16).hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[int(text[16], 16) & 3]}{text[17:20]}-{text[20:]}"


def format_date(instant: datetime) -> str:
    """A ``WARC-Date`` with microseconds: two captures within a second stay apart."""
    return f"{instant.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"


def parse_date(value: str) -> datetime:
    """A ``WARC-Date`` of second to nanosecond precision, as UTC. Raises WarcError where it is none."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        raise WarcError(f"WARC-Date {value!r} is no UTC instant such as 2024-03-01T08:00:00Z")
    *whole, fraction = match.groups()
    try:
        year, month, day, hour, minute, second = map(int, whole)
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)
    except ValueError as error:
        raise WarcError(f"WARC-Date {value!r}: {error}") from error


def digest(data: bytes | memoryview) -> str:
    """A labelled SHA-256 as our records carry it: ``sha256:`` and lower-case hex."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def digest_matches(stated: str, data: bytes | memoryview) -> bool | None:
    """Whether a labelled digest (base32 or hex, any algorithm of hashlib) is that of ``data``; None where
    the label names no algorithm that we know."""
    if stated.startswith("sha256:") and len(stated) == 71:
        return stated[7:].lower() == hashlib.sha256(data).hexdigest()
    label, _, value = stated.strip().partition(":")
    algorithm = label.lower().replace("sha-", "sha")
    if algorithm not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return None
    actual = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return value.lower() == actual.hex() or value.upper().rstrip("=") == base64.b32encode(actual).decode().rstrip("=")


def normal_digest(stated: str) -> str:
    """The same digest in one spelling (``sha1`` in base32, others in hex), so that two tools' records compare."""
    if stated.startswith("sha256:") and len(stated) == 71:
        return stated.lower()
    label, colon, value = stated.strip().partition(":")
    if not colon:
        return stated
    algorithm = label.lower().replace("sha-", "sha")
    try:
        if algorithm == "sha1" and len(value) == 40:
            return f"sha1:{base64.b32encode(bytes.fromhex(value)).decode()}"
        if algorithm == "sha256" and len(value) < 64:
            return f"sha256:{base64.b32decode(value.upper() + '=' * (-len(value) % 8)).hex()}"
    except (ValueError, binascii.Error):
        return stated
    return f"{algorithm}:{value.upper() if algorithm == 'sha1' else value.lower()}"


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio 1.8 ships no types
    def ensure_digest(self, *_: object, **__: object) -> None:
        """None is added: a record of ours states its own, and one without has no payload to digest."""


def encode(record: WarcRecord) -> bytes:
    """The record as the bytes of a WARC 1.1 file, ``Content-Length`` added; line breaks inside values become blanks,
    so that one field stays one."""
    headers = StatusAndHeaders("", [(name, _one_line(value)) for name, value in record.fields], protocol="WARC/1.1")
    block, out = record.block, BytesIO()
    # To warcio each is a response without HTTP headers: it would leave out the block of a revisit (1.8.1).
    raw = ArcWarcRecord("warc", "response", headers, BytesIO(block), None, None, len(block))
    _Writer(out, gzip=False, warc_version="1.1").write_record(raw)
    return out.getvalue()


def compress(data: bytes) -> bytes:
    """One gzip member; its header carries no time, so equal records give equal bytes."""
    return isal_zlib.compress(data, GZIP_LEVEL, 31)


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ").strip() if "\n" in value or "\r" in value else value


def read_record(stream: BinaryIO, *, is_arc: bool) -> tuple[WarcRecord, str | None]:
    """The record that starts here, and None or what is wrong with its end (block cut short, no empty lines behind it).
    The stream is left behind it. Raises WarcError where no record starts, or its length is unknown or past all bounds.

    A record of an ARC file becomes what it would be in a WARC; its id, which ARC has not, is made from what it says.
    """
    fields, length = _read_head(stream, is_arc=is_arc)
    if length > MAX_RECORD:
        raise WarcError(f"a record of {length} bytes, more than {MAX_RECORD}")
    block = stream.read(length)
    if is_arc:
        name = f"{fields[2:]} {digest(block)}"
        fields = [fields[0], ("WARC-Record-ID", f"<{uuid.uuid5(uuid.NAMESPACE_URL, name).urn}>"), *fields[2:]]
    record = WarcRecord(tuple(fields), block)
    if len(block) < length:
        return record, f"block cut short: {len(block)} of {length} bytes"
    end, tail = stream.tell(), stream.read(4)
    if tail == b"\r\n\r\n":
        return record, None
    stream.seek(end + len(tail) - len(tail.lstrip(b"\r\n")))
    return record, None if is_arc else "the two empty lines after the block are missing"


def _read_head(stream: BinaryIO, *, is_arc: bool) -> tuple[list[tuple[str, str]], int]:
    """The fields of a record, and how long its block is: of an ARC file's first, its field counts lines of the head."""
    try:
        if is_arc:
            found = _ARC.parse_record_stream(stream, known_format="arc", no_record_parse=True)
            return found.rec_headers.headers, found.length
        start = stream.tell()
        try:
            head = _WARC.parse(stream)
        except UnicodeDecodeError:
            stream.seek(start)
            head = _LENIENT.parse(stream)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, LookupError) as error:
        raise WarcError("no record starts here") from error
    # Most tools write it last.
    stated = next((value for name, value in reversed(head.headers) if name.lower() == "content-length"), "")
    if not stated.isdecimal():
        raise WarcError(f"a record whose Content-Length is {stated!r}")
    return head.headers, int(stated)


def parse_fields(data: bytes) -> tuple[tuple[str, str], ...]:
    """The body of an ``application/warc-fields`` record: ``Name: value`` lines, UTF-8, folded lines joined."""
    lines = _FOLD.sub(" ", data.decode("utf-8", "replace")).split("\n")
    return tuple([(pair[0].strip(), pair[2].strip()) for line in lines if (pair := line.partition(":"))[1]])


def encode_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The body of an ``application/warc-fields`` record."""
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in pairs).encode()
