"""Records in the plainest of spellings, taken apart the short way: nearly all records that verify meets are such."""

import re
from datetime import datetime

_VERSION = b"WARC/1.1\r\n"
_NAMES = frozenset(
    (
        "WARC-Type",
        "WARC-Record-ID",
        "WARC-Target-URI",
        "WARC-Date",
        "WARC-Warcinfo-ID",
        "WARC-IP-Address",
        "WARC-Protocol",
        "WARC-Concurrent-To",
        "WARC-Refers-To",
        "WARC-Truncated",
        "WARC-Block-Digest",
        "WARC-Payload-Digest",
        "WARC-Identified-Payload-Type",
        "Content-Type",
        "Content-Length",
    )
)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)


def plain_fields(data: bytes) -> tuple[dict[str, str], int] | None:
    """The fields of a record and where its block starts, if ``data`` is exactly one record, whole: known names as the
    standard writes them, a blank after each colon, nothing folded, no repeats (but of WARC-Protocol, of which any one
    is given). Blanks at the end of a value stay. None for every other record, sound or not: ``parse`` tells which."""
    end = data.find(b"\r\n\r\n")
    if end < 0 or not data.startswith(_VERSION):
        return None
    try:
        text = data[len(_VERSION) : end].decode()
    except UnicodeDecodeError:
        return None
    pairs = [line.partition(": ") for line in text.split("\r\n")]
    fields = {name: value for name, _, value in pairs}
    repeats = len(pairs) - len(fields)
    if repeats and repeats != text.count("\r\nWARC-Protocol: ") - (not text.startswith("WARC-Protocol: ")):
        return None
    if not _NAMES.issuperset(fields) or text.count("\n") >= len(pairs):
        return None
    if fields.get("Content-Length") != str(len(data) - end - 8) or not data.endswith(b"\r\n\r\n"):
        return None
    return fields, end + 4


def is_bracketed(value: str) -> bool:
    """Whether a value is ``<…>`` with something in between."""
    return value[:1] == "<" and value[-1:] == ">" and len(value) > 2


def is_plain_date(value: str) -> bool:
    """Whether a ``WARC-Date`` is an instant of second to nanosecond precision, without blanks around it."""
    if _DATE.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
