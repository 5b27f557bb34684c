"""Draw a report as PDF line by line, so that each page break, wrap and rule is ours to choose."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.support.attachment_forms import FormCell, FormTable, WrittenReport, size_of

FONT = "STSong-Light"
LEFT, RIGHT, TOP, BOTTOM = 74.0, 519.0, 90.0, 780.0


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """How the report is drawn. ``rules``: ``strokes``, ``thin`` (filled rectangles, cell by cell), ``dots`` (nearly
    square ones), ``open`` (no outer verticals), ``none``. ``break_inside``: a label that spans the break is split
    over it."""

    rules: str = "strokes"
    size: float = 14.0
    cell_size: float = 8.0
    page_numbers: bool = True
    header: str = ""
    title_lines: int = 1
    repeat_header: bool = False
    break_inside: bool = True
    mirror: float = 0.0
    watermark: str = ""
    double_bold: bool = False


def _dots(x0: float, top: float, x1: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Where a dotted border has its dots: one every 3 points along each side."""
    for i in range(int((x1 - x0) / 3) + 1):
        yield from ((x0 + 3 * i, top), (x0 + 3 * i, bottom))
    for i in range(int((bottom - top) / 3) + 1):
        yield from ((x0, top + 3 * i), (x1, top + 3 * i))


