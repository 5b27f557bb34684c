"""Files that hold the document: a zip with one report in it, a web page saved as one MIME file."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from typing import Final

from archive.errors import DocumentError
from archive.model import Document
from archive.text.attachments.packages import Package
from archive.text.attachments.sniff import sniff

_REPORTS: Final = frozenset(
    {"pdf", "docx", "doc", "xlsx", "xls", "xlsb", "ods", "odt", "ofd", "rtf", "wordml", "excelml", "mhtml"}
)
MAX_WEB_PAGE: Final = 30 << 20
_TEXT_SUFFIXES: Final = (".html", ".htm", ".txt")


def unpack(document: Document, what: str) -> Document:
    """The one report inside a zip file; archives in archives are not opened.

    Raises DocumentError where there is none or more than one (which is the report is not for us to guess).
    """
    package = Package(document.data, what)
    found: list[Document] = []
    names: list[str] = []
    for stored in package.names:
        name = _real_name(package, stored)
        if name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("."):
            continue
        data = package.read(stored)
        if sniff(data, name) in _REPORTS or name.lower().endswith(_TEXT_SUFFIXES):
            found.append(replace(document, data=data, declared_type=None, filename=name.rpartition("/")[2]))
            names.append(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise DocumentError(f"{what}: the zip file holds no document that can be read")
    raise DocumentError(
        f"{what}: the zip file holds {len(found)} documents ({', '.join(names[:3])} …); save the report"
    )


def _real_name(package: Package, stored: str) -> str:
    """Chinese archivers write names in GBK without saying so; Python then reads them as code page 437."""
    if package.is_utf8(stored):
        return stored
    try:
        return stored.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return stored


def web_page(document: Document, what: str) -> Document:
    """The HTML inside an MHTML file (Word's "single file web page", often named ``.doc``)."""
    if len(document.data) > MAX_WEB_PAGE:
        raise DocumentError(
            f"{what}: a saved web page of {len(document.data)} bytes, more than {MAX_WEB_PAGE}; not read"
        )
    try:
        return _html_part(document, what)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:120]
        raise DocumentError(f"{what}: a damaged MIME file ({reason}); fetch it again") from error


def _html_part(document: Document, what: str) -> Document:
    message = email.message_from_bytes(document.data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                return replace(document, data=data, declared_type=_type_of(part), filename=None)
    raise DocumentError(f"{what}: the MIME file holds no web page")


def _type_of(part: EmailMessage) -> str:
    charset = part.get_content_charset()
    return f"text/html; charset={charset}" if charset else "text/html"
