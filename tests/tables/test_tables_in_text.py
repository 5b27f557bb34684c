"""Tables in running text, however a page prints their rows: figures, headings, and what cannot be told."""

import pytest

from archive.extract.pipeline import extract
from archive.model import Document, Extraction

NATIONAL = [
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数", "条", "312"),
    ("其中：主动公开规范性文件数", "条", "13"),
    ("二、回应解读情况", "", ""),
    ("（一）回应公众关注热点或重大舆情数", "次", "4"),
    ("三、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "28"),
    ("四、行政复议数量", "件", "0"),
    ("九、政府信息公开会议和培训情况", "", ""),
    ("（一）接受培训人员数", "人次", "56"),
]
STATED = {
    "a.pd.total": 312,
    "a.pd.normative_disclosed": 13,
    "a.resp.hotspots": 4,
    "a.app.received": 28,
    "a.review.total": 0,
    "a.train.people": 56,
}
TEXT = ["一、概述", "按要求开展工作。", "二、主动公开政府信息情况", "健全制度。", "三、问题", "加强培训。"]
TITLE = "云溪县太水镇{year}年政府信息公开工作年度报告"


def read(lines: list[str], year: int = 2016) -> Extraction:
    text = "\n".join([TITLE.format(year=year), *TEXT, "附表：政府信息公开情况统计表", *lines])
    return extract(Document(text.encode(), filename="年报.txt"))


def _of_cells(empty: str) -> list[str]:
    return ["统计指标", "单位", "数量", *(cell or empty for row in NATIONAL for cell in row)]


def _of_rows(separator: str, empty: str) -> list[str]:
    rows = [("统计指标", "单位", "数量"), *NATIONAL]
    return [separator.join([name, unit or empty, value or empty]) for name, unit, value in rows]


PRINTS = {
    "a cell a line, empty lines": _of_cells(""),
    "a cell a line, blanks": _of_cells("\u00a0"),
    "a cell a line, dashes": _of_cells("-"),
    "pipes behind cells": [f"{cell} |" if cell else "|" for row in NATIONAL for cell in (*row, "")],
    "rows, blanks": _of_rows(" ", ""),
    "rows, dashes": _of_rows(" ", "-"),
    "rows, wide blanks": _of_rows("\u3000", "—"),
    "rows, pipes": _of_rows(" | ", ""),
    "rows, tabs": _of_rows("\t", ""),
    "a list": [f"{name}：{value}{unit}" if unit else name for name, unit, value in NATIONAL],
}


@pytest.mark.parametrize("lines", PRINTS.values(), ids=PRINTS)
def test_group_rows_of_a_table_are_no_headings(lines: list[str]) -> None:
    found = read(lines)
    assert [section.title for section in found.sections] == [TEXT[0], TEXT[2], TEXT[4]]
    figures = {figure.key: figure.value for figure in found.figures}
    assert {key: figures.get(key) for key in STATED} == STATED


LOCAL = [
    "主动公开文件数\t条\t43\t967",
    "受理依申请公开信息总数\t条\t1\t1",
    "对申请的答复总数\t条\t1\t1",
    "行政复议数\t件\t0\t2",
]


@pytest.mark.parametrize("as_page", [False, True])
def test_a_column_of_another_year_is_not_the_reports(as_page: bool) -> None:
    for year, keys in ((2014, 8), (2013, 0)):
        lines = [f"指标名称\t单位\t{year}年度\t历年累计", *LOCAL]
        if as_page:
            cells = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
            body = "".join(f"<p>{line}</p>" for line in TEXT) + f"<table><tr>{'</tr><tr>'.join(cells)}</tr></table>"
            page = f"<html><body><h1>{TITLE.format(year=2014)}</h1><div id=zoom>{body}</div></body></html>"
            found = extract(Document(page.encode()))
        else:
            found = read(lines, 2014)
        assert len([figure for figure in found.figures if figure.key.startswith("a.")]) == keys
        assert ("another_year" in {issue.code for issue in found.issues}) == (keys == 0)


DETAILS = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "0", "2"]
DETAILS += ["行政规范性文件", "9", "3", "54", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "2317"]
DETAILS += ["第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "428", "行政强制", "61"]
DETAILS += ["第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费", "37.4"]


@pytest.mark.parametrize("separator", [" ", "\t", "\u3000"])
def test_table_2_in_one_line(separator: str) -> None:
    figures = {figure.key: figure.value for figure in read([separator.join(DETAILS)], 2022).figures}
    assert len(figures) == 10
    assert (figures["t2_1.normative_doc.in_force"], figures["t2_5.licence.decisions"]) == (54, 2317)


REVIEWS = "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计" + "000" * 5
REQUESTS = "一、本年新收政府信息公开申请数量1203二、上年结转政府信息公开申请数量00（一）予以公开12（二）部分公开11"


@pytest.mark.parametrize("table", ["".join(DETAILS), REQUESTS, f"{REVIEWS}{REVIEWS}{REVIEWS}"])
def test_a_table_whose_cells_run_together_is_named(table: str) -> None:
    found = read(
        [f"{table}说明：上表由各单位填报，并经汇总审核，与去年相比变化不大，详见各单位报告所附的统计表。"], 2022
    )
    assert not found.figures
    assert {"figures_not_stated", "cells_concatenated"} & {issue.code for issue in found.issues}


def test_words_of_long_prose_are_no_table() -> None:
    line = "全年予以公开12件、部分公开3件，重复申请2件，行政处罚428件，行政复议1件、行政诉讼2件，维持1件。"
    assert "figures_not_stated" not in {issue.code for issue in read([line, line], 2016).issues}


def test_a_row_whose_label_is_gone_gives_its_values_to_none() -> None:
    """Rows that a line of bars ends: values without a label are not those of the row above."""
    rows = [
        ("主动公开文件数", "3", "4"),
        ("受理依申请公开信息总数", "", "1"),
        ("", "", "2"),
        ("对申请的答复总数", "1", "1"),
    ]
    lines = ["单位 |", "本年 |", "历年累计 |"]
    for name, *values in rows:
        lines += [*([f"{name} |"] if name else []), *(f"{value} |" if value else "|" for value in values), "||"]
    found = read(lines, 2014)
    assert not {figure.key for figure in found.figures if figure.value == 2}
    assert found.issues


def test_a_cell_that_cannot_be_read_is_no_lost_one() -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT)
    rows = [line.split("\t") for line in ("指标名称\t单位\t本年\t历年累计", *LOCAL)]
    rows[1][3] = "<s>967</s>"
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = (
        f"<html><body><h1>{TITLE.format(year=2014)}</h1><div id=zoom>{body}<table>{cells}</table></div></body></html>"
    )
    found = extract(Document(page.encode()))
    assert {figure.key: figure.value for figure in found.figures if figure.key.startswith("a.pd")} == {
        "a.pd.files.year": 43
    }
    assert [issue.code for issue in found.issues] == ["cell_not_a_number"]
