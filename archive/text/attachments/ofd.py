"""OFD (GB/T 33190-2016), the page format of Chinese offices -> leaves -> page.

A zip of XML: each page lists text objects with the position of every character, and paths in an abbreviated
drawing language. Lengths are millimetres. Signatures, seals and attachments are not looked at.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from archive.errors import DocumentError
from archive.model import Page
from archive.text.attachments.leaves import ASKEW, Glyph, Leaf, Rule, is_wide
from archive.text.attachments.packages import Package, attribute, child, local
from archive.text.attachments.paged import page_of_leaves
from archive.text.characters import whole_characters
from archive.text.shown import UNKNOWN

MAX_PAGES: Final = 400
_POINTS: Final = 72 / 25.4
_THIN: Final = 1.2  # millimetres; a filled box thinner than this is a drawn line
_A4: Final = (0.0, 0.0, 210.0, 297.0)
# Operands of the path operators of §9.2, Table 35.
_OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Placement:
    """Where an object's own coordinates lie on the page: its matrix, then the corner of its boundary."""

    matrix: tuple[float, float, float, float, float, float]
    x: float
    y: float

    @property
    def is_askew(self) -> bool:
        """Whether text set here does not run from left to right, as watermarks do not."""
        a, b = self.matrix[:2]
        return abs(b) > 0.05 * abs(a) or a <= 0

    def at(self, x: float, y: float) -> _Point:
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self.x) * _POINTS, (b * x + d * y + f + self.y) * _POINTS


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
    templates = {
        attribute(item, "ID"): _path(folder, attribute(item, "BaseLoc") or "")
        for item in (common if common is not None else ())
        if local(item) == "TemplatePage"
    }
    area = child(common, "PageArea") if common is not None else None
    leaves = []
    for number, location in enumerate(locations, 1):
        page = package.read_xml(_path(folder, location))
        contents = [page]
        for used in page:
            template = templates.get(attribute(used, "TemplateID")) if local(used) == "Template" else None
            if template is not None and template in package:
                contents.append(package.read_xml(template))
        leaves.append(_leaf(number, contents, child(page, "Area") if child(page, "Area") is not None else area))
    return page_of_leaves("ofd", leaves, _title(body))


def _path(folder: str, location: str) -> str:
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))


def _title(body: etree._Element) -> str | None:
    info = child(body, "DocInfo")
    title = child(info, "Title") if info is not None else None
    text = " ".join((title.text or "").split()) if title is not None else ""
    return text if any(character >= "\u4e00" for character in text) else None


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _leaf(number: int, contents: list[etree._Element], area: etree._Element | None) -> Leaf:
    physical = child(area, "PhysicalBox") if area is not None else None
    box = _numbers(physical.text) if physical is not None else []
    _, _, width, height = box if len(box) == 4 else _A4
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    fills: list[Rule] = []
    astray: list[str] = []
    pictures = 0.0
    for content in contents:
        for item in content.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
            boundary = _numbers(attribute(item, "Boundary"))
            if len(boundary) != 4:
                continue
            matrix = _numbers(attribute(item, "CTM"))
            a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
            place = _Placement((a, b, c, d, e, f), boundary[0], boundary[1])
            if local(item) == "TextObject" and place.is_askew:
                astray.append("".join(str(text) for text in item.itertext()).strip())
            elif local(item) == "TextObject":
                glyphs += _text(item, place)
            elif local(item) == "PathObject":
                _draw(item, place, rules, fills)
            else:
                pictures += boundary[2] * boundary[3]
    scanned = pictures > 0.7 * width * height and not glyphs
    return Leaf(
        number,
        width * _POINTS,
        height * _POINTS,
        tuple(glyphs),
        tuple(rules),
        tuple(fills),
        scanned,
        tuple((text, ASKEW) for text in astray if text),
    )


def _text(item: etree._Element, place: _Placement) -> Iterator[Glyph]:
    size = (_numbers(attribute(item, "Size")) or [3.5])[0]
    across, down = place.at(1, 0), place.at(0, 1)
    origin = place.at(0, 0)
    height = size * (abs(down[1] - origin[1]) or _POINTS)
    advance = size * (abs(across[0] - origin[0]) or _POINTS)
    x = y = 0.0
    for code in item:
        if local(code) != "TextCode":
            continue
        x = (_numbers(attribute(code, "X")) or [x])[0]
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        text = code.text or ""
        right, lower = _deltas(attribute(code, "DeltaX"), len(text)), _deltas(attribute(code, "DeltaY"), len(text))
        for i, character in enumerate(text):
            left, base = place.at(x, y)
            shown = UNKNOWN if "\ue000" <= character <= "\uf8ff" else whole_characters(character)
            width = advance if is_wide(character) else 0.5 * advance
            yield Glyph(shown, left, base - 0.88 * height, left + width, base + 0.12 * height, height)
            x += right[i] if i < len(right) else (size if is_wide(character) else 0.5 * size)
            y += lower[i] if i < len(lower) else 0.0


def _deltas(text: str | None, limit: int) -> list[float]:
    """Distances between characters; ``g 3 5.2`` says 5.2 three times."""
    parts = (text or "").split()
    deltas: list[float] = []
    i = 0
    while i < len(parts) and len(deltas) < limit:
        if parts[i] == "g" and i + 2 < len(parts):
            count, step = _numbers(parts[i + 1]), _numbers(parts[i + 2])
            deltas += step[:1] * min(int(count[0]) if count else 0, limit)
            i += 3
        else:
            deltas += _numbers(parts[i])[:1] or [0.0]
            i += 1
    return deltas


def _draw(item: etree._Element, place: _Placement, rules: list[Rule], fills: list[Rule]) -> None:
    data = child(item, "AbbreviatedData")
    stroked = attribute(item, "Stroke") != "false"
    filled = attribute(item, "Fill") == "true"
    for points in _outlines(data.text if data is not None else None):
        drawn = [place.at(x, y) for x, y in points]
        x0, x1 = min(x for x, _ in drawn), max(x for x, _ in drawn)
        top, bottom = min(y for _, y in drawn), max(y for _, y in drawn)
        if min(x1 - x0, bottom - top) <= _THIN * _POINTS:
            rules += _straight(x0, top, x1, bottom)
        elif stroked or filled:
            for (ax, ay), (bx, by) in pairwise(drawn):
                (rules if stroked else fills).extend(
                    _straight(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                    if min(abs(ax - bx), abs(ay - by)) < 1
                    else ()
                )


def _straight(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return [Rule(x0, y, x1, y)]
    x = (x0 + x1) / 2
    return [Rule(x, top, x, bottom)]


def _outlines(text: str | None) -> Iterator[list[_Point]]:
    """The straight sub-paths of a path; those with curves are ornaments and left out."""
    parts = (text or "").split()
    points: list[_Point] = []
    curved = False
    i = 0
    while i < len(parts):
        operator = parts[i]
        count = _OPERANDS.get(operator)
        values = _numbers(" ".join(parts[i + 1 : i + 1 + count])) if count is not None else None
        if count is None or values is None or len(values) != count:
            break
        i += 1 + count
        if operator in ("S", "M"):
            if len(points) > 1 and not curved:
                yield points
            points, curved = [(values[0], values[1])], False
        elif operator == "L":
            points.append((values[0], values[1]))
        elif operator == "C":
            points.append(points[0] if points else (0.0, 0.0))
        else:
            curved = True
            points.append((values[-2], values[-1]))
    if len(points) > 1 and not curved:
        yield points
