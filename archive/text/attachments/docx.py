"""DOCX -> page: paragraphs and tables of the body in order, read from the XML itself.

Kept: inserted text, fields' results, text boxes, automatic numbers, other documents that Word puts in their place.
Left out: deleted, hidden, struck and white text, marks of notes, field codes; headers and footers go to ``removed``.
Parts that cannot be read are named in an issue. Nothing outside the package is ever followed.
"""

import posixpath
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from archive.errors import DocumentError
from archive.model import Block, Issue, Link, Page, Removed
from archive.text.attachments.chunks import read_chunk
from archive.text.attachments.docx_runs import SKIPPED, Runs
from archive.text.attachments.grids import Placed, build_grid, table_block
from archive.text.attachments.headings import is_heading, starts_with_ordinal, title_of_lines
from archive.text.attachments.numbering import Numbering, relationship_targets
from archive.text.attachments.packages import Package, attribute, child, local
from archive.text.shown import HIDDEN, LIFTED, NOTE_MARK, WHITE, Colour, is_mark, stated

_DRAWINGS: Final = ("{*}blip", "{*}imagedata", "{*}OLEObject", "{*}chart")
_MAX_DEPTH: Final = 12  # tables in tables; Word itself stops being usable far below
_MAX_TITLE_LINES: Final = 12
_SLIVER: Final = 100  # twentieths of a point
_FLAT: Final = 20  # twentieths of a point


def read_docx(data: bytes, what: str, depth: int = 0) -> Page:
    """Read a Word document; DocumentError where the package or its main part cannot be read. ``depth``: the number of
    documents that it stands in."""
    package = Package(data, what)
    main = _main_part(package)
    root = package.read_xml(main)
    body = child(root, "body")
    if body is None:
        raise DocumentError(f"{what}: the Word document has no body")
    reader = _Reader(package, main, child(root, "background"), depth)
    blocks = list(reader.blocks(body, 0))
    titles = [(text, "first lines") for text in title_of_lines(reader.head)]
    title = _core_title(package)
    if title:
        titles.append((title, "docx title"))
    return Page(
        format="docx",
        charset=None,
        titles=tuple(dict.fromkeys(titles)),
        meta=(("docx:title", title),) if title else (),
        breadcrumb=(),
        metadata_block=(),
        site_code=None,
        blocks=tuple(blocks),
        links=tuple(reader.links),
        removed=(*_furniture(package, reader.runs), *reader.removed),
        issues=tuple(reader.issues),
    )


def _main_part(package: Package) -> str:
    if "word/document.xml" in package:
        return "word/document.xml"
    for kind, target, outside in relationship_targets(_optional(package, "_rels/.rels")).values():
        if kind == "officeDocument" and not outside:
            return target.lstrip("/")
    raise DocumentError(f"{package.what}: the package holds no Word document")


def _optional(package: Package, name: str) -> etree._Element | None:
    return package.read_xml(name) if name in package else None


def _core_title(package: Package) -> str | None:
    core = _optional(package, "docProps/core.xml")
    found = child(core, "title") if core is not None else None
    text = " ".join((found.text or "").split()) if found is not None else ""
    return text if any(character >= "\u4e00" for character in text) else None


def _furniture(package: Package, runs: Runs) -> Iterator[Removed]:
    """Texts of headers and footers, each once."""
    seen = set()
    for name in sorted(package.names):
        part = name.removeprefix("word/")
        rule = "page header" if part.startswith("header") else "page footer" if part.startswith("footer") else None
        if rule is None or not name.endswith(".xml") or not name.startswith("word/"):
            continue
        for paragraph in package.read_xml(name).iter("{*}p"):
            text = "".join(text for text, rule in runs.pieces(paragraph, WHITE) if rule is None).strip()
            if text and (text, rule) not in seen:
                seen.add((text, rule))
                yield Removed(text, rule)


