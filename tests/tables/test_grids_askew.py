"""Grids of table 3 whose spans, columns or rows are not the form's: read by what is certain, or not at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.extract.tables import TablesRead, read_figures
from tests.support.truth import TrueReport, Truth, numbered_report, without_totals
from tests.support.truth_grids import Rows, Td, request_data, request_header, table_block
from tests.support.truth_judge import judge

C = numbered_report("C")


def table(report: TrueReport = C) -> Rows:
    return [*request_header(str), *request_data(report, str, report.rows)]


def read(rows: Rows) -> TablesRead:
    return read_figures([table_block(rows)])


def assert_all(rows: Rows, report: TrueReport = C) -> None:
    verdict = judge(report, read(rows).figures)
    assert verdict.wrong == ()
    assert not [key for key in verdict.missing if key.startswith("t3.")]


def without_some(report: TrueReport, column: str = "research_institution") -> TrueReport:
    """Every second row without its value in a column."""
    emptied = [key for at, (key, _) in enumerate(report.rows) if at % 2]
    return replace(report, cells={**report.cells, **{f"t3.{row}.{column}": Truth(None, "") for row in emptied}})


def without_colspans(rows: Rows) -> Rows:
    return [[Td(td.text, td.rowspan, 1) for td in row] for row in rows]


def without_spans(rows: Rows) -> Rows:
    return [[Td(td.text) for td in row] for row in rows]


def with_narrow_group(rows: Rows) -> Rows:
    """法人或其他组织 spans four columns: its fifth stands behind 总计."""
    first, second, *rest = rows
    return [first, [second[0], Td(second[1].text, 1, 4), second[2]], *rest]


@pytest.mark.parametrize("spoil", [without_colspans, without_spans, with_narrow_group])
def test_a_header_that_lost_spans_gives_no_other_order(spoil: Callable[[Rows], Rows]) -> None:
    assert_all(spoil(table()))
    assert_all(spoil(table(without_some(C))), without_some(C))


def test_a_header_that_lost_spans_and_prints_another_order_tells_nothing() -> None:
    first, second, *rest = table()
    turned = [first, [second[2], second[0], second[1]], *([*row[:-7], row[-1], *row[-7:-1]] for row in rest[1:])]
    assert read(without_spans([turned[0], turned[1], rest[0], *turned[2:]])).figures == ()


@pytest.mark.parametrize("at", [7, 6], ids=["behind the total", "before the total"])
@pytest.mark.parametrize("name", ["上年", "占比", "上年总计"])
def test_columns_of_another_year_are_not_the_form_s(at: int, name: str) -> None:
    report = without_some(C)
    first, second, third, *data = table(report)
    wider = [
        [first[0], Td(first[1].text, 1, 8)],
        [*second[: at - 4], Td(name, 2), *second[at - 4 :]],
        third,
        *([*row[:-7], *row[-7:][:at], Td("49%" if name == "占比" else "77"), *row[-7:][at:]] for row in data),
    ]
    assert_all(wider, report)


def test_a_column_that_no_header_names_leaves_the_rows_unread() -> None:
    """A blank and an eighth value are seven values, but not the seven of the form."""
    report = without_some(C)
    rows = [*table(report)[:3], *([*row, Td("77")] for row in table(report)[3:])]
    verdict = judge(report, read(rows).figures)
    assert verdict.wrong == ()
    assert judge(report, read(list(rows[3:])).figures).wrong == ()


def test_a_row_whose_values_stand_in_the_next_one() -> None:
    rows = table()
    label, values = rows[3][:-7], rows[3][-7:]
    nothing = [Td("") for _ in range(7)]
    found = read([*rows[:3], [*label, *nothing], [Td("", 1, 3), *values], *rows[4:]])  # or those of another row
    assert not [figure for figure in found.figures if figure.key.startswith("t3.new.")]
    assert [issue.code for issue in found.issues] == ["row_not_understood"]
    assert_all([*rows[:3], [*label, *values[:4], *nothing[:3]], [Td("", 1, 3), *nothing[:4], *values[4:]], *rows[4:]])


def test_a_row_whose_values_are_cut_apart_and_do_not_fit_is_not_understood() -> None:
    rows = table()
    label, values = rows[3][:-7], rows[3][-7:]
    lower = [Td("", 1, 3), *(Td("") for _ in range(5)), *values[5:]]
    found = read([*rows[:3], [*label, *values[:4], *(Td("") for _ in range(3))], lower, *rows[4:]])
    assert not [figure for figure in found.figures if figure.key.startswith("t3.new.")]
    assert "row_not_understood" in {issue.code for issue in found.issues}


def test_an_ordinal_alone_before_a_page_break_is_the_beginning_of_a_label() -> None:
    rows = table()
    at = next(at for at, row in enumerate(rows) if len(row) > 7 and row[-8].text == "2.重复申请")
    upper = [*rows[:at], [Td("2"), *rows[at][-7:]]]
    lower = [[Td("", 1, 2), Td(".重复申请"), *(Td("") for _ in range(7))], *rows[at + 1 :]]
    verdict = judge(C, read_figures([table_block(upper), table_block(lower)]).figures)
    assert verdict.wrong == ()
    assert not [key for key in verdict.missing if key.startswith("t3.")]


@pytest.mark.parametrize("blank", [True, False])
def test_a_row_without_a_label_below_an_empty_one_belongs_to_neither(blank: bool) -> None:
    """（七）总计 lost its label: its numbers are not those of the empty row above."""
    emptied = {key: Truth(None, "") for key in C.cells if key.startswith("t3.other_other.")}
    report = replace(C, cells={**C.cells, **emptied}) if blank else C
    rows = table(report)
    at = next(at for at, row in enumerate(rows) if row[0].text == "（七）总计")
    rows[at] = [Td("", 1, 2), *rows[at][1:]]
    found = read(rows)
    verdict = judge(report, found.figures)
    assert verdict.wrong == ()
    assert {issue.code for issue in found.issues} == {"row_not_understood"}


def test_two_tables_of_two_years_leave_open_which_is_the_report_s() -> None:
    mine = without_some(C)
    other = replace(
        C,
        cells={
            key: Truth(truth.value and truth.value + 7, str((truth.value or 0) + 7)) for key, truth in C.cells.items()
        },
        rows=C.rows[1:],
    )
    for tables in ([table(mine), table(other)], [table(other), table(mine)]):
        found = read_figures([table_block(rows) for rows in tables])
        verdict = judge(mine, found.figures)
        assert verdict.wrong == ()
        assert verdict.missing[-1].startswith("t4")
        assert not [figure for figure in found.figures if figure.value is not None]
        assert "t3: the whole table stands there twice" in str(found.issues)


def test_a_header_without_the_names_of_organisations() -> None:
    first, second, _, *data = table()
    assert_all([[Td("", 2, 3), *first[1:]], [Td(td.text, 1, td.colspan) for td in second], *data])


def test_a_cell_that_is_missing_beside_a_column_of_last_year() -> None:
    first, second, third, *data = table()
    wider = [[first[0], Td(first[1].text, 1, 8)], [*second, Td("上年", 2)], third, *([*row, Td("77")] for row in data)]
    wider[3] = [*wider[3][:-2], wider[3][-1]]
    found = read(wider)
    assert judge(C, found.figures).wrong == ()
    assert not [figure for figure in found.figures if figure.key.startswith("t3.new.")]


def test_six_columns_and_one_of_last_year_are_not_seven() -> None:
    first, second, third, *data = table()
    six = [
        [first[0], Td(first[1].text, 1, 7)],
        [second[0], Td(second[1].text, 1, 4), second[2], Td("上年", 2)],
        third[:-1],
        *([*row[:-2], row[-1], Td("77")] for row in data),
    ]
    assert judge(C, read(six).figures).wrong == ()


def test_values_below_a_row_under_other_handling() -> None:
    """其他处理 names a row of form B, and here only the group that reaches down to the second ``tr``."""
    rows = table()
    at = next(at for at, row in enumerate(rows) if row[0].text.startswith("（六）"))
    values = rows[at][-7:]
    rows[at] = [Td("（六）其他处理", 4), *rows[at][1:-7], *(Td("") for _ in values)]
    rows.insert(at + 1, [Td(""), *values])
    rows = [[Td(td.text, td.rowspan + (td.text == "三、本年度办理结果"), td.colspan) for td in row] for row in rows]
    found = read(rows)
    assert judge(C, found.figures).wrong == ()


@pytest.mark.parametrize("change", ["a span reaches it", "a cell stands twice", "a cell is gone beside a spare column"])
def test_a_row_whose_cells_are_pushed_aside_states_nothing(change: str) -> None:
    """Empty cells at its end hide that it is longer, a spare column that it is shorter, than the rows around it."""
    report = without_totals(C)
    rows = table(report)
    at = len(request_header(str)) + 6
    if change == "a span reaches it":
        rows[at - 1] = [*rows[at - 1][:-2], Td("—", 2), rows[at - 1][-1]]
    elif change == "a cell stands twice":
        rows[at] = [*rows[at][:-3], rows[at][-3], *rows[at][-3:]]
    else:
        rows = [[*row, Td("")] for row in rows]
        rows[at] = [*rows[at][:-5], *rows[at][-4:]]
    found = read(rows)
    stated = {figure.key for figure in found.figures if figure.value is not None}
    assert not {key for key in stated if key.startswith(f"t3.{report.rows[6][0]}.")}
    assert "row_not_understood" in {issue.code for issue in found.issues}
    assert {f"t3.{row}.natural_person" for row, _ in report.rows} - stated == {f"t3.{report.rows[6][0]}.natural_person"}
