"""Layouts of real grids, one by one, with another number in every cell."""

from collections.abc import Callable
from random import Random

import pytest

from archive.extract.tables import TablesRead, read_figures
from archive.model import Block, Figure
from tests.support.statutory_labels import COLUMNS
from tests.support.truth import TrueReport, numbered_report
from tests.support.truth_grids import (
    DECOYS,
    Rows,
    Td,
    captions_at_left,
    detail_rows,
    early_rows,
    misdrawn,
    request_data,
    request_header,
    review_rows,
    review_split,
    review_turned,
    table_block,
    with_gap,
    with_serial_numbers,
)
from tests.support.truth_judge import judge


def same(label: str) -> str:
    return label


def read(*tables: Rows) -> TablesRead:
    return read_figures([table_block(rows) for rows in tables])


def part(report: TrueReport, prefix: str) -> TrueReport:
    """The report reduced to one table."""
    cells = {key: truth for key, truth in report.cells.items() if key.startswith(prefix)}
    return TrueReport(report.form, report.details, report.rows, cells)


def assert_all(report: TrueReport, prefix: str, found: TablesRead) -> None:
    verdict = judge(part(report, prefix), found.figures)
    assert (verdict.wrong, verdict.missing, verdict.open) == ((), (), ())


def requests(report: TrueReport) -> Rows:
    return [*request_header(same), *request_data(report, same, report.rows)]


def by_key(found: TablesRead) -> dict[str, Figure]:
    return {figure.key: figure for figure in found.figures}


B, C = numbered_report("B"), numbered_report("C")


@pytest.mark.parametrize("report", [B, C], ids=["B", "C"])
def test_the_tables_as_decreed(report: TrueReport) -> None:
    details = [row for rows in detail_rows(report, same, Random(1)) for row in rows]
    found = read(details, requests(report), review_rows(report, same))
    assert_all(report, "t", found)
    assert found.form == report.form
    assert found.issues == ()
    assert found.table_spans == {0, 1, 2}


def test_every_figure_says_where_it_stood_and_what_was_printed() -> None:
    figure = by_key(read(requests(C)))["t3.new.research_institution"]
    assert figure.cell == "table 1 row 4 column 6"
    assert figure.raw == C.cells[figure.key].text
    assert (figure.status, figure.unit) == ("printed", "件")


@pytest.mark.parametrize("draw", [lambda rows: with_gap(rows, Random(3)), with_serial_numbers], ids=["gap", "serial"])
def test_columns_that_the_form_lacks(draw: Callable[[Rows], Rows]) -> None:
    assert_all(C, "t3", read(draw(requests(C))))


@pytest.mark.parametrize("seed", range(6))
def test_a_header_whose_spans_do_not_add_up(seed: int) -> None:
    assert_all(C, "t3", read(misdrawn(requests(C), Random(seed))))


def test_a_header_shifted_by_one_over_an_empty_column() -> None:
    """Aligned by its spans, every number would stand one column too far to the left."""
    head, *rest = request_header(same)
    shifted = [[Td(head[0].text, 3, 4), head[1]], *rest]
    data = [[*row, Td("")] for row in request_data(C, same, C.rows)]
    assert_all(C, "t3", read([*shifted, *data]))


def test_seven_numbers_are_all_there_is_even_beside_an_empty_column() -> None:
    assert_all(C, "t3", read(misdrawn(with_gap(requests(C), Random(3)), Random(1))))


def test_a_header_with_another_order_of_columns() -> None:
    rows = requests(C)
    turned = [
        [rows[0][0], rows[0][1]],
        [rows[1][2], rows[1][0], rows[1][1]],
        rows[2],
        *([*row[:-7], row[-1], *row[-7:-1]] for row in rows[3:]),
    ]
    assert_all(C, "t3", read(turned))


def test_without_a_header_seven_cells_tell_themselves() -> None:
    assert_all(C, "t3", read(request_data(C, same, C.rows)))


def test_without_a_header_fewer_cells_tell_nothing() -> None:
    rows = [[*row[:-7], *row[-6:]] for row in request_data(C, same, C.rows)]
    assert by_key(read(rows)) == {}


def test_a_column_that_is_not_there_is_not_solved_for() -> None:
    """Six columns with their six headers: the seventh was never printed, so nothing was lost."""
    rows = requests(C)
    six = [
        [rows[0][0], Td("申请人情况", 1, 6)],
        [rows[1][0], Td("法人或其他组织", 1, 4), rows[1][2]],
        [td for td in rows[2] if td.text != "法律服务机构"],
        *([*row[:-3], *row[-2:]] for row in rows[3:]),
    ]
    found = by_key(read(six))
    assert not any("legal_service_org" in key for key in found)
    assert len(found) == 25 * 6
    assert all(figure.status == "printed" and figure.value == C.cells[key].value for key, figure in found.items())


