"""Tables of HTML pages: which are data, and what their rectangle holds."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from archive.model import Block, Document, Grid
from archive.text import read_page
from archive.text.grids import build_grid, read_table
from archive.text.look import PLAIN


def blocks(html: str) -> tuple[Block, ...]:
    return read_page(Document(f'<div class="TRS_Editor">{html}</div>'.encode(), filename="a.html")).blocks


def grid(html: str) -> Grid:
    (found,) = [block.grid for block in blocks(html) if block.grid is not None]
    return found


def texts(found: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in found.rows]


def test_spans_cover_their_places() -> None:
    first_row = "<tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr>"
    found = grid(f"<table>{first_row}<tr><td>1</td><td>2</td></tr><tr><td>丙</td></tr></table>")
    assert texts(found) == [["甲", "乙", "乙"], ["甲", "1", "2"], ["丙", None, None]]
    first = found.rows[0][0]
    assert first is not None
    assert (first.row, first.column, first.rowspan, first.colspan) == (0, 0, 2, 1)
    assert found.rows[1][0] is first


def test_blank_cells_are_kept_as_they_stand() -> None:
    found = grid("<table><tr><td>信息内容</td><td></td><td>&nbsp;</td><td> / </td></tr><tr><td>规章</td></tr></table>")
    assert texts(found)[0] == ["信息内容", "", "\xa0", "/"]


def test_lines_inside_a_cell() -> None:
    cell = "<td><p>三、本</p><p>年<span>度办</span>\n</p><p>理结果<br>（件）</p></td>"
    assert texts(grid(f"<table><tr>{cell}<td>1</td></tr><tr><td>a</td><td>b</td></tr></table>"))[0][0] == (
        "三、本\n年度办\n理结果\n（件）"
    )


def test_absurd_spans_are_clipped_to_the_grid() -> None:
    found = grid(
        "<table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2</td></tr><tr><td>3<td>4</td></tr></table>"
    )
    assert len(found.rows) == 2
    assert max(len(row) for row in found.rows) <= 1003
    assert (
        grid("<table><tr><td colspan=9>标题</td></tr><tr><td>1</td><td>2</td></tr></table>").rows[0][1:]
        == (grid("<table><tr><td colspan=2>标题</td></tr><tr><td>1</td><td>2</td></tr></table>").rows[0][1:])
    )


def test_a_row_span_of_0_reaches_the_end() -> None:
    found = grid("<table><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>")
    assert [row[0] for row in texts(found)] == ["甲", "甲", "甲"]


def test_a_table_of_one_column_is_layout() -> None:
    found = blocks(
        "<table><tr><td><p>一、总体情况</p><p>我县公开信息12条。</p></td></tr><tr><td>二、公开</td></tr></table>"
    )
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "一、总体情况"),
        ("paragraph", "我县公开信息12条。"),
        ("paragraph", "二、公开"),
    ]


def test_a_table_around_prose_is_layout() -> None:
    prose = "我县推进政务公开，健全制度，完善平台，回应关切。" * 12
    found = blocks(f"<table><tr><td>栏目导读</td><td><p>{prose}</p><p>二、公开</p></td></tr></table>")
    assert [block.kind for block in found] == ["paragraph"] * 3


def test_a_form_with_a_long_remark_is_data() -> None:
    remark = "填报说明：本表由各单位填写，数据应当真实、准确、完整。" * 12
    found = grid(
        f"<table><tr><td>统计指标</td><td>数量</td></tr><tr><td>收到申请数</td><td>5</td></tr><tr><td>{remark}</td></tr></table>"
    )
    assert texts(found)[1] == ["收到申请数", "5"]


def test_layout_tables_around_data_tables_vanish() -> None:
    inner = "<table><tr><td>信息内容</td><td>数量</td></tr><tr><td>规章</td><td>3</td></tr></table>"
    found = blocks(f"<table><tr><td>前言</td></tr><tr><td>{inner}</td></tr><tr><td>后记</td></tr></table>")
    assert [block.kind for block in found] == ["paragraph", "table", "paragraph"]


cells = st.tuples(st.text("甲乙1", min_size=1, max_size=2), st.integers(0, 4), st.integers(1, 4))
row_groups = st.lists(st.lists(st.lists(cells, max_size=5), max_size=4), max_size=3)


@given(row_groups)
def test_every_cell_stands_once_where_it_starts(groups: list[list[list[tuple[str, int, int]]]]) -> None:
    """Whatever the spans: rows of equal width, each cell of the source starting at one place, in order, and none
    reaching beyond its row group, where browsers end it."""
    rows = [row for group in groups for row in group]
    markup = "".join(f"<tbody>{''.join(map(_row, group))}</tbody>" for group in groups)
    found = build_grid(read_table(fromstring(f"<table>{markup}</table>"), PLAIN, []))
    if found is None:
        assert not any(rows)
        return
    ends = [end for group, end in zip(groups, accumulate(map(len, groups)), strict=True) for _ in group]
    assert len({len(row) for row in found.rows}) == 1
    for r, row in enumerate(found.rows):
        starting = [cell for c, cell in enumerate(row) if cell and (cell.row, cell.column) == (r, c)]
        assert [cell.text for cell in starting] == [text for text, _, _ in rows[r]]
        assert all(cell.row + cell.rowspan <= ends[r] for cell in starting)
        for c, cell in enumerate(row):
            if cell is not None:
                assert cell.row <= r < cell.row + cell.rowspan
                assert cell.column <= c < cell.column + cell.colspan


def _row(row: list[tuple[str, int, int]]) -> str:
    return f"<tr>{''.join(f'<td rowspan={tall} colspan={wide}>{text}</td>' for text, tall, wide in row)}</tr>"
