"""Random reports that know the truth: values of every cell, with sums that hold or are broken on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from tests.support.statutory_labels import (
    DETAILS_B,
    DETAILS_C,
    GROUPS,
    LOCAL_ROWS,
    NATIONAL_ROWS,
    PARTS,
    RESULTS,
    ROWS_B,
    ROWS_C,
    Detail,
)

Number = int | Decimal
FormName = Literal["A", "local", "B", "C"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a cell prints: ``value`` None for an empty cell, ``text`` its characters, ``unit`` only if printed."""

    value: Number | None
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TrueReport:
    """``form`` of tables 3 and 4; ``details`` of table 2 (forms mix); cells by key."""

    form: FormName
    details: dict[str, Detail]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    cells: dict[str, Truth]
    broken: bool = False


def draw_report(rng: Random, form: FormName | None = None, *, usual: bool = False) -> TrueReport:
    """A report whose sums hold. Unless ``usual``, table 2 may be the other form's, and a row may be left out."""
    drawn: FormName = rng.choice(("A", "local", "B", "C", "B", "C", "C"))
    form = form or drawn
    if form in {"A", "local"}:
        return TrueReport(form, {}, (), _printed(rng, _early(rng, form)))
    mixed = rng.random() < 0.1 and not usual
    rows = ROWS_B if form == "B" else ROWS_C
    details = DETAILS_B if (form == "B") != mixed else DETAILS_C
    values: dict[str, Number] = {**_details(rng, details), **_requests(rng, rows), **_reviews(rng)}
    report = TrueReport(form, details, rows, _printed(rng, values))
    if rng.random() < 0.05 and not usual:
        report = without_row(rng, report)
    return report


def numbered_report(form: FormName) -> TrueReport:
    """Every cell another number, plainly written: whatever is put in a wrong place shows. Sums do not hold."""
    drawn = draw_report(Random(0), form, usual=True)
    cells = {key: Truth(1000 + at, str(1000 + at)) for at, key in enumerate(drawn.cells)}
    return replace(drawn, cells=cells, broken=True)


def without_row(rng: Random, report: TrueReport) -> TrueReport:
    """The same without one row of table 3, as some offices leave out what they never have."""
    gone = rng.choice([key for key, labels in report.rows if len(labels) == 3 and not key.startswith("other")])
    rows = tuple(row for row in report.rows if row[0] != gone)
    cells = {key: truth for key, truth in report.cells.items() if not key.startswith(f"t3.{gone}.")}
    return replace(report, rows=rows, cells=cells)


def without_totals(report: TrueReport) -> TrueReport:
    """The same with the column 总计 of table 3 left empty. (Only for layouts that keep empty cells.)"""
    cells = {
        key: Truth(None, "") if key.startswith("t3.") and key.endswith(".total") else truth
        for key, truth in report.cells.items()
    }
    return replace(report, cells=cells, broken=True)


def broken_report(rng: Random, report: TrueReport, *, by: int | None = None) -> TrueReport:
    """The same with one cell of a sum changed, as real reports have it."""
    keys = [
        k
        for k, truth in report.cells.items()
        if k.startswith(("t3.", "t4.", "a.app", "a.review")) and truth.value is not None
    ]
    if not keys:
        return report
    key = rng.choice(keys)
    old = report.cells[key].value or 0
    new = old + (by if by is not None else rng.choice((1, 1, 2, 10, 90)))
    return replace(report, cells={**report.cells, key: Truth(new, str(new))}, broken=True)


def _count(rng: Random) -> int:
    return rng.choice((0, 0, 0, 0, 1, 1, 2, 3, rng.randrange(30), rng.randrange(400), rng.randrange(5000)))


def _details(rng: Random, details: dict[str, Detail]) -> dict[str, Number]:
    found: dict[str, Number] = {}
    for table, (_, columns, rows) in details.items():
        for row, _ in rows:
            for column, _ in columns:
                value: Number = rng.choice((0, rng.randrange(100), rng.randrange(500_000)))
                if column == "delta":
                    value = rng.randrange(-20, 300)
                if column == "amount" and rng.random() < 0.7:
                    value = Decimal(rng.randrange(10_000_000)) / 100
                found[f"{table}.{row}.{column}"] = value
    return found