class _Reader:
    """Walks one body. ``head`` collects the lines set apart before the first body paragraph."""

    def __init__(self, package: Package, main: str, background: etree._Element | None, depth: int) -> None:
        folder, _, file = main.rpartition("/")
        self._relations = relationship_targets(_optional(package, f"{folder}/_rels/{file}.rels"))
        styles = _optional(package, f"{folder}/styles.xml")
        self._numbering = Numbering(_optional(package, f"{folder}/numbering.xml"), styles)
        self._package = package
        self.runs = Runs(styles, background)
        self.removed: list[Removed] = []
        self.issues: list[Issue] = []
        self._folder = folder
        self._depth = depth
        self._in_head = True
        self.head: list[str] = []
        self.links: list[Link] = []

    def blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        """The blocks of a body, cell or text box in order."""
        if depth > _MAX_DEPTH:
            raise DocumentError(f"tables stand in tables more than {_MAX_DEPTH} deep; no report is made so")
        for item in container:
            name = local(item)
            if name == "p":
                yield from self._paragraph(item, depth)
            elif name == "tbl":
                self._in_head = False
                yield from self._table(item, depth)
            elif name == "altChunk":
                yield from self._chunk(attribute(item, "id") or "")
            elif name in ("sdt", "customXml", "ins", "smartTag", "sdtContent", "moveTo"):
                yield from self.blocks(item, depth)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        label = self._numbering.label(properties)
        text = self._line(paragraph)
        if text.strip():
            text = label + text.lstrip() if label else text
        for raw in text.split("\n"):
            line = raw.strip(" \t\u3000")
            if line:
                if depth == 0:
                    self._note_head(line, properties)
                yield Block("heading" if is_heading(line) else "paragraph", line, None, "body")
        for link in paragraph.iter("{*}hyperlink"):
            relation = self._relations.get(attribute(link, "id") or "")
            if relation is not None and relation[2]:
                self.links.append(Link(relation[1], self._line(link).strip()))
        for item in paragraph.iter("{*}txbxContent", "{*}blip", "{*}OLEObject"):
            if any(local(a) in SKIPPED for a in item.iterancestors()) or _in_box(item, paragraph):
                continue
            if local(item) == "OLEObject":
                self._name_object(item)
            elif local(item) == "blip":
                yield Block("image", _alternative(item), None, "body")
            else:
                yield from self.blocks(item, depth + 1)

    def _line(self, paragraph: etree._Element) -> str:
        """The text of a paragraph outside of tables."""
        kept = ""
        for text, rule in self.runs.pieces(paragraph, self.runs.ground(None)):
            if rule is None or rule == LIFTED or (rule == NOTE_MARK and not is_mark(text, kept)):
                kept += text
            elif text.strip():
                self.removed.append(Removed(text.strip()[:200], rule))
        return kept

    def _chunk(self, name: str) -> Iterator[Block]:
        """Another document of the package that Word shows in this place."""
        _, target, outside = self._relations.get(name, ("", "", True))
        path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"{self._folder}/{target}")
        if outside or path not in self._package:
            self.issues.append(Issue("attachment", "embedded_part", f"{target or name}: a document not at hand"))
            return
        try:
            page = read_chunk(self._package.read(path), path, self._depth + 1, read_docx)
        except DocumentError as error:
            self.issues.append(Issue("attachment", "embedded_part", f"a document in its text is not read: {error}"))
            return
        self.issues += page.issues
        self.removed += page.removed
        self._in_head = False
        self.head += [block.text for block in page.blocks[:1] if not self.head and block.kind != "table"]
        yield from page.blocks

    def _name_object(self, item: etree._Element) -> None:
        what = attribute(item, "ProgID") or "an object"
        self.issues.append(Issue("attachment", "embedded_part", f"{what} embedded in the text is not read"))

    def _note_head(self, line: str, properties: etree._Element | None) -> None:
        if not self._in_head:
            return
        if starts_with_ordinal(line) or len(self.head) >= _MAX_TITLE_LINES or (len(line) > 60 or line[-1] in "。；"):
            self._in_head = False
            return
        justified = child(properties, "jc") if properties is not None else None
        centred = justified is not None and attribute(justified, "val") == "center"
        if centred or len(self.head) < 3:
            self.head.append(line)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        cells, nested = self._cells(table)
        if nested and len({cell.column for cell in cells}) <= 1:
            for container in _cell_elements(table):  # a table that only lays out the page
                yield from self.blocks(container, depth + 1)
            return
        cells = _without_slivers(cells, table)
        if cells:
            yield table_block(build_grid(cells), "body")
        for inner in nested:
            yield from self._table(inner, depth + 1) if depth < _MAX_DEPTH else ()

    def _cells(self, table: etree._Element) -> tuple[list[Placed], list[etree._Element]]:
        cells: list[Placed] = []
        nested: list[etree._Element] = []
        open_spans: dict[int, int] = {}  # column -> index of the cell that may go on below
        for row_number, row in enumerate(_rows(table)):
            properties = child(row, "trPr")
            if properties is not None and _is_folded(properties):
                self.removed.append(Removed(" ".join("".join(map(str, row.itertext())).split())[:200], HIDDEN))
                continue
            column = _number(properties, "gridBefore", 0) if properties is not None else 0
            spans: dict[int, int] = {}
            for cell in _unwrapped(row, "tc"):
                format_ = child(cell, "tcPr")
                width = max(1, _number(format_, "gridSpan", 1)) if format_ is not None else 1
                inner = list(_unwrapped(cell, "tbl"))
                nested += inner
                if _goes_on(format_, "vMerge") and column in open_spans:
                    index = open_spans[column]
                    above = cells[index]
                    cells[index] = Placed(
                        above.row, above.column, row_number - above.row + 1, above.colspan, above.text
                    )
                elif _goes_on(format_, "hMerge") and cells and cells[-1].row == row_number:
                    index = len(cells) - 1
                    left = cells[index]
                    cells[index] = Placed(left.row, left.column, left.rowspan, column + width - left.column, left.text)
                else:
                    index = len(cells)
                    cells.append(Placed(row_number, column, 1, width, self._cell_text(cell)))
                spans[column] = index
                column += width
            open_spans = spans
        return cells, nested

    def _cell_text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        cut: list[Removed] = []
        ground = self.runs.ground(cell)
        for paragraph in _unwrapped(cell, "p"):
            label = self._numbering.label(child(paragraph, "pPr"))
            text = self._kept(paragraph, ground, cut)
            lines.append(label + text if text.strip() else text)
            for box in paragraph.iter("{*}txbxContent"):
                if not any(local(a) in SKIPPED for a in box.iterancestors()):
                    lines += [self._kept(inner, ground, cut) for inner in box.iter("{*}p")]
        for item in cell.iter("{*}OLEObject"):
            self._name_object(item)
        self.removed += cut
        drawn = next(cell.iter(*_DRAWINGS), None) is not None
        text = "\n".join(line for line in lines if line).strip("\n")
        return stated(text, cut, drawn) if cut or not text.strip() else text

    def _kept(self, paragraph: etree._Element, ground: Colour | None, cut: list[Removed]) -> str:
        kept = []
        for text, rule in self.runs.pieces(paragraph, ground):
            if rule is None:
                kept.append(text)
            elif text.strip():
                cut.append(Removed(text.strip()[:200], rule))
        return "".join(kept)


