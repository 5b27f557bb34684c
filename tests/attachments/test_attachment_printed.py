"""PDFs that real programs print: LibreOffice from Word files, Chromium from web pages."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from archive.model import Document
from archive.text.attachments import read_attachment
from tests.support.attachment_forms import WrittenReport, grid_cells, write_report, written_cells
from tests.support.office_files import html_book, printed_docx_file

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CSS = {
    "collapsed": "table{border-collapse:collapse;width:100%}td{border:1px solid #000}",
    "separate": "table{border-collapse:separate;border-spacing:0}td{border:1px solid #999;padding:4px}",
    "gaps": "table{border-collapse:separate;border-spacing:2px;width:100%}td{border:1px solid #000;padding:1px}",
    "framed": "table{border-collapse:separate;border:1px solid #000}td{border:1px inset #808080;padding:1px}",
    "painted": "table{border-collapse:separate;border-spacing:1px;background:#000}td{background:#fff;padding:3px}",
    "dashed": "table{border-collapse:collapse;width:100%}td{border:1px dashed #000}",
    "shaded": "table{border-collapse:collapse}td{border:2px double #000;background:#eee}",
    "roomy": "table{border-collapse:collapse}td{border:2px solid #000;padding:8px 3px}",
}
# Points of a table's and of the text's print, and the family: whatever fonts a machine has, page breaks fall between
# rows and inside them, in headers, and in labels that span rows.
PRINTS = (
    (7.0, 14.0, "serif"),
    (8.0, 12.0, "sans-serif"),
    (9.0, 12.0, "serif"),
    (10.5, 16.0, "monospace"),
    (12.0, 11.0, "sans-serif"),
)
SHEETS = ("A4", "letter", "A4 landscape")


def has_han_font() -> bool:
    """Whether the programs find a font with Han characters; without one they print boxes."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False, timeout=60)
    return bool(listed.stdout.strip())


needs_font = pytest.mark.skipif(not has_han_font(), reason="no font with Han characters is installed")


def assert_same(data: bytes, report: WrittenReport) -> None:
    page = read_attachment(Document(data, filename="printed.pdf"), "pdf")
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    assert [block.text for block in page.blocks if block.kind != "table"] == [report.title, *report.texts]
    assert page.titles[0][0] == report.title


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@needs_font
def test_libreoffice_prints(tmp_path: Path) -> None:
    # The second cuts rows and digits at page breaks, the last two have a table on three pages.
    sizes = ((16.0, 9.0), (14.0, 10.5), (12.0, 8.0), (18.0, 12.0), (10.5, 14.0))
    reports = [write_report(seed) for seed in range(len(sizes))]
    for seed, (body, cell) in enumerate(sizes):
        (tmp_path / f"{seed}.docx").write_bytes(printed_docx_file(reports[seed], body=body, cell=cell))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{seed}.docx") for seed in range(len(sizes))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    for seed, report in enumerate(reports):
        assert_same((tmp_path / f"{seed}.pdf").read_bytes(), report)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@needs_font
@pytest.mark.parametrize("style", CSS)
def test_chromium_prints(style: str, tmp_path: Path) -> None:
    number = list(CSS).index(style)
    reports = [write_report(len(PRINTS) * number + i) for i in range(len(PRINTS))]
    sizes = (
        f"#r{i} td{{font-size:{cell}pt}}#r{i} p{{text-indent:2em;font-size:{text}pt}}#r{i}{{font-family:{family}}}"
        for i, (cell, text, family) in enumerate(PRINTS)
    )
    sheet = f"@page{{size:{SHEETS[number % len(SHEETS)]};margin:{10 + 3 * number % 17}mm}}"
    page = tmp_path / "page.html"
    page.write_bytes(html_book(reports, sheet + CSS[style] + "".join(sizes)))
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'page.pdf'}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for data, report in zip(_bound_apart(tmp_path / "page.pdf", reports), reports, strict=True):
        assert_same(data, report)


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
