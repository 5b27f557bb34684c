"""Whatever the blocks hold, reading ends, raises nothing, and states only figures of the forms."""

import time
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extract.checks import run_checks
from archive.extract.tables import TablesRead, read_figures
from archive.forms import all_figures
from archive.model import Block, Cell, Grid
from tests.support.grids import grid_of
from tests.support.statutory_labels import COLUMNS, GROUPS, LITIGATION, LOCAL_ROWS, NATIONAL_ROWS, RESULTS, ROWS_C
from tests.support.truth import draw_report
from tests.support.truth_grids import Td, report_tables, table_block
from tests.support.truth_lines import EXACT, LOSSY, report_lines

_LABELS = [
    *(label for _, labels in ROWS_C for label in labels),
    *(label for _, label in (*COLUMNS, *GROUPS, *RESULTS, *LOCAL_ROWS)),
    *(label for _, label, _ in NATIONAL_ROWS),
    *(
        LITIGATION,
        "信息内容",
        "本年制发件数",
        "处理决定数量",
        "规章",
        "行政许可",
        "第二十条第（五）项",
        "历年累计",
        "本年",
    ),
]
_TEXTS = st.one_of(
    st.sampled_from(_LABELS),
    st.sampled_from(
        ["0", "1", "7", "12", "", "\u00a0", "/", "1 2", "３", "-", "1.5", "9" * 40, "|", "\t", "| 1 | 2 |"]
    ),
    st.text(max_size=12),
)
_SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Rectangles of cells with spans that may overlap, holes left open."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    places: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for r in range(height):
        for c in range(width):
            if places[r][c] is None and draw(st.integers(0, 9)):
                down = min(draw(st.sampled_from([1, 1, 1, 2, 5])), height - r)
                across = min(draw(st.sampled_from([1, 1, 1, 2, 5])), width - c)
                cell = Cell(draw(_TEXTS), r, c, down, across)
                for i in range(down):
                    for j in range(across):
                        places[r + i][c + j] = cell
    return grid_of(places)


def assert_sound(read: TablesRead, blocks: list[Block]) -> None:
    known = all_figures()
    for figure in read.figures:
        assert figure.key in known
        assert (figure.value is None) == (figure.status in {"blank", "ambiguous"})
        assert (len(figure.candidates) > 1) == (figure.status == "ambiguous")
    assert len({figure.key for figure in read.figures}) == len(read.figures)
    assert read.table_spans <= set(range(len(blocks)))
    run_checks(read.figures)


@_SETTINGS
@given(
    st.lists(st.one_of(grids().map(lambda grid: Block("table", "", grid)), _TEXTS.map(lambda t: Block("paragraph", t))))
)
def test_any_blocks(blocks: list[Block]) -> None:
    assert_sound(read_figures(blocks), blocks)


@_SETTINGS
@given(seed=st.integers(0, 1 << 32), strange=st.lists(_TEXTS, min_size=1, max_size=6))
def test_grids_with_cells_overwritten(seed: int, strange: list[str]) -> None:
    rng = Random(seed)
    tables = report_tables(draw_report(rng), rng)
    for text in strange:
        row = rng.choice(rng.choice(tables))
        if row:
            at = rng.randrange(len(row))
            row[at] = Td(text, row[at].rowspan, row[at].colspan)
    blocks = [table_block(rows) for rows in tables if any(rows)]
    assert_sound(read_figures(blocks), blocks)


@_SETTINGS
@given(seed=st.integers(0, 1 << 32), strange=st.lists(_TEXTS, min_size=1, max_size=6))
def test_lines_lost_repeated_and_put_between(seed: int, strange: list[str]) -> None:
    rng = Random(seed)
    blocks = report_lines(draw_report(rng), rng.choice((*EXACT, *LOSSY, "concatenated")), rng)
    for text in strange:
        at = rng.randrange(len(blocks))
        blocks[at : at + rng.randrange(3)] = [Block("paragraph", text)] * rng.randrange(1, 3)
    assert_sound(read_figures(blocks), blocks)


def test_a_hundred_thousand_lines_and_a_long_cell_end_soon() -> None:
    huge = Block("table", "", grid_of([[Cell("9" * 2_000_000, 0, 0), Cell("重复申请" * 500_000, 0, 1)]]))
    lines = [Block("paragraph", text) for text in ("重复申请", "0", "行政复议", "\u00a0") * 25_000]
    started = time.process_time()
    read = read_figures([huge, *lines, Block("paragraph", "某" * 5_000_000)])
    assert_sound(read, [huge, *lines, Block("paragraph", "")])
    assert time.process_time() - started < 10
