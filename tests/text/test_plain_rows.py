"""Rows of tables in plain text keep their tabs: an empty cell is seen by them."""

from archive.model import Document
from archive.text import read_page


def test_a_row_keeps_its_tabs_and_a_line_of_words_does_not() -> None:
    text = "云溪县2022年政府信息公开工作年度报告\n来源：政府办\t时间：2023-01-19\n规章\t 1\t\t2\n"
    page = read_page(Document(text.encode(), None, None, "a.txt"))
    assert "规章\t1\t\t2" in [block.text for block in page.blocks]
    assert dict(page.metadata_block)["发布日期"] == "2023-01-19"
