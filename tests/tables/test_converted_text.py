"""What converters of pages and documents make of the tables: each case a line or two that misled a reader."""

from decimal import Decimal

import pytest

from archive.extract.tables import read_figures
from archive.model import Document, Figure, Number
from archive.text import read_page
from archive.text.drawn import drawn_tables

NATIONAL = """统计指标
单位
统计数
（一）收到申请数
件
12
1．当面申请数
件
3
2．传真申请数
件
4
"""


def read(text: str) -> dict[str, Figure]:
    page = read_page(Document(text.encode(), filename="年报.txt"))
    return {figure.key: figure for figure in read_figures(page.blocks).figures}


def values(text: str) -> dict[str, Number | None]:
    return {key: figure.value for key, figure in read(text).items()}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The ordinal of the next row alone on a line, behind a row whose own cell is empty.
        ("3．网络申请数\n件\n4\n．信函申请数\n件\n5\n", {"letter": 5}),
        ("3．网络申请数    件\n4              件   5\n．信函申请数\n", {"letter": 5}),
        # Half the label, the values, the other half.
        ("3．网络   件   7\n申请数\n4．信函申请数   件   5\n", {"online": 7, "letter": 5}),
        ("3．网络\t件\t7\n申请数\n4．信函申请数\t件\t5\n", {"online": 7, "letter": 5}),
    ],
)
def test_a_national_row_has_its_own_value_however_its_label_is_broken(rows: str, expected: dict[str, int]) -> None:
    found = values(NATIONAL + rows)
    own = {way: found.get(f"a.app.received.{way}") for way in ("online", "letter")}
    assert {way: value for way, value in own.items() if value is not None} == expected


def test_empty_cells_between_a_label_and_its_unit_are_none_of_the_row() -> None:
    names = ("收到申请数", "当面申请数", "传真申请数", "网络申请数")
    text = "".join(f"{name}\t\t件\t\t{at}\n" for at, name in enumerate(names)) + "信函申请\n数\t\t件\t\t4\n"
    keys = ("", ".in_person", ".fax", ".online", ".letter")
    assert [values(text).get(f"a.app.received{key}") for key in keys] == [0, 1, 2, 3, 4]


def test_a_number_behind_half_a_label_that_no_row_has_is_nobodys() -> None:
    found = values(NATIONAL + "3．网络申请数\n件\n（某\n9\n）四．未见于表式的指标\n件\n")
    assert "a.app.received.online" not in found or found["a.app.received.online"] is None


_HEAD = (
    "| 申请人情况 |\n| 自然人 | 法人或其他组织 | 总计 |\n| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n"
)
_ROWS = (
    "| 一、本年新收政府信息公开申请数量 | | | 7 | 0 | 0 | 0 | 0 | 0 | 7 |\n"
    "| 二、上年结转政府信息公开申请数量 | | | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "| 三、本年度办理结果 | （一）予以公开 | {granted} |\n"
    "| （三）不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "| 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "| 3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "| 4.保护第三方合法权益 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
)


def test_the_rest_of_a_labels_span_is_no_empty_cell_of_the_row() -> None:
    """The row prints eight cells: an empty one that the label spans, then seven, the last of which are empty."""
    found = read(_HEAD + _ROWS.format(granted=" | 3 |  | 4 |  |  |  | "))
    row = [found[f"t3.granted.{column}"].value for column in ("natural_person", "research_institution")]
    assert row == [3, 4]
    assert found["t3.granted.commercial_enterprise"].value in {None, 0}


def test_a_spare_column_may_stand_at_the_right() -> None:
    rows = _ROWS.replace(" | | | ", " | ").replace(" |\n", " | |\n").format(granted="3 |  | 4 |  |  |  |  |")
    found = read(_HEAD + rows)
    assert (found["t3.granted.natural_person"].value, found["t3.granted.research_institution"].value) == (3, 4)


def test_doubled_cells_are_refused_not_placed() -> None:
    def twice(cells: str) -> str:
        return "".join(f"{cell}\n{cell}\n" for cell in cells.split())

    rows = "一、本年新收政府信息公开申请数量\n" + twice("6440 181 / / / / 6621")
    rows += "二、上年结转政府信息公开申请数量\n" + twice("/ / / / / / /")
    rows += "三、本年度办理结果\n（一）予以公开\n" + twice("/ / / / / / /")
    rows += "1.属于国家秘密\n" + twice("3 1 / / / / 4") + "2.重复申请\n" + twice("/ / / / / / /")
    assert all(figure.value is None for figure in read(rows).values())


