"""Any document to a ``Page``: the real format decides, whatever the document claims to be."""

import re
from dataclasses import replace

from archive.errors import DocumentError
from archive.model import Document, Page
from archive.text.attachments.sniff import sniff
from archive.text.decode import MAX_BYTES, decode
from archive.text.enclosed import enclosed_text
from archive.text.finish import finish
from archive.text.html import read_html
from archive.text.plain import read_plain
from archive.text.run_on import apart

_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|title|meta|div|p|table|span|br|font|center|article|ucapcontent)\b", re.I
)
# Images that a Word export carries inside its markup: megabytes without a word.
_EMBEDDED = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]*")
# The longest report seen has some 1,200 lines as flattened text (2026).
MAX_LINES = 100_000
_OPENINGS = (b"<!doctype", b"<html><he", b"<html lan")
_TEXT_NAMES = (".txt", ".text", ".md", ".markdown")
_TEXT_KINDS = frozenset({"html", "text", "txt", "htm", "xhtml"})


def _is_text_file(document: Document) -> bool:
    """Named as text, and beginning with words: tags further down are tables that somebody left in Markdown."""
    name = (document.filename or "").lower()
    return name.endswith(_TEXT_NAMES) and not document.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_page(document: Document) -> Page:
    """Read ``document``; raises ``DocumentError`` where it holds nothing to read, ``ToolMissingError`` where the tool
    for its format is not installed."""
    return finish(_read(document))


def _read(document: Document) -> Page:
    if not document.data:
        raise DocumentError("document: 0 bytes; fetch it again")
    kind = sniff(document.data, document.filename, document.declared_type)
    if kind is not None and kind not in _TEXT_KINDS:
        from archive.text.attachments import document_within, read_attachment

        if kind in ("zip", "mhtml"):
            return _read(document_within(document, kind))
        return _lines_apart(read_attachment(document, kind))
    if len(document.data) > MAX_BYTES:
        document = replace(document, data=_EMBEDDED.sub(b"", document.data))
    decoded = decode(document.data, document.declared_type)
    if document.data[:64].lstrip()[:9].lower() in _OPENINGS:
        return _of_lines(read_html(document, decoded))
    if (text := enclosed_text(decoded.utf8)) is not None:
        return _read(replace(document, data=text.encode(), declared_type="text/html; charset=utf-8"))
    head = decoded.utf8[:4096]
    if (_MARKUP.search(head) and not _is_text_file(document)) or kind == "html":
        return _of_lines(read_html(document, decoded))
    if (lines := decoded.utf8.count(b"\n")) > MAX_LINES:
        raise _too_long(lines)
    return read_plain(decoded)


def _lines_apart(page: Page) -> Page:
    blocks = apart(page.blocks)
    return page if blocks is page.blocks else replace(page, blocks=blocks)


def _of_lines(page: Page) -> Page:
    page = _lines_apart(page)
    if len(page.blocks) > MAX_LINES:
        raise _too_long(len(page.blocks))
    return page


def _too_long(lines: int) -> DocumentError:
    return DocumentError(f"document: {lines} lines, more than the limit of {MAX_LINES}; look at it by hand")
