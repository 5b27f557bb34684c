"""PDFs that real programs print: LibreOffice from Word files, Chromium from web pages.

The law, for each print: no figure is stated wrongly, and tables with plain borders come back cell by cell. Of tables
with other borders a few figures may be left out. Page breaks that once broke a table are drawn by hand in
``test_attachment_seams``.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from archive.extract.tables import read_figures
from archive.model import Document, Page
from archive.text.attachments import read_attachment
from tests.support.attachment_forms import WrittenReport, grid_cells, true_report, write_report, written_cells
from tests.support.browsers import ARGUMENTS, CHROMIUM
from tests.support.office_files import html_book, printed_docx_file
from tests.support.truth_judge import judge

# Every print names one of these, so that it is the same whatever other fonts a machine has.
SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"
# Of each style, the rules of table and cells.
PLAIN = {
    "collapsed": ("border-collapse:collapse;width:100%", "border:1px solid #000"),
    "separate": ("border-collapse:separate;border-spacing:0", "border:1px solid #999;padding:4px"),
    "roomy": ("border-collapse:collapse", "border:2px solid #000;padding:8px 3px"),
}
EXOTIC = {
    "gaps": ("border-collapse:separate;border-spacing:2px;width:100%", "border:1px solid #000;padding:1px"),
    "framed": ("border-collapse:separate;border:1px solid #000", "border:1px inset #808080;padding:1px"),
    "painted": ("border-collapse:separate;border-spacing:1px;background:#000", "background:#fff;padding:3px"),
    "dashed": ("border-collapse:collapse;width:100%", "border:1px dashed #000"),
    "dotted": ("border-collapse:collapse;width:100%", "border:1px dotted #000"),
    "shaded": ("border-collapse:collapse", "border:2px double #000;background:#eee"),
}
LEFT_OUT = 0.01  # the share of figures that the prints of exotic styles may leave out, all together
# Points of a table's and of the text's print, family and paper: page breaks fall between rows and inside them, in
# headers, and in labels that span rows.
SETTINGS = (
    (7.0, 14.0, SERIF, "A4", 10),
    (10.5, 16.0, SANS, "letter", 13),
    (12.0, 11.0, SANS, "A4 landscape", 16),
    (8.0, 12.0, SERIF, "B5", 22),
    (9.0, 12.0, SANS, "A4", 19),
)
PRINTS_OF_A_STYLE = 2


def has_fonts() -> bool:
    """Whether the programs find both families."""
    if shutil.which("fc-list") is None:
        return False
    listed = (subprocess.run(["fc-list", f], capture_output=True, check=False, timeout=60) for f in (SANS, SERIF))
    return all(one.stdout.strip() for one in listed)


needs_fonts = pytest.mark.skipif(not has_fonts(), reason=f"the fonts {SANS} and {SERIF} are not installed")


@dataclass(frozen=True, slots=True)
class Print:
    report: WrittenReport
    page: Page

    @classmethod
    def of(cls, report: WrittenReport, data: bytes) -> "Print":
        return cls(report, read_attachment(Document(data, filename="printed.pdf"), "pdf"))

    def left_out(self) -> int:
        """The figures that are not stated; asserts that none is stated wrongly, nor a blank as a number."""
        figures = read_figures(self.page.blocks).figures
        verdict = judge(true_report(self.report), figures)
        assert verdict.wrong == ()
        assert [figure for figure in figures if figure.status == "solved"] == []  # sums of random figures solve nothing
        return len(verdict.missing) + len(verdict.open)

    def assert_same(self) -> None:
        grids = [block.grid for block in self.page.blocks if block.grid is not None]
        assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in self.report.tables]
        texts = [block.text for block in self.page.blocks if block.kind != "table"]
        assert texts == [self.report.title, *self.report.texts]
        assert self.page.titles[0][0] == self.report.title
        assert self.left_out() == 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@needs_fonts
def test_libreoffice_prints(tmp_path: Path) -> None:
    settings = ((14.0, 10.5, SERIF), (18.0, 12.0, SANS), (10.5, 14.0, SERIF))
    reports = [write_report(seed) for seed in range(len(settings))]
    sources = [tmp_path / f"{seed}.docx" for seed in range(len(settings))]
    for source, report, (body, cell, family) in zip(sources, reports, settings, strict=True):
        source.write_bytes(printed_docx_file(report, body=body, cell=cell, family=family))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, sources)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    for source, report in zip(sources, reports, strict=True):
        Print.of(report, source.with_suffix(".pdf").read_bytes()).assert_same()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Print]]:
    """Each style's prints, all of one run of the browser."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    styles = [(name, rules) for name, rules in (PLAIN | EXOTIC).items() for _ in range(PRINTS_OF_A_STYLE)]
    reports = [write_report(seed) for seed in range(len(styles))]
    folder = tmp_path_factory.mktemp("printed")
    page, book = folder / "page.html", folder / "page.pdf"
    page.write_bytes(html_book(reports, "".join(_css(number, *rules) for number, (_, rules) in enumerate(styles))))
    subprocess.run(
        [
            *(CHROMIUM, "--headless", *ARGUMENTS, "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={book}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    prints: dict[str, list[Print]] = {}
    for (style, _), report, data in zip(styles, reports, _bound_apart(book, reports), strict=True):
        prints.setdefault(style, []).append(Print.of(report, data))
    return prints


@needs_fonts
@pytest.mark.parametrize("style", PLAIN)
def test_plain_borders_come_back_cell_by_cell(style: str, printed: dict[str, list[Print]]) -> None:
    for one in printed[style]:
        one.assert_same()


@needs_fonts
def test_other_borders_leave_few_figures_out_and_state_none_wrongly(printed: dict[str, list[Print]]) -> None:
    left_out = {style: [one.left_out() for one in printed[style]] for style in EXOTIC}
    count = sum(len(true_report(one.report).cells) for style in EXOTIC for one in printed[style])
    assert sum(map(sum, left_out.values())) <= LEFT_OUT * count, left_out


def _css(number: int, table: str, cell: str) -> str:
    """The rules for one report of the book: its borders, print and paper."""
    size, text, family, sheet, margin = SETTINGS[number % len(SETTINGS)]
    return (
        f"@page p{number}{{size:{sheet};margin:{margin}mm}}#r{number}{{page:p{number};font-family:'{family}'}}"
        f"#r{number} table{{{table}}}#r{number} td{{font-size:{size}pt;{cell}}}"
        f"#r{number} p{{text-indent:2em;font-size:{text}pt}}"
    )


def _bound_apart(book: Path, reports: Sequence[WrittenReport]) -> Iterator[bytes]:
    """The pages of each report as a file of their own."""
    with pypdfium2.PdfDocument(book) as whole:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in whole]
        starts: list[int] = []
        for report in reports:
            first = starts[-1] + 1 if starts else 0
            starts.append(next(i for i in range(first, len(texts)) if report.title in texts[i]))
        for start, stop in zip(starts, [*starts[1:], len(texts)], strict=True):
            with pypdfium2.PdfDocument.new() as part:
                part.import_pages(whole, list(range(start, stop)))
                out = io.BytesIO()
                part.save(out)
            yield out.getvalue()
