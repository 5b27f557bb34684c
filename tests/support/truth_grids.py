"""A true report as grids and as HTML: every way of drawing its tables that real pages have shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from random import Random

from archive.model import Block, Cell, Grid
from tests.support.grids import grid_of
from tests.support.statutory_labels import COLUMNS, GROUPS, LITIGATION, LOCAL_ROWS, NATIONAL_ROWS, RESULTS
from tests.support.truth import TrueReport


@dataclass(frozen=True, slots=True)
class Td:
    text: str
    rowspan: int = 1
    colspan: int = 1


Rows = list[list[Td]]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def to_grid(rows: Rows) -> Grid:
    """As a browser lays the cells out."""
    taken: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        c = 0
        for td in row:
            while (r, c) in taken:
                c += 1
            cell = Cell(td.text, r, c, min(td.rowspan, len(rows) - r), td.colspan)
            for i in range(cell.rowspan):
                for j in range(cell.colspan):
                    taken[r + i, c + j] = cell
            c += td.colspan
    width = 1 + max(c for _, c in taken)
    return grid_of([[taken.get((r, c)) for c in range(width)] for r in range(len(rows))])


def to_html(rows: Rows) -> str:
    """The same as markup."""
    return (
        "<table>"
        + "".join(
            "<tr>"
            + "".join(f'<td rowspan="{td.rowspan}" colspan="{td.colspan}">{escape(td.text)}</td>' for td in row)
            + "</tr>"
            for row in rows
        )
        + "</table>"
    )


def table_block(rows: Rows) -> Block:
    return Block("table", "\n".join("\t".join(td.text for td in row) for row in rows), to_grid(rows))


# --- labels as people type them ---------------------------------------------------------------


def label_writer(rng: Random, *, misprints: bool = True) -> Callable[[str], str]:
    """How this office writes labels: ordinals, width, quotes, broken words."""
    ordinal = rng.choice((".", "．", "、", ". "))
    quotes = rng.choice(("“”", '""', "‘’", "「」"))
    broken = rng.choice((0.0, 0.0, 0.2))
    total = rng.choice(("总计", "总计", "合计"))
    narrow = rng.random() < 0.3
    circled = rng.random() < 0.1
    misprint = rng.choice((0.0, 0.0, 0.0, 0.03)) if misprints else 0.0

    def write(label: str) -> str:
        text = label.replace("总计", total).replace("“", quotes[0]).replace("”", quotes[1])
        if text[:1].isdigit() and text[1:2] in {".", "．"}:
            text = (chr(0x245F + int(text[0])) if circled else text[0] + ordinal) + text[2:]
        if narrow:
            text = text.replace("（", "(").replace("）", ")").replace("：", ":")
        if rng.random() < misprint and len(label) > 7:
            text = misprinted(text, rng)
        if rng.random() < broken and len(text) > 3:
            at = rng.randrange(1, len(text))
            text = text[:at] + rng.choice(("\n", " ", "\u00a0", "\n \u00a0 ", "\u3000")) + text[at:]
        return text

    return write


def misprinted(text: str, rng: Random) -> str:
    """One letter of the last words wrong, left out or typed twice."""
    at = rng.randrange(len(text) - 3, len(text) - 1)
    return text[:at] + rng.choice(("", text[at] * 2, "某")) + text[at + 1 :]


# --- tables -----------------------------------------------------------------------------------


def detail_rows(report: TrueReport, write: Callable[[str], str], rng: Random) -> list[Rows]:
    """Table 2, one part after the other, each four columns wide."""
    parts: list[Rows] = []
    loose = rng.random() < 0.2  # values of a wide column stand in the first of three cells, as in the official file
    for table, (caption, columns, rows) in report.details.items():
        spans = [1, 1, 1] if len(columns) == 3 else [1, 2] if len(columns) == 2 else [3]
        part: Rows = [[Td(write(caption), 1, 4)]]
        part.append([Td("信息内容"), *(Td(write(c), 1, s) for (_, c), s in zip(columns, spans, strict=True))])
        for row, label in rows:
            cells = [report.cells[f"{table}.{row}.{column}"].text for column, _ in columns]
            if loose and len(columns) == 1:
                part.append([Td(write(label)), Td(cells[0]), Td(""), Td("")])
            else:
                part.append([Td(write(label)), *(Td(t, 1, s) for t, s in zip(cells, spans, strict=True))])
        parts.append(part)
    return parts


def request_header(write: Callable[[str], str]) -> Rows:
    return [
        [Td(NOTE, 3, 3), Td(write("申请人情况"), 1, 7)],
        [Td(write("自然人"), 2), Td(write("法人或其他组织"), 1, 5), Td(write("总计"), 2)],
        [Td(write(label)) for key, label in COLUMNS[1:-1]],
    ]


def request_data(report: TrueReport, write: Callable[[str], str], rows: Sequence[tuple[str, tuple[str, ...]]]) -> Rows:
    """Rows of table 3 with their groups spanning, 3 label columns and 7 of values."""
    found: Rows = []
    for at, (key, labels) in enumerate(rows):
        cells: list[Td] = []
        for depth, label in enumerate(labels):
            above = rows[at - 1][1] if at else ()
            if above[: depth + 1] == labels[: depth + 1] and depth < len(labels) - 1:
                continue
            same = sum(1 for _ in _while_same(rows[at:], labels[: depth + 1])) if depth < len(labels) - 1 else 1
            colspan = 3 - depth if depth == len(labels) - 1 else 1
            cells.append(Td(write(label), same, colspan))
        cells += [Td(report.cells[f"t3.{key}.{column}"].text) for column, _ in COLUMNS]
        found.append(cells)
    return found


def _while_same(
    rows: Sequence[tuple[str, tuple[str, ...]]], prefix: tuple[str, ...]
) -> Sequence[tuple[str, tuple[str, ...]]]:
    for same, run in groupby(rows, key=lambda row: row[1][: len(prefix)] == prefix):
        return list(run) if same else []
    return []


def review_rows(report: TrueReport, write: Callable[[str], str]) -> Rows:
    results = [Td(write(label)) for _, label in RESULTS]
    return [
        [Td(write(GROUPS[0][1]), 1, 5), Td(write(LITIGATION), 1, 10)],
        [*(Td(td.text, 2) for td in results), Td(write(GROUPS[1][1]), 1, 5), Td(write(GROUPS[2][1]), 1, 5)],
        [*(Td(write(label)) for _, label in RESULTS), *(Td(write(label)) for _, label in RESULTS)],
        [Td(report.cells[f"t4.{group}.{result}"].text) for group, _ in GROUPS for result, _ in RESULTS],
    ]


def review_split(report: TrueReport, write: Callable[[str], str]) -> list[Rows]:
    """Reviews in one table, lawsuits in another."""
    head, names, below, values = review_rows(report, write)
    return [
        [[head[0]], [Td(td.text) for td in names[:5]], values[:5]],
        [[Td(head[1].text, 1, 10)], names[5:], below, values[5:]],
    ]


def review_turned(report: TrueReport, write: Callable[[str], str]) -> Rows:
    """Table 4 on its side: a row for each number."""
    rows: Rows = []
    for at, (group, label) in enumerate(GROUPS):
        for place, (result, name) in enumerate(RESULTS):
            cells = [Td(write(name)), Td(report.cells[f"t4.{group}.{result}"].text)]
            if place == 0:
                outer = [Td(write(label), 5, 2)] if at == 0 else [Td(write(label), 5)]
                cells = [*([Td(write(LITIGATION), 10)] if at == 1 else []), *outer, *cells]
            rows.append(cells)
    return rows


def early_rows(report: TrueReport, write: Callable[[str], str], rng: Random) -> Rows:
    if report.form == "local":
        head = [Td(""), Td("单位"), Td(rng.choice(("本年", "2022年", "2022"))), Td("历年累计")]
        body = [
            [Td(write(label)), Td("件"), *(Td(report.cells[f"a.{key}.{c}"].text) for c in ("year", "cumulative"))]
            for key, label in LOCAL_ROWS
        ]
        if rng.random() < 0.3:
            head, body = [head[0], *head[2:]], [[row[0], *row[2:]] for row in body]
        return [head, *body]
    rows: Rows = [[Td("统计指标"), Td("单位"), Td("统计数")]]
    for key, label, unit in NATIONAL_ROWS:
        rows.append([Td(write(label)), Td(unit), Td(report.cells[f"a.{key}"].text if key else "")])
    return rows


# --- disturbances -----------------------------------------------------------------------------


def widened(rows: Rows, rng: Random) -> Rows:
    """An empty column at the right, and an empty row."""
    at = rng.randrange(1, len(rows))
    width = sum(td.colspan for td in rows[0])
    wider = [[*row, Td("")] for row in rows]
    if all(td.rowspan == 1 for row in rows[:at] for td in row):
        wider.insert(at, [Td("") for _ in range(width + 1)])
    return wider


def with_gap(rows: Rows, rng: Random) -> Rows:
    """An empty column among the values of table 3."""
    at = rng.randrange(1, 5)
    first, second, third, *data = rows
    return [
        [first[0], Td(first[1].text, 1, first[1].colspan + 1)],
        [second[0], Td(second[1].text, 1, second[1].colspan + 1), second[2]],
        [*third[:at], Td(""), *third[at:]],
        *([*row[: at - 6], Td(rng.choice(("", "\u00a0"))), *row[at - 6 :]] for row in data),
    ]


def with_serial_numbers(rows: Rows) -> Rows:
    """A column 序号 at the left of table 3."""
    first, second, third, *data = rows
    return [
        [Td("序号", 3), *first],
        second,
        third,
        *([Td(str(number)), *row] for number, row in enumerate(data, 1)),
    ]


def captions_at_left(parts: list[Rows]) -> Rows:
    """Table 2 with each caption in a column of its own."""
    found: Rows = []
    for part in parts:
        caption, *rest = part
        found += [[Td(caption[0].text, len(rest)), *rest[0]], *rest[1:]]
    return found


DECOYS: tuple[Rows, ...] = (
    [[Td("类别"), Td("数量")], [Td("行政许可"), Td("15")], [Td("行政处罚"), Td("27")], [Td("规章"), Td("3")]],
    [[Td("单位"), Td("2020年"), Td("2021年")], [Td("本年新收政府信息公开申请数量"), Td("12"), Td("31")]],
    [[Td("姓名"), Td("职务"), Td("电话")], [Td("张某"), Td("主任"), Td("12345678")]],
    [[Td("公开渠道"), Td("条数")], [Td("政府网站"), Td("120")], [Td("政务微博"), Td("80")], [Td("总计"), Td("200")]],
    [[Td("行政复议"), Td("3")], [Td("行政诉讼"), Td("2")]],
)
"""Tables that reports print beside the statutory ones; their numbers belong to no figure."""


def cut_in_two(report: TrueReport, write: Callable[[str], str], rng: Random) -> list[Rows]:
    """Table 3 over a page break: between rows, or inside a row whose label then stands or goes on twice."""
    at = rng.randrange(1, len(report.rows) - 1)
    first, second = report.rows[:at], report.rows[at:]
    head = request_header(write)
    upper = [*head, *request_data(report, write, first)]
    lower = request_data(report, write, second)
    kind = rng.choice(("between", "between", "repeated header", "label twice", "label goes on"))
    if kind == "repeated header":
        lower = [*head, *lower]
    elif kind == "label twice":
        lower = [[Td(td.text, 1, td.colspan) for td in _labels_of(upper[-1])] + [Td("")] * 7, *lower]
    elif kind == "label goes on":
        own = _labels_of(upper[-1])[-1]
        if len(own.text) > 8:
            half = len(own.text) // 2
            data = upper[-1][-7:]
            before = _labels_of(upper[-1])[:-1]
            upper[-1] = [*before, Td(own.text[:half], 1, own.colspan), *data]
            lower = [
                [Td("", 1, 3 - own.colspan)] * (own.colspan < 3) + [Td(own.text[half:], 1, own.colspan)] + [Td("")] * 7,
                *lower,
            ]
    return [upper, lower]


def _labels_of(row: list[Td]) -> list[Td]:
    return row[:-7]


def misdrawn(rows: Rows, rng: Random) -> Rows:
    """A header whose spans do not add up with the rows below."""
    first, second, *rest = rows
    wrong = rng.choice((1, 2, 4, 5))
    return [[Td(first[0].text, first[0].rowspan, wrong), *first[1:]], second, *rest]


def report_blocks(report: TrueReport, rng: Random, *, misprints: bool = True) -> list[Block]:
    """The report's tables in one of the layouts, as the reader of pages hands them on."""
    tables = report_tables(report, rng, misprints=misprints)
    if rng.random() < 0.3:
        tables.insert(rng.choice((0, len(tables))), rng.choice(DECOYS))
    return [table_block(rows) for rows in tables]


