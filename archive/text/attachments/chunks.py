"""A document inside a Word document (``altChunk``), which Word shows as if it stood there."""

from collections.abc import Callable

from archive.errors import DocumentError
from archive.model import Document, Page
from archive.text.attachments.containers import web_page
from archive.text.attachments.sniff import sniff
from archive.text.decode import decode
from archive.text.html import read_html
from archive.text.plain import read_plain

_MAX_DEPTH = 3
_MARKUP = (b"<html", b"<body", b"<table", b"<p", b"<div")


def read_chunk(data: bytes, name: str, depth: int, read_word: Callable[[bytes, str, int], Page]) -> Page:
    """The page of a chunk: a web page, plain text, or another Word document, which ``read_word`` reads. DocumentError
    where it is none of them. ``depth``: the number of documents that it stands in."""
    if depth > _MAX_DEPTH:
        raise DocumentError(f"{name}: documents in documents more than {_MAX_DEPTH} deep")
    kind = sniff(data, name)
    if kind == "docx":
        return read_word(data, name, depth)
    document = Document(data, filename=name)
    if kind == "mhtml":
        document = web_page(document, name)
    elif kind is not None:
        raise DocumentError(f"{name}: {kind}")
    decoded = decode(document.data, document.declared_type)
    is_markup = any(tag in document.data[:4096].lower() for tag in _MARKUP)
    return read_html(document, decoded) if is_markup else read_plain(decoded)
