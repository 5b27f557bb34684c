"""What converters of pages and documents make of the tables: each case a line or two that misled a reader."""

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


def test_rows_of_different_lengths_are_no_grid() -> None:
    assert drawn_tables(["| 甲 | 1 |", "| 乙 | 2 | 3 |"]) == []
    assert drawn_tables(["甲\t1\t2", "乙", "丙\t3\t4"]) == []


@pytest.mark.parametrize("line", ["┌" + "┬" * 900 + "┐", "|" * 1999, "+-" * 900 + "+", "\t" * 1500, "<table>" * 200])
def test_monstrous_drawings_end_soon(line: str) -> None:
    assert len(drawn_tables([line] * 2000)) <= 2000
