"""What a PDF page shows: of each construct one cell of a ruled table, drawn by reportlab, or patched by hand."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.lib.colors import Color, black, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from archive.model import Document, Page
from archive.text.attachments import read_attachment
from archive.text.shown import UNKNOWN
from tests.support.pdf_files import plain_pdf

FONT = "STSong-Light"
X, Y, SIZE = 310.0, 704.0, 10.0
"""Where the number of the second row stands."""


def canvas(out: io.BytesIO) -> Any:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(out, pagesize=(600, 800), invariant=True)


def page_of(draw: Callable[[Any], None], before: Callable[[Any], None] | None = None) -> Page:
    """A page with a table of two rows; ``draw`` fills the cell of 行政许可, ``before`` paints before all else."""
    out = io.BytesIO()
    drawn = canvas(out)
    if before is not None:
        before(drawn)
    for y in (740, 720, 700):
        drawn.line(60, y, 540, y)
    for x in (60, 300, 540):
        drawn.line(x, 700, x, 740)
    for y, text in ((725, "信息内容"), (705, "行政许可")):
        say(drawn, 70, y, text)
    say(drawn, X, 725, "本年处理决定数量")
    say(drawn, 70, 600, "一、总体情况：本机关全面推进政务公开工作。")
    draw(drawn)
    drawn.save()
    return read_attachment(Document(out.getvalue()), "pdf")


def cell(page: Page) -> str:
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    return grid.texts[-1]


def say(drawn: Any, x: float, y: float, text: str, size: float = SIZE) -> None:
    drawn.setFont(FONT, size)
    drawn.drawString(x, y, text)


def plain(drawn: Any) -> None:
    say(drawn, X + 40, Y, "1284")


def invisible(drawn: Any, mode: int = 3) -> None:
    drawn.saveState()
    text = drawn.beginText(X, Y)
    text.setFont(FONT, SIZE)
    text.setTextRenderMode(mode)
    text.textOut("1204")
    drawn.drawText(text)
    drawn.restoreState()
    plain(drawn)


def coloured(ink: Any, ground: Any = None, text: str = "1204") -> Callable[[Any], None]:
    def draw(drawn: Any) -> None:
        drawn.saveState()
        if ground is not None:
            drawn.setFillColor(ground)
            drawn.rect(X - 2, Y - 3, 34, 14, stroke=0, fill=1)
        drawn.setFillColor(ink)
        say(drawn, X, Y, text)
        drawn.restoreState()

    return draw


def under(drawn: Any) -> None:
    """A number, a white box over it, and the new number on the box."""
    say(drawn, X, Y, "1204")
    drawn.saveState()
    drawn.setFillColor(white)
    drawn.rect(X - 2, Y - 3, 60, 14, stroke=0, fill=1)
    drawn.restoreState()
    say(drawn, X, Y, "1284")


def under_a_stroke(drawn: Any) -> None:
    say(drawn, X, Y, "1204")
    drawn.saveState()
    drawn.setStrokeColor(white)
    drawn.setLineWidth(14)
    drawn.line(X - 2, Y + 4, X + 30, Y + 4)
    drawn.restoreState()
    plain(drawn)


def under_a_polygon(drawn: Any) -> None:
    say(drawn, X, Y, "1204")
    drawn.saveState()
    drawn.setFillColor(white)
    path = drawn.beginPath()
    path.moveTo(X - 9, Y - 4)
    for x, y in ((X + 33, Y - 4), (X + 36, Y + 4), (X + 33, Y + 12), (X - 9, Y + 12)):
        path.lineTo(x, y)
    path.close()
    drawn.drawPath(path, stroke=0, fill=1)
    drawn.restoreState()
    plain(drawn)


def clipped(drawn: Any) -> None:
    drawn.saveState()
    path = drawn.beginPath()
    path.rect(X + 100, Y, 50, 20)
    drawn.clipPath(path, stroke=0, fill=0)
    say(drawn, X, Y, "1204")
    drawn.restoreState()
    plain(drawn)


def struck(drawn: Any) -> None:
    say(drawn, X, Y, "1204")
    width = pdfmetrics.stringWidth("1204", FONT, SIZE)
    drawn.line(X, Y + 3, X + width, Y + 3)
    plain(drawn)


def raised(drawn: Any, height: float = 4.0) -> None:
    say(drawn, X, Y, "1284")
    say(drawn, X + pdfmetrics.stringWidth("1284", FONT, SIZE) + 0.5, Y + height, "2", 6)


def thrice(drawn: Any) -> None:
    for shift in (0, 0.2, 0.4):
        say(drawn, X + shift, Y, "1284")


def watermarked(drawn: Any) -> None:
    drawn.saveState()
    drawn.setFillColor(Color(0.85, 0.85, 0.85))
    say(drawn, X - 100, Y - 5, "2019样本", 30)
    drawn.restoreState()
    plain(drawn)


def see_through(drawn: Any) -> None:
    drawn.saveState()
    drawn.setFillAlpha(0)
    say(drawn, X, Y, "1204")
    drawn.restoreState()
    plain(drawn)


def highlighted(drawn: Any) -> None:
    """A marker's stroke over the number does not cover it."""
    plain(drawn)
    drawn.saveState()
    drawn.setFillColor(Color(1, 1, 0))
    drawn.setFillAlpha(0.4)
    drawn.rect(X + 30, Y - 3, 60, 14, stroke=0, fill=1)
    drawn.restoreState()


