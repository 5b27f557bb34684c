"""Titles over several lines and organs in brackets, as departments print them."""

import io

import docx
import pytest

from archive.extract.pipeline import extract
from archive.extract.report.organs import full_name
from archive.model import Document
from archive.text.title_grammar import title_organ

PROSE = "全年围绕群众关切推进政府信息公开，制度不断健全，质量持续提升，相关情况如下所述。" * 3


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("2022年政府信息公开工作年度报告（云岭县司法局）", "云岭县司法局"),
        ("政府信息公开工作年度报告（2023年度）", None),
        ("云岭县住房和城乡建设局（人防办）2022年政府信息公开工作年度报告", "云岭县住房和城乡建设局(人防办)"),
        ("云岭经济区（管委会）2022年政府信息公开工作年度报告", "云岭经济区管委会"),
        ("云岭度假地（管委会）2022年政府信息公开工作年度报告", "云岭度假地管委会"),
        ("政府信息公开工作年度报告（云岭县司法局 2022年）", "云岭县司法局"),
        ("云岭市政务公开领导小组办公室2015年政府信息公开年度报告", "云岭市政务公开领导小组办公室"),
        ("云岭市信息公开办公室政府信息公开年度报告（2010年）", "云岭市信息公开办公室"),
        ("【年报】云岭县水利局2020年政府信息公开工作年度报告", "云岭县水利局"),
        ("云岭县2015年1-12月政府信息公开工作年度报告", "云岭县"),
        ("云岭县东塘镇人民政府信息公开年报（2020年）", "云岭县东塘镇人民政府"),
        ("云岭大学2018-2019学年信息公开年度报告", "云岭大学"),
        ("云岭县环境保护局2011年环境信息公开年度报告", "云岭县环境保护局"),
        ("关于公布云岭县2021年政府信息公开工作年度报告", "云岭县"),
    ],
)
def test_organ_in_brackets(title: str, organ: str | None) -> None:
    assert title_organ(title) == organ


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("云岭县民政局\n2023年度\n政府信息公开工作年度报告", ""),
        ("云岭县民政局政府信息公开工作年度报告\n（2023年度）", ""),
        ("2023年政府信息公开工作年度报告", "云岭县民政局\n二〇二四年一月二十日"),
        ("2023年政府信息公开工作年度报告", "云岭县民政局\n2024 年 1 月 20 日"),
    ],
)
def test_year_and_organ_around_the_text(head: str, foot: str) -> None:
    text = f"{head}\n一、总体情况\n{PROSE}\n二、主动公开政府信息情况\n{PROSE}\n{foot}\n"
    report = extract(Document(text.encode(), None, None, "a.txt")).report
    assert report is not None
    assert (report.report_year, report.organ) == (2023, "云岭县民政局")
    assert (report.title or "").startswith(head.replace("\n", ""))


@pytest.mark.parametrize(
    "head",
    [
        "《云岭县民政局2023年政府信息公开工作年度报告》",
        "标题：云岭县民政局2023年政府信息公开工作年度报告\n时间：2024-01-20",
    ],
)
def test_a_title_in_quotes_or_behind_its_label(head: str) -> None:
    text = f"{head}\n一、总体情况\n{PROSE}\n二、主动公开政府信息情况\n{PROSE}\n"
    report = extract(Document(text.encode(), None, None, "a.txt")).report
    assert report is not None
    assert (report.report_year, report.organ) == (2023, "云岭县民政局")
    assert not (report.title or "").startswith("标题")


def test_a_league_has_an_agency() -> None:
    assert full_name("锡林郭勒盟", 2020, (), "").name == "锡林郭勒盟行政公署"
    assert full_name("阿坝州", 2020, (), "").name == "阿坝州人民政府"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("云岭县民政局", "2023年度", "政府信息公开工作年度报告"), "云岭县民政局2023年度政府信息公开工作年度报告"),
        (
            ("云岭县民政局", "政府信息公开工作年度报告", "（2023年）", "云岭县民政局办公室", "2024年1月", "目录"),
            "云岭县民政局政府信息公开工作年度报告（2023年）",
        ),
    ],
)
def test_a_files_title_over_several_lines_or_on_a_cover(lines: tuple[str, ...], title: str) -> None:
    file = docx.Document()
    for line in (*lines, "一、总体情况", PROSE, "二、主动公开政府信息情况", PROSE):
        file.add_paragraph(line)
    buffer = io.BytesIO()
    file.save(buffer)
    report = extract(Document(buffer.getvalue(), None, None, "a.docx")).report
    assert report is not None
    assert (report.title, report.report_year, report.organ) == (title, 2023, "云岭县民政局")
