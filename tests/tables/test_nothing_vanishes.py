"""Whatever a table loses, each of its numbers is stated, open, or there is an issue: nothing vanishes silently."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extract.tables import read_figures
from archive.model import Block
from tests.support.truth import draw_report, numbered_report
from tests.support.truth_grids import Rows, Td, report_tables, table_block
from tests.support.truth_judge import judge
from tests.support.truth_lines import report_lines

_FAST = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _taller(td: Td) -> Td:
    return Td(td.text, td.rowspan + 1, td.colspan)


def _wider(td: Td) -> Td:
    return Td(td.text, td.rowspan, td.colspan + 1)


def _emptied(td: Td) -> Td:
    return Td("", td.rowspan, td.colspan)


def _in_words(td: Td) -> Td:
    return Td(f"约{td.text}左右", td.rowspan, td.colspan)


def _each(change: Callable[[Td], Td]) -> Callable[[Rows, int, int], Rows]:
    return lambda rows, r, c: [
        [change(td) if (at, place) == (r, c) else td for place, td in enumerate(row)] for at, row in enumerate(rows)
    ]


CHANGES: dict[str, Callable[[Rows, int, int], Rows]] = {
    "a cell reaches one row too far": _each(_taller),
    "a cell reaches one column too far": _each(_wider),
    "a cell is emptied": _each(_emptied),
    "words stand around a cell": _each(_in_words),
    "a cell is missing": lambda rows, r, c: [
        [td for place, td in enumerate(row) if (at, place) != (r, c)] for at, row in enumerate(rows)
    ],
    "a cell stands there twice": lambda rows, r, c: [
        [td for place, one in enumerate(row) for td in ([one, one] if (at, place) == (r, c) else [one])]
        for at, row in enumerate(rows)
    ],
    "a row is missing": lambda rows, r, c: [row for at, row in enumerate(rows) if at != r] if len(rows) > 1 else rows,
    "a row is broken in two": lambda rows, r, c: [
        part for at, row in enumerate(rows) for part in ([row[:c], row[c:]] if at == r and 0 < c < len(row) else [row])
    ],
    "all spans are lost": lambda rows, r, c: [[Td(td.text) for td in row] for row in rows],
}


@pytest.mark.parametrize("change", sorted(CHANGES))
@_FAST
@given(seed=st.integers(0, 1 << 40))
def test_a_table_that_lost_a_construct(change: str, seed: int) -> None:
    rng = Random(seed)
    report = draw_report(rng)
    tables = report_tables(report, rng, misprints=False)
    at = rng.randrange(len(tables))
    r = rng.randrange(len(tables[at]))
    c = rng.randrange(max(1, len(tables[at][r])))
    gone = tables[at][r][c].text if tables[at][r] else ""
    tables[at] = CHANGES[change](tables[at], r, c)
    read = read_figures([table_block(rows) for rows in tables])
    verdict = judge(report, read.figures)
    # What was taken away with its label is not on the page any more.
    if change == "a row is missing" or (change in {"a cell is missing", "a cell is emptied"} and not gone.isdecimal()):
        return
    assert not verdict.missing or read.issues


def test_rows_that_a_span_pushes_aside_are_named() -> None:
    report = numbered_report("C")
    tables = report_tables(report, Random(3), misprints=False)
    lines = [Block("paragraph", line.text) for line in report_lines(report, "tabs", Random(3))]
    silent = [Block("paragraph", block.text.split("\t")[0]) for block in lines]
    codes = {issue.code for issue in read_figures(silent).issues}
    assert "figures_not_stated" in codes
    assert "figures_not_stated" not in {issue.code for issue in read_figures([table_block(t) for t in tables]).issues}
    assert "figures_not_stated" not in {issue.code for issue in read_figures(lines).issues}


def test_words_of_the_text_are_no_table() -> None:
    prose = [
        Block("paragraph", text) for text in ("行政许可", "行政复议", "结果维持", "重复申请", "全年没有收到申请。")
    ]
    assert read_figures(prose).issues == ()


ODD_ROWS = (("依申请公开登记数", "9"), ("政府信息咨询处理数", "11"), ("公开查询接待次数", "5"), ("在办", "2"))


@pytest.mark.parametrize("kind", ["grid", "a row a line", "a cell a line"])
def test_a_table_of_no_form_is_named(kind: str) -> None:
    rows = [[Td("指标"), Td("单位"), Td("数量")], *([Td(name), Td("件"), Td(number)] for name, number in ODD_ROWS)]
    lines = [(f"{name} 件 {number}",) if kind == "a row a line" else (name, "件", number) for name, number in ODD_ROWS]
    text = [Block("paragraph", line) for row in lines for line in row]
    read = read_figures([table_block(rows)] if kind == "grid" else text)
    assert read.figures == ()
    assert [issue.code for issue in read.issues] == ["unknown_table"]