def test_a_number_broken_over_two_lines_of_a_drawn_cell_is_not_stated() -> None:
    text = """第二十条第（八）项
┌──────────┬──────────────────────────┐
│信息内容  │本年收费金额（单位：万元）   │
├──────────┼──────────────────────────┤
│行政事业性收费│41,703│
│              │.08│
└──────────┴──────────────────────────┘
"""
    figure = read(text).get("t2_8.fee.amount")
    assert figure is None or figure.value is None


def test_a_column_below_dashes_keeps_an_empty_cell() -> None:
    text = """
  -------------------- ---------------- ------------ --
  第二十条第（九）项
  信息内容             采购项目数量     采购总金额
  政府集中采购                          7149.89
  -------------------- ---------------- ------------ --
"""
    found = read(text)
    assert str(found["t2_9.procurement.amount"].value) == "7149.89"
    assert found["t2_9.procurement.projects"].status == "blank"


def test_a_label_that_names_the_upkeep_of_websites_is_no_foot_of_the_page() -> None:
    text = """| 统计指标 | 单位 | 统计数 |
| --- | --- | --- |
| （三）从事政府信息公开工作人员数 | 人 | 10 |
| 1．专职人员数 | 人 | 4 |
| 2．兼职人员数 | 人 | 6 |
| （四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费） | 万元 | 8 |
| （二）举办各类培训班数 | 次 | 5 |

主办：云岭市水务局 备案号：浙ICP备05000000号
"""
    found = values(text)
    assert (found["a.org.budget"], found["a.train.courses"]) == (8, 5)


def test_a_number_before_its_label_leaves_the_row_above_and_the_row_below_open() -> None:
    """PDF to Markdown: what stands in the middle of a cell's height comes before the cell's label."""
    text = NATIONAL.replace("\n件\n", "|件|").replace("统计指标\n单位\n统计数\n", "")
    rows = [f"| {line.replace('|', ' | ')} |" for line in text.strip().split("\n")]
    found = values(
        "\n".join([*rows, "| 3．网络申请数 | 件 |  |", "|  |  | 9 |", "| 4．信函申请数 | 件 |  |", "| 甲 | 乙 |"])
    )
    assert found["a.app.received.fax"] == 4
    assert found.get("a.app.received.online") is None
    assert found.get("a.app.received.letter") is None


def test_numbers_broken_in_narrow_cells_are_not_read_as_several() -> None:
    """Empty cells are lost, and 475550 is broken: three numbers for three cells, none in its place."""
    text = """第二十条第（五）项
信息内容
上一年项目数量
本年增/减
处理决定数量
行政许可 95
47555
0
其他对外管理服务事项
3
17500
7
第二十条第（六）项
信息内容
上一年项目数量
本年增/减
处理决定数量
行政处罚
873 207 123318
"""
    found = values(text)
    assert found["t2_6.penalty.decisions"] == 123318
    assert not [key for key, value in found.items() if key.startswith("t2_5.") and value is not None]


@pytest.mark.parametrize("broken", [False, True])
def test_what_spans_columns_may_stand_in_each_of_them(broken: bool) -> None:
    caption = "第二十条第（八）项"
    text = "\n".join(
        "\t".join(row)
        for row in (
            [caption] * 4,
            ["信息内容", "上一年项\n目数量" if broken else "上一年项目数量", "本年增/减", "本年增/减"],
            ["行政事业性收费", "\u00a0", "207", "207"],
        )
    )
    found = values(text)
    assert found.get("t2_8.fee.prev_items") is None
    assert found.get("t2_8.fee.delta") == (None if broken else 207)


def test_numbers_of_pages_are_no_values() -> None:
    pages = [
        "（一）收到申请数\n件\n12\n1．当面申请数\n件\n",
        "2．传真申请数\n件\n4\n3．网络申请数\n件\n",
        "4．信函申请数\n件\n5\n",
    ]
    found = values("统计指标\n单位\n统计数\n" + "\f".join(f"{page}{7 + at}\n" for at, page in enumerate(pages)))
    ways = ("in_person", "fax", "online", "letter")
    assert [found.get(f"a.app.received.{way}") for way in ways] == [None, 4, None, 5]


def test_a_row_without_its_unit_where_all_others_print_one_is_not_read() -> None:
    found = values(
        NATIONAL + "3．网络申请数\n4\n件\n8\n4．信函申请数\n件\n5\n（二）申请办结数\n件\n1\n（三）申请答复数\n件\n6\n"
    )
    assert found.get("a.app.received.online") is None
    assert found["a.app.received.letter"] == 5