def white_on_blue(drawn: Any) -> None:
    coloured(white, Color(0.1, 0.3, 0.5), "1284")(drawn)


def both(*draws: Callable[[Any], None]) -> Callable[[Any], None]:
    def draw(drawn: Any) -> None:
        for one in draws:
            one(drawn)

    return draw


SHOWN: dict[str, Callable[[Any], None]] = {
    "nothing": plain,
    "mode 3": invisible,
    "mode 7": lambda drawn: invisible(drawn, 7),
    "white": both(coloured(white), plain),
    "black on black": both(coloured(black, black), plain),
    "white on blue": white_on_blue,
    "under a box": under,
    "under a stroke": under_a_stroke,
    "under a polygon": under_a_polygon,
    "outside of the clip": clipped,
    "opacity 0": see_through,
    "tiny": both(lambda drawn: say(drawn, X, Y, "1204", 0.9), plain),
    "struck": struck,
    "raised": raised,
    "lowered": lambda drawn: raised(drawn, -3.0),
    "thrice": thrice,
    "watermark": watermarked,
    "highlighted": highlighted,
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_says_what_it_shows(name: str) -> None:
    assert cell(page_of(SHOWN[name])) == "1284"


def test_what_was_cut_is_told() -> None:
    rules = {
        "mode 3": "hidden",
        "white": "in the colour of the paper",
        "under a box": "covered",
        "struck": "struck out",
    }
    rules |= {"raised": "note mark", "watermark": "watermark"}
    for name, rule in rules.items():
        assert rule in {cut.rule for cut in page_of(SHOWN[name]).removed}, name


def test_a_number_that_is_only_struck_is_no_value() -> None:
    def draw(drawn: Any) -> None:
        say(drawn, X, Y, "1204")
        drawn.line(X, Y + 3, X + pdfmetrics.stringWidth("1204", FONT, SIZE), Y + 3)

    assert cell(page_of(draw)) == UNKNOWN
    assert cell(page_of(coloured(white))) == ""


def test_a_dark_page_with_white_letters_is_read() -> None:
    def paint(drawn: Any) -> None:
        drawn.setFillColor(Color(0.1, 0.1, 0.3))
        drawn.rect(0, 0, 600, 800, stroke=0, fill=1)
        drawn.setFillColor(white)
        drawn.setStrokeColor(white)

    assert cell(page_of(plain, paint)) == "1284"


def field(drawn: Any, **more: Any) -> None:
    drawn.acroForm.textfield(name="n", x=X, y=Y - 3, width=80, height=15, fontSize=9, borderWidth=0, **more)


def choice(drawn: Any) -> None:
    drawn.acroForm.choice(
        name="n", x=X, y=Y - 3, width=80, height=15, fontSize=9, options=["741", "1284"], value="1284", borderWidth=0
    )


FIELDS: dict[str, Callable[[Any], None]] = {
    "text": lambda drawn: field(drawn, value="1284"),
    "choice": choice,
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_show_their_values(name: str) -> None:
    assert cell(page_of(FIELDS[name])) == "1284"


LINES = (
    b"60 740 m 540 740 l 60 720 m 540 720 l 60 700 m 540 700 l"
    b" 60 700 m 60 740 l 300 700 m 300 740 l 540 700 m 540 740 l S "
)
WORDS = b"BT /F 10 Tf 70 725 Td (label) Tj 240 0 Td (count) Tj -240 -20 Td (row) Tj ET "


def by_hand(
    content: bytes, *, page: str = "", catalog: str = "", resources: str = "", more: Sequence[str] = ()
) -> Page:
    """The same table by hand; ``more`` are the objects from number 6 on."""
    content = LINES + WORDS + content
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        + f" /Resources << /Font << /F 5 0 R >> {resources} >> {page} >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(one.encode() for one in more),
    ]
    return read_attachment(Document(plain_pdf(objects)), "pdf")


def noted(note: str, appearance: str = "", form: str = "") -> Page:
    """One annotation over the cell; its appearance is object 6."""
    head = f"/Subtype /Form /BBox [0 0 80 15] /Resources << /Font << /F 5 0 R >> >> /Length {len(appearance)}"
    drawing = f"<< {head} >>\nstream\n{appearance}\nendstream"
    drawn = f"<< /Type /Annot /Rect [310 702 390 717] {note} >>"
    return by_hand(b"", page="/Annots [7 0 R]", catalog=form, more=(drawing, drawn))


DRAWING = "BT /F 10 Tf 2 4 Td (1284) Tj ET"
FORM = "/AcroForm << /Fields [7 0 R] /DA (/F 0 Tf 0 g) /DR << /Font << /F 5 0 R >> >> >>"
TEXT = "/Subtype /Widget /FT /Tx /T (n) /DA (/F 10 Tf 0 g)"


@pytest.mark.parametrize(
    ("note", "appearance", "form", "text"),
    [
        ("/Subtype /FreeText /F 4 /Contents (1284) /AP << /N 6 0 R >>", DRAWING, "", "1284"),
        ("/Subtype /FreeText /F 6 /Contents (1284) /AP << /N 6 0 R >>", DRAWING, "", ""),
        ("/Subtype /FreeText /F 36 /Contents (1284) /AP << /N 6 0 R >>", DRAWING, "", ""),
        (f"{TEXT} /F 4 /V (1284) /AP << /N 6 0 R >>", DRAWING, FORM, "1284"),
        (f"{TEXT} /F 2 /V (1284) /AP << /N 6 0 R >>", DRAWING, FORM, ""),
        (f"{TEXT} /F 4 /V (1284)", "", FORM, "1284"),
        (f"{TEXT} /F 4 /V (1284)", "", FORM.replace("/Fields", "/NeedAppearances true /Fields"), "1284"),
        ("/Subtype /Popup /Contents (741)", "", "", ""),
        ("/Subtype /Text /F 4 /Contents (741)", "", "", ""),
    ],
)
def test_annotations_show_what_their_appearance_draws(note: str, appearance: str, form: str, text: str) -> None:
    assert cell(noted(note, appearance, form)) == text


def layered(state: str) -> Page:
    """A number on a layer, and one beside it."""
    content = b"/OC /L BDC BT /F 10 Tf 310 705 Td (1204) Tj ET EMC BT /F 10 Tf 350 705 Td (1284) Tj ET"
    return by_hand(
        content,
        catalog=f"/OCProperties << /OCGs [6 0 R] /D << {state} >> >>",
        resources="/Properties << /L 6 0 R >>",
        more=("<< /Type /OCG /Name (draft) >>",),
    )


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("/OFF [6 0 R]", "1284"),
        ("/BaseState /OFF", "1284"),
        ("/BaseState /OFF /ON [6 0 R]", "1204 1284"),
        ("", "1204 1284"),
    ],
)
def test_layers_that_are_off_are_not_there(state: str, text: str) -> None:
    assert cell(layered(state)) == text
