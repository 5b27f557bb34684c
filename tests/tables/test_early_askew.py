"""Tables before 2019 with columns that the form lacks, or words among their values: certain, or not stated."""

from dataclasses import replace
from random import Random

import pytest

from archive.extract.tables import TablesRead, read_figures
from tests.support.truth import FormName, TrueReport, Truth, numbered_report
from tests.support.truth_grids import Rows, Td, early_rows, table_block
from tests.support.truth_judge import Verdict, judge


def report_of(form: FormName) -> TrueReport:
    """Every third value is empty."""
    full = numbered_report(form)
    cells = {key: Truth(None, "") if at % 3 == 1 else truth for at, (key, truth) in enumerate(full.cells.items())}
    return replace(full, cells=cells)


def drawn(report: TrueReport) -> Rows:
    rows = early_rows(report, str, Random(0))
    assert len(rows[1]) == (4 if report.form == "local" else 3)
    return rows


def read(rows: Rows) -> TablesRead:
    return read_figures([table_block(rows)])


def verdict_of(report: TrueReport, rows: Rows) -> Verdict:
    return judge(report, read(rows).figures)


def with_column(rows: Rows, at: int, name: str, text: str = "77") -> Rows:
    return [[*row[:at], Td(name if number == 0 else text), *row[at:]] for number, row in enumerate(rows)]


@pytest.mark.parametrize("form", ["A", "local"])
@pytest.mark.parametrize("at", [2, 99], ids=["before", "behind"])
@pytest.mark.parametrize("name", ["上年数", "去年同期"])
def test_a_column_of_another_year_is_not_the_form_s(form: FormName, at: int, name: str) -> None:
    report = report_of(form)
    verdict = verdict_of(report, with_column(drawn(report), at, name))
    assert (verdict.wrong, verdict.missing) == ((), ())


@pytest.mark.parametrize("form", ["A", "local"])
def test_two_columns_of_years_are_not_guessed_between(form: FormName) -> None:
    report = report_of(form)
    rows = drawn(report)
    if form == "A":
        rows[0][2] = Td("2016年")
    found = read(with_column(rows, 2, "2015年"))
    assert judge(report, found.figures).wrong == ()
    assert found.issues


@pytest.mark.parametrize("form", ["A", "local"])
@pytest.mark.parametrize("text", ["3/7", "约3", "4（1）", "2\n3", "12 3"])
def test_words_among_the_values_leave_their_row_out_and_no_other_wrong(form: FormName, text: str) -> None:
    report = numbered_report(form)
    key = "a.app.received" if form == "A" else "a.app.received.year"
    rows = [[Td(text) if td.text == report.cells[key].text else td for td in row] for row in drawn(report)]
    found = read(rows)
    verdict = judge(report, found.figures)
    assert verdict.wrong == ()
    assert verdict.missing == (key,)
    assert found.issues


@pytest.mark.parametrize("form", ["A", "local"])
def test_a_remark_behind_the_values_is_none_of_them(form: FormName) -> None:
    report = report_of(form)
    verdict = verdict_of(report, with_column(drawn(report), 99, "备注", "含网上申请"))
    assert (verdict.wrong, verdict.missing) == ((), ())


def test_a_comparison_of_years_below_the_table_is_not_its_next_page() -> None:
    report = report_of("local")
    more: Rows = [
        [Td("指标"), Td("单位"), Td("2014年"), Td("2015年")],
        [Td("收到申请数"), Td("件"), Td("3"), Td("7")],
        [Td("申请办结数"), Td("件"), Td("3"), Td("7")],
        [Td("政府网站公开政府信息数"), Td("条"), Td("311"), Td("712")],
    ]
    found = read_figures([table_block(drawn(report)), table_block(more)])
    verdict = judge(report, found.figures)
    assert (verdict.wrong, verdict.missing) == ((), ())


def test_two_halves_side_by_side_with_a_header_each() -> None:
    report = report_of("local")
    head, *body = drawn(report)
    half = (len(body) + 1) // 2
    right = [*body[half:], [Td("") for _ in head]]
    rows = [[*head, *head], *([*one, *other] for one, other in zip(body[:half], right, strict=False))]
    assert verdict_of(report, rows).wrong == ()
    assert verdict_of(numbered_report("local"), rows).right > 0


def test_a_table_of_the_office_s_own_is_no_part_of_the_form_since() -> None:
    report = report_of("A")
    own: Rows = [[Td("事项"), Td("处理决定数量")], [Td("行政许可"), Td("13")], [Td("行政处罚"), Td("7")]]
    for tables in ([own, drawn(report)], [drawn(report), own]):
        found = read_figures([table_block(rows) for rows in tables])
        assert judge(report, found.figures).wrong == ()
        assert "another_form" in {issue.code for issue in found.issues}


@pytest.mark.parametrize("form", ["A", "local"])
def test_a_cell_that_is_missing_beside_a_column_of_another_year(form: FormName) -> None:
    """The other year's number is not taken for the one that is not there."""
    report = numbered_report(form)
    key = "a.app.received" if form == "A" else "a.app.received.cumulative"
    rows = [[td for td in row if td.text != report.cells[key].text] for row in with_column(drawn(report), 99, "上年数")]
    found = read(rows)
    assert judge(report, found.figures).wrong == ()
    assert key not in {figure.key for figure in found.figures}


def test_no_other_table_gives_the_figures_of_one_that_cannot_be_read() -> None:
    report = report_of("A")
    mine = drawn(report)
    mine[0][2] = Td("2016年")
    found = read_figures([table_block(with_column(mine, 2, "2015年")), table_block(drawn(numbered_report("A")))])
    assert judge(report, found.figures).wrong == ()


def test_a_misprinted_header_of_two_columns_is_no_header_of_one() -> None:
    report = report_of("local")
    rows = drawn(report)
    rows[0][3] = Td("历某累")
    assert judge(report, read(rows).figures).wrong == ()
