"""Pictures of reports: what is said without the recogniser, and what comes out with it."""

import io

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.errors import DocumentError, ToolMissingError
from archive.model import Document
from archive.text import attachments
from archive.text.attachments import has_recogniser, read_attachment, sniff
from tests.support.attachment_forms import WrittenReport, grid_cells, write_report
from tests.support.pdf_files import FONT, PdfStyle, pdf_file

needs_ocr = pytest.mark.skipif(not has_recogniser(), reason="the ocr extra is not installed")


def short_report() -> WrittenReport:
    report = write_report(3)
    return WrittenReport(report.title, (*report.items[:1], "四、政府信息公开行政复议、行政诉讼情况", report.tables[2]))


def picture(dpi: int = 150, turned: float = 0.0) -> Image.Image:
    data = pdf_file(short_report(), PdfStyle(cell_size=9.0))
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    return image.rotate(turned, fillcolor="white") if turned else image


def scan(hidden: str = "") -> bytes:
    """A PDF of one picture, with a hidden text layer if one is given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(picture(60)), 0, 0, *A4)
    if hidden:
        text = canvas.beginText(80, 700)
        text.setTextRenderMode(3)
        text.setFont(FONT, 12)
        text.textLine(hidden)
        canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "has_recogniser", lambda: False)
    for data, kind in ((png(picture(60)), "image"), (scan(), "pdf")):
        assert sniff(data) == kind
        with pytest.raises(ToolMissingError, match=r"^scan: .*ocr extra"):
            read_attachment(Document(data, filename="scan"), kind)


def test_a_hidden_text_layer_is_read_as_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "has_recogniser", lambda: False)
    page = read_attachment(Document(scan("本年新收申请十二件"), filename="scan"), "pdf")
    assert page.format == "pdf-scan"
    assert [block.text for block in page.blocks] == ["本年新收申请十二件"]
    assert [issue.code for issue in page.issues] == ["tool_missing"]


@needs_ocr
def test_an_image_gives_its_table() -> None:
    page = read_attachment(Document(png(picture()), filename="scan.png"), "image")
    assert page.format == "image"
    assert page.titles[0][0] == short_report().title
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    written = {(c.row, c.column): c.text.strip("-") for c in short_report().tables[0] if c.row == 3}
    assert {(c.row, c.column): c.text.strip("-") for c in grid_cells(grid) if c.row == 3} == written


@needs_ocr
def test_a_tilted_scan_gives_its_table() -> None:
    out = io.BytesIO()
    picture(turned=0.6).save(out, "PDF", resolution=150)
    page = read_attachment(Document(out.getvalue(), filename="scan.pdf"), "pdf")
    assert page.format == "pdf-scan"
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    assert (len(grid.rows), len(grid.rows[0])) == (4, 15)


@needs_ocr
def test_a_cut_image_is_one_line() -> None:
    with pytest.raises(DocumentError, match=r"^scan\.png: [^\n]+$"):
        read_attachment(Document(png(picture())[:300], filename="scan.png"), "image")