@dataclass(slots=True)
class PdfWriter:
    style: PdfStyle
    out: io.BytesIO = field(default_factory=io.BytesIO)
    page: int = 0
    y: float = TOP
    shift: float = 0.0
    canvas: Any = None

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        if self.canvas is None:
            self.canvas = Canvas(self.out, pagesize=A4, invariant=True)
        self._begin()

    def _begin(self) -> None:
        self.page += 1
        self.y = TOP
        self.shift = self.style.mirror if self.page % 2 == 0 else 0.0
        if self.style.header:
            self._text(LEFT, 50, self.style.header, 9)
        if self.style.watermark:
            self.canvas.saveState()
            self.canvas.translate(300, 400)
            self.canvas.rotate(45)
            self.canvas.setFont(FONT, 40)
            self.canvas.drawCentredString(0, 0, self.style.watermark)
            self.canvas.restoreState()

    def _end(self) -> None:
        if self.style.page_numbers:
            self._text(LEFT if self.page % 2 == 0 else RIGHT - 30, 806, f"- {self.page} -", 10.5)
        self.canvas.showPage()

    def turn(self) -> None:
        self._end()
        self._begin()

    def _text(self, x: float, bottom: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        for offset in (0.0, 0.3) if self.style.double_bold else (0.0,):
            self.canvas.drawString(x + self.shift + offset, A4[1] - bottom + 0.2 * size, text)

    def title(self, title: str) -> None:
        size = 22.0
        cut = title.index("20") if self.style.title_lines == 2 else len(title)
        for line in filter(None, (title[:cut], title[cut:])):
            self.centred(line, size)
        self.y += 20

    def centred(self, text: str, size: float) -> None:
        width = pdfmetrics.stringWidth(text, FONT, size)
        self._text((LEFT + RIGHT - width) / 2, self.y + size, text, size)
        self.y += 1.37 * size

    def paragraph(self, text: str) -> None:
        size, pitch = self.style.size, 2 * self.style.size
        indent = 2 * size
        for line in wrap(text, size, RIGHT - LEFT, indent):
            if self.y + pitch > BOTTOM:
                self.turn()
            self._text(LEFT + indent, self.y + size, line, size)
            self.y += pitch
            indent = 0.0

    def table(self, cells: FormTable, widths: Sequence[float]) -> None:
        rows, _ = size_of(cells)
        share = (RIGHT - LEFT) / sum(widths)
        xs = [LEFT]
        for width in widths:
            xs.append(xs[-1] + width * share)
        heights = self._heights(cells, rows, xs)
        start = 0
        while start < rows:
            repeats = self.style.repeat_header and start > 0 and len(xs) == 11
            stop, bottom = start, self.y + (sum(heights[:3]) if repeats else 0.0)
            while stop < rows and bottom + heights[stop] <= BOTTOM:
                bottom += heights[stop]
                stop += 1
            keeps_header = self.style.repeat_header or self.style.break_inside
            if stop == start or (keeps_header and start == 0 and stop < min(3, rows)):
                self.turn()
                continue
            part = [c for c in cells if c.row < stop and c.row + c.rowspan > start]
            if repeats:
                head = [c for c in cells if c.row < 3]
                self._draw(head, xs, heights, 0, 3)
            self._draw(part, xs, heights, start, stop)
            start = stop
            if start < rows:
                self.turn()
        self.y += 20

    def _heights(self, cells: FormTable, rows: int, xs: Sequence[float]) -> list[float]:
        size = self.style.cell_size
        heights = [2.4 * size] * rows
        for cell in sorted(cells, key=lambda c: c.rowspan):
            needed = size * 1.25 * len(self._lines(cell, xs)) + size
            have = sum(heights[cell.row : cell.row + cell.rowspan])
            if needed > have:
                for r in range(cell.row, cell.row + cell.rowspan):
                    heights[r] += (needed - have) / cell.rowspan
        return heights

    def _lines(self, cell: FormCell, xs: Sequence[float]) -> list[str]:
        width = xs[cell.column + cell.colspan] - xs[cell.column] - 0.5 * self.style.cell_size
        return wrap(cell.text, self.style.cell_size, width, 0.0)

    def _draw(
        self, cells: Sequence[FormCell], xs: Sequence[float], heights: Sequence[float], start: int, stop: int
    ) -> None:
        ys = [self.y]
        for r in range(start, stop):
            ys.append(ys[-1] + heights[r])
        size = self.style.cell_size
        for cell in cells:
            first, last = max(cell.row, start), min(cell.row + cell.rowspan, stop)
            top, bottom = ys[first - start], ys[last - start]
            x0, x1 = xs[cell.column], xs[cell.column + cell.colspan]
            self._frame(x0, top, x1, bottom, (xs[0], xs[-1]))
            lines = self._lines(cell, xs)
            if cell.row < start or cell.row + cell.rowspan > stop:
                lines = self._lines_of_piece(cell, lines, heights, start, stop)
            y = (top + bottom) / 2 - len(lines) * 1.25 * size / 2
            for line in lines:
                self._text(x0 + 0.25 * size, y + 1.1 * size, line, size)
                y += 1.25 * size
        self.y = ys[-1]

    def _lines_of_piece(
        self, cell: FormCell, lines: list[str], heights: Sequence[float], start: int, stop: int
    ) -> list[str]:
        """The lines of a cell over a page break that stand in its piece between two rows."""
        end = cell.row + cell.rowspan
        if self.style.break_inside:
            before = self._fitting(cell, heights, cell.row, max(cell.row, start))
            return lines[before : self._fitting(cell, heights, cell.row, stop) if end > stop else None]
        largest = max(sum(heights[cell.row : start]), sum(heights[stop:end]))
        return lines if sum(heights[max(cell.row, start) : min(end, stop)]) >= largest else []

    def _fitting(self, cell: FormCell, heights: Sequence[float], first: int, last: int) -> int:
        return int((sum(heights[first:last]) - 0.5 * self.style.cell_size) / (1.25 * self.style.cell_size))

    def _frame(self, x0: float, top: float, x1: float, bottom: float, outer: tuple[float, float]) -> None:
        canvas, height = self.canvas, A4[1]
        x0, x1 = x0 + self.shift, x1 + self.shift
        if self.style.rules == "thin":
            for x, y, w, h in (
                (x0, top, x1 - x0, 0.5),
                (x0, bottom, x1 - x0, 0.5),
                (x0, top, 0.5, bottom - top),
                (x1, top, 0.5, bottom - top),
            ):
                canvas.rect(x, height - y - h, w, h, stroke=0, fill=1)
        elif self.style.rules == "dots":
            for x, y in _dots(x0, top, x1, bottom):
                canvas.rect(round(x, 2), round(height - y, 2), 0.76, 0.75, stroke=0, fill=1)
        elif self.style.rules in ("strokes", "open"):
            canvas.setLineWidth(0.5)
            canvas.line(x0, height - top, x1, height - top)
            canvas.line(x0, height - bottom, x1, height - bottom)
            for x in (x0, x1):
                if self.style.rules == "strokes" or x - self.shift not in outer:
                    canvas.line(x, height - top, x, height - bottom)

    def close(self) -> bytes:
        self._end()
        self.canvas.save()
        return self.out.getvalue()


def wrap(text: str, size: float, width: float, indent: float) -> list[str]:
    """Lines no wider than ``width``, the first shorter by ``indent``."""
    lines, line, room = [], "", width - indent
    for character in text:
        if line and pdfmetrics.stringWidth(line + character, FONT, size) > room:
            lines.append(line)
            line, room = "", width
        line += character
    return [*lines, line] if line else lines


WIDTHS = {4: (3, 2, 2, 2), 10: (0.7, 2, 4, 1.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.5), 15: (1,) * 15}


def pdf_file(report: WrittenReport, style: PdfStyle | None = None, canvas: Any = None) -> bytes:
    """The report as a PDF in this style; or on another canvas that takes the same calls."""
    writer = PdfWriter(style or PdfStyle(), canvas=canvas)
    writer.title(report.title)
    for item in report.items:
        if isinstance(item, str):
            writer.paragraph(item)
        else:
            writer.table(item, WIDTHS[size_of(item)[1]])
    return writer.close()


def plain_pdf(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
