"""Table 4 and table 2 with headers that lost or gained cells."""

from random import Random

import pytest

from archive.extract.tables import TablesRead, read_figures
from tests.support.statutory_labels import GROUPS, RESULTS
from tests.support.truth import numbered_report
from tests.support.truth_grids import Rows, Td, detail_rows, review_rows, table_block
from tests.support.truth_judge import judge

B, C = numbered_report("B"), numbered_report("C")
VALUES = review_rows(C, str)[3]


def read(rows: Rows) -> TablesRead:
    return read_figures([table_block(rows)])


def assert_all(rows: Rows, table: str = "t4", report=C) -> None:  # type: ignore[no-untyped-def]
    verdict = judge(report, read(rows).figures)
    assert verdict.wrong == ()
    assert not [key for key in verdict.missing if key.startswith(table)]


def test_fifteen_results_in_the_form_s_order_need_no_groups() -> None:
    assert_all([[Td(label) for _ in GROUPS for _, label in RESULTS], VALUES])
    assert_all(review_rows(C, str)[1:])


def test_group_and_result_in_one_cell() -> None:
    assert_all([[Td(group + label) for _, group in GROUPS for _, label in RESULTS], VALUES])


def test_groups_in_another_order_are_not_read_by_their_place() -> None:
    turned = [*GROUPS[1:], GROUPS[0]]
    rows = [[Td(group) for _, group in turned], [Td(label) for _ in GROUPS for _, label in RESULTS], VALUES]
    assert judge(C, read(rows).figures).wrong == ()


@pytest.mark.parametrize("name", ["序号", "单位", ""])
@pytest.mark.parametrize("empty", range(0, 15, 4))
def test_a_column_before_the_values_is_none_of_them(name: str, empty: int) -> None:
    """Sixteen cells, one of them empty: fifteen numbers, but not the fifteen of the form."""
    first, second, third, _ = review_rows(C, str)
    values = [Td("") if at == empty else td for at, td in enumerate(VALUES)]
    found = read([[Td(name, 3), *first], second, third, [Td("1"), *values]])
    by_key = {figure.key: figure for figure in found.figures}
    for at, (key, truth) in enumerate((key, C.cells[key]) for key in C.cells if key.startswith("t4.")):
        if key in by_key:
            assert by_key[key].value == (None if at == empty else truth.value)
    assert bool(found.figures) == bool(name)


@pytest.mark.parametrize("text", ["1\n2", "3/4", "约3"])
def test_words_in_the_first_cell_are_no_label(text: str) -> None:
    rows = review_rows(C, str)
    rows[3] = [Td(text), *rows[3][1:4], *rows[3][4:]]
    rows[2] = [*rows[2][:-1], Td("某")]
    assert judge(C, read(rows).figures).wrong == ()


@pytest.mark.parametrize("report", [B, C], ids=["B", "C"])
def test_serial_numbers_and_last_year_s_column_of_table_2(report) -> None:  # type: ignore[no-untyped-def]
    for part in detail_rows(report, str, Random(1)):
        caption, head, *rows = part
        numbered = [[Td("序号"), *head], *([Td(str(at)), *row] for at, row in enumerate(rows, 1))]
        wider = [[*head, Td("上年数")], *([*row, Td("77")] for row in rows)]
        for drawn in (numbered, wider):
            found = read([[Td(caption[0].text, 1, 5)], *drawn])
            assert judge(report, found.figures).wrong == ()
            assert found.figures


def test_a_number_with_words_above_an_empty_row_is_not_empty() -> None:
    rows = review_rows(C, str)
    rows[3] = [rows[3][0], Td("6（含上年1件）"), *rows[3][2:]]
    found = read([*rows, [Td("") for _ in range(15)]])
    assert "t4.review.corrected" not in {figure.key for figure in found.figures}
    assert judge(C, found.figures).wrong == ()


def test_a_missing_cell_beside_a_serial_number_is_not_made_good_by_it() -> None:
    first, second, third, values = review_rows(C, str)
    found = read([[Td("序号", 3), *first], second, third, [Td("1"), *values[:5], *values[6:]]])
    assert judge(C, found.figures).wrong == ()
