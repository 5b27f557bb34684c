"""What a table holds and nobody sees as part of a value states nothing: hidden, struck out, the marks of notes."""

import pytest

from archive.extract.pipeline import extract
from archive.extract.tables.values import read_cell
from archive.model import Document, Figure
from tests.support.truth import numbered_report
from tests.support.truth_grids import request_data, request_header, to_html
from tests.support.truth_judge import judge

C = numbered_report("C")


def figures(body: str) -> tuple[Figure, ...]:
    page = f"<html><body><h1>云岭市水务局2023年政府信息公开工作年度报告</h1><div>{body}</div></body></html>"
    read = extract(Document(page.encode(), "http://www.yunling.gov.cn/1.html", "text/html; charset=utf-8"))
    return tuple(figure for figure in read.figures if figure.key.startswith("t3."))


def table() -> str:
    return to_html([*request_header(str), *request_data(C, str, C.rows)])


def assert_read(body: str) -> None:
    verdict = judge(C, figures(body))
    assert verdict.wrong == ()
    assert verdict.right == 7 * len(C.rows), verdict


MARKED = C.cells["t3.new.total"].text


@pytest.mark.parametrize(
    "cell",
    [
        "{}<sup>1</sup>",
        "{}<sup><a href='#n'>[1]</a></sup>",
        '<p>{}<span style="font-size:9px; vertical-align: super">2</span></p>',
        '<span style="display:none">9</span>{}',
        '{}<SPAN STYLE="DISPLAY: none">9</SPAN>',
        "<span hidden>9</span>{}",
        "<del>9</del>{}",
        "<s>9</s>{}",
        '<span style="text-decoration: line-through">9</span>{}',
        '<span style="mso-hide:all">9</span>{}',
        "{}①",
        "{}*",
        "{}[1]",
        "{}<a href='#_ftn1'>[1]</a>",
        "{}（注1）",
        "<p><sup>{}</sup></p>",
    ],
)
def test_no_mark_and_nothing_hidden_becomes_a_digit(cell: str) -> None:
    drawn = table().replace(f">{MARKED}<", f">{cell.format(MARKED)}<")
    assert drawn != table()
    assert_read(drawn)


@pytest.mark.parametrize("text", ["5(1)", "5（1）", "5-1", "5/1", "5[123]", "5¹", "5 ①2"])
def test_what_may_be_more_than_a_mark_is_no_number(text: str) -> None:
    assert read_cell(text).kind == "text"


@pytest.mark.parametrize("hidden", ['style="display:none"', "hidden", 'style="width:1px;Display : None;"'])
def test_hidden_cells_and_rows_are_not_there(hidden: str) -> None:
    cell = table().replace(f">{MARKED}<", f">{MARKED}</td><td {hidden}>9<")
    assert_read(cell)
    first = table().index("<tr>", table().index("新收") - 80)
    row = table()[first : table().index("</tr>", first) + 5]
    again = row.replace("<tr>", f"<tr {hidden}>").replace(MARKED, "9")
    assert_read(table().replace(row, again + row))


def test_an_invisible_cell_keeps_its_place() -> None:
    keys = ("t3.new.natural_person", "t3.new.other_org")
    drawn = table().replace(f">{C.cells[keys[0]].text}<", " style='visibility:hidden'>9<")
    read = {figure.key: figure for figure in figures(drawn)}
    assert read[keys[0]].status == "blank"
    assert read[keys[1]].value == C.cells[keys[1]].value


def test_a_hidden_copy_with_other_numbers_is_not_read() -> None:
    other = table().replace(">1", ">2")
    assert_read(f'<div style="display:none">{other}</div>{table()}')
    assert_read(f'{table()}<div class="mobile" hidden>{other}</div>')


def test_the_only_table_is_read_even_where_a_script_has_to_show_it() -> None:
    assert_read(f'<div style="display:none">{table()}</div>')