def test_a_table_cut_between_header_and_values_of_table_4() -> None:
    rows = review_rows(C, same)
    assert_all(C, "t4", read(rows[:3], rows[3:]))


@pytest.mark.parametrize("turn", [review_split, lambda r, w: [review_turned(r, w)]], ids=["split", "turned"])
def test_table_4_split_or_turned(turn: Callable[[TrueReport, Callable[[str], str]], list[Rows]]) -> None:
    assert_all(C, "t4", read(*turn(C, same)))


def test_table_4_with_words_among_its_values_states_nothing_wrong() -> None:
    rows = review_rows(C, same)
    rows[3][6] = Td("见附件")
    found = by_key(read(rows))
    assert all(figure.value is None or figure.value == C.cells[key].value for key, figure in found.items())
    assert "t4.litigation_direct.corrected" not in found


def test_table_4_without_groups_states_nothing() -> None:
    names = [Td(label) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    found = read([names, [Td(str(n)) for n in range(1, 6)]])
    assert found.figures == ()
    assert [issue.code for issue in found.issues] == ["unknown_columns"]


def test_all_tables_in_one() -> None:
    details = [row for rows in detail_rows(B, same, Random(1)) for row in rows]
    assert_all(B, "t", read([*details, *requests(B), *review_rows(B, same)]))


def test_captions_in_a_column_of_their_own() -> None:
    assert_all(B, "t2", read(captions_at_left(detail_rows(B, same, Random(1)))))


def test_forms_mix_table_by_table() -> None:
    """Table 2 of form B, a year late, above table 3 of form C: each is read by what it prints."""
    details = [row for rows in detail_rows(B, same, Random(1)) for row in rows]
    found = read(details, requests(C))
    assert_all(B, "t2", read(details))
    assert {key.split(".")[0] for key in by_key(found)} == {"t2_1", "t2_5", "t2_6", "t2_8", "t2_9", "t3"}
    assert found.form == "C"


def test_headers_that_lost_words_are_told_by_the_others() -> None:
    rows = detail_rows(B, same, Random(1))[0]
    rows[1] = [Td("信息内容"), Td("本年新"), Td("本年新"), Td("对外公开总数量")]
    assert_all(B, "t2_1", read(rows))


def test_headers_that_tell_no_form_state_nothing() -> None:
    rows = detail_rows(B, same, Random(1))[0]
    rows[1] = [Td("信息内容"), Td("本年新"), Td("本年新"), Td("本年新")]
    found = read(rows)
    assert found.figures == ()
    assert {issue.code for issue in found.issues} == {"unknown_columns", "figures_not_stated"}


def test_headers_in_another_order_that_lost_words_state_nothing() -> None:
    rows = detail_rows(B, same, Random(1))[0]
    rows[1] = [Td("信息内容"), Td("对外公开总数量"), Td("本年新"), Td("本年新")]
    assert read(rows).figures == ()


def test_reviews_and_lawsuits_one_below_the_other_in_one_grid() -> None:
    above, below = review_split(C, same)
    assert_all(C, "t4", read([*above, *below]))
    above[2] = [Td("") for _ in above[2]]
    found = by_key(read([*above, *below]))
    assert found["t4.litigation_direct.upheld"].value == C.cells["t4.litigation_direct.upheld"].value
    assert found["t4.review.total"].status == "blank"


def test_the_heading_of_form_c_is_no_row_of_form_b() -> None:
    rows = requests(C)
    at = next(at for at, row in enumerate(rows) if row[0].text.startswith("（六）"))
    rows.insert(at, [Td("（六）其他处理", 1, 2), *(Td("") for _ in range(7))])
    rows[at + 1][0] = Td("（六）", 3)
    found = by_key(read(rows))
    assert not any(key.startswith("t3.other.") for key in found)
    assert found["t3.other_other.total"].value == C.cells["t3.other_other.total"].value


def test_a_row_printed_twice_with_other_numbers_is_left_open() -> None:
    rows = requests(C)
    again = [Td(td.text, td.rowspan, td.colspan) for td in rows[3]]
    again[-1] = Td("7")
    found = read([*rows, again])
    figure = by_key(found)["t3.new.total"]
    assert (figure.value, figure.status) == (None, "ambiguous")
    assert set(figure.candidates) == {7, C.cells["t3.new.total"].value}
    assert by_key(found)["t3.new.natural_person"].status == "printed"
    assert [issue.code for issue in found.issues] == ["printed_twice"]


def test_a_number_for_two_rows_belongs_to_neither() -> None:
    rows = requests(C)
    rows[3][-1] = Td("12", 2)
    rows[4] = rows[4][:-1]
    found = by_key(read(rows))
    assert "t3.new.total" not in found
    assert "t3.carried_in.total" not in found


def test_a_row_that_lost_a_cell_is_solved_or_left_open() -> None:
    """One ``td`` is missing; that it was empty is the assumption, where it stood the sum tells."""
    texts = {"natural_person": "3", "commercial_enterprise": "4", "total": "7"}
    rows = requests(C)
    rows[3] = [rows[3][0], *(Td(text) for text in texts.values()), *(Td("0") for _ in range(3))]
    found = by_key(read(rows))
    assert "t3.new.total" in found
    assert all(found[key].value is None for key in found if key.startswith("t3.new.") and found[key].candidates)
    assert found["t3.new.natural_person"].status in {"ambiguous", "solved"}


def test_a_table_cut_off_within_a_row_states_nothing_of_it() -> None:
    rows = requests(C)[:6]
    rows[5] = [*rows[5][:2], Td("5"), Td("5")]
    found = read(rows)
    assert not any(key.startswith("t3.granted.") for key in by_key(found))
    assert {issue.code for issue in found.issues} == {"unknown_columns"}


def test_words_in_a_cell_are_an_issue_not_a_number() -> None:
    rows = requests(C)
    rows[3][-2] = Td("约3")
    found = read(rows)
    assert "t3.new.other_org" not in by_key(found)
    assert [issue.code for issue in found.issues] == ["cell_not_a_number"]
    assert "约3" in found.issues[0].detail


def test_units_inside_cells() -> None:
    rows = detail_rows(B, same, Random(1))
    rows[4][2] = [rows[4][2][0], Td("5个"), Td("34.7152亿元", 1, 2)]
    rows[2][2] = [rows[2][2][0], Td("3项"), Td("减2"), Td("1.2万")]
    found = read([row for table in rows for row in table])
    amount = by_key(found)["t2_9.procurement.amount"]
    assert (str(amount.value), amount.unit, amount.raw) == ("34.7152", "亿元", "34.7152亿元")
    assert by_key(found)["t2_6.penalty.delta"].value == -2
    assert "t2_6.penalty.decisions" not in by_key(found), "1.2万 counted in pieces is not 1.2"


def test_the_unit_of_the_header_counts() -> None:
    rows = detail_rows(C, same, Random(1))[3]
    rows[1][1] = Td("本年收费金额（单位：元）", 1, 3)
    rows[2][1] = Td("251000", 1, 3)
    assert by_key(read(rows))["t2_8.fee.amount"].unit == "元"
    rows[2][1] = Td("25.1万元", 1, 3)
    assert by_key(read(rows))["t2_8.fee.amount"].unit == "万元"


@pytest.mark.parametrize("decoy", DECOYS)
def test_other_tables_give_no_figures(decoy: Rows) -> None:
    assert [figure for figure in read(decoy).figures if figure.value is not None] == []
    assert_all(C, "t3", read(decoy, requests(C)))
    assert_all(C, "t3", read(requests(C), decoy))


def test_prose_between_two_grids_ends_a_table() -> None:
    """Numbers without labels far below table 4's header are not its values."""
    rows = review_rows(C, same)
    prose = Block(
        "paragraph", "下一步，我们将继续加强政府信息公开工作，完善制度，提高质量，主动接受社会各界和人民群众的监督。"
    )
    found = read_figures([table_block(rows[:3]), prose, table_block(rows[3:])])
    assert found.figures == ()


@pytest.mark.parametrize("form", ["A", "local"])
def test_forms_before_2019(form: str) -> None:
    report = numbered_report("A" if form == "A" else "local")
    rows = early_rows(report, same, Random(2))
    found = read(rows)
    assert_all(report, "a", found)
    assert found.form == form
    assert_all(report, "a", read(rows[:30], rows[30:]) if form == "A" else read(rows[:9], [rows[0], *rows[9:]]))


def test_the_national_table_in_two_halves_side_by_side() -> None:
    report = numbered_report("A")
    body = early_rows(report, same, Random(2))[1:]
    half = (len(body) + 1) // 2
    rows = [[*left, *right] for left, right in zip(body[:half], [*body[half:], [Td(""), Td(""), Td("")]], strict=False)]
    found = read(rows)
    verdict = judge(report, found.figures)
    assert verdict.wrong == ()


def test_the_same_words_under_two_groups_need_their_group() -> None:
    rows: Rows = [[Td("收到申请数"), Td("3")], [Td("申请办结数"), Td("3")], [Td("（二）被依法纠错数"), Td("2")]]
    found = by_key(read(rows))
    assert not any("corrected" in key for key in found)
    found = by_key(read([*rows[:2], [Td("五、行政诉讼数量"), Td("2")], rows[2]]))
    assert found["a.litigation.corrected"].value == 2


def test_labels_run_together_with_the_names_of_their_groups() -> None:
    rows = [[Td("".join(labels)), *row[-7:]] for (_, labels), row in zip(C.rows, requests(C)[3:], strict=True)]
    found = by_key(read(rows))
    assert_all(C, "t3", read([[Td("项目"), *(Td(label) for _, label in COLUMNS)], *rows]))
    assert len(found) == 25 * 7


def test_the_unit_printed_in_the_row_is_the_figure_s() -> None:
    rows: Rows = [[Td("统计指标"), Td("单位"), Td("统计数")], [Td("收到申请数"), Td("件"), Td("3")]]
    rows += [[Td("申请办结数"), Td("件"), Td("3")], [Td("七、依申请公开信息收取的费用"), Td("元"), Td("500")]]
    assert by_key(read(rows))["a.fees"].unit == "元"
    rows[-1][1] = Td("")
    rows[-1] = [rows[-1][0], rows[-1][2]]
    assert by_key(read(rows))["a.fees"].unit == "万元"


def test_a_huge_grid_is_left_alone() -> None:
    rows: Rows = [[Td(str(c)) for c in range(100)] for _ in range(3)]
    assert read(rows).figures == ()


def _plain(*rows: tuple[str, ...]) -> Rows:
    return [[Td(text) for text in row] for row in rows]


NATIONAL_HEAD = (("统计指标", "单位", "统计数"), ("（一）收到申请数", "件", "12"), ("1．当面申请数", "件", "3"))


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("8", "．告知通过其他途径办理数"), ("8．告知通过", "其他途径办理数"), ("8．告知通过其他", "途径办理数")],
)
def test_a_national_label_cut_by_a_page_break_keeps_its_value(upper: str, lower: str) -> None:
    rows = _plain(*NATIONAL_HEAD, ("7．告知作出更改补充数", "件", "-"), (upper, "件", "1"), (lower, "", ""))
    found = by_key(read(rows))
    assert found["a.app.replied.other_way"].value == 1
    assert found["a.app.replied.supplement"].value is None


