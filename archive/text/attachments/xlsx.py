"""XLSX -> sheets: what each cell prints, read from the XML itself.

Formulas are never computed: the values that the file stored with them are read, and a formula without one shows
something that is not known.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive.errors import DocumentError
from archive.model import Issue
from archive.text.attachments.number_formats import BUILT_IN, show_number, show_text
from archive.text.attachments.numbering import relationship_targets
from archive.text.attachments.packages import MAX_MEMBER_BYTES, Package, attribute, child, local, refuse_entities
from archive.text.attachments.sheet_cells import MAX_CELLS, Sheet, cell_text
from archive.text.shown import BLACK, HIDDEN, NOTE_MARK, PAPER, STRUCK, UNKNOWN, WHITE, Colour, alike

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Colours by number that matter for what shows: §18.8.27, and the first two of a theme, its paper and its ink.
_INDEXED: Final = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
_THEME: Final = {0: WHITE, 1: BLACK}
_OFF: Final = frozenset({"0", "false"})


_SMALLEST: Final = frozenset({"1", "1.0"})
"""Points; Excel sets no smaller letters, and nobody reads them."""


@dataclass(frozen=True, slots=True)
class _Font:
    rule: str | None = None
    ink: Colour | None = None


@dataclass(frozen=True, slots=True)
class _Format:
    """How a cell is set: its number format, its font, its ground."""

    code: str = "General"
    font: _Font = _Font()
    paper: Colour | None = WHITE


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share. ``telling`` are the numbers of the conditional formats that decide what a cell shows."""

    formats: tuple[_Format, ...]
    strings: tuple[etree._Element, ...]
    telling: frozenset[int]
    from_1904: bool

    def format(self, number: str) -> _Format:
        return self.formats[int(number)] if number.isdigit() and int(number) < len(self.formats) else _Format()


def read_xlsx(data: bytes, what: str) -> Iterator[Sheet]:
    """The sheets of a workbook in order; DocumentError where the package cannot be read."""
    package = Package(data, what)
    workbook = package.read_xml("xl/workbook.xml")
    relations = relationship_targets(package.read_xml("xl/_rels/workbook.xml.rels"))
    settings = child(workbook, "workbookPr")
    book = _Book(
        tuple(_formats(package)),
        tuple(_strings(package)),
        frozenset(_telling(package)),
        settings is not None and attribute(settings, "date1904") not in (None, *_OFF),
    )
    yield Sheet("", shown=True, issues=list(_embedded(package)))
    sheets = child(workbook, "sheets")
    for item in sheets if sheets is not None else ():
        name = attribute(item, "name") or ""
        kind, target, outside = relations.get(attribute(item, "id") or "", ("", "", True))
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if kind != "worksheet" or outside or path not in package:
            issue = Issue("attachment", "unread_sheet", f"sheet {name}: {kind or 'no part'}, not read")
            yield Sheet(name, shown=False, issues=[issue])
            continue
        sheet = Sheet(name, shown=attribute(item, "state") in (None, "visible"))
        part = package.read(path, MAX_MEMBER_BYTES)
        try:
            _Reader(sheet, book).read(part, f"{what}: {path}")
        except DocumentError as error:
            sheet.issues.append(Issue("attachment", "unread_sheet", f"sheet {name}: {error}"))
        yield sheet


