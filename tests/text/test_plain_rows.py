"""Rows of tables in plain text keep their tabs: an empty cell is seen by them."""

from archive.model import Document
from archive.text import read_page


def test_a_row_keeps_its_tabs_and_a_line_of_words_does_not() -> None:
    text = "云溪县2022年政府信息公开工作年度报告\n来源：政府办\t时间：2023-01-19\n规章\t 1\t\t2\n"
    page = read_page(Document(text.encode(), None, None, "a.txt"))
    assert "规章\t1\t\t2" in [block.text for block in page.blocks]
    assert dict(page.metadata_block)["发布日期"] == "2023-01-19"


def test_marks_of_markdown_are_no_words() -> None:
    title = "云溪县2022年政府信息公开工作年度报告"
    text = f"# {title}\n\n**一、总体情况**\n\n见[条例](https://www.example.gov.cn/a.html)第2\\.1条\n"
    page = read_page(Document(text.encode(), None, None, "a.txt"))
    assert [block.text for block in page.blocks] == [
        "云溪县2022年政府信息公开工作年度报告",
        "一、总体情况",
        "见条例第2.1条",
    ]
    assert page.titles[0][0] == title


def test_a_windows_title_behind_a_tool() -> None:
    title = "云溪县2022年政府信息公开工作年度报告"
    page = read_page(
        Document(f"【字号：大 中 小】\n{title}_云溪县人民政府\n一、总体情况\n".encode(), None, None, "a.txt")
    )
    assert page.titles == ((title, "title"),)


def test_a_title_below_a_long_menu_is_found() -> None:
    menu = [f"栏目{n}" for n in range(150)]
    report = [
        "云溪县2022年政府信息公开工作年度报告",
        "来源：政府办  时间：2023-01-19",
        "一、总体情况",
        "全年工作平稳。",
    ]
    foot = ["友情链接", *(f"网站{n}" for n in range(150))]
    page = read_page(Document("\n".join([*menu, *report, *foot]).encode(), None, None, "a.txt"))
    assert page.titles[0][0] == report[0]
    assert [block.text for block in page.blocks] == report[2:]


def test_a_layout_tables_cell_that_holds_the_whole_text() -> None:
    title = "云溪县2022年政府信息公开工作年度报告"
    prose = "全年围绕群众关切推进政府信息公开，制度不断健全，平台更加完善，相关情况如下所述，并已按时上报。" * 3
    cells = f"{title} 索 引 号：A-1 发布时间：2023-01-19 一、总体情况 {prose} 二、主动公开政府信息情况 {prose}"
    page = read_page(Document(f"|  | **{cells}** |  |".encode(), None, None, "a.txt"))
    assert page.titles[0][0] == title
    assert dict(page.metadata_block) == {"索引号": "A-1", "发布日期": "2023-01-19"}
    assert [block.text for block in page.blocks] == ["一、总体情况", prose, "二、主动公开政府信息情况", prose]


def test_a_line_of_bars_that_no_report_fills_is_left_as_it_is() -> None:
    line = f"| 全年工作平稳。 {'索 引 号：x ' * 60_000}|"
    page = read_page(Document(f"标题\n{line}\n末行".encode(), None, None, "a.txt"))
    assert max(len(block.text) for block in page.blocks) > 300_000
