"""Bytes to text: which charset a page is in, whatever it declares.

Portals declare charsets that are not theirs: GBK pages under ``charset=utf-8``, error pages under
``iso-8859-1`` (families, observed 2026). The order of trust is: byte-order mark; the declared codec if the
bytes obey it strictly; strict UTF-8; GB 18030; resiliparse's detection.
"""

import codecs
import re
from dataclasses import dataclass, replace
from functools import cached_property

from resiliparse.parse.encoding import detect_encoding

from archive.errors import DocumentError
from archive.model import Issue

# No report seen is over 1 MB of HTML (Word exports reach 350 KB, 2026); beyond this it is an attack or a dump. Six
# megabytes of nothing but cells are read in some 7 s and 600 MB.
MAX_BYTES = 6 << 20

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
# Codecs whose strict decoding proves something; single-byte codecs accept any bytes. Chinese subsets are
# read as their superset.
_CODECS = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_PIECE = 1 << 15
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})


@dataclass(frozen=True)
class Decoded:
    """A document's text as UTF-8, and the ``charset`` it was read with (a Python codec name). Markup is parsed from
    bytes, so the text of most pages is never made a string."""

    utf8: bytes
    charset: str
    issues: tuple[Issue, ...] = ()

    @cached_property
    def text(self) -> str:
        return self.utf8.decode("utf-8")


def _of_text(text: str, charset: str, issues: tuple[Issue, ...] = ()) -> Decoded:
    return Decoded(text.encode("utf-8", "replace"), charset, issues)


def decode(data: bytes, declared_type: str | None = None) -> Decoded:
    """The text of ``data``; raises ``DocumentError`` for nothing, for too much and for binary data."""
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError("document: no content (0 bytes or only blanks); fetch it again")
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"document: {len(data)} bytes of text, more than the limit of {MAX_BYTES}; look at it by hand"
        )
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], codec)
    head = data[:4096]
    if len(head.translate(None, _CONTROLS)) < len(head) * 0.99:
        raise DocumentError("document: binary data where text was expected; name the real format")
    declared = _declared(declared_type, head)
    if _is_utf8(data):
        # Valid UTF-8 with characters beyond ASCII is no accident, whatever was declared.
        wrong = declared not in (None, "utf-8") and not data.isascii()
        decoded = Decoded(data, "utf-8", _wrong(declared, "utf-8") if wrong else ())
    else:
        decoded = _decode_other(data, declared)
    unknown = [name for name in _names(declared_type, head) if not _exists(name)]
    if not unknown:
        return decoded
    issue = Issue("decode", "unknown_charset", f"declared {unknown[0]}, which is no charset; read as {decoded.charset}")
    return replace(decoded, issues=(issue, *decoded.issues))


def _decode_marked(data: bytes, codec: str) -> Decoded:
    text = _strictly(data, codec)
    if text is not None:
        return _of_text(text, codec)
    issue = Issue("decode", "damaged_text", f"bytes that are not {codec}, replaced")
    return _of_text(data.decode(codec, "replace"), codec, (issue,))


def _decode_other(data: bytes, declared: str | None) -> Decoded:
    """Not strict UTF-8: the declared codec, then GB 18030, then UTF-8 with a few damaged bytes, then detection."""
    if declared is not None and declared != "utf-8":
        text = _strictly(data, declared)
        if text is not None:
            return _of_text(text, declared)
    rough = _roughly(data, "utf-8")
    if rough is not None:
        return rough
    text = _strictly(data, "gb18030")
    if text is not None:
        return _of_text(text, "gb18030", _wrong(declared, "gb18030") if declared is not None else ())
    rough = _roughly(data, "gb18030")
    if rough is not None:
        return rough
    detected = _codec(detect_encoding(data)) or "gb18030"
    issue = Issue("decode", "charset_guessed", f"declared {declared or 'nothing'}, obeys no codec; read as {detected}")
    return _of_text(data.decode(detected, "replace"), detected, (issue,))


def _roughly(data: bytes, codec: str) -> Decoded | None:
    """Text with at most one damaged place in a hundred characters beyond ASCII (a page cut in a character)."""
    text = data.decode(codec, "replace")
    damaged = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if damaged * 100 > beyond_ascii:
        return None
    issue = Issue("decode", "damaged_text", f"{damaged} places that are not {codec}, replaced")
    return _of_text(text, codec, (issue,))


def _wrong(declared: str | None, real: str) -> tuple[Issue, ...]:
    return (Issue("decode", "wrong_charset", f"declared {declared}, the bytes are {real}"),)


def _declared(declared_type: str | None, head: bytes) -> str | None:
    return next((codec for name in _names(declared_type, head) if (codec := _codec(name))), None)


def _names(declared_type: str | None, head: bytes) -> list[str]:
    """The charsets that the header and the page name, in this order."""
    in_header = _HEADER_CHARSET.search(declared_type or "")
    in_page = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    names = [in_header[1]] if in_header else []
    return [*names, in_page[1].decode("ascii", "replace")] if in_page else names


def _exists(name: str) -> bool:
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return True


def _codec(name: str | None) -> str | None:
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return _CODECS.get(known)


def _is_utf8(data: bytes) -> bool:
    """Whether ``data`` obeys UTF-8 strictly, looked at piece by piece: the whole as a string costs twice the time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
