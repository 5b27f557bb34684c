"""Reports of our own writing as attachments: the tables of form C with random figures, cell by cell.

The words of the statutory forms are public law; every sentence around them is ours.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Grid
from tests.support.statutory_labels import COLUMNS, GROUPS, RESULTS, ROWS_C
from tests.support.truth import TrueReport, Truth


@dataclass(frozen=True, slots=True)
class FormCell:
    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


FormTable = tuple[FormCell, ...]

RESULT_ROWS = (
    ("（一）予以公开", ("",)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("",)),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
    ("（七）总计", ("",)),
)
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def number(source: random.Random) -> str:
    """A figure as forms print it: mostly 0, sometimes nothing, now and then large."""
    return source.choice(("0", "0", "0", "", "-", str(source.randint(1, 99)), str(source.randint(100, 987654))))


def table_2(source: random.Random) -> FormTable:
    cells: list[FormCell] = []
    row = 0

    def wide(text: str, column: int = 0) -> None:
        cells.append(FormCell(row, column, text, colspan=4 - column))

    wide("第二十条第（一）项")
    for labels in (("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章",), ("行政规范性文件",)):
        row += 1
        texts = [*labels, *(number(source) for _ in range(4 - len(labels)))]
        cells += [FormCell(row, column, text) for column, text in enumerate(texts)]
    for caption, column, names in (
        ("第二十条第（五）项", "本年处理决定数量", ("行政许可",)),
        ("第二十条第（六）项", "本年处理决定数量", ("行政处罚", "行政强制")),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", ("行政事业性收费",)),
    ):
        row += 1
        wide(caption)
        for label, text in (("信息内容", column), *((name, number(source)) for name in names)):
            row += 1
            cells.append(FormCell(row, 0, label))
            wide(text, 1)
    return tuple(cells)


def table_3(source: random.Random) -> FormTable:
    cells = [
        FormCell(0, 0, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        FormCell(0, 3, "申请人情况", 1, 7),
        FormCell(1, 3, "自然人", 2, 1),
        FormCell(1, 4, "法人或其他组织", 1, 5),
        FormCell(1, 9, "总计", 2, 1),
        *(FormCell(2, 4 + i, name) for i, name in enumerate(APPLICANTS)),
    ]
    row = 3

    def figures() -> None:
        cells.extend(FormCell(row, column, number(source)) for column in range(3, 10))

    for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"):
        cells.append(FormCell(row, 0, label, 1, 3))
        figures()
        row += 1
    cells.append(FormCell(row, 0, "三、本年度办理结果", sum(len(items) for _, items in RESULT_ROWS), 1))
    for group, items in RESULT_ROWS:
        if items == ("",):
            cells.append(FormCell(row, 1, group, 1, 2))
        else:
            cells.append(FormCell(row, 1, group, len(items), 1))
        for item in items:
            if item:
                cells.append(FormCell(row, 2, item))
            figures()
            row += 1
    cells.append(FormCell(row, 0, "四、结转下年度继续办理", 1, 3))
    figures()
    return tuple(cells)


def table_4(source: random.Random) -> FormTable:
    cells = [FormCell(0, 0, "行政复议", 1, 5), FormCell(0, 5, "行政诉讼", 1, 10)]
    cells += [FormCell(1, i, name, 2, 1) for i, name in enumerate(OUTCOMES)]
    cells += [FormCell(1, 5, "未经复议直接起诉", 1, 5), FormCell(1, 10, "复议后起诉", 1, 5)]
    cells += [FormCell(2, 5 + i, name) for i, name in enumerate((*OUTCOMES, *OUTCOMES))]
    cells += [FormCell(3, i, number(source)) for i in range(15)]
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What was written: the title and, in order, headings and paragraphs (str) and tables."""

    title: str
    items: tuple[str | FormTable, ...]

    @property
    def tables(self) -> list[FormTable]:
        return [item for item in self.items if not isinstance(item, str)]

    @property
    def texts(self) -> list[str]:
        return [item for item in self.items if isinstance(item, str)]


def write_report(seed: int) -> WrittenReport:
    """A report whose organ, year, words and figures follow from ``seed``."""
    source = random.Random(seed)
    organ = source.choice(("青禾县水务局", "云岭市人民政府", "松溪区白石街道办事处"))
    year = source.randint(2021, 2025)
    return WrittenReport(
        f"{organ}{year}年政府信息公开工作年度报告",
        (
            f"本报告由{organ}依照条例编写，所列数据的统计期限自{year}年1月1日至{year}年12月31日止。",
            "一、总体情况",
            f"{year}年，本机关按时回应群众关切，主动公开信息{source.randint(10, 999)}条，办理申请的时间平均为九天。"
            * 3,
            "二、主动公开政府信息情况",
            table_2(source),
            "三、收到和处理政府信息公开申请情况",
            table_3(source),
            "四、政府信息公开行政复议、行政诉讼情况",
            table_4(source),
            "五、存在的主要问题及改进情况",
            "公开目录的更新有时迟缓，来年按月核对，并给每个栏目指定一名责任人。",
            "六、其他需要报告的事项",
            "本年没有收取信息处理费。",
        ),
    )


def true_report(report: WrittenReport) -> TrueReport:
    """What the three tables of a written report state, figure by figure."""
    details, requests, reviews = ({(c.row, c.column): c.text for c in table} for table in report.tables)
    texts = {
        f"t2_1.{row}.{column}": details[2 + r, 1 + c]
        for r, row in enumerate(("regulation", "normative_doc"))
        for c, column in enumerate(("issued", "repealed", "in_force"))
    }
    lone = {
        "t2_5.licence.decisions": 6,
        "t2_6.penalty.decisions": 9,
        "t2_6.coercion.decisions": 10,
        "t2_8.fee.amount": 13,
    }
    texts |= {key: details[row, 1] for key, row in lone.items()}
    for r, (row, _) in enumerate(ROWS_C):
        texts |= {f"t3.{row}.{column}": requests[3 + r, 3 + c] for c, (column, _) in enumerate(COLUMNS)}
    for g, (group, _) in enumerate(GROUPS):
        texts |= {f"t4.{group}.{result}": reviews[3, 5 * g + c] for c, (result, _) in enumerate(RESULTS)}
    cells = {key: Truth(int(text) if text.isdigit() else None, text) for key, text in texts.items()}
    return TrueReport("C", {}, ROWS_C, cells, broken=True)


def grid_cells(grid: Grid) -> list[FormCell]:
    """The cells of a grid, each once, in reading order."""
    return [
        FormCell(r, c, cell.text, cell.rowspan, cell.colspan)
        for r, row in enumerate(grid.rows)
        for c, cell in enumerate(row)
        if cell is not None and (cell.row, cell.column) == (r, c)
    ]


def written_cells(table: Sequence[FormCell]) -> list[FormCell]:
    """The same of a table as written."""
    return sorted(table, key=lambda cell: (cell.row, cell.column))


def size_of(table: Sequence[FormCell]) -> tuple[int, int]:
    """Rows and columns of a table."""
    return max(c.row + c.rowspan for c in table), max(c.column + c.colspan for c in table)