def _without_slivers(cells: list[Placed], table: etree._Element) -> list[Placed]:
    """Columns that only rounding made (borders of different rows a hair apart) joined to their neighbour."""
    grid = child(table, "tblGrid")
    widths = [attribute(column, "w") or "" for column in grid] if grid is not None else []
    single = {cell.column for cell in cells if cell.colspan == 1}
    slivers = [i for i, width in enumerate(widths) if width.isdigit() and 0 < int(width) < _SLIVER and i not in single]
    if not slivers:
        return cells

    def moved(border: int) -> int:
        return border - bisect_left(slivers, border)

    return [
        replace(cell, column=moved(cell.column), colspan=moved(cell.column + cell.colspan) - moved(cell.column))
        for cell in cells
    ]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _unwrapped(table, "tr"):
        properties = child(row, "trPr")
        if properties is None or child(properties, "del") is None:
            yield row


def _is_folded(properties: etree._Element) -> bool:
    """Whether a row is hidden, or of exactly no height."""
    hidden, height = child(properties, "hidden"), child(properties, "trHeight")
    if hidden is not None and attribute(hidden, "val") not in ("0", "false", "off"):
        return True
    flat = _number(properties, "trHeight", _FLAT + 1) <= _FLAT
    return height is not None and attribute(height, "hRule") == "exact" and flat


def _cell_elements(table: etree._Element) -> Iterator[etree._Element]:
    for row in _rows(table):
        yield from _unwrapped(row, "tc")


def _unwrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of this name, content controls and insertions looked through."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from _unwrapped(item, name)


def _number(properties: etree._Element, name: str, default: int) -> int:
    found = child(properties, name)
    try:
        return max(0, int((attribute(found, "val") if found is not None else None) or default))
    except ValueError:
        return default


def _goes_on(properties: etree._Element | None, name: str) -> bool:
    merge = child(properties, name) if properties is not None else None
    return merge is not None and attribute(merge, "val") != "restart"


def _in_box(item: etree._Element, paragraph: etree._Element) -> bool:
    """Whether the item stands in a text box of the paragraph (which is read by itself)."""
    for ancestor in item.iterancestors():
        if ancestor is paragraph:
            return False
        if local(ancestor) == "txbxContent":
            return True
    return False


def _alternative(blip: etree._Element) -> str:
    for ancestor in blip.iterancestors():
        if local(ancestor) in ("inline", "anchor"):
            properties = child(ancestor, "docPr")
            return (attribute(properties, "descr") or "") if properties is not None else ""
    return ""
