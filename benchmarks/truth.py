"""The generator of truth, run over thousands of documents: figures stated wrongly, and figures left out.

Random reports of every form, sums holding or broken on purpose, are written in every layout the reader knows, read
back and compared cell by cell. ``wrong`` must be 0; ``left out`` counts numbers that the document determines and that
were not stated. ``open`` are cells of flattened text whose place is lost and that several values fit.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from archive.extract.tables import read_figures
from archive.extract.tables.lost_cells import solve
from archive.extract.tables.place import LossyRow
from archive.forms import FORMS
from archive.model import Block, Document
from archive.text import read_page
from tests.support.truth import FormName, TrueReport, broken_report, draw_report, without_totals
from tests.support.truth_drawn import drawn_document
from tests.support.truth_files import docx_document, html_document, pdf_document, xlsx_document
from tests.support.truth_grids import report_blocks
from tests.support.truth_judge import judge
from tests.support.truth_lines import EXACT, LOSSY, report_lines

Write = Callable[[TrueReport, Random], list[Block]]

_FAR_OFF = 1_000_003
"""In text that lost cells a broken cell is this far off, so that no other place of the numbers fits by chance."""


def _page(write: Callable[[TrueReport, Random], Document]) -> Write:
    return lambda report, rng: list(read_page(write(report, rng)).blocks)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    documents: int
    write: Write
    spoil: Callable[[Random, TrueReport], TrueReport]
    forms: tuple[FormName, ...] = ("A", "local", "B", "C", "B", "C", "C")


def _whole(rng: Random, report: TrueReport) -> TrueReport:
    """A third with one cell changed, some without totals: cells keep their places, so any sum may fail."""
    chance = rng.random()
    if chance < 0.05:
        return without_totals(report)
    return broken_report(rng, report) if chance < 0.35 else report


def _lossy(rng: Random, report: TrueReport) -> TrueReport:
    return broken_report(rng, report, by=_FAR_OFF) if rng.random() < 0.3 else report


_KINDS = (
    _Kind("HTML pages, all layouts", 1500, _page(html_document), _whole),
    _Kind("grids with misprinted labels and other tables between", 1000, report_blocks, _whole),
    _Kind("text that keeps its cells", 1000, lambda r, rng: report_lines(r, rng.choice(EXACT), rng), _whole),
    _Kind("tables drawn in text: lines, pipes, tabs, markup", 600, _page(drawn_document), _whole),
    _Kind("text that lost its empty cells", 1300, lambda r, rng: report_lines(r, rng.choice(LOSSY), rng), _lossy),
    _Kind("XLSX", 120, _page(xlsx_document), _whole),
    _Kind("DOCX", 40, _page(docx_document), _whole),
    _Kind("text PDF", 40, _page(pdf_document), _whole, ("B", "C")),
)


def run() -> str:
    """A Markdown table: documents, figures, wrong, left out, open, and the solver's times."""
    lines = ["| documents | | figures | wrong | left out | open |", "|---|--:|--:|--:|--:|--:|"]
    for kind in _KINDS:
        total, wrong, missing, undecided = _measure(kind)
        left_out = f"{missing} ({missing / total:.4%})"
        lines.append(f"| {kind.name} | {kind.documents:,} | {total:,} | {wrong} | {left_out} | {undecided:,} |")
    return "\n".join(lines) + "\n\n" + _solver_times()


def _measure(kind: _Kind) -> tuple[int, int, int, int]:
    """Figures written, stated wrongly, left out, left open."""
    total = wrong = missing = undecided = 0
    for seed in range(kind.documents):
        rng = Random(f"{kind.name} {seed}")
        report = kind.spoil(rng, draw_report(rng, rng.choice(kind.forms)))
        verdict = judge(report, read_figures(kind.write(report, rng)).figures)
        total += len(report.cells)
        wrong += len(verdict.wrong)
        missing += len(verdict.missing)
        undecided += len(verdict.open)
    return total, wrong, missing, undecided


def _solver_times(tables: int = 400) -> str:
    """Table 3 of random reports, every empty cell lost, solved alone."""
    seconds: list[float] = []
    for seed in range(tables):
        rng = Random(seed)
        report = draw_report(rng, rng.choice(("B", "C")), usual=True)
        identities = [identity for identity in FORMS[report.form].identities if identity.id.startswith("t3.")]
        rows: list[LossyRow] = []
        for row, _ in report.rows:
            keys = tuple(key for key in report.cells if key.startswith(f"t3.{row}."))
            values = tuple(report.cells[key].value or 0 for key in keys)
            rows.append(LossyRow(keys, tuple(value for value in values if value), row))
        started = time.perf_counter()
        solve(rows, {}, identities)
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    return (
        f"Solver on {tables} tables 3 that print no 0 and no empty cell: median "
        f"{statistics.median(seconds) * 1000:.1f} ms, 99th percentile {seconds[int(tables * 0.99)] * 1000:.0f} ms, "
        f"most {seconds[-1] * 1000:.0f} ms."
    )
