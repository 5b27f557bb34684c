"""Flattened tables whose values do not stand behind their own labels: what is missing there is not empty."""

import pytest

from archive.extract.tables import TablesRead, read_figures
from archive.model import Block

LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
)
ZEROS = "0\n" * 7


def read(*lines: str) -> TablesRead:
    text = "\n".join(lines)
    return read_figures([Block("paragraph", line) for line in text.split("\n") if line])


def stated(found: TablesRead) -> dict[str, object]:
    return {figure.key: figure.value for figure in found.figures if figure.value is not None}


def test_a_row_without_values_is_not_empty_where_another_has_too_many() -> None:
    found = read(
        LABELS[0], "5\n0\n0\n0\n0\n0\n5\n4\n0\n0\n0\n0\n0\n4", LABELS[1], *(f"{x}\n{ZEROS}" for x in LABELS[2:])
    )
    values = stated(found)
    assert not any(key.startswith(("t3.new", "t3.carried_in")) for key in values)
    assert values["t3.partial.total"] == 0


def test_a_whole_row_behind_labels_alone_may_hold_their_values() -> None:
    rows = [
        LABELS[0],
        LABELS[1],
        "3\n0\n0\n0\n0\n0\n3",
        *(f"{x}\n{ZEROS}" for x in LABELS[2:5]),
        LABELS[5],
        ZEROS + ZEROS,
    ]
    values = stated(read(*rows))
    assert not any(key.startswith("t3.carried_in") for key in values)
    assert values["t3.granted.total"] == 0


@pytest.mark.parametrize("between", ["总计\n7", "三、本年度办理结果\n7", "某种没有的情形\n7"])
def test_values_behind_words_that_are_no_row_leave_lost_cells_open(between: str) -> None:
    rows = [f"{x}\n{ZEROS}" for x in LABELS]
    found = read("申请人情况", *rows[:2], between, *rows[2:4], LABELS[4], "2\n2", rows[5])
    assert not any(key.startswith("t3.denied_state_secret") for key in stated(found))
    assert "values_astray" in {issue.code for issue in found.issues}


def test_rows_out_of_the_forms_order_leave_lost_cells_open() -> None:
    rows = [f"{x}\n{ZEROS}" for x in LABELS]
    found = read(*rows[:2], LABELS[2], "0", rows[4], rows[5], rows[3])
    assert not any(key.startswith("t3.granted") for key in stated(found))
    assert stated(found)["t3.partial.total"] == 0


def test_a_number_in_the_header_of_table_2_leaves_lost_cells_open() -> None:
    header = "第二十条第（一）项\n信息内容\n本年制发件数\n8\n本年废止件数\n现行有效件数"
    found = read(header, "规章", "行政规范性文件\n1\n2\n3")
    assert not any(key.startswith("t2_1.regulation") for key in stated(found))


def test_the_longest_label_of_a_form_counts() -> None:
    row = "2.申请人逾期未按收费通知要求缴纳费用、\n行政机关不再处理其政府信息公开申请\n1\n0\n0\n0\n0\n0\n1"
    found = stated(read(*(f"{x}\n{ZEROS}" for x in LABELS), row))
    assert found["t3.other_fee_unpaid.total"] == 1


def test_a_group_and_its_row_in_one_line_are_the_row() -> None:
    found = stated(
        read(
            *(f"{x}\n{ZEROS}" for x in LABELS[:4]),
            "（三）不予公开 1.属于国家秘密\n2 0 0 0 0 0 2",
            LABELS[5] + "\n" + ZEROS,
        )
    )
    assert found["t3.denied_state_secret.total"] == 2


def test_empty_cells_beside_the_words_of_a_header_are_no_values() -> None:
    results = "结果维持 | 结果 纠正 | 其他结果 | 尚未审结 | 总计"
    found = read(
        "| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |",
        f"| {results} | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |",
        f"| | | | | | {results} | {results} |",
        "| 2 | 1 | 3 | 1 | 7 | 0 | 0 | 0 | 0 | 0 | 4 | 0 | 0 | 0 | 4 |",
    )
    values = stated(found)
    assert len(values) == 15
    assert values["t4.litigation_after_review.upheld"] == 4


