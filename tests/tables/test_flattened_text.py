"""Flattened text, dialect by dialect and trap by trap."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.tables import TablesRead, read_figures
from archive.model import Block, Document, Figure
from archive.text import read_page
from archive.text.run_on import cells_of
from tests.support.truth import FormName, TrueReport, Truth, draw_report, numbered_report
from tests.support.truth_judge import judge
from tests.support.truth_lines import EXACT, LOSSY, report_lines

HEADER_C = """第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数"""
ROWS_ABOVE = """一、本年新收政府信息公开申请数量
{new}
二、上年结转政府信息公开申请数量
0
0
0
0
0
0
0
三、本年度办理结果
（一）予以公开
{granted}
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
0
0
0
0
0
0
0
（三）不予公开
1.属于国家秘密
0
0
0
0
0
0
0
2.其他法律行政法规禁止公开
0
0
0
0
0
0
0"""


def read(text: str) -> TablesRead:
    return read_figures([Block("paragraph", line) for line in text.split("\n")])


def by_key(found: TablesRead) -> dict[str, Figure]:
    return {figure.key: figure for figure in found.figures}


def table_3(new: str, granted: str = "0 0 0 0 0 0 0") -> TablesRead:
    return read(
        ROWS_ABOVE.format(new="\n".join(new.split(" ")), granted="\n".join(granted.split(" "))).replace("~", "\u00a0")
    )


@pytest.mark.parametrize("form", ["A", "local", "B", "C"])
@pytest.mark.parametrize("dialect", [*EXACT, *LOSSY])
def test_full_tables_are_read_in_every_dialect(form: str, dialect: str) -> None:
    report = numbered_report(form)  # type: ignore[arg-type]
    found = read_figures(report_lines(report, dialect, Random(1)))
    verdict = judge(report, found.figures)
    assert (verdict.wrong, verdict.missing, verdict.open) == ((), (), ())
    assert found.form == form


def test_seven_values_are_all_printed_even_where_their_sum_fails() -> None:
    found = by_key(table_3("3 0 0 0 0 0 9"))
    assert found["t3.new.natural_person"].status == "printed"
    assert (found["t3.new.total"].value, found["t3.new.total"].status) == (9, "printed")


def test_lost_cells_are_left_open_with_all_that_is_possible() -> None:
    found = by_key(table_3("210 6 216"))
    person, company = found["t3.new.natural_person"], found["t3.new.commercial_enterprise"]
    assert (person.value, person.status, person.candidates) == (None, "ambiguous", (0, 210))
    assert company.candidates == (0, 6, 210)
    assert (found["t3.new.total"].value, found["t3.new.total"].status) == (216, "solved")


def test_a_row_of_zeros_needs_no_place() -> None:
    found = by_key(table_3("0 0"))
    assert {found[key].value for key in found if key.startswith("t3.new.")} == {0}
    assert found["t3.new.total"].status == "solved"


def test_more_values_than_cells_are_refused() -> None:
    found = table_3("1 0 0 0 0 0 1 4")
    assert not any(key.startswith("t3.new.") for key in by_key(found))
    assert "too_many_values" in {issue.code for issue in found.issues}


def test_empty_lines_are_cells_where_every_row_is_whole_by_them() -> None:
    found = by_key(table_3("3 ~ ~ 4 ~ ~ 7", "~ ~ ~ 4 ~ ~ 4"))
    assert found["t3.new.public_welfare_org"].value == 4
    assert found["t3.new.research_institution"].status == "blank"
    assert found["t3.granted.total"].value == 4


def test_empty_lines_between_paragraphs_are_no_cells() -> None:
    """Six values and a spacer are seven lines, and yet not seven cells."""
    found = by_key(table_3("5 0 0 0 0 5 ~", "3 ~ ~ 3"))
    assert found["t3.new.total"].value == 5
    assert found["t3.new.natural_person"].candidates == (0, 5)


def test_a_spacer_behind_a_whole_row_is_ignored() -> None:
    assert by_key(table_3("5 0 0 0 0 0 5 ~ ~"))["t3.new.total"].value == 5


def test_spacers_behind_few_rows_prove_no_empty_cell() -> None:
    found = by_key(table_3("5 0 0 0 0 5 ~", "3 0 0 0 0 3 ~"))
    assert (found["t3.new.total"].value, found["t3.new.total"].status) == (5, "solved")
    assert found["t3.granted.other_org"].value == 0


def test_a_spacer_behind_a_row_with_empty_cells_is_trimmed() -> None:
    found = by_key(table_3("3 ~ ~ 4 ~ ~ 7", "~ ~ ~ 4 ~ ~ 4 ~"))
    assert (found["t3.granted.total"].value, found["t3.granted.total"].status) == (4, "printed")


def test_one_row_that_is_not_whole_takes_the_meaning_from_all_empty_lines() -> None:
    text = ROWS_ABOVE.format(new="3\n~\n~\n4\n~\n~\n7", granted="~\n~\n~\n4\n~\n~\n4")
    short = text.replace("属于国家秘密\n0\n0\n0\n0\n0\n0\n0", "属于国家秘密\n1\n~\n1")
    found = by_key(read(short.replace("~", "\u00a0")))
    assert found["t3.new.natural_person"].candidates == (0, 3)


@pytest.mark.parametrize("number", ["- 4 -", "— 12 —", "第4页", "第 4 页 共 10 页"])
def test_page_numbers_do_not_cut_a_row(number: str) -> None:
    text = ROWS_ABOVE.format(new=f"1\n2\n3\n{number}\n0\n0\n0\n6", granted="\n".join("0" * 7))
    assert by_key(read(text))["t3.new.total"].value == 6


def test_words_among_the_values_of_a_row_make_it_unknown() -> None:
    """What stood behind the words may belong to the row: its missing cells were not empty."""
    text = ROWS_ABOVE.format(new="2\n2\n附注见后\n1\n5", granted="\n".join("0" * 7))
    found = read(text)
    assert not any(key.startswith("t3.new.") for key in by_key(found))
    assert {"unknown_row", "row_not_understood"} <= {issue.code for issue in found.issues}


def test_a_summary_with_two_rows_is_no_table_3() -> None:
    found = read("一、本年新收政府信息公开申请数量\n12\n31\n二、上年结转政府信息公开申请数量\n1\n2")
    assert found.figures == ()


def test_labels_broken_over_lines() -> None:
    text = ROWS_ABOVE.format(new="1\n0\n0\n0\n0\n0\n1", granted="\n".join("0" * 7))
    broken = text.replace("1.属于国家秘密", "1.属于国\n家秘密").replace("二、上年结转政府", "二、上年\n结转\n政府")
    found = by_key(read(broken))
    assert len(found) == 6 * 7
    assert found["t3.denied_state_secret.total"].status == "printed"


def test_the_form_of_table_2_is_told_by_its_header() -> None:
    rows = "规章\n1\n2\n3\n规范性文件\n4\n5\n6"
    assert by_key(read(f"{HEADER_C}\n{rows}"))["t2_1.regulation.in_force"].value == 3
    b = "第二十条第（一）项\n信息内容\n本年新\n\u00a0制作数量\n本年新\n\u00a0公开数量\n对外公开总数量"
    assert by_key(read(f"{b}\n{rows}"))["t2_1.normative_doc.disclosed_total"].value == 6
    found = read(f"第二十条第（一）项\n信息内容\n{rows}")
    assert found.figures == ()
    assert {issue.code for issue in found.issues} == {"unknown_columns", "figures_not_stated"}


def test_two_values_for_three_cells_of_table_2() -> None:
    found = by_key(read(f"{HEADER_C}\n规章\n0\n0\n规范性文件\n4\n9\n第二十条第（五）项"))
    assert found["t2_1.regulation.issued"].value == 0
    assert found["t2_1.normative_doc.issued"].candidates == (0, 4)
    assert found["t2_1.normative_doc.repealed"].candidates == (0, 4, 9)


def test_table_4_as_pairs_of_label_and_value() -> None:
    text = (
        "行政复议\n结果维持\n4\n结果纠正\n0\n其他结果\n1\n尚未审结\n0\n总计\n5\n行政诉讼\n未经复议直接起诉\n结果维持\n2"
    )
    found = by_key(read(text))
    assert found["t4.review.upheld"].value == 4
    assert found["t4.review.total"].value == 5
    assert found["t4.litigation_direct.upheld"].value == 2


def test_rows_on_one_line_each() -> None:
    rows = ROWS_ABOVE.format(new="1 0 0 0 0 0 1", granted="2 0 0 0 0 0 2")
    rows = rows.replace("\n0\n0\n0\n0\n0\n0\n0", " 0 0 0 0 0 0 0")
    found = by_key(read(rows.replace("\n1 0", " 1 0").replace("\n2 0", " 2 0")))
    assert found["t3.new.total"].value == 1
    assert found["t3.granted.natural_person"].value == 2
    assert len(found) == 6 * 7


@pytest.mark.parametrize("line", ["1.属于国家秘密0000000", "1.属于国家秘密2171000218"])
def test_values_run_together_with_their_label_are_refused(line: str) -> None:
    text = ROWS_ABOVE.format(new="1\n0\n0\n0\n0\n0\n1", granted="\n".join("0" * 7))
    found = read(text.replace("1.属于国家秘密\n0\n0\n0\n0\n0\n0\n0", line))
    assert not any("state_secret" in key for key in by_key(found))
    assert "cells_concatenated" in {issue.code for issue in found.issues}


def test_a_text_that_ends_within_a_row_lost_more_than_empty_cells() -> None:
    text = ROWS_ABOVE.format(new="\n".join("5000005"), granted="\n".join("0" * 7))
    cut = read(text + "\n3.危及“三安全一稳定”\n5\n5")
    assert not any("three_security" in key for key in by_key(cut))
    assert "row_cut_off" in {issue.code for issue in cut.issues}
    whole = read(text + "\n3.危及“三安全一稳定”\n5\n5\n4.保护第三方合法权益\n0\n0\n0\n0\n0\n0\n0")
    assert by_key(whole)["t3.denied_three_security.total"].value == 5


def test_prose_gives_no_figures() -> None:
    text = """一、总体情况
