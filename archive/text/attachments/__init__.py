"""Attachments: PDF, Word, spreadsheets, OFD, images -> ``Page``.

``sniff`` names what the bytes are; ``read_attachment`` reads them. Every parser runs in a sandboxed child
(``sandbox``), so no document costs more than its time and memory limit, whatever it holds. Nothing in a
document is executed or fetched.
"""

import importlib.util
from dataclasses import replace
from typing import Final

from archive.errors import DocumentError, ToolMissingError
from archive.model import Document, Issue, Page
from archive.text.attachments.containers import unpack, web_page
from archive.text.attachments.office import CONVERTED, convert
from archive.text.attachments.sandbox import read_in_sandbox
from archive.text.attachments.sniff import sniff

__all__ = ["MAX_BYTES", "document_within", "has_recogniser", "read_attachment", "sniff"]

MAX_BYTES: Final = 200 << 20
_UNREAD: Final = {
    "presentation": "a presentation, which is no form of a report",
    "encrypted": "an encrypted office file; ask for an open copy",
    "rar": "a RAR archive, which is not unpacked; save the document inside it",
    "7z": "a 7z archive, which is not unpacked; save the document inside it",
    "gzip": "gzip data, which is not unpacked; save the document inside it",
    "executable": "a program, which is never run",
}


def document_within(document: Document, kind: str) -> Document:
    """The one document that a ``zip`` or an ``mhtml`` file holds; DocumentError where it holds none, or several."""
    what = document.filename or document.url or f"{kind} document"
    if len(document.data) > MAX_BYTES:
        raise DocumentError(f"{what}: {len(document.data)} bytes, more than {MAX_BYTES}; not read")
    return unpack(document, what) if kind == "zip" else web_page(document, what)


def read_attachment(document: Document, kind: str) -> Page:
    """Read a document that ``sniff`` named ``kind``, no container.

    ``Page.format`` is ``pdf``, ``docx``, ``xlsx`` (all spreadsheets), ``ofd``; or ``image`` and ``pdf-scan``
    where the words were recognised in a picture, so that their figures are of status ``ocr``. Raises
    DocumentError (damaged, encrypted, hostile, no such format) and ToolMissingError (LibreOffice or the ocr
    extra are needed and not there), each with one line that names the document.
    """
    what = document.filename or document.url or f"{kind} document"
    data = document.data
    if kind in _UNREAD:
        raise DocumentError(f"{what}: {_UNREAD[kind]}")
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{what}: {len(data)} bytes, more than {MAX_BYTES}; not read")
    if kind in CONVERTED:
        kind, data = convert(kind, what, data)
    if kind == "image":
        _need_recogniser(what, "an image")
    page = read_in_sandbox(kind, what, data)
    if page.format != "pdf-scan":
        return page
    if page.blocks and not has_recogniser():
        note = f"{what}: its own hidden text was read; the ocr extra (requirements/ocr.txt) would read the pictures"
        return replace(page, issues=(*page.issues, Issue("attachment", "tool_missing", note)))
    _need_recogniser(what, "a scanned PDF")
    return read_in_sandbox("pdf-scan", what, data)


def has_recogniser() -> bool:
    """Whether the ocr extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def _need_recogniser(what: str, kind: str) -> None:
    if not has_recogniser():
        raise ToolMissingError(f"{what}: {kind}; reading it needs the ocr extra (pip install -r requirements/ocr.txt)")