def test_the_rest_of_a_two_column_table_keeps_its_columns_whatever_its_labels_are_nearer_to() -> None:
    first = _plain(
        ("", "单位", "本年", "历年累计"),
        ("主动公开文件数", "件", "1", "5"),
        ("其中：1.政府网站公开数", "件", "1", "2"),
        ("受理政府信息公开申请总数", "件", "3", "4"),
    )
    second = _plain(
        ("3、不予公开答复数", "件", "0", "26"),
        ("同意公开答复数", "件", "2", "3"),
        ("行政复议数", "件", "—", "17"),
        ("行政诉讼数", "件", "0", "1"),
    )
    found = by_key(read(first, second))
    assert found["a.review.total.cumulative"].value == 17
    assert "a.review.total" not in found


def test_a_column_before_the_cumulative_one_that_is_no_year_is_not_guessed() -> None:
    found = read(
        _plain(
            ("指标", "单位", "历年累计"),
            ("主动公开文件数", "件", "5"),
            ("受理政府信息公开申请总数", "件", "4"),
            ("行政复议数", "件", "17"),
            ("行政诉讼数", "件", "1"),
        )
    )
    assert found.figures == ()
    assert "unknown_columns" in {issue.code for issue in found.issues}


def test_spans_written_as_empty_cells_beside_an_empty_column_of_totals_shift_nothing() -> None:
    """Ten columns, three of labels, and one spare; the totals are empty in every row."""
    rows = _plain(
        *(
            (*labels, *values, "", "")
            for labels, values in (
                (("一、本年新收政府信息公开申请数量", "", ""), ("7", "0", "0", "0", "0", "0")),
                (("二、上年结转政府信息公开申请数量", "", ""), ("1", "0", "0", "0", "0", "0")),
                (("三、本年度办理结果", "（一）予以公开", ""), ("3", "0", "0", "0", "0", "0")),
                (("", "（二）部分公开", ""), ("2", "0", "0", "0", "0", "0")),
                (("", "（三）不予公开", "1.属于国家秘密"), ("1", "0", "0", "0", "0", "0")),
                (("", "", "2.其他法律行政法规禁止公开"), ("2", "0", "0", "0", "0", "0")),
            )
        )
    )
    found = by_key(read(rows))
    assert [found[f"t3.{row}.natural_person"].value for row in ("new", "granted", "partial")] == [7, 3, 2]
    assert found["t3.granted.total"].value is None


def test_a_year_in_the_header_is_no_value_of_an_empty_first_row() -> None:
    found = by_key(
        read(
            _plain(
                ("", "2016", "历年累计"),
                ("主动公开文件数", "", ""),
                ("受理政府信息公开申请总数", "2", "9"),
                ("行政复议数", "", "4"),
                ("行政诉讼数", "", "1"),
            )
        )
    )
    assert (found["a.pd.files.year"].status, found["a.app.received.year"].value) == ("blank", 2)
