"""Zip packages and the XML in them, opened with limits.

A member is read only after its announced size passed the limits, and never past that size, so neither a
zip bomb nor a lying header costs more than the limits say.
"""

import io
import lzma
import zipfile
import zlib
from typing import Final

from lxml import etree

from archive.errors import DocumentError

MAX_MEMBERS: Final = 5_000
MAX_DIRECTORY_BYTES: Final = 4 << 20
MAX_MEMBER_BYTES: Final = 100 << 20  # 100 MiB: a report with scanned pages stays under 30
MAX_TOTAL_BYTES: Final = 300 << 20
MAX_XML_BYTES: Final = 40 << 20  # as a tree XML takes some ten times its size


def directory_bytes(data: bytes) -> int:
    """The size that a zip file announces for its directory, which the zip reader takes in as a whole; 0 where
    there is none."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 16 > len(data):
        return 0
    locator = data[end - 20 : end] if end >= 20 else b""
    if locator.startswith(b"PK\x06\x07"):
        start = int.from_bytes(locator[8:16], "little")
        return int.from_bytes(data[start + 40 : start + 48], "little")
    return int.from_bytes(data[end + 12 : end + 16], "little")


# What zipfile raises of a directory that is damaged: names that are no UTF-8, a version that it does not know.
UNREADABLE: Final = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


class Package:
    """A zip file whose members are read one by one under the limits above."""

    def __init__(self, data: bytes, what: str) -> None:
        self.what = what
        if directory_bytes(data) > MAX_DIRECTORY_BYTES:
            raise DocumentError(f"{what}: the package lists more members than any document has; not opened")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE as error:
            raise DocumentError(f"{what}: not a whole zip package ({error}); fetch it again") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise DocumentError(f"{what}: {len(infos)} members in the package, more than {MAX_MEMBERS}; not opened")
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL_BYTES:
            raise DocumentError(
                f"{what}: the package unpacks to {total} bytes, more than {MAX_TOTAL_BYTES}; not opened"
            )
        self.names = tuple(info.filename for info in infos if info.filename and not info.filename.endswith("/"))

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def check_sizes(self) -> None:
        """Refuse the package if any member announces more than ``MAX_MEMBER_BYTES``, for readers that open it
        by themselves."""
        for info in self._zip.infolist():
            if info.file_size > MAX_MEMBER_BYTES:
                raise DocumentError(
                    f"{self.what}: member {info.filename} unpacks to {info.file_size} bytes; not opened"
                )

    def is_utf8(self, name: str) -> bool:
        """Whether the member's name is declared to be UTF-8 (general purpose bit 11)."""
        return bool(self._zip.getinfo(name).flag_bits & 0x800)

    def read(self, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """The bytes of one member; DocumentError where it is absent, encrypted, damaged or over ``limit``."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise DocumentError(f"{self.what}: the package has no member {name}") from None
        if info.flag_bits & 0x1:
            raise DocumentError(f"{self.what}: the package is encrypted; ask for an open copy")
        if info.file_size > limit:
            raise DocumentError(f"{self.what}: member {name} unpacks to {info.file_size} bytes, more than {limit}")
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except (*UNREADABLE, zlib.error, lzma.LZMAError, EOFError) as error:
            raise DocumentError(f"{self.what}: member {name} is damaged ({error})") from error
        if len(data) > limit:
            raise DocumentError(f"{self.what}: member {name} unpacks to more than {limit} bytes")
        return data

    def read_xml(self, name: str) -> etree._Element:
        """One member as an XML tree with all entities and namespaces left alone."""
        return parse_xml(self.read(name, MAX_XML_BYTES), f"{self.what}: {name}")


def parse_xml(data: bytes, what: str) -> etree._Element:
    """Parse XML that may be hostile: a document type declaration is refused, so no entity can exist."""
    refuse_entities(data, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{what}: XML that cannot be parsed ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(f"{what}: declares a document type, which office files never do; not read")
    return root


def refuse_entities(data: bytes, what: str) -> None:
    """DocumentError where XML declares a document type or entities."""
    if b"<!DOCTYPE" in data[:65536] or b"<!ENTITY" in data[:65536]:
        raise DocumentError(f"{what}: declares a document type or entities, which office files never do; not read")


def local(element: etree._Element) -> str:
    """The element's name without its namespace (strict and transitional OOXML differ only there)."""
    tag = element.tag
    return str(tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of the attribute with this local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child with this local name."""
    for item in element:
        if local(item) == name:
            return item
    return None
