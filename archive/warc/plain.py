"""Records in the very spelling of our writer, taken apart the short way: nearly all that verify meets are such."""

import re
from datetime import datetime
from typing import NamedTuple

# Widths are fixed where our writer's are: a match then costs a third of one with classes of characters (2026).
_ID = b"<(urn:uuid:.{36})>\r\n"
_SHA256 = b"(sha256:.{64})\r\n"
_HEAD = re.compile(
    b"WARC/1\\.1\r\n"
    b"WARC-Type: (request|response|metadata)\r\n"
    b"WARC-Record-ID: " + _ID + b"WARC-Target-URI: (http[!-~]*)\r\n"
    b"WARC-Date: (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)\r\n"
    b"WARC-Warcinfo-ID: " + _ID + b"(?:WARC-IP-Address: [!-~]+\r\n)?"
    b"(?:WARC-Protocol: [!-~]+\r\n){0,2}"
    b"WARC-Concurrent-To: " + _ID + b"(?:WARC-Refers-To: <.{45}>\r\n)?"
    b"Content-Type: application/(http;msgtype=(?:request|response)|warc-fields)\r\n"
    b"WARC-Block-Digest: " + _SHA256 + b"(?:WARC-Payload-Digest: " + _SHA256 + b")?"
    b"Content-Length: (0|[1-9]\\d{0,15})\r\n\r\n"
)


class PlainHead(NamedTuple):
    """The fields of a request, a response or a metadata record, as bytes; ids without their brackets. ``content`` is
    what Content-Type says behind its slash."""

    kind: bytes
    record_id: bytes
    url: bytes
    date: bytes
    warcinfo: bytes
    concurrent: bytes
    content: bytes
    block_digest: bytes
    payload_digest: bytes | None
    length: bytes

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message."""
        return self.content.startswith(b"http")


def plain_head(data: bytes) -> tuple[PlainHead, int] | None:
    """The head of a record and where its block starts, if ``data`` is exactly one whole record in the fields, the order
    and the spelling that our writer gives an exchange. None for every other, sound or not: ``parse`` tells which."""
    match = _HEAD.match(data)
    if match is None:
        return None
    head = PlainHead._make(match.groups())
    start = match.end()
    if int(head.length) != len(data) - start - 4 or not data.endswith(b"\r\n\r\n"):
        return None
    return head, start


def is_date(value: str) -> bool:
    """Whether what has the shape of a ``WARC-Date`` is an instant."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
