"""What an OFD page shows: of each construct one cell of a ruled table."""

import re

import pytest

from archive.model import Document, Page
from archive.text.attachments import read_attachment
from archive.text.shown import UNKNOWN
from tests.support.ofd_files import XMLNS
from tests.support.office_files import zip_of

X, Y = 110.0, 31.0
"""Where the number of the second row stands (millimetres)."""


def text(words: str, x: float = X, y: float = Y, size: float = 4.0, more: str = "", inner: str = "") -> str:
    wide = size if any(letter > "\u2e80" for letter in words) else size / 2
    deltas = " ".join([str(wide)] * (len(words) - 1))
    boundary = f"{x} {y} {wide * len(words)} {1.3 * size}"
    code = f'<TextCode X="0" Y="{size}" DeltaX="{deltas}">{words}</TextCode>'
    return f'<TextObject Boundary="{boundary}" Font="1" Size="{size}" {more}>{inner}{code}</TextObject>'


def path(x: float, y: float, width: float, height: float, data: str, more: str = "", inner: str = "") -> str:
    drawn = f"{inner}<AbbreviatedData>{data}</AbbreviatedData>"
    return f'<PathObject Boundary="{x} {y} {width} {height}" LineWidth="0.2" {more}>{drawn}</PathObject>'


def box(x: float, y: float, width: float, height: float, colour: str, more: str = "") -> str:
    outline = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    fill = f'<FillColor Value="{colour}"/>'
    return path(x, y, width, height, outline, f'Stroke="false" Fill="true" {more}', fill)


def over(colour: str, more: str = "") -> str:
    """A box over the number."""
    return box(X - 1, Y, 12, 6, colour, more)


def image(number: int) -> str:
    return f'<ImageObject Boundary="{X - 1} {Y} 12 6" CTM="12 0 0 6 0 0" ResourceID="{number}"/>'


def unit(number: int, more: str = "") -> str:
    return f'<CompositeObject Boundary="{X} {Y} 40 10" CTM="2 0 0 2 0 0" ResourceID="{number}" {more}/>'


TABLE = "".join(
    [path(20, y, 170, 0, "M 0 0 L 170 0") for y in (20, 30, 40)]
    + [path(x, 20, 0, 20, "M 0 0 L 0 20") for x in (20, 100, 190)]
    + [text("信息内容", 25, 22), text("本年处理决定数量", X, 22), text("行政许可", 25, 32)]
    + [text("一、总体情况：本机关全面推进政务公开工作。", 25, 80)]
)
RESOURCES = f"""<Res {XMLNS}>
<DrawParams><DrawParam ID="70"><FillColor Value="255 255 255"/></DrawParam>
<DrawParam ID="71" Relative="70"/></DrawParams>
<CompositeGraphicUnits>
<CompositeGraphicUnit ID="80" Width="20" Height="5"><Content>{text("1284", 0, 0, 2)}</Content></CompositeGraphicUnit>
<CompositeGraphicUnit ID="81" Width="20" Height="5"><Content>{unit(81)}{unit(81)}</Content></CompositeGraphicUnit>
</CompositeGraphicUnits>
<MultiMedias><MultiMedia ID="90" Type="Image"><MediaFile>a.JPG</MediaFile></MultiMedia>
<MultiMedia ID="91" Type="Image"><MediaFile>seal.png</MediaFile></MultiMedia></MultiMedias></Res>"""
DOCUMENT = f"""<Document {XMLNS}><CommonData><PublicRes>Res.xml</PublicRes></CommonData>
<Pages><Page ID="1" BaseLoc="P.xml"/></Pages><Annotations>Annots/Annotations.xml</Annotations></Document>"""