class _Reader:
    """Fills one sheet, row by row."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self.sheet = sheet
        self._book = book
        self._doubtful: list[str] = []  # ranges whose look depends on a condition
        self._zeros = True
        self._row = -1

    def read(self, data: bytes, what: str) -> None:
        refuse_entities(data, what)
        try:
            for _, item in etree.iterparse(
                io.BytesIO(data),
                tag=("{*}row", "{*}mergeCell", "{*}col", "{*}sheetView", "{*}conditionalFormatting"),
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
            ):
                self._item(item)
                item.clear()
        except etree.XMLSyntaxError as error:
            raise DocumentError(f"XML that cannot be parsed ({error})") from error
        for first, _, last in (area.partition(":") for area in self._doubtful):
            start, end = _place(first), _place(last or first)
            if start is not None and end is not None:
                for row, column in list(self.sheet.cells):
                    if start[0] <= row <= end[0] and start[1] <= column <= end[1]:
                        self.sheet.cells[row, column] = UNKNOWN

    def _item(self, item: etree._Element) -> None:
        name = local(item)
        if name == "row":
            self._read_row(item)
        elif name == "mergeCell":
            first, _, last = (attribute(item, "ref") or "").partition(":")
            start, end = _place(first), _place(last)
            if start is not None and end is not None:
                self.sheet.merges.append((*start, *end))
        elif name == "col" and _is_none(item, "width"):
            least, most = int(attribute(item, "min") or 1), int(attribute(item, "max") or 1)
            self.sheet.hidden_columns.append((least - 1, most - 1))
        elif name == "conditionalFormatting":
            if any(int(attribute(rule, "dxfId") or -1) in self._book.telling or _is_drawn(rule) for rule in item):
                self._doubtful += (attribute(item, "sqref") or "").split()
        elif name == "sheetView":
            self._zeros = attribute(item, "showZeros") not in _OFF

    def _read_row(self, row: etree._Element) -> None:
        number = attribute(row, "r")
        self._row = int(number) - 1 if number and number.isdigit() else self._row + 1
        if _is_none(row, "ht"):
            self.sheet.hidden_rows.add(self._row)
        column = -1
        for cell in row:
            if local(cell) != "c":
                continue
            place = _place(attribute(cell, "r") or "")
            column = place[1] if place is not None else column + 1
            text = self._cell(cell)
            if text:
                self.sheet.cells[self._row, column] = text
        if len(self.sheet.cells) > MAX_CELLS:
            raise DocumentError(f"more than {MAX_CELLS} cells are no form")

    def _cell(self, cell: etree._Element) -> str:
        kind = attribute(cell, "t") or "n"
        number = attribute(cell, "s") or "0"
        style = self._book.format(number)
        value = child(cell, "v")
        raw = (value.text or "") if value is not None else ""
        if kind == "s" and raw.isdigit() and int(raw) < len(self._book.strings):
            pieces = _pieces(self._book.strings[int(raw)], style)
        elif kind == "inlineStr":
            inline = child(cell, "is")
            pieces = _pieces(inline, style) if inline is not None else []
        else:
            pieces = [(self._shown(cell, kind, raw, style), _rule(style.font, style.paper))]
        if kind in ("s", "inlineStr", "str"):
            pieces = [(show_text(text, style.code), rule) for text, rule in pieces]
        return cell_text(pieces, self.sheet.removed)

    def _shown(self, cell: etree._Element, kind: str, raw: str, style: _Format) -> str:
        if not raw:
            return UNKNOWN if child(cell, "f") is not None and kind != "str" else ""
        if kind == "b":
            return "FALSE" if raw in _OFF else "TRUE"
        if kind != "n":
            return raw  # a text, a date as ISO 8601 writes it, or an error: #REF!
        try:
            number = float(raw)
        except ValueError:
            return UNKNOWN
        if number == 0 and not self._zeros:
            return ""
        return show_number(number, style.code, from_1904=self._book.from_1904)


def _is_drawn(rule: etree._Element) -> bool:
    """Whether bars or signs stand in the place of the numbers."""
    return any(attribute(item, "showValue") in _OFF for item in rule.iter("{*}dataBar", "{*}iconSet"))


def _is_none(item: etree._Element, extent: str) -> bool:
    """Whether a row or column is hidden, or has no height or width."""
    if attribute(item, "hidden") not in (None, *_OFF):
        return True
    try:
        return float(attribute(item, extent) or 1) == 0
    except ValueError:
        return False


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _strings(package: Package) -> Iterator[etree._Element]:
    if "xl/sharedStrings.xml" in package:
        yield from (item for item in package.read_xml("xl/sharedStrings.xml") if local(item) == "si")


def _pieces(item: etree._Element, style: _Format) -> list[tuple[str, str | None]]:
    """The runs of a text, each with the rule that cuts it; a run without properties has the cell's font."""
    pieces = []
    for part in item:
        if local(part) == "t":
            pieces.append((part.text or "", _rule(style.font, style.paper)))
        elif local(part) == "r":
            properties, text = child(part, "rPr"), child(part, "t")
            font = _font(properties) if properties is not None else style.font
            pieces.append(((text.text or "") if text is not None else "", _rule(font, style.paper)))
    return pieces


