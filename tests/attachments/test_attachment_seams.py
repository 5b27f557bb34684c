"""Tables that a browser cuts at a page break, drawn by hand: what it leaves empty is no row, what it cuts is one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from archive.text.attachments.layout import read_leaves
from archive.text.attachments.leaves import Glyph, Leaf, Rule
from tests.support.attachment_forms import FormCell, grid_cells

SIZE = 8.0
FOOT = 800.0  # where the page ends, in points
HEAD = 40.0


@dataclass(frozen=True)
class Box:
    """A cell with four edges of its own, a hair inside its place, as browsers draw ``border-collapse: separate``."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str = ""
    edges: str = "tb"  # which of its top and bottom are drawn

    def rules(self) -> list[Rule]:
        left, right, top, bottom = self.x0 + 0.4, self.x1 - 0.4, self.top + 0.4, self.bottom - 0.4
        drawn = [Rule(left, top, left, bottom), Rule(right, top, right, bottom)]
        drawn += [Rule(left, top, right, top)] if "t" in self.edges else []
        return drawn + ([Rule(left, bottom, right, bottom)] if "b" in self.edges else [])

    def glyphs(self) -> list[Glyph]:
        return glyphs(self.text, self.x0 + 2, self.top + 2)


def glyphs(text: str, x0: float, top: float) -> list[Glyph]:
    return [Glyph(c, x0 + i * SIZE, top, x0 + (i + 1) * SIZE, top + SIZE, SIZE) for i, c in enumerate(text)]


def leaf(number: int, boxes: Sequence[Box], *more: Glyph) -> Leaf:
    rules = tuple(rule for box in boxes for rule in box.rules())
    return Leaf(number, 595.0, 842.0, (*(g for box in boxes for g in box.glyphs()), *more), rules)


def cells_of(*leaves: Leaf) -> list[list[FormCell]]:
    return [grid_cells(block.grid) for block in read_leaves(leaves).blocks if block.grid is not None]


def row(top: float, bottom: float, label: str, value: str) -> list[Box]:
    return [Box(100, top, 200, bottom, label), Box(200, top, 300, bottom, value)]


LABELS = ("1.甲", "2.乙", "3.丙", "4.丁")
WRITTEN = [
    FormCell(0, 0, "（三）不予公开", 4, 1),
    *(FormCell(i, 1 + j, text) for i, label in enumerate(LABELS) for j, text in enumerate((label, str(10 + i)))),
    FormCell(4, 0, "（七）总计", 1, 2),
    FormCell(4, 2, "99"),
]


@pytest.mark.parametrize("room", [0.0, 5.0, 12.0, 20.0, 27.0])
@pytest.mark.parametrize("above", [1, 2, 3])
def test_room_at_the_foot_of_a_page_is_no_row(room: float, above: int) -> None:
    """The label runs to the page's foot, and ends by as much too early on the next page."""
    end, start = FOOT - room, FOOT - room - 20 * above
    first = [Box(0, start, 100, FOOT, "（三）不予公开", "t")]
    for i in range(above):
        first += row(start + 20 * i, start + 20 * i + 20, LABELS[i], str(10 + i))
    assert first[-1].bottom == end
    below = len(LABELS) - above
    foot = HEAD + 20 * below
    second = [Box(0, HEAD, 100, foot - room, "", "b")] if foot - room > HEAD else []
    for i in range(below):
        second += row(HEAD + 20 * i, HEAD + 20 * i + 20, LABELS[above + i], str(10 + above + i))
    second += [Box(0, foot, 200, foot + 20, "（七）总计"), Box(200, foot, 300, foot + 20, "99")]
    assert cells_of(leaf(1, first), leaf(2, second)) == [WRITTEN]


@pytest.mark.parametrize("short", [1.0, 2.0, 3.0, 4.0, 5.0])
def test_a_label_that_ends_a_hair_too_early_makes_no_row(short: float) -> None:
    """Between cells with room around them, its foot parts their feet from the heads below."""

    def apart(top: float, *cells: tuple[float, float, str]) -> list[Box]:
        return [Box(x0, top + 0.75, x1, top + 19.25, text) for x0, x1, text in cells]

    first = [Box(0, 760, 100, FOOT, "（三）不予公开", "t")]
    second = [Box(0, HEAD, 100, HEAD + 40 - short, "", "b")]
    for i, label in enumerate(LABELS):
        page, top = (first, 760 + 20 * i) if i < 2 else (second, HEAD + 20 * (i - 2))
        page += apart(top, (100, 200, label), (200, 300, str(10 + i)))
    second += apart(HEAD + 40, (0, 200, "（七）总计"), (200, 300, "99"))
    assert cells_of(leaf(1, first), leaf(2, second)) == [WRITTEN]


def test_a_label_that_spans_a_whole_page_keeps_its_column() -> None:
    """Its edges cross no line of that page."""
    first = [Box(0, 760, 100, FOOT, "（三）不予公开", "t"), *row(760, 780, "1.甲", "10"), *row(780, 800, "2.乙", "11")]
    second = [Box(0, HEAD, 100, FOOT, "", ""), *row(HEAD, 420, "3.丙", "12"), *row(420, FOOT, "4.丁", "13")]
    third = [Box(0, HEAD, 200, HEAD + 20, "（七）总计"), Box(200, HEAD, 300, HEAD + 20, "99")]
    assert cells_of(leaf(1, first), leaf(2, second), leaf(3, third)) == [WRITTEN]


