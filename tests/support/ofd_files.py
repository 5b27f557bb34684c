"""Write OFD packages: the calls of the PDF canvas, recorded as text and path objects in millimetres."""

from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

from tests.support.attachment_forms import WrittenReport
from tests.support.office_files import zip_of
from tests.support.pdf_files import FONT, PdfStyle, pdf_file

MM = 25.4 / 72
XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


class OfdCanvas:
    """Takes what ``PdfWriter`` draws. ``data`` holds the package after ``save``."""

    def __init__(self, *, scaled: bool = False, watermark: str = "") -> None:
        self.scaled = scaled
        self.watermark = watermark
        self.pages: list[list[str]] = [[]]
        self.size = 10.0
        self.data = b""

    def setFont(self, name: str, size: float) -> None:  # noqa: N802  the canvas's own name
        self.size = size

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self.width = width

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        size, height = self.size * MM, 1.3 * self.size * MM
        widths = [pdfmetrics.stringWidth(character, FONT, self.size) * MM for character in text]
        left, top = x * MM, (A4[1] - y) * MM - size
        # Half of the writers in use scale a unit font by a matrix instead of naming the size.
        factor = size if self.scaled else 1.0
        matrix = f' CTM="{factor} 0 0 {factor} 0 0"' if self.scaled else ""
        deltas = " ".join(f"{width / factor:.4f}" for width in widths[:-1])
        if len(widths) > 3 and len(set(widths[:-1])) == 1:
            deltas = f"g {len(widths) - 1} {widths[0] / factor:.4f}"
        self.pages[-1].append(
            f'<ofd:TextObject Boundary="{left:.3f} {top:.3f} {sum(widths):.3f} {height:.3f}" Font="1"'
            f' Size="{size / factor:.4f}"{matrix}><ofd:TextCode X="0" Y="{size / factor:.4f}" DeltaX="{deltas}">'
            f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        left, top = min(x0, x1) * MM, (A4[1] - max(y0, y1)) * MM
        width, height = abs(x1 - x0) * MM, abs(y1 - y0) * MM
        self._path(left, top, width, height, f"M 0 0 L {width:.3f} {height:.3f}", "")

    def rect(self, x: float, y: float, w: float, h: float, *, stroke: int, fill: int) -> None:
        left, top, width, height = x * MM, (A4[1] - y - h) * MM, w * MM, h * MM
        outline = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        self._path(left, top, width, height, outline, f' Stroke="{"true" if stroke else "false"}" Fill="true"')

    def _path(self, left: float, top: float, width: float, height: float, data: str, paint: str) -> None:
        self.pages[-1].append(
            f'<ofd:PathObject Boundary="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" LineWidth="0.18"{paint}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def showPage(self) -> None:  # noqa: N802
        self.pages.append([])

    def save(self) -> None:
        contents = self.pages[:-1]
        members: dict[str, str | bytes] = {
            "OFD.xml": (
                f'<ofd:OFD {XMLNS} Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:Title>年报</ofd:Title></ofd:DocInfo>'
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
            "Doc_0/Document.xml": (
                f"<ofd:Document {XMLNS}><ofd:CommonData><ofd:PageArea>"
                f"<ofd:PhysicalBox>0 0 {A4[0] * MM:.3f} {A4[1] * MM:.3f}</ofd:PhysicalBox></ofd:PageArea>"
                '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages>'
                + "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(contents)))
                + "</ofd:Pages></ofd:Document>"
            ),
            "Doc_0/Tpls/Tpl_0/Content.xml": (
                f'<ofd:Page {XMLNS}><ofd:Content><ofd:Layer ID="1"><ofd:TextObject Boundary="20 100 150 150" Size="20"'
                f' CTM="0.7 -0.7 0.7 0.7 0 0"><ofd:TextCode X="0" Y="20" DeltaX="g {len(self.watermark)} 20">'
                f"{self.watermark}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
            ),
        }
        for i, objects in enumerate(contents):
            members[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
                f'<ofd:Page {XMLNS}><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer ID="2"><ofd:PageBlock>'
                + "".join(objects)
                + "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
            )
        self.data = zip_of(members)


def ofd_file(
    report: WrittenReport, style: PdfStyle | None = None, *, scaled: bool = False, watermark: str = ""
) -> bytes:
    """The report as an OFD package."""
    canvas = OfdCanvas(scaled=scaled, watermark=watermark)
    pdf_file(report, style, canvas)
    return canvas.data
