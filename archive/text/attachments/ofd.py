"""OFD (GB/T 33190-2016), the page format of Chinese offices -> leaves -> page.

A zip of XML: each page lists text objects with the position of every character, and paths in an abbreviated
drawing language. Lengths are millimetres. Signatures, seals and attachments are not looked at.
"""

import posixpath
from collections.abc import Mapping
from typing import Final

from lxml import etree

from archive.errors import DocumentError
from archive.model import Page
from archive.text.attachments.leaves import ASKEW, Leaf
from archive.text.attachments.ofd_drawing import POINTS, Drawing, Resources, numbers
from archive.text.attachments.packages import Package, attribute, child, local
from archive.text.attachments.paged import page_of_leaves
from archive.text.attachments.painted import cut_texts, once, seen, without_marks, without_struck

MAX_PAGES: Final = 400
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_OPAQUE_FORMATS: Final = (".jpg", ".jpeg", ".bmp")  # others may be seen through


def read_ofd(data: bytes, what: str) -> Page:
    """Read the first document of an OFD package; DocumentError where it is damaged or endless."""
    package = Package(data, what)
    body = child(package.read_xml("OFD.xml"), "DocBody")
    root = child(body, "DocRoot") if body is not None else None
    if body is None or root is None or not root.text:
        raise DocumentError(f"{what}: the OFD package names no document")
    path = _path("", root.text)
    document = package.read_xml(path)
    common, pages = child(document, "CommonData"), child(document, "Pages")
    folder = posixpath.dirname(path)
    locations = [attribute(page, "BaseLoc") or "" for page in pages] if pages is not None else []
    if not locations:
        raise DocumentError(f"{what}: the OFD document has no pages")
    if len(locations) > MAX_PAGES:
        raise DocumentError(f"{what}: {len(locations)} pages, more than {MAX_PAGES}; not a report")
    resources = _resources(package, folder, common)
    templates = {
        attribute(item, "ID"): _path(folder, attribute(item, "BaseLoc") or "")
        for item in (common if common is not None else ())
        if local(item) == "TemplatePage"
    }
    area = child(common, "PageArea") if common is not None else None
    notes = _annotations(package, folder, document)
    leaves = []
    for number, item in enumerate(pages if pages is not None else (), 1):
        page = package.read_xml(_path(folder, attribute(item, "BaseLoc") or ""))
        drawing = Drawing(resources)
        below, above = _templates(package, page, templates)
        for content in (*below, page, *above):
            drawing.page(content)
        for note in notes.get(attribute(item, "ID") or "", ()):
            drawing.annotation(note)
        leaves.append(_leaf(number, drawing, child(page, "Area") if child(page, "Area") is not None else area))
    return page_of_leaves("ofd", leaves, _title(body))


def _templates(
    package: Package, page: etree._Element, templates: Mapping[str | None, str]
) -> tuple[list[etree._Element], list[etree._Element]]:
    """The templates of a page that lie below and above it."""
    below: list[etree._Element] = []
    above: list[etree._Element] = []
    for used in page:
        path = templates.get(attribute(used, "TemplateID")) if local(used) == "Template" else None
        if path is not None and path in package:
            (above if attribute(used, "ZOrder") == "Foreground" else below).append(package.read_xml(path))
    return below, above


def _resources(package: Package, folder: str, common: etree._Element | None) -> Resources:
    parameters: dict[str, etree._Element] = {}
    units: dict[str, etree._Element] = {}
    opaque: set[str] = set()
    for item in common if common is not None else ():
        path = _path(folder, item.text or "") if local(item) in ("PublicRes", "DocumentRes") else ""
        if not path or path not in package:
            continue
        root = package.read_xml(path)
        parameters |= {attribute(one, "ID") or "": one for one in root.iter("{*}DrawParam")}
        units |= {
            attribute(one, "ID") or "": one for one in root.iter("{*}CompositeGraphicUnit", "{*}CompositeGraphUnit")
        }
        for media in root.iter("{*}MultiMedia"):
            file = child(media, "MediaFile")
            if file is not None and (file.text or "").strip().lower().endswith(_OPAQUE_FORMATS):
                opaque.add(attribute(media, "ID") or "")
    return Resources(parameters, units, frozenset(opaque))


def _annotations(package: Package, folder: str, document: etree._Element) -> dict[str, list[etree._Element]]:
    """The annotations of each page by its ID. Some writers give their files' places from the document's folder, some
    from that of the list."""
    listed = child(document, "Annotations")
    path = _path(folder, listed.text or "") if listed is not None else ""
    found: dict[str, list[etree._Element]] = {}
    if not path or path not in package:
        return found
    for page in package.read_xml(path):
        location = child(page, "FileLoc")
        for base in (folder, posixpath.dirname(path)):
            file = _path(base, location.text or "") if location is not None else ""
            if file in package:
                found.setdefault(attribute(page, "PageID") or "", []).extend(package.read_xml(file))
                break
    return found


def _path(folder: str, location: str) -> str:
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))


def _title(body: etree._Element) -> str | None:
    info = child(body, "DocInfo")
    title = child(info, "Title") if info is not None else None
    text = " ".join((title.text or "").split()) if title is not None else ""
    return text if any(character >= "\u4e00" for character in text) else None


def _leaf(number: int, drawing: Drawing, area: etree._Element | None) -> Leaf:
    physical = child(area, "PhysicalBox") if area is not None else None
    box = numbers(physical.text) if physical is not None else []
    _, _, width, height = box if len(box) == 4 else _A4
    glyphs = without_marks(once(seen(drawing.painted, drawing.areas)))
    glyphs, rules = without_struck(glyphs, drawing.rules)
    scanned = drawing.pictures > 0.7 * width * height and all(glyph.cut is not None for glyph in glyphs)
    return Leaf(
        number,
        width * POINTS,
        height * POINTS,
        tuple(glyphs),
        tuple(rules),
        tuple(drawing.fills),
        scanned,
        (*((text, ASKEW) for text in drawing.astray if text), *cut_texts(glyphs)),
    )