2017年共收到政府信息公开申请51件，其中当面申请20件。
行政许可
5件
二、行政复议
2018年
行政复议数
主动公开 1200
三、收到和处理政府信息公开申请情况
全年新收申请 12"""
    assert read(text).figures == ()


def test_table_material_is_told_from_text() -> None:
    text = "一、总体情况\n今年工作情况良好。\n" + ROWS_ABOVE.format(new="\n".join("0" * 7), granted="\n".join("0" * 7))
    found = read(f"{text}\n五、存在的主要问题及改进情况\n公开不够及时。")
    lines = f"{text}\n五、存在的主要问题及改进情况\n公开不够及时。".split("\n")
    assert {0, 1, len(lines) - 1, len(lines) - 2}.isdisjoint(found.table_spans)
    assert lines.index("一、本年新收政府信息公开申请数量") in found.table_spans
    assert lines.index("三、本年度办理结果") in found.table_spans


def with_holes() -> TrueReport:
    """Every fourth cell empty, so that rows have empty cells between values, and no row of seven has two alike."""
    full = numbered_report("C")
    cells = {key: Truth(None, "") if at % 4 == 1 else truth for at, (key, truth) in enumerate(full.cells.items())}
    return replace(full, cells=cells)


def test_a_pipe_alone_is_an_empty_cell_where_every_row_is_whole_by_them() -> None:
    report = with_holes()
    verdict = judge(report, read_figures(report_lines(report, "lone_pipes", Random(0))).figures)
    assert (verdict.wrong, verdict.missing, verdict.open) == ((), (), ())


def test_a_pipe_alone_that_ends_rows_is_no_cell() -> None:
    """Rows of six numbers and a pipe: the pipe ends the row, and any of its cells may be the lost one."""
    report = with_holes()
    lines = [block for block in report_lines(report, "lone_pipes", Random(0)) if block.text != "|"]
    ended = [Block("paragraph", "|") if block.text == "||" else block for block in lines]
    verdict = judge(report, read_figures(ended).figures)
    assert verdict.wrong == ()
    assert verdict.open


def in_one_line(report: TrueReport, rng: Random) -> Document:
    """The whole text on one line, one blank between all cells; empty cells leave nothing."""
    lines = [block.text.replace(" ", "") for block in report_lines(report, "dropped", rng)]
    title = "云岭市水务局2022年政府信息公开工作年度报告"
    return Document(f"{title}\n{' '.join(line for line in lines if line)}".encode(), filename="年报.txt")


@pytest.mark.parametrize("form", ["A", "local", "B", "C"])
def test_a_whole_table_in_one_line(form: FormName) -> None:
    report = numbered_report(form)
    verdict = judge(report, read_figures(read_page(in_one_line(report, Random(1))).blocks).figures)
    assert (verdict.wrong, verdict.missing) == ((), ())


@given(seed=st.integers(0, 1 << 40))
@settings(max_examples=60, deadline=None)
def test_a_table_in_one_line_that_lost_cells_is_never_read_wrong(seed: int) -> None:
    rng = Random(seed)
    report = draw_report(rng)
    assert judge(report, read_figures(read_page(in_one_line(report, rng)).blocks).figures).wrong == ()


def test_prose_with_blanks_around_its_numbers_is_no_table() -> None:
    prose = (
        "全年收到 政府信息公开申请 51 件， 其中 当面申请 20 件、 信函申请 28 件， 行政复议 3 件， 行政诉讼 1 件， " * 4
    )
    assert cells_of(prose) == ()
