"""Which format the bytes really are: by magic numbers and the members of a package, never by claim.

Portals serve Word files as ``.pdf``, saved web pages as ``.doc`` and HTML tables as ``.xls``; the name and
the declared type are therefore only asked where the bytes leave several answers.
"""

import io
import zipfile
from typing import Final

from archive.text.attachments.packages import MAX_DIRECTORY_BYTES, UNREADABLE, directory_bytes

PDF_HEADER_WITHIN: Final = 1024  # ISO 32000-1, implementation note 13: readers accept leading bytes

_MAGIC: Final = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names of an OLE file are UTF-16LE in its directory.
_OLE_STREAMS: Final = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "presentation"),
)
_PACKAGE_MEMBERS: Final = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "presentation"),
    ("OFD.xml", "ofd"),
)
_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}
_NO_READER: Final = frozenset({"presentation", "encrypted", "rar", "7z", "gzip", "executable"})
_SUFFIXES: Final = {".doc": "doc", ".wps": "doc", ".dot": "doc", ".xls": "xls", ".et": "xls"}


def sniff(data: bytes, filename: str | None = None, declared_type: str | None = None) -> str | None:
    """Name the format of ``data``, or None where it is no attachment format (HTML, plain text, nothing).

    One of ``pdf docx xlsx xls xlsb ods odt doc ofd rtf image zip mhtml wordml excelml``, or a format that no reader
    takes: ``presentation encrypted rar 7z gzip executable``.
    """
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, filename, declared_type)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data.startswith(b"BM") and data[6:10] == bytes(4):  # reserved bytes of a bitmap's header
        return "image"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None) or _text_kind(data[:4096])


def unread(data: bytes) -> str | None:
    """What keeps every reader from a file, as far as its bytes tell at a glance; None for one that may be read."""
    kind = sniff(data)
    if kind in _NO_READER:
        return f"a file of a kind that is not read ({kind})"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not zipfile.is_zipfile(io.BytesIO(data)):
        return "a package that is cut short"
    return "a file of an unknown kind" if kind is None and b"\x00" in data[:4096] else None


def _text_kind(head: bytes) -> str | None:
    lowered = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if lowered.startswith(b"mime-version:") or (b"\nmime-version:" in lowered and b"multipart/related" in lowered):
        return "mhtml"
    if lowered.startswith(b"<?xml") and (b"<w:worddocument" in lowered or b"<pkg:package" in lowered):
        return "wordml"
    if lowered.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        return "excelml"
    return None


def _package_kind(data: bytes) -> str:
    if directory_bytes(data) > MAX_DIRECTORY_BYTES:
        return "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except UNREADABLE:
        names = set()  # the local headers are looked at below; whoever opens it says what is wrong with it
    for member, kind in _PACKAGE_MEMBERS:
        if member in names:
            return kind
    # ODF 1.2 part 3, §3.3: the first member is ``mimetype``, stored; its content starts at byte 38.
    for mimetype, kind in _OPEN_DOCUMENT.items():
        if data[30:38] == b"mimetype" and data[38:].startswith(mimetype):
            return kind
    if names:
        return "zip"
    # A cut package has no directory; the names in its local headers still tell what it was.
    for member, kind in _PACKAGE_MEMBERS:
        if member.encode() in data:
            return kind
    return "zip"


def _ole_kind(data: bytes, filename: str | None, declared_type: str | None) -> str:
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    suffix = f".{filename.rsplit('.', 1)[-1].lower()}" if filename and "." in filename else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return "xls" if declared_type and "excel" in declared_type else "doc"