def test_a_row_without_a_line_at_the_break_is_one_row() -> None:
    """The labels break off anywhere, and only an open edge tells that they go on."""
    header = ("结果维持", "结果纠正", "其他", "总计")
    first = [Box(60.0 * i, 780, 60.0 * i + 60, FOOT, text[:2], "t") for i, text in enumerate(header)]
    first = [Box(0, 760, 240, 780, "行政复议"), *first]
    second = [Box(60.0 * i, HEAD, 60.0 * i + 60, 60, text[2:], "b") for i, text in enumerate(header)]
    second += [Box(60.0 * i, 60, 60.0 * i + 60, 80, str(i)) for i in range(len(header))]
    assert cells_of(leaf(1, first), leaf(2, second)) == [
        [
            FormCell(0, 0, "行政复议", 1, 4),
            *(FormCell(1, i, text) for i, text in enumerate(header)),
            *(FormCell(2, i, str(i)) for i in range(len(header))),
        ]
    ]


def test_header_cells_that_left_nothing_for_the_next_page_end_with_their_row() -> None:
    """The page before had room for all of them, and between them the next draws no line."""
    first = [Box(0, 760, 100, FOOT, "勾稽关系", "t"), Box(100, 760, 160, FOOT, "自然人", "t")]
    first += [Box(160, 760, 280, 780, "法人")]
    second = [Box(160, HEAD, 220, 60, "企业"), Box(220, HEAD, 280, 60, "其他")]
    second += [
        Box(x, 60, y, 80, t) for x, y, t in ((0, 100, "一、新收"), (100, 160, "1"), (160, 220, "2"), (220, 280, "3"))
    ]
    assert cells_of(leaf(1, first), leaf(2, second)) == [
        [
            FormCell(0, 0, "勾稽关系", 2, 1),
            FormCell(0, 1, "自然人", 2, 1),
            FormCell(0, 2, "法人", 1, 2),
            FormCell(1, 2, "企业"),
            FormCell(1, 3, "其他"),
            *(FormCell(2, i, text) for i, text in enumerate(("一、新收", "1", "2", "3"))),
        ]
    ]


def test_painted_room_under_a_header_is_no_row_though_its_columns_are_only_told_on_the_next_page() -> None:
    first = [Box(0, 740, 100, FOOT, "勾稽关系"), Box(100, 740, 220, 760, "法人"), Box(100, 760, 220, FOOT, "")]
    second = [Box(0, HEAD, 100, 60, ""), Box(100, HEAD, 160, 60, "企业"), Box(160, HEAD, 220, 60, "其他")]
    second += [Box(x, 60, y, 80, t) for x, y, t in ((0, 100, "一、新收"), (100, 160, "1"), (160, 220, "2"))]
    (cells,) = cells_of(leaf(1, first), leaf(2, second))
    assert [(c.row, c.text) for c in cells if c.column == 1] == [(0, "法人"), (1, "企业"), (2, "1")]


def test_the_empty_rest_of_a_row_below_the_break_is_no_row() -> None:
    first = [*row(760, 780, "1.甲", "10"), Box(100, 780, 200, FOOT, "2.乙", "t"), Box(200, 780, 300, FOOT, "11", "t")]
    second = [Box(100, HEAD, 200, 52, "", "b"), Box(200, HEAD, 300, 52, "", "b"), *row(52, 72, "3.丙", "12")]
    (cells,) = cells_of(leaf(1, first), leaf(2, second))
    assert [(c.row, c.text) for c in cells if c.column == 0] == [(0, "1.甲"), (1, "2.乙"), (2, "3.丙")]


def test_the_last_line_of_a_label_below_the_last_border_is_the_labels() -> None:
    first = [Box(0, 750, 100, 770, "（三）不予"), *row(750, 770, "1.甲", "10")]
    second = [Box(0, HEAD, 100, HEAD + 20, "", "b"), Box(100, HEAD, 200, HEAD + 20, "2.乙", "b")]
    second += [
        Box(200, HEAD, 300, HEAD + 20, "11", "b"),
        Box(0, 60, 200, 80, "（七）总计"),
        Box(200, 60, 300, 80, "99"),
    ]
    layout = read_leaves([leaf(1, first, *glyphs("公开", 2, 772)), leaf(2, second)])
    assert [block.kind for block in layout.blocks] == ["table"]
    grid = layout.blocks[0].grid
    assert grid is not None
    assert [(c.row, c.column, c.text) for c in grid_cells(grid) if c.column == 0] == [
        (0, 0, "（三）不予公开"),
        (2, 0, "（七）总计"),
    ]


def test_an_empty_row_of_the_form_stays() -> None:
    """Closed by lines of its own, at the foot of a page as at its head."""
    first = [*row(740, 760, "规章", "1"), *row(760, 780, "规范性文件", "2"), *row(780, 800, "", "")]
    second = [*row(HEAD, 60, "行政许可", "3"), *row(60, 80, "", ""), *row(80, 100, "行政处罚", "4")]
    (cells,) = cells_of(leaf(1, first), leaf(2, second))
    assert [c.text for c in cells if c.column == 0] == ["规章", "规范性文件", "", "行政许可", "", "行政处罚"]


def test_tables_on_one_page_do_not_bend_each_others_columns() -> None:
    """Borders of two tables a few points apart were one border between them, and a third column here."""
    upper = [Box(0, 100 + 20 * i, 144.5, 120 + 20 * i, "甲") for i in range(2)]
    upper += [Box(144.5, 100 + 20 * i, 300, 120 + 20 * i, "1") for i in range(2)]
    lower = [Box(0, 300 + 20 * i, 148, 320 + 20 * i, "乙") for i in range(2)]
    lower += [Box(151, 300 + 20 * i, 300, 320 + 20 * i, "2") for i in range(2)]
    assert [len(cells) for cells in cells_of(leaf(1, [*upper, *lower]))] == [4, 4]
