"""Headings, and the rows of tables that look like them."""

import pytest

from archive.extract.sections import canonical_name, split_sections
from archive.model import Block


def blocks(*lines: str) -> list[Block]:
    return [Block("paragraph", line) for line in lines]


def titles(*lines: str, tables: tuple[int, ...] = ()) -> list[str]:
    return [section.title for section in split_sections(blocks(*lines), tables)]


FLAT_ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果",
    "四、结转下年度继续办理",
)
FORM = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def test_rows_of_a_flattened_table_are_no_headings() -> None:
    assert titles(*FORM[:3], *FLAT_ROWS, *FORM[3:]) == list(FORM)


def test_lines_inside_tables_are_no_headings() -> None:
    assert titles("一、概述", "二、情况统计", "三、举报数量", "三、存在问题", tables=(2,)) == [
        "一、概述",
        "二、情况统计",
        "三、存在问题",
    ]


def test_text_that_runs_on_behind_a_heading() -> None:
    sections = split_sections(blocks("一、总体情况：本年度公开信息12条。", "六、其他需要报告的事项:无。"))
    assert [(s.number, s.canonical, s.title, s.text) for s in sections] == [
        (1, "总体情况", "一、总体情况", "本年度公开信息12条。"),
        (6, "其他需要报告的事项", "六、其他需要报告的事项", "无。"),
    ]


def test_text_belongs_to_the_heading_above() -> None:
    sections = split_sections(blocks("前言", FORM[0], "甲", "（一）乙", "\xa0", FORM[1], "丙"))
    assert [section.text for section in sections] == ["甲\n（一）乙", "丙"]


def test_blanks_inside_and_around_a_heading() -> None:
    assert titles("　五、 存在的问题及改进情况 ", "六、其他需要报告的事项\xa0") == [
        "五、 存在的问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_a_list_that_starts_again_opens_no_section() -> None:
    lines = (*FORM[:5], "一、存在的困难", "二、下一步打算", FORM[5])
    assert titles(*lines) == list(FORM)


def test_a_misprinted_number_loses_no_section() -> None:
    assert titles(FORM[0], FORM[1], FORM[2], "三、政府信息公开行政复议、行政诉讼情况", FORM[4])[3].startswith("三、")


@pytest.mark.parametrize(
    "lines",
    [
        ("第一部分 概述", "第二部分 主动公开政府信息情况"),
        ("（一）总体情况", "（二）主动公开情况"),
        ("1.总体情况", "2．主动公开情况"),
        ("总体情况", "主动公开政府信息情况"),
    ],
)
def test_other_styles(lines: tuple[str, ...]) -> None:
    assert titles(*lines) == list(lines)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("总体公开情况", "总体情况"),
        ("主动公开情况", "主动公开政府信息情况"),
        ("政府信息依申请公开情况", "收到和处理政府信息公开申请情况"),
        ("因政府信息公开行政复议、提起行政诉讼的情况", "政府信息公开行政复议、行政诉讼情况"),
        ("存在的不足和改进措施", "存在的主要问题及改进情况"),
        ("其他应报告的事项", "其他需要报告的事项"),
        ("制度机制建设情况", None),
    ],
)
def test_canonical_names(title: str, name: str | None) -> None:
    assert canonical_name(title) == name
    assert canonical_name("概述", before_2019=True) == "概述"


@pytest.mark.parametrize("line", ["三、四季度共公开信息12条。", "三、四级以上单位均已公开。", "三 是加强培训。"])
def test_numerals_in_a_sentence_are_no_heading(line: str) -> None:
    assert titles(*FORM[:2], line, *FORM[2:]) == list(FORM)


def test_a_heading_without_a_comma() -> None:
    assert titles("一 总体情况", "二 主动公开政府信息情况") == ["一 总体情况", "二 主动公开政府信息情况"]
