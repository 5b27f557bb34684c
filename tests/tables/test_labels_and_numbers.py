"""Labels fold to what they say; cells hold a number, nothing, or words, and are never guessed at."""

from decimal import Decimal

import pytest

from archive.extract.tables.labels import bare, distance, nearest
from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Row
from archive.extract.tables.values import read_cell


@pytest.mark.parametrize(
    "printed",
    [
        "（三）不予公开",
        "(三)不予 公开",
        "三、不予公开",
        "（三）不予\n公开",
        "\u3000不予\u00a0公开 ",
        "不予公开",
        "(三)、不予公开",
    ],
)
def test_spaces_width_and_ordinals_do_not_matter(printed: str) -> None:
    assert bare(printed) == "不予公开"


@pytest.mark.parametrize(
    "printed", ["1.属于国家秘密", "1．属于国家秘密", "1、属于国家秘密", "①属于国家秘密", "1属于国家秘密"]
)
def test_every_kind_of_ordinal_is_dropped(printed: str) -> None:
    assert bare(printed) == "属于国家秘密"


def test_remarks_and_quotes_are_dropped() -> None:
    assert bare("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"
    assert bare("3.危及“三安全一稳定”") == bare('3.危及"三安全、一稳定"') == "危及三安全一稳定"
    assert bare("其中：1.政府网站公开数") == "政府网站公开数"


def test_words_that_start_like_ordinals_stay() -> None:
    assert bare("三类内部事务信息") == "三类内部事务信息"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", 0, None),
        ("\u00a0 744", 744, None),
        ("0.0", 0, None),
        ("１，２３４", 1234, None),
        ("1,234,567", 1234567, None),
        ("798.84", Decimal("798.84"), None),
        ("34.7152亿元", Decimal("34.7152"), "亿元"),
        ("161330元", 161330, "元"),
        ("3（件）", 3, "件"),
        ("12.00", 12, None),
        ("-2", -2, None),
        ("－2", -2, None),
        ("+12", 12, None),
    ],
)
def test_numbers(text: str, value: object, unit: str | None) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.value, cell.unit) == ("number", value, unit)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000", "/", "-", "—", "——", "－", "无", "\\"])
def test_marks_of_nothing_are_blank(text: str) -> None:
    assert read_cell(text).kind == "blank"


@pytest.mark.parametrize(
    "text",
    [
        "约3",
        "1 2",
        "3\n4",
        "12①3",
        "12(1)",
        "12,34",
        "3/4",
        "(3)",
        "O",
        "三",
        "1.",
        "5%",
        "3-4",
        "9" * 16,
        "见附件",
        "2020年",
    ],
)
def test_what_is_no_plain_number_is_words(text: str) -> None:
    assert read_cell(text).kind == "text"


def test_only_signed_columns_read_words_of_change() -> None:
    assert read_cell("减少2", signed=True).value == -2
    assert read_cell("增3", signed=True).value == 3
    assert read_cell("增3").kind == "text"


def test_edit_distance() -> None:
    assert distance("公开", "公开", 2) == 0
    assert distance("予以公开", "不予公开", 3) == 2
    assert distance("短", "很长的文字", 2) == 3


def test_a_misprint_needs_exactly_one_neighbour() -> None:
    choices = [("予以公开", "granted"), ("不予公开", "header"), ("重复申请", "duplicate")]
    assert nearest("重复申清", choices) == "duplicate"
    assert nearest("不以公开", choices) is None
    assert nearest("其他", choices) is None


@pytest.mark.parametrize("text", ["1.284", "12.5", "1.000", "3万元", "0.5件"])
def test_a_count_is_a_whole_number(text: str) -> None:
    out = Collector()
    cell = Entry(text, "", read_cell(text), 1, 1, 2, table=1)
    out.read("t2_5.licence.decisions", cell.value, "件", cell)
    out.read("t2_8.fee.amount", cell.value, "万元", cell)
    assert [figure.key for figure in out.figures] == ["t2_8.fee.amount"]
    assert [issue.code for issue in out.issues] == ["not_a_count"]
    assert out.refused == {"t2_5.licence.decisions"}


def test_what_shows_is_not_nothing() -> None:
    assert read_cell("***").kind == "text"


def test_words_among_fewer_cells_than_a_row_has_are_no_lost_cells() -> None:
    keys = ("t2_1.regulation.issued", "t2_1.regulation.repealed", "t2_1.regulation.in_force")
    cells = tuple(Entry(text, "", read_cell(text), 0) for text in ("5", "约3"))
    out = Collector()
    settle(Row(keys, ("件",) * 3, cells, "规章", "table 1"), out)
    assert (out.figures, out.lossy) == ([], [])
    assert [(issue.code, "words" in issue.detail) for issue in out.issues] == [("row_not_understood", True)]