def _rule(font: _Font, paper: Colour | None) -> str | None:
    if font.rule is not None:
        return font.rule
    return PAPER if paper is not None and font.ink is not None and alike(font.ink, paper) else None


def _formats(package: Package) -> list[_Format]:
    """The formats that cells name by number."""
    if "xl/styles.xml" not in package:
        return []
    root = package.read_xml("xl/styles.xml")
    codes = dict(BUILT_IN)
    for item in _children(root, "numFmts"):
        number = attribute(item, "numFmtId") or ""
        if number.isdigit():
            codes[int(number)] = attribute(item, "formatCode") or "General"
    fonts = [_font(item) for item in _children(root, "fonts")]
    grounds = [_ground(item) for item in _children(root, "fills")]
    formats = []
    for item in _children(root, "cellXfs"):
        code, font, fill = (int(attribute(item, name) or 0) for name in ("numFmtId", "fontId", "fillId"))
        formats.append(
            _Format(
                codes.get(code, UNKNOWN),
                fonts[font] if font < len(fonts) else _Font(),
                grounds[fill] if fill < len(grounds) else WHITE,
            )
        )
    return formats


def _embedded(package: Package) -> Iterator[Issue]:
    """What lies on the sheets and is no cell: pictures, other documents, text boxes."""
    for name in package.names:
        if name.startswith(("xl/media/", "xl/embeddings/")):
            yield Issue("attachment", "embedded_part", f"{name} lies on a sheet and is not read")
        elif name.startswith("xl/drawings/") and name.endswith(".xml"):
            words = " ".join("".join(map(str, package.read_xml(name).itertext("{*}t"))).split())
            if words:
                yield Issue("attachment", "embedded_part", f"a text box on a sheet is not read: {words[:80]}")


def _telling(package: Package) -> Iterator[int]:
    if "xl/styles.xml" in package:
        for number, item in enumerate(_children(package.read_xml("xl/styles.xml"), "dxfs")):
            font = child(item, "font")
            look = _font(font) if font is not None else _Font()
            if look.rule is not None or child(item, "numFmt") is not None or (look.ink and alike(look.ink, WHITE)):
                yield number


def _children(root: etree._Element, name: str) -> Iterator[etree._Element]:
    found = child(root, name)
    yield from found if found is not None else ()


def _font(item: etree._Element) -> _Font:
    strike, raised, colour = child(item, "strike"), child(item, "vertAlign"), child(item, "color")
    size = child(item, "sz")
    rule = None
    if size is not None and (attribute(size, "val") or "") in _SMALLEST:
        rule = HIDDEN
    elif strike is not None and attribute(strike, "val") not in _OFF:
        rule = STRUCK
    elif raised is not None and attribute(raised, "val") in ("superscript", "subscript"):
        rule = NOTE_MARK
    return _Font(rule, _colour(colour) if colour is not None else None)


def _ground(item: etree._Element) -> Colour | None:
    """The colour behind a cell, None where it is not known."""
    pattern = child(item, "patternFill")
    if pattern is None:
        return None
    kind = attribute(pattern, "patternType")
    if kind in (None, "none", "gray125"):
        return WHITE
    colour = child(pattern, "fgColor")
    return _colour(colour) if kind == "solid" and colour is not None else None


def _colour(item: etree._Element) -> Colour | None:
    rgb, theme, index = attribute(item, "rgb"), attribute(item, "theme"), attribute(item, "indexed")
    tint = float(attribute(item, "tint") or 0)
    if rgb is not None and len(rgb) in (6, 8):
        try:
            value = int(rgb[-6:], 16)
        except ValueError:
            return None
        return value >> 16, value >> 8 & 255, value & 255
    if theme is not None and theme.isdigit() and abs(tint) < 0.02:
        return _THEME.get(int(theme))
    return _INDEXED.get(int(index)) if index is not None and index.isdigit() else None