def _requests(rng: Random, rows: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, Number]:
    leaves = [key for key, labels in rows if len(labels) > 1 and key != "result_total"]
    busy = rng.sample(leaves, rng.randrange(0, min(9, len(leaves))))
    cells: dict[tuple[str, str], int] = {}
    spread = rng.choice((PARTS, PARTS[:2], PARTS[:1], PARTS))
    for leaf in leaves:
        for part in PARTS:
            cells[leaf, part] = _count(rng) if leaf in busy and part in spread else 0
    for part in PARTS:
        done = sum(cells[leaf, part] for leaf in leaves)
        cells["result_total", part] = done
        out = rng.choice((0, 0, 0, 1, _count(rng)))
        cells["carried_out", part] = out
        cells["carried_in", part] = rng.choice((0, 0, 0, rng.randint(0, done + out)))
        cells["new", part] = done + out - cells["carried_in", part]
    found: dict[str, Number] = {}
    for row, _ in rows:
        for part in PARTS:
            found[f"t3.{row}.{part}"] = cells[row, part]
        found[f"t3.{row}.total"] = sum(cells[row, part] for part in PARTS)
    return found


def _reviews(rng: Random) -> dict[str, Number]:
    found: dict[str, Number] = {}
    for group, _ in GROUPS:
        values = [rng.choice((0, 0, 0, 1, 2, rng.randrange(100))) for _ in RESULTS[:-1]]
        for (result, _), value in zip(RESULTS, [*values, sum(values)], strict=True):
            found[f"t4.{group}.{result}"] = value
    return found


_SUMS_LOCAL = {
    "app.received": ("app.received.in_person", "app.received.online", "app.received.letter_fax"),
    "app.replied": ("app.replied.granted", "app.replied.partial", "app.replied.denied", "app.replied.other"),
}
_SUMS_NATIONAL = {
    "app.received": tuple(f"app.received.{way}" for way in ("in_person", "fax", "online", "letter")),
    "app.closed": ("app.closed.on_time", "app.closed.extended"),
    "app.replied.denied": tuple(key for key, _, _ in NATIONAL_ROWS if key and key.startswith("app.denied.")),
    "app.replied": tuple(key for key, _, _ in NATIONAL_ROWS if key and key.startswith("app.replied.")),
    "review.total": tuple(f"review.{result}" for result in ("upheld", "corrected", "other")),
    "litigation.total": tuple(f"litigation.{result}" for result in ("upheld", "corrected", "other")),
    "org.staff": ("org.staff.full_time", "org.staff.part_time"),
}


def _early(rng: Random, form: str) -> dict[str, Number]:
    keys = [key for key, _, _ in NATIONAL_ROWS if key] if form == "A" else [key for key, _ in LOCAL_ROWS]
    sums = _SUMS_NATIONAL if form == "A" else _SUMS_LOCAL
    year = {key: _count(rng) for key in keys}
    more = {key: _count(rng) for key in keys}
    for values in (year, more):
        for total, parts in sums.items():
            values[total] = sum(values[part] for part in parts)
    if form == "A":
        return {f"a.{key}": value for key, value in year.items()}
    found: dict[str, Number] = {}
    for key, value in year.items():
        found[f"a.{key}.year"] = value
        found[f"a.{key}.cumulative"] = value + more[key]
    return found


_FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


def _printed(rng: Random, values: dict[str, Number]) -> dict[str, Truth]:
    """How the office writes its numbers: one habit a report, with a stray cell now and then."""
    zero_empty = rng.choice((0.0, 0.0, 1.0, 0.5, 0.05))
    empty = rng.choice(("", "", "\u00a0", "/", "-", "—", "\u3000"))
    habit = rng.choice(("plain", "plain", "plain", "padded", "thousands", "wide", "unit"))
    found: dict[str, Truth] = {}
    for key, value in values.items():
        if value == 0 and rng.random() < zero_empty:
            found[key] = Truth(None, empty)
            continue
        found[key] = _number(rng, key, value, habit if rng.random() < 0.9 else "plain")
    return found


def _number(rng: Random, key: str, value: Number, habit: str) -> Truth:
    text = str(value)
    if habit == "thousands":
        text = f"{value:,}"
    elif habit == "wide":
        text = text.translate(_FULL_WIDTH)
    elif habit == "padded":
        text = rng.choice((" ", "\u00a0", "\u00a0\u00a0 ", "\n")) + text + rng.choice(("", " ", "\u3000"))
    elif habit == "unit" and key.endswith(".amount"):
        unit = rng.choice(("元", "万元", "亿元"))
        return Truth(value, text + unit, unit)
    elif isinstance(value, int) and rng.random() < 0.01 and not key.endswith("delta"):
        text += ".0"
    if key.endswith(".delta") and value > 0 and rng.random() < 0.2:
        text = "+" + str(value)
    return Truth(value, text)
