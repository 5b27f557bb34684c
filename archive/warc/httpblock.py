"""A stored HTTP message taken apart, leniently and as bytes: nothing here raises on what a server sent.

Head and payload of a ``response`` block, interim 1xx answers, chunked framing. Undoing Content-Encoding is
``archive.warc.payload``.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from archive.warc.record import digest

EMPTY_PAYLOAD = digest(b"")

_HEAD_END = re.compile(rb"\r\n\r\n|\n\r?\n")
_STATUS = re.compile(rb"[A-Za-z]+(?:/\d+(?:\.\d+)?)?[ \t]+(\d{3})(?!\d)")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


class HttpMessage(NamedTuple):
    """``head`` is everything up to and with the empty line; ``body`` what follows, framing kept. ``status`` is None
    where the first line is no status line, ``complete`` False where the head itself was cut."""

    head: bytes
    body: bytes
    status: int | None
    complete: bool

    @property
    def unfolded_head(self) -> bytes:
        """The head with folded lines joined."""
        return _FOLD.sub(b" ", self.head) if b"\n " in self.head or b"\n\t" in self.head else self.head

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The headers in order: names in lower case, folded lines joined, blanks around values gone."""
        pairs = [line.partition(b":") for line in self.unfolded_head.split(b"\n")[1:]]
        return [(name.strip().lower(), value.strip()) for name, colon, value in pairs if colon]

    def header(self, name: bytes) -> bytes | None:
        """First value of a header; names are compared without case."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key == wanted), None)

    def headers(self, name: bytes) -> tuple[bytes, ...]:
        """All values of a header in order."""
        return tuple(value for key, value in self.fields if key == name.lower())

    def text_header(self, name: bytes) -> str | None:
        """The first value of a header as text (see header_text)."""
        value = self.header(name)
        return None if value is None else header_text(value)

    @property
    def chunked(self) -> bool:
        mentioned = b"chunked" in self.head.lower()
        return mentioned and any(b"chunked" in value.lower() for value in self.headers(b"Transfer-Encoding"))

    @property
    def payload(self) -> bytes:
        """What WARC 1.1 §5.9 digests, as far as its framing can be undone (see raw_payload)."""
        return raw_payload(self).data if self.chunked else self.body

    @property
    def payload_digest(self) -> str:
        """Its labelled SHA-256."""
        payload = self.payload
        return digest(payload) if payload else EMPTY_PAYLOAD


def header_text(value: bytes) -> str:
    """The bytes of a header value as text: UTF-8 where they are that, else GBK (what Chinese servers send), else
    Latin-1."""
    for charset in ("utf-8", "gb18030"):
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def parse_message(data: bytes, start: int = 0, stop: int | None = None) -> HttpMessage:
    """Split a block, which is ``data`` or a part of it, at its first empty line. Bare ``\n`` ends lines too, as some
    servers send."""
    stop = len(data) if stop is None else stop
    end = data.find(b"\r\n\r\n", start, stop) + 4
    head = data[start:end]
    complete = end > 3 and head.count(b"\n") == head.count(b"\r\n")
    if not complete:
        match = _HEAD_END.search(data, start, stop)
        complete, end = match is not None, stop if match is None else match.end()
        head = data[start:end]
    status = _STATUS.match(head)
    return HttpMessage(head, data[end:stop], int(status[1]) if status else None, complete)


def split_interim(response: bytes) -> tuple[bytes, bytes]:
    """Interim 1xx answers (never 101, which is final) and the final answer, as they followed on the wire."""
    start = 0
    while True:
        status = _STATUS.match(response, start)
        if status is None or not status[1].startswith(b"1") or status[1] == b"101":
            break
        head_end = _HEAD_END.search(response, start)
        if head_end is None:
            break
        start = head_end.end()
    return response[:start], response[start:]


@dataclass(frozen=True, slots=True)
class Dechunked:
    """A body without its chunked framing. ``flaw`` is None, or what was wrong with the framing; ``data`` then
    holds what came before. ``whole`` is False where the last chunk was not seen."""

    data: bytes
    flaw: str | None
    whole: bool = True


def dechunk(body: bytes) -> Dechunked:
    """Undo chunked framing. A body that does not start with a chunk size was stored without framing (some
    tools do) and comes back as it is."""
    if _CHUNK_SIZE.match(body) is None:
        return Dechunked(body, "announced as chunked, stored without framing" if body else None, whole=bool(body))
    pieces: list[bytes] = []
    position = 0
    while True:
        size_line = _CHUNK_SIZE.match(body, position)
        if size_line is None:
            flaw = "ends before its last chunk" if position >= len(body) else f"bad chunk size at byte {position}"
            return Dechunked(b"".join(pieces), flaw, whole=False)
        size = int(size_line[1], 16)
        if size == 0:
            return Dechunked(b"".join(pieces), None)
        start, end = size_line.end(), size_line.end() + size
        pieces.append(body[start:end])
        if end > len(body):
            return Dechunked(b"".join(pieces), f"chunk at byte {start} cut short", whole=False)
        position = end + (2 if body[end : end + 2] == b"\r\n" else 1 if body[end : end + 1] == b"\n" else 0)


def raw_payload(message: HttpMessage) -> Dechunked:
    """The payload that WARC 1.1 §5.9 digests: de-chunked, still content-encoded. Bytes beyond a
    Content-Length belong to it: other tools store decoded bodies under the length of the encoded one."""
    return dechunk(message.body) if message.chunked else Dechunked(message.body, None)