def report_tables(report: TrueReport, rng: Random, *, misprints: bool = True) -> list[Rows]:
    write = label_writer(rng, misprints=misprints)
    if report.form in {"A", "local"}:
        return _early_tables(early_rows(report, write, rng), rng)
    details = detail_rows(report, write, rng)
    requests = [[*request_header(write), *request_data(report, write, report.rows)]]
    layout = rng.choice(("plain", "cut", "cut", "misdrawn", "no header", "one table", "widened", "gap", "serial"))
    if layout == "cut":
        requests = cut_in_two(report, write, rng)
    elif layout == "misdrawn":
        requests = [misdrawn(requests[0], rng)]
    elif layout == "no header":
        requests = [requests[0][3:]]
    elif layout == "gap":
        requests = [with_gap(requests[0], rng)]
    elif layout == "serial":
        requests = [with_serial_numbers(requests[0])]
    elif layout == "widened":
        requests = [widened(requests[0], rng)]
    reviews = rng.choice(
        (
            lambda: [review_rows(report, write)],
            lambda: [review_rows(report, write)],
            lambda: review_split(report, write),
            lambda: [review_turned(report, write)],
            lambda: [review_rows(report, write)[:3], review_rows(report, write)[3:]],
        )
    )()
    if rng.random() < 0.1:
        details = [captions_at_left(details)]
    elif rng.random() < 0.7:
        details = [[row for part in details for row in part]]
    if layout == "one table":
        return [[row for rows in (*details, *requests, review_rows(report, write)) for row in rows]]
    return [*details, *requests, *reviews]


def _early_tables(rows: Rows, rng: Random) -> list[Rows]:
    if rng.random() < 0.3:
        at = rng.randrange(8, len(rows) - 6)
        return [rows[:at], rows[at:]] if rng.random() < 0.5 else [rows[:at], [rows[0], *rows[at:]]]
    return [rows]
