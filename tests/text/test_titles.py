"""Titles of annual reports, and of what only speaks of them."""

import csv
from pathlib import Path

import pytest

from archive.text.title_grammar import judge_title
from archive.text.titles import find_title, is_report_title, other_kind, without_site, year_in_title
from tests.conftest import ROOT

URLS = Path(ROOT).parent / "shared" / "portals" / "report_urls.tsv"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("青山市2020年度政府信息公开工作报告", 2020),
        ("2018年青山市政府信息公开工作年度报告", 2018),
        ("青山市人民政府办公室关于青山市2017年政府信息公开工作的报告", 2017),
        ("青山市审计局２０２１年政府信息公开工作年度报告", 2021),
        ("东湖区政府信息公开年报（2019年）", 2019),
        ("青山市二〇一五年政府信息公开工作年度报告", 2015),
        ("青山县督查室政府信息公开年度报告", None),
        ("青山县2021年政府信息公开工作年度报告.pdf", 2021),
        ("青山县2011年政府信息公开工作年度报告及附表", 2011),
    ],
)
def test_report_titles(title: str, year: int | None) -> None:
    assert is_report_title(title)
    assert year_in_title(title) == year


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("关于做好2020年政府信息公开工作年度报告编制工作的通知", "通知"),
        ("青山市2020年政府信息公开工作自查报告", "自查"),
        ("图解：青山市2020年政府信息公开工作年度报告", "图解"),
        ("一图读懂青山市政府信息公开年报", "一图"),
        ("东湖区2021年政务公开工作总结", "总结"),
        ("青山市政府信息公开指南", "指南"),
        ("青山市2021年度政务公开工作绩效自评报告", "自评"),
        ("青山市2021年法治政府建设年度报告", "法治政府"),
        ("2021年度政府网站工作年度报表", "网站工作年度报表"),
    ],
)
def test_titles_of_other_kinds(title: str, word: str) -> None:
    assert not is_report_title(title)
    assert other_kind(title) == word


@pytest.mark.parametrize(
    "line",
    [
        "组配分类：政府信息公开年报",
        "公开日期：2023/1/4 发布机构：县政府办 主题分类：政府信息公开年报",
        "标题：青山县2021年政府信息公开年报",
    ],
)
def test_a_labels_value_is_no_title(line: str) -> None:
    assert not is_report_title(line)


def test_a_cited_title_says_nothing() -> None:
    assert other_kind("青山市政府信息公开工作年度报告（按《政府信息公开工作方案》编制）") is None


@pytest.mark.parametrize(
    ("lines", "span"),
    [
        (["青山市人民政府办公室", "关于青山市2017年政府信息公开工作的报告"], (0, 2)),
        (["青政办〔2018〕3号", "青山县人民政府", "2020年政府信息公开", "工作年度报告"], (1, 4)),
        (["首页 > 年报", "青山县2020年政府信息公开年度报告", "时间：2021-01-02"], (1, 2)),
        (["青山县概况", "全县辖十个乡镇。"], None),
        (["青山县档案馆", "二〇二二年政府信息公开工作年度报告"], (0, 2)),
        (["青山县司法局", "2022", "年", "政府信息公开", "工作年度报告"], (0, 5)),
        (["年报", ">", "2021年", "政府信息公开工作年度报告"], (3, 4)),
        (["青山县水务局 2015 年政府信息公开工作年度报", "告", "一、概述"], (0, 2)),
    ],
)
def test_a_title_over_several_lines(lines: list[str], span: tuple[int, int] | None) -> None:
    assert find_title(lines) == span


@pytest.mark.shared
def test_collected_titles() -> None:
    """Titles printed on real pages; those without the subject are ones only in a column of reports."""
    with URLS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["title"].endswith(("报告", "年报"))]
    assert len(rows) > 130
    wrong = [row["title"] for row in rows if not is_report_title(row["title"])]
    assert [title for title in wrong if "公开" in title] == []
    assert all(judge_title(title, in_column=True).kind == "report" for title in wrong)
    assert all(str(year_in_title(row["title"]) or "") == row["year"] for row in rows)


@pytest.mark.parametrize(
    "window",
    ["{}_政府信息公开年报_云岭县人民政府", "{}-云岭县人民政府门户网站", "云岭县人民政府 - {}", "{} | 云岭县", "{}"],
)
def test_a_windows_title_is_freed_of_the_site(window: str) -> None:
    title = "云岭县民政局2023年政府信息公开工作年度报告"
    assert without_site(window.format(title)) == title
