"""Headings, and the rows of tables that look like them."""

import pytest

from archive.extract.report.sections import canonical_name, split_sections
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


TEXT = "本年度围绕群众关切推进公开，制度不断健全，平台更加完善，相关情况如下所述，并已按时上报。"


@pytest.mark.parametrize("gap", ["", " ", "\u3000"])
def test_all_headings_in_one_paragraph(gap: str) -> None:
    sections = split_sections(blocks("引言。" + gap.join(f"{heading}{gap}{TEXT}" for heading in FORM)))
    assert [section.title for section in sections] == list(FORM)
    assert {section.text for section in sections} == {TEXT}


def test_a_sentence_that_lists_the_parts_is_no_row_of_headings() -> None:
    assert titles(f"{TEXT}全文包括：{'；'.join(FORM)}。{TEXT}") == []


@pytest.mark.parametrize("leader", ["", " ………… 3", "......12"])
@pytest.mark.parametrize("preface", [(), (TEXT,)])
def test_the_contents_are_no_sections(leader: str, preface: tuple[str, ...]) -> None:
    lines = ["目录", *(f"{heading}{leader}" for heading in FORM), *preface]
    for heading in FORM:
        lines.extend((heading, TEXT))
    sections = split_sections(blocks(*lines))
    assert [section.title for section in sections] == list(FORM)
    assert [section.text for section in sections] == [TEXT] * 6


@pytest.mark.parametrize(
    "broken",
    [
        ("三、", "收到和处理政府信息公开申请情况"),
        ("三", "、收到和处理", "政府信息公开申请情况"),
        ("三、收到和处理政府信息公开申请", "情况"),
    ],
)
def test_a_heading_broken_over_lines(broken: tuple[str, ...]) -> None:
    assert titles(FORM[0], TEXT, FORM[1], TEXT, *broken, TEXT) == list(FORM[:3])


def test_a_list_inside_a_section_that_counts_on_costs_no_heading() -> None:
    inner = ("一、加强领导", TEXT, "二、完善制度", TEXT, "三、拓宽渠道", TEXT)
    found = titles(FORM[0], *inner, FORM[1], TEXT, FORM[2], TEXT)
    assert [title for title in found if title in FORM] == list(FORM[:3])


def test_parts_stand_above_the_numbers_in_them() -> None:
    parts = ("第一部分 概述", "第二部分 主动公开政府信息情况")
    lines = (parts[0], "一、组织领导", TEXT, "二、制度建设", TEXT, parts[1], "一、数量", TEXT, "二、形式", TEXT)
    assert titles(*lines) == list(parts)


def test_headings_that_lost_their_number_or_its_mark() -> None:
    assert titles(FORM[0], TEXT, "主动公开政府信息情况", TEXT, FORM[2], TEXT)[1] == "主动公开政府信息情况"
    marks = ("一总体情况", "二主动公开政府信息情况")
    assert titles(marks[0], TEXT, marks[1], TEXT) == list(marks)


def test_a_blank_ends_a_heading() -> None:
    sections = split_sections(blocks(f"一、概述 {TEXT}", f"二、收费及减免情况  {TEXT}全年无收费。"))
    assert [section.title for section in sections] == ["一、概述", "二、收费及减免情况"]


def test_a_row_of_a_table_is_known_by_what_stands_below() -> None:
    rows = ("三、举报投诉数量", "件", "0")
    assert titles("一、概述", TEXT, "二、主动公开情况", TEXT, *rows) == ["一、概述", "二、主动公开情况"]
    # One number may be the page's.
    assert titles("一、概述", TEXT, "二、工作措施", "3", TEXT) == ["一、概述", "二、工作措施"]


def test_a_heading_that_the_tables_reader_took_is_one_all_the_same() -> None:
    lines = (FORM[0], TEXT, FORM[1], "三、", "收到和处理政府信息公开申请情况", "一、主动公开情况", "12")
    assert titles(*lines, tables=(3, 4, 5, 6)) == list(FORM[:3])