def page_of(cell: str, note: str = "", folder: str = "Annots/", layers: str = "") -> Page:
    """The table with ``cell`` painted last, and an annotation over it."""
    layer = f'<Layer ID="2"><PageBlock>{TABLE}{cell}</PageBlock></Layer>'
    listed = f'<Page PageID="1"><FileLoc>{folder}N.xml</FileLoc></Page>'
    members = {
        "OFD.xml": f"<OFD {XMLNS}><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
        "D/Document.xml": DOCUMENT,
        "D/Res.xml": RESOURCES,
        "D/P.xml": f"<Page {XMLNS}><Content>{layers}{layer}</Content></Page>",
        "D/Annots/Annotations.xml": f"<Annotations {XMLNS}>{listed}</Annotations>",
        "D/Annots/N.xml": f"<PageAnnot {XMLNS}>{note}</PageAnnot>",
    }
    package = zip_of({name: re.sub("<(/?)(?=[A-Z])", r"<\1ofd:", xml) for name, xml in members.items()})
    return read_attachment(Document(package), "ofd")


def cell_of(page: Page) -> str:
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    return grid.texts[-1]


NEW = text("1284", X + 20)
CLIP = (
    '<Clips><Clip><Area><Path Boundary="40 0 5 5"><AbbreviatedData>M 0 0 L 5 0 L 5 5 C</AbbreviatedData></Path></Area>'
    "</Clip></Clips>"
)
WHITE = '<FillColor Value="255 255 255"/>'
SHOWN = {
    "nothing": NEW,
    "not visible": text("1204", more='Visible="false"') + NEW,
    "not filled": text("1204", more='Fill="false"') + NEW,
    "only stroked": text("1284", more='Fill="false" Stroke="true"'),
    "opacity 0": text("1204", more='Alpha="0"') + NEW,
    "opacity 0 of the colour": text("1204", inner='<FillColor Value="0 0 0" Alpha="0"/>') + NEW,
    "white": text("1204", inner=WHITE) + NEW,
    "white by its parameters": text("1204", more='DrawParam="71"') + NEW,
    "white on blue": over("20 80 140") + text("1284", inner=WHITE),
    "grey of one value": text("1204", inner='<FillColor Value="255"/>') + NEW,
    "under a box": text("1204") + over("255 255 255") + text("1284"),
    "under a clear box": text("1284") + over("255 255 0", 'Alpha="90"'),
    "under a photograph": text("1204") + image(90) + NEW,
    "under a seal": text("1284") + image(91),
    "outside of its clip": text("1204", inner=CLIP) + NEW,
    "twice": text("1284") + text("1284", X + 0.12),
    "struck": text("1204") + path(X, Y + 2.6, 8, 0, "M 0 0 L 8 0") + NEW,
    "raised": text("1284") + text("2", X + 8.2, Y - 0.4, 2.4),
    "watermark": text("2019", X - 20, Y - 2, 12, inner='<FillColor Value="0 0 0" Alpha="60"/>') + NEW,
    "a unit": unit(80),
    "a hidden unit": unit(80, 'Visible="false"') + NEW,
    "a unit of itself": unit(81) + NEW,
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_says_what_it_shows(name: str) -> None:
    assert cell_of(page_of(SHOWN[name])) == "1284"


def test_a_number_that_is_only_struck_is_no_value() -> None:
    assert cell_of(page_of(text("1204") + path(X, Y + 2.6, 8, 0, "M 0 0 L 8 0"))) == UNKNOWN
    assert cell_of(page_of(text("1204", more='Alpha="0"'))) == ""


def note(inner: str, more: str = "") -> str:
    return f'<Annot Type="Stamp" {more}><Appearance Boundary="{X} {Y} 40 8">{inner}</Appearance></Annot>'


@pytest.mark.parametrize("folder", ["Annots/", ""])
def test_annotations_show_unless_they_are_hidden(folder: str) -> None:
    drawn = text("1284", 1, 0)
    assert cell_of(page_of("", note(drawn), folder)) == "1284"
    assert cell_of(page_of("", note(drawn, 'Visible="false"'), folder)) == ""
    assert cell_of(page_of(NEW, note(drawn).replace("Stamp", "Watermark"), folder)) == "1284"


def test_layers_are_painted_from_the_back() -> None:
    """A box of the background lies under the text, wherever it stands in the file."""
    white = box(101, 30.5, 85, 9, "255 255 255")
    assert cell_of(page_of(NEW, layers=f'<Layer ID="3" Type="Foreground">{white}</Layer>')) == ""
    assert cell_of(page_of(NEW, layers=f'<Layer ID="3" Type="Background">{white}</Layer>')) == "1284"
