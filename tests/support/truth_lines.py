"""A true report as flattened text, in the dialects that converters of real pages have produced."""

from collections.abc import Iterator, Sequence
from random import Random

from archive.model import Block
from tests.support.statutory_labels import COLUMNS, GROUPS, LITIGATION, LOCAL_ROWS, NATIONAL_ROWS, RESULTS
from tests.support.truth import TrueReport, Truth
from tests.support.truth_grids import NOTE

Dialect = str
"""dropped, nbsp, pipes, lone_pipes, tabs, markdown or concatenated."""
EXACT: tuple[Dialect, ...] = ("tabs", "markdown")
"""Dialects that print every cell in its place."""
LOSSY: tuple[Dialect, ...] = ("dropped", "nbsp", "pipes", "lone_pipes")
"""Dialects in which empty cells are lost, or look like the blank lines between paragraphs."""

_Row = tuple[tuple[str, ...], tuple[Truth, ...]]
"""Labels new in this row, and its cells."""


def report_lines(report: TrueReport, dialect: Dialect, rng: Random) -> list[Block]:
    """One paragraph block a line."""
    lines = [line for part in _parts(report) for line in _render(part, dialect, rng)]
    lines = ["二、主动公开政府信息情况", *lines, "五、存在的主要问题及改进情况", "主要问题是有的单位公开不够及时。"]
    return [Block("paragraph", line) for line in lines]


def _parts(report: TrueReport) -> Iterator[list[_Row]]:
    if report.form == "local":
        yield [(("单位", "本年", "历年累计"), ())] + [
            ((label,), tuple(report.cells[f"a.{key}.{c}"] for c in ("year", "cumulative"))) for key, label in LOCAL_ROWS
        ]
        return
    if report.form == "A":
        yield [(("统计指标", "单位", "统计数"), ())] + [
            ((label, unit) if unit else (label,), (report.cells[f"a.{key}"],) if key else ())
            for key, label, unit in NATIONAL_ROWS
        ]
        return
    for table, (caption, columns, rows) in report.details.items():
        yield [((caption,), ()), (("信息内容", *(label for _, label in columns)), ())] + [
            ((label,), tuple(report.cells[f"{table}.{row}.{column}"] for column, _ in columns)) for row, label in rows
        ]
    yield _requests(report)
    yield [
        ((GROUPS[0][1], LITIGATION), ()),
        ((*(name for _, name in RESULTS), GROUPS[1][1], GROUPS[2][1]), ()),
        ((*(name for _, name in RESULTS), *(name for _, name in RESULTS)), ()),
        ((), tuple(report.cells[f"t4.{group}.{result}"] for group, _ in GROUPS for result, _ in RESULTS)),
    ]


def _requests(report: TrueReport) -> list[_Row]:
    names = [label for _, label in COLUMNS]
    rows: list[_Row] = [
        ((NOTE, "申请人情况"), ()),
        ((names[0], "法人或其他组织", names[-1]), ()),
        (tuple(names[1:-1]), ()),
    ]
    above: tuple[str, ...] = ()
    for key, labels in report.rows:
        new = tuple(label for at, label in enumerate(labels) if labels[: at + 1] != above[: at + 1])
        rows.append((new, tuple(report.cells[f"t3.{key}.{column}"] for column, _ in COLUMNS)))
        above = labels
    return rows


def _render(rows: Sequence[_Row], dialect: Dialect, rng: Random) -> Iterator[str]:
    for labels, cells in rows:
        texts = [cell.text.replace("\n", " ") for cell in cells]
        if dialect == "tabs":
            yield "\t".join((*labels, *texts))
        elif dialect == "markdown":
            yield "| " + " | ".join((*labels, *texts)) + " |"
        elif dialect == "concatenated":
            yield "".join((*labels, *(text.strip() for text in texts)))
        else:
            yield from labels if "pipes" not in dialect else (f"{label} |" for label in labels)
            yield from _cells(texts, dialect, rng)


def _cells(texts: Sequence[str], dialect: Dialect, rng: Random) -> Iterator[str]:
    lost = 0
    for text in texts:
        if text.strip():
            yield f"{text} |" if "pipes" in dialect else text
        elif dialect == "lone_pipes":
            yield "|"
        elif dialect == "nbsp":
            yield "\u00a0" * rng.randrange(1, 4)
        else:
            lost += 1
    if dialect == "lone_pipes" and texts:
        yield "||"
    if dialect == "pipes" and lost:
        yield "|" * (lost + 1)