def test_a_header_of_table_4_broken_anywhere_is_put_together() -> None:
    results = "结果\n维持|结果\n纠正|其他\n结果|尚未\n审结|总计"
    found = read(
        "行政复议|行政诉讼", results, "未经复议直接|起诉|复议后起诉", results, results, "1|0|0|0|1|0|2|0|0|2|0|0|0|0|0"
    )
    assert stated(found)["t4.litigation_direct.corrected"] == 2


def test_words_of_a_label_beside_the_row_are_no_part_of_its_own() -> None:
    rows = [f"{x}\n0 0 0 0 0 0 0" for x in LABELS[:2]]
    found = stated(
        read(
            *rows,
            "三、本",
            "年度办 （一）予以公开 2 0 0 0 0 0 2",
            "理结果 （二）部分公开 0 0 0 0 0 0 0",
            LABELS[4] + "\n0 0 0 0 0 0 0",
        )
    )
    assert found["t3.granted.total"] == 2


SEVEN = "{}\n0\n0\n0\n0\n0\n{}"


def test_values_printed_before_their_labels_are_nobodys() -> None:
    lines = ["自然人", "商业企业", "总计"]
    for at, label in enumerate(LABELS):
        lines += [SEVEN.format(at, at), label]
    found = read(*lines)
    assert stated(found) == {}
    assert "values_astray" in {issue.code for issue in found.issues}


def test_early_values_behind_headings_are_nobodys() -> None:
    found = read(
        *("统计指标", "单位", "统计数", "一、主动公开情况", "2040", "（一）主动公开政府信息数", "条", "3"),
        *("其中：主动公开规范性文件数", "条", "二、回应解读情况", "5", "（一）回应公众关注热点或重大舆情数", "次"),
    )
    assert stated(found) == {}


def test_marks_for_nothing_stand_among_the_values_of_a_line() -> None:
    rows = [f"{x}\n0 0 0 0 0 0 0" for x in LABELS[:5]]
    found = stated(read(*rows, f"{LABELS[5]}\n- 4 - 0 无 3 7", "3.危及“三安全一稳定” / 1 — 0 0 0 1"))
    assert found["t3.denied_law_prohibited.commercial_enterprise"] == 4
    assert found["t3.denied_three_security.total"] == 1


def test_what_looks_like_a_page_number_may_be_the_rows_own() -> None:
    header = "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数"
    found = stated(read(header, "规章", "- 4 -", "行政规范性文件", "1 2 3"))
    assert {key: value for key, value in found.items() if "regulation" in key} == {}
    page = stated(read(header, "规章", "- 4 -", "1 2 3", "行政规范性文件", "1 2 3"))
    assert page["t2_1.regulation.in_force"] == 3


def test_two_columns_named_in_one_line_are_two() -> None:
    found = read(
        *("指标 本年度 历年累计", "主动公开文件数 4 9", "其中：1.政府网站公开数 3 8", "受理政府信息公开申请总数 5 7"),
        *("3.信函、", "传真申请数 1 2", "对申请的答复总数 5 7"),
    )
    values = stated(found)
    assert all(key.endswith((".year", ".cumulative")) for key in values)
    assert (values["a.pd.files.cumulative"], values["a.app.received.letter_fax.year"]) == (9, 1)
    assert not any("received.fax" in key for key in values)


def test_a_table_drawn_with_lines_is_read_row_by_row() -> None:
    rule = "├──────┼──┼──┼──┼──┼──┼──┼──┤"
    rows = [line for label in LABELS for line in (f"│{label}  │0 │0 │0 │0 │  │0 │0 │", rule)]
    broken = (
        "│2.申请人逾期未按收费通知要求缴纳费用、│  │  │  │  │  │  │  │",
        "│行政机关不再处理其政府信息公开申请  │3 │0 │0 │0 │0 │0 │3 │",
    )
    found = read(rule.replace("┼", "┬"), *rows, "│（六）其他处理├──────┼──┤", *broken)
    values = stated(found)
    assert values["t3.other_fee_unpaid.total"] == 3
    assert "t3.granted.legal_service_org" not in values
    assert values["t3.granted.total"] == 0