def test_columns_that_a_broken_header_does_not_tell_are_not_read_as_one() -> None:
    names = ("主动公开文件数", "受理政府信息公开申请总数", "对申请的答复总数", "行政复议数", "行政诉讼数")
    rows = "".join(f"{name}\n件\n{at}\n" for at, name in enumerate(names))
    assert not any(value is not None for value in values(f"单位\n本\n历年累计\n年\n{rows}").values())


def test_rows_of_different_lengths_are_no_grid() -> None:
    assert drawn_tables(["| 甲 | 1 |", "| 乙 | 2 | 3 |"]) == []
    assert drawn_tables(["甲\t1\t2", "乙", "丙\t3\t4"]) == []


@pytest.mark.parametrize("line", ["┌" + "┬" * 900 + "┐", "|" * 1999, "+-" * 900 + "+", "\t" * 1500, "<table>" * 200])
def test_monstrous_drawings_end_soon(line: str) -> None:
    assert len(drawn_tables([line] * 2000)) <= 2000


def test_results_below_the_names_of_two_groups_are_of_neither() -> None:
    """PDF to text, a column at a time: 未经复议 and 复议后 stand above the first result."""
    text = "行政复议\n行政诉讼\n2\n1\n结果维持\n未经复议直接起诉\n复议后起诉\n结果维持\n2\n结果纠正\n1\n"
    text += "其他结果\n尚未审结\n合计\n结果维持\n35\n"
    assert not any(value is not None for value in values(text).values())


def test_a_row_beside_one_that_lacks_values_may_hold_them() -> None:
    """PDF to text: 75 is the last of 规章, and comes behind the values of the row below, whose last cell is empty."""
    text = (
        "第二十条第（一）项\n信息内容\n本年新制作数量 本年新公开数量 对外公开总数量\n"
        "规章\n13\n353914\n规范性文件\n53\n66519\n75\n"
        "第二十条第（六）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n行政处罚\n1\n2\n3\n4\n"
    )
    assert values(text).get("t2_1.normative_doc.disclosed_total") is None


def test_pieces_of_many_labels_show_that_the_text_was_not_printed_row_by_row() -> None:
    pieces = (
        "5.要求行政机关确认或重",
        "新出具已获取信",
        "知要求缴纳费用、行政机",
        "理",
        "关不再处理其政府信息公",
        "不补正、行政机关不再处",
    )
    rows = (
        "一、本年新收政府信息公开申请数量\n2\n2",
        "1.属于国家秘密\n1\n1",
        "2.重复申请\n1\n1",
        "3.其他\n1",
        "（七）合计\n2\n3",
    )
    text = "\n".join(
        [*rows[:3], *pieces, *rows[3:], "四、结转下年度继续办理\n1\n1", "五、存在的主要问题及改进情况", "完。"]
    )
    found = values(text)
    assert found.get("t3.result_total.total") is None


DETAILS = """第二十条第（一）项
信息内容#本年新制作数量#本年新公开数量#对外公开总数量
规章#0#0#0
规范性文件#2#1#16
第二十条第（九）项
信息内容#采购项目数量#采购总金额
政府集中采购#456#{amount}
"""
SEPARATORS = (" ", "  ", "\u3000", "\t", "|", " | ")


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [
        ("1,234.56万元", "1234.56", "万元"),
        ("34.7152亿元", "34.7152", "亿元"),
        ("251000.00 元", "251000", "元"),
        ("12.5万", "12.5", "万"),
        ("¥161330", "161330", "元"),
        ("人民币454万元", "454", "万元"),
        ("454万元人民币", "454", "万元"),
        ("454.2（万元）", "454.2", "万元"),
    ],
)
def test_amounts_stand_with_their_unit(separator: str, amount: str, value: str, unit: str) -> None:
    found = read(DETAILS.format(amount=amount).replace("#", separator))
    figure = found["t2_9.procurement.amount"]
    assert (figure.value, figure.unit) == (Decimal(value), unit)
    assert found["t2_9.procurement.projects"].value == 456


@pytest.mark.parametrize("separator", ["\t", "|", " | "])
@pytest.mark.parametrize("words", ["约454万元", "45/6", "近454"])
def test_a_cell_spoilt_by_words_keeps_its_place(separator: str, words: str) -> None:
    """It states nothing; the cells beside it are where they are."""
    text = DETAILS.format(amount=words).replace("规章#0#0#0", f"规章#{words}#0#3").replace("#", separator)
    stated = {key: figure.value for key, figure in read(text).items() if key.startswith(("t2_9", "t2_1.regulation"))}
    assert stated == {
        "t2_9.procurement.projects": 456,
        "t2_1.regulation.disclosed": 0,
        "t2_1.regulation.disclosed_total": 3,
    }
